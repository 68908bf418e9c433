"""The survey after a meeting: what people thought of it, asked and told without saying who thought what."""

from plugins.meetings.survey import answering, ending, linking, opening, reviewing

__all__ = ["answering", "ending", "linking", "opening", "reviewing"]
