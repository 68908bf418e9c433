"""Commands as people type them where there is no list of arguments to choose from."""

from __future__ import annotations

from collections.abc import Mapping

_IMPLIED = {("rappel", "créer"), ("remind", "create"), ("maillage", "aide"), ("maillage", "help")}
"""Verbs that nobody types."""
_NAMED = {"où", "where"}
"""Arguments that are recognised by their name alone."""


def typed_line(root: str, verb: str, arguments: Mapping[str, str]) -> str:
    """The command as a line: its values in the order in which they are given."""
    words = [f"/{root}"]
    if verb and (root, verb) not in _IMPLIED:
        words.append(verb)
    words += [f"{name}: {value}" if name in _NAMED else value for name, value in arguments.items()]
    return " ".join(words)
