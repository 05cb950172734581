"""Pairs: from enrolments to proposals, from a coordinator's word to two people who meet."""
