"""Presence: who comes to a meeting, said in words, listed, and kept right when people link accounts or go."""
