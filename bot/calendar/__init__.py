"""Hours, dates and invitations: pure functions over time, with the clock always an argument."""
