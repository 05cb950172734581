"""Sessions on request: who can give one now, who is asked in turn, and what becomes of it."""
