"""Choices: an argument that is one of a few values, under their names in French and in English."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import islice
from typing import Any

from bot.chat.forms import FieldKind
from bot.chat.messages import Option
from bot.language.catalogue import in_every_language
from bot.language.folding import fold
from bot.language.messages import Text, _, pgettext
from bot.language.moments import Reading
from bot.language.ranking import rank
from bot.plugin.completion import CompletionContext
from bot.plugin.finding import Found, Misread, names_of

_LONGEST_LABEL = 5
"""How many words the name of a choice may have."""


@dataclass(frozen=True, slots=True)
class ChoiceArgument:
    """One of a few values; `labels` are their names for people, `said` other ways to say them, one a line."""

    values: tuple[Any, ...]
    labels: Mapping[Any, Text] = field(default_factory=dict, hash=False)
    said: Mapping[Any, Text] = field(default_factory=dict, hash=False, kw_only=True)
    kind: FieldKind = FieldKind.SELECT

    def options(self) -> tuple[Option, ...]:
        """Return the choices, for a form or a platform's own list."""
        return tuple(Option(_choice_value(value), self._label(value)) for value in self.values)

    def read(self, text: str, _reading: Reading) -> object:
        """Return the value whose name, or what is said for it, in either language, is the text."""
        word = fold(text)
        for value in self.values:
            if word in {fold(_choice_value(value)), *names_of(self._label(value)), *self._said(value)}:
                return value
        known = reduce(
            lambda before, label: _("{before}, {label}", before=before, label=label),
            (self._label(value) for value in self.values),
        )
        raise Misread(_("One of these is expected: {choices}.", choices=known))

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the choice whose name the text begins with, the longest one."""
        for word in reversed(list(islice(re.finditer(r"\S+", text), _LONGEST_LABEL))):
            raw = text[: word.end()].strip().rstrip(",;")
            try:
                return Found(self.read(raw, reading), raw, text[word.end() :].strip())
            except Misread:
                continue
        return None

    async def complete(self, _ctx: CompletionContext, typed: str) -> Sequence[Option]:
        """Offer the choices, by their names in either language."""

        def forms(option: Option) -> list[str]:
            return [option.value, *in_every_language(option.label)]

        return rank(typed, self.options(), forms)

    def _said(self, value: object) -> frozenset[str]:
        """Return the folded forms of what else is said for a value, in every language."""
        said = self.said.get(value)
        if said is None:
            return frozenset()
        return frozenset(fold(line) for lines in in_every_language(said) for line in lines.splitlines())

    def _label(self, value: object) -> Text:
        return self.labels.get(value) or pgettext("choice", _choice_value(value))


def _choice_value(value: object) -> str:
    return str(value.value) if isinstance(value, enum.Enum) else str(value)
