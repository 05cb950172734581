"""Guests from outside the organisation: people who are on none of the platforms."""
