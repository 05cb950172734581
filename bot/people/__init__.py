"""Who takes part: reading lists of people."""
