"""A pair's life: both people in it, their sessions, and what each is told."""
