"""Polls: which date suits the most, and plain questions."""
