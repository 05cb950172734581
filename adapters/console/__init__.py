"""The console: one conversation in a terminal, through the same core as the real platforms."""
