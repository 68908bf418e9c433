"""Reminders: for oneself, for a channel, or for a colleague who accepts; once or again and again."""
