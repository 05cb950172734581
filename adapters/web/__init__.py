"""The playground: a simulated chat platform on one page, through the same core as the real ones."""
