"""The files of the lexicon: read, checked, and each mistake told with its file and key."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.language.messages import Message, _
from plugins.referral.answers import Number, Option, Phrase, Question
from plugins.referral.lexicon_contents import Contents, Mistake
from plugins.referral.patterns import Patterns, UnreadablePatternError, pattern

OWN_NAME = "needs"
"""The network's own list is `needs.toml`."""
_FILES = ("codes.toml", "words.toml", "acts.toml", "urgent.toml", "chat.toml", "clarify.toml")
"""The codes first: needs name them."""
_MORE = ("needs-", "urgent-")
"""Beginnings of the names of files of which there are several."""
_GROUP = re.compile(r"<([^<>]+)>")


def read_all(extra: Path | None) -> tuple[Contents, list[Mistake]]:
    """Return what the lexicon's files say, those of the network last, and the mistakes in them."""
    reading = _Files()
    folder = Path(__file__).with_name("data")
    more = sorted(one.name for one in folder.iterdir() if one.name.startswith(_MORE))
    for name in (*_FILES, *more):
        reading.read(name, folder.joinpath(name).read_text(encoding="utf-8"))
    if extra is not None:
        try:
            reading.read(extra.name, extra.read_text(encoding="utf-8"), is_own=True)
        except (OSError, UnicodeDecodeError):
            reading.mistaken(extra.name, "", _("This file cannot be read as UTF-8 text."))
    return reading.contents, reading.mistakes


class _Files:
    """Reads one file after the other."""

    def __init__(self) -> None:
        self.contents = Contents()
        self.mistakes: list[Mistake] = []
        self._groups: dict[str, str] = {}
        self._file = ""
        self._is_own = False

    def mistaken(self, file: str, key: str, what: Message) -> None:
        self.mistakes.append(Mistake(file, key, what))

    def read(self, name: str, text: str, *, is_own: bool = False) -> None:
        self._file, self._is_own = name, is_own
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.mistaken(name, "", _("This is no TOML: {error}.", error=str(error)))
            return
        tables = _OWN_TABLES if is_own else _TABLES
        for key, value in document.items():
            if key not in tables:
                self._wrong(key, _("No such table here: “{key}”.", key=key))
                continue
            tables[key](self, value)

    def _wrong(self, key: str, what: Message) -> None:
        self.mistaken(self._file, key, what)

    # Pieces of tables

    def _phrase(self, value: object, key: str) -> Phrase | None:
        said = [value.get(language) for language in ("fr", "en")] if isinstance(value, dict) else []
        texts = [one for one in said if isinstance(one, str) and one.strip()]
        if len(texts) == 2:
            return Phrase(*texts)
        self._wrong(key, _("A French and an English text are expected: fr = “…”, en = “…”."))
        return None

    def _texts(self, value: object, key: str) -> list[str]:
        if isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value):
            return value
        self._wrong(key, _("A list of texts is expected."))
        return []

    def _patterns(self, value: object, key: str) -> Patterns:
        read = []
        for source in self._texts(value, key):
            try:
                read.append(pattern(self._with_groups(source)))
            except (UnreadablePatternError, KeyError):
                self._wrong(
                    key,
                    _(
                        "This pattern cannot be read: “{source}”. Are its brackets right, has it a word?",
                        source=source,
                    ),
                )
        return Patterns(read)

    def _with_groups(self, source: str) -> str:
        return _GROUP.sub(lambda name: self._groups[name[1]], source)

    def groups(self, value: object) -> None:
        """Learn words that patterns name together: `<name>`. A group may name those above it."""
        for name, words in value.items() if isinstance(value, dict) else ():
            read = "|".join(self._texts(words, f"group.{name}"))
            self._patterns([f"({read})"], f"group.{name}")
            with suppress(KeyError):  # told above
                self._groups[name] = f"({self._with_groups(read)})"

    def _tables(self, value: object, key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        if not isinstance(value, dict):
            self._wrong(key, _("A table is expected."))
            return
        for name, table in value.items():
            if isinstance(table, dict):
                yield name, table
            else:
                self._wrong(f"{key}.{name}", _("A table is expected."))

    def _rows(self, value: object) -> Iterator[Mapping[str, Any]]:
        """Return the tables of a list of them."""
        yield from (self._row(one) for one in value) if isinstance(value, list) else ()

    def _row(self, value: object) -> Mapping[str, Any]:
        return value if isinstance(value, dict) else {}

    # Tables

    def codes(self, value: object) -> None:
        for name, table in self._tables(value, "code"):
            label = self._phrase(table.get("label"), f"code.{name}.label")
            role = self._phrase(table.get("role"), f"code.{name}.role")
            if label and role:
                self.contents.labels[name] = label
                self.contents.roles[name] = role

    def needs(self, value: object) -> None:
        for name, table in self._tables(value, "need"):
            self._need(name, table)

    def _need(self, name: str, table: Mapping[str, Any]) -> None:
        from plugins.referral.lexicon import KINDS, Need

        key = f"need.{name}"
        known = self.contents.needs.get(name)
        if known and not self._is_own:
            self._wrong(key, _("This need stands in another file already."))
            return
        for other in sorted(table.keys() - {"kind", "codes", "fr", "en", "phrases", "weight"}):
            self._wrong(
                f"{key}.{other}", _("No such key here. There are: kind, codes, fr, en, phrases, weight.")
            )
        kind = table.get("kind", known.kind if known else "service")
        if kind not in KINDS:
            self._wrong(f"{key}.kind", _("One of these is expected: {kinds}.", kinds=", ".join(KINDS)))
            return
        codes = (
            self._codes(table.get("codes"), f"{key}.codes") if "codes" in table or not known else known.codes
        )
        why = self._phrase(table, key) if "fr" in table or "en" in table or not known else known.why
        phrases = self._texts(table.get("phrases", [] if known else None), f"{key}.phrases")
        if not codes or not why or not (phrases or known):
            return
        before = known.phrases if known else ()
        self.contents.needs[name] = Need(
            name,
            kind,
            tuple(codes),
            why,
            (*before, *itertools.chain.from_iterable(map(spelled, phrases))),
            self._weight(table.get("weight", known.weight if known else 1.0), f"{key}.weight"),
            self._is_own,
        )

    def _weight(self, value: object, key: str) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 2:
            return float(value)
        self._wrong(key, _("A number above 0, 2 at most, is expected."))
        return 1.0

    def _codes(self, value: object, key: str) -> Sequence[str]:
        codes = self._texts(value, key)
        for code in codes:
            if code not in self.contents.labels:
                self._wrong(key, _("No such code: “{code}”. The codes are in codes.toml.", code=code))
        return [code for code in codes if code in self.contents.labels]

    def same(self, value: object) -> None:
        if not isinstance(value, list):
            self._wrong("same", _("A list of lists of texts is expected."))
            return
        for number, group in enumerate(value, 1):
            words = self._texts(group, f"same[{number}]")
            if len(words) > 1:
                self.contents.same.append(words)
            elif words:
                self._wrong(f"same[{number}]", _("At least two words are expected."))

    def faint(self, value: object) -> None:
        self.contents.faint.extend(self._texts(value, "faint"))

    def generic(self, value: object) -> None:
        self.contents.generic.extend(self._texts(value, "generic"))

    def known(self, value: object) -> None:
        self.contents.known.extend(self._texts(value, "known"))

    def short(self, value: object) -> None:
        if isinstance(value, dict) and all(isinstance(one, str) for one in value.values()):
            self.contents.short.update(value)
        else:
            self._wrong("short", _("A table of texts is expected."))

    def act(self, name: str, value: object) -> None:
        from plugins.referral.lexicon import ActPatterns

        self.contents.acts[name] = ActPatterns(
            *(
                self._patterns(self._row(value).get(key, []), f"{name}.{key}")
                for key in ("strong", "weak", "cancel")
            )
        )

    def numbers(self, value: object) -> None:
        self._numbers = {
            str(number): Number(str(number), label)
            for number, table in self._tables(value, "number")
            if (label := self._phrase(table, f"number.{number}"))
        }

    def calm(self, value: object) -> None:
        more = self._patterns(self._row(value).get("patterns"), "calm.patterns")
        self.contents.calm = Patterns((*self.contents.calm, *more))

    def silent(self, value: object) -> None:
        self.contents.silent = self._patterns(self._row(value).get("patterns"), "silent.patterns")

    def past(self, value: object) -> None:
        self.contents.past = self._patterns(self._row(value).get("patterns"), "past.patterns")
        self.contents.going_on = self._patterns(self._row(value).get("unless", []), "past.unless")

    def alarms(self, value: object) -> None:
        from plugins.referral.lexicon import Alarm

        read = []
        for table in self._rows(value):
            key = f"alarm.{table.get('name')}"
            numbers = [
                *self._texts(table.get("first"), f"{key}.first"),
                *self._texts(table.get("then", []), f"{key}.then"),
            ]
            for number in numbers:
                if number not in self._numbers:
                    self._wrong(key, _("No such number: “{number}”.", number=number))
            read.append(
                Alarm(
                    str(table.get("name")),
                    bool(table.get("sure", False)),
                    tuple(self._numbers[number] for number in numbers if number in self._numbers),
                    self._patterns(table.get("patterns"), f"{key}.patterns"),
                    self._patterns(table.get("unless", []), f"{key}.unless"),
                )
            )
        self.contents.alarms += tuple(read)

    def chat(self, value: object) -> None:
        self.contents.chat = self._patterns(value, "always")

    def polite(self, value: object) -> None:
        self.contents.polite = self._patterns(value, "polite")

    def small_talk(self, value: object) -> None:
        self.contents.small_talk = self._patterns(value, "small_talk")

    def signs(self, value: object) -> None:
        self.contents.signs = self._patterns(value, "need_signs")

    def vague(self, value: object) -> None:
        self.contents.vague = self._patterns(value, "vague")

    def unsaid(self, value: object) -> None:
        self.contents.unsaid = self._patterns(value, "unsaid")

    def clear_signs(self, value: object) -> None:
        self.contents.clear_signs = self._patterns(value, "need_in_chat")

    def questions(self, value: object) -> None:
        from plugins.referral.lexicon import AskedIf

        read = []
        for number, table in enumerate(self._rows(value), 1):
            key = f"question[{number}]"
            text = self._phrase(table, key)
            options = [
                Option(label, option["text"])
                for option in table.get("options", [])
                if (label := self._phrase(option, f"{key}.options"))
            ]
            if text and 2 <= len(options) <= 4:
                patterns = self._patterns(table.get("words", []), f"{key}.words")
                read.append(AskedIf(patterns, Question(text, tuple(options))))
            else:
                self._wrong(key, _("Two to four options are expected."))
        self.contents.questions = tuple(read)


def spelled(phrase: str) -> Iterator[str]:
    """Return what a phrase with alternatives stands for.

    >>> list(spelled("(perdu|volé) carte"))
    ['perdu carte', 'volé carte']
    """
    begin, opened, rest = phrase.partition("(")
    inside, closed, end = rest.partition(")")
    if not opened or not closed:
        yield phrase
        return
    for choice in inside.split("|"):
        yield from spelled(f"{begin}{choice}{end}")


_OWN_TABLES = {"need": _Files.needs, "same": _Files.same}
_TABLES = {
    **_OWN_TABLES,
    "group": _Files.groups,
    "code": _Files.codes,
    "faint": _Files.faint,
    "known": _Files.known,
    "generic": _Files.generic,
    "short": _Files.short,
    "learn": lambda files, value: files.act("learn", value),
    "do": lambda files, value: files.act("do", value),
    "follow": lambda files, value: files.act("follow", value),
    "number": _Files.numbers,
    "calm": _Files.calm,
    "silent": _Files.silent,
    "past": _Files.past,
    "alarm": _Files.alarms,
    "always": _Files.chat,
    "polite": _Files.polite,
    "small_talk": _Files.small_talk,
    "need_signs": _Files.signs,
    "need_in_chat": _Files.clear_signs,
    "vague": _Files.vague,
    "unsaid": _Files.unsaid,
    "question": _Files.questions,
}
