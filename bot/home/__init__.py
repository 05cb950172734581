"""A person's own space: where they stand, and what they can do from here, at one glance."""

from bot.home.page import home, show_home

__all__ = ["home", "show_home"]
