"""Circles: groups of 3 to 20 people of a programme, how they are formed, meet and write."""
