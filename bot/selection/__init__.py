"""Choosing mentors: their offers to teach, a rubric, and a coordinator's word."""
