"""Overviews: what is on and what was, as a list, as one calendar, and as a table."""
