"""A template with all that fills it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.language.catalogue import Words
from plugins.meetings.templates.purposes import Purpose, Value


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of a template, what its variables stand for, and the words of who reads it.

    `values` are by the French names of variables: texts, which are escaped unless they are `Markup`, and
    tuples of them. `given` is what somebody filled in, by the keys of the parts. A preview highlights what
    is to fill in, a post says that it will be announced.
    """

    source: str
    purpose: Purpose
    words: Words
    values: Mapping[str, Value]
    given: Mapping[str, str] = field(default_factory=dict)
    is_preview: bool = False
