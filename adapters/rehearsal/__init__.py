"""A programme rehearsed by simulated people, through the same core as a real platform."""
