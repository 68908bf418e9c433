"""Reminding of meetings: their channels, those who come or may, and once those who have not answered."""
