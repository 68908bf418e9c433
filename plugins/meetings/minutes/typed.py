"""What is typed for minutes, one thing a line: `décision 2 : …`, `traité 1, 3`, `présents : Léa, Paul`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from bot.language.folding import fold
from plugins.meetings.agenda.models import Outcome
from plugins.meetings.agenda.typed import read_numbers


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the items of some numbers; of all that nobody noted yet where there is none."""

    numbers: tuple[int, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about the item of a number; nothing any more where the text is empty."""

    number: int
    text: str


class Naming(Enum):
    """What becomes of people who are named: they are all who were there, some more, or they were not."""

    THESE = "these"
    MORE = "more"
    FEWER = "fewer"


@dataclass(frozen=True, slots=True)
class People:
    """Who was there, by the names that were typed."""

    names: tuple[str, ...]
    how: Naming


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that was noted besides."""

    text: str


class Act(Enum):
    """What is done with the minutes."""

    SHOW = "show"
    FILL = "fill"
    PUBLISH = "publish"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Words:
    """Anything else."""

    text: str


Wanted = Settled | Decided | People | Noted | Act | Words

_REST_OF_NAME = re.compile(r"^(?:rendu|of the meeting)\b[\s:,]*", re.IGNORECASE)
_ACTS = (
    (Act.SHOW, r"(?:voir|montre[rz]?|affiche[rz]?|lire|releve de decisions?|show|see)"),
    (
        Act.FILL,
        r"(?:rempli[rsz]*|ecri(?:re|s|vez)|redige[rz]?|modifie[rz]?|corrige[rz]?|formulaire|fill|write|edit)",
    ),
    (
        Act.PUBLISH,
        (
            r"(?:publie[rz]?|poste[rz]?|diffuse[rz]?|envoye[rz]|envoie|apercu|previsualise[rz]?"
            r"|publish|post|send|preview)"
        ),
    ),
    (Act.EXPORT, r"(?:exporte[rz]?|export|fichier|telecharge[rz]?|markdown|md|file|download)"),
)
_ACT = tuple(
    (act, re.compile(rf"{words}(?: (?:le |la |l'|the )?(?:compte[- ]rendu|fichier|minutes|markdown|md|it))?"))
    for act, words in _ACTS
)
_LIST = r"\d{1,3}(?:(?: ?[,;&-] ?| (?:(?:et|and|a|to) )?)\d{1,3})*"
_WHICH = r"(?:(?:les? |la |the )?(?:points?|sujets?|items?|numeros?|n°|nos?)[ .°]*)?"
_ITEMS = rf"{_WHICH}(?P<numbers>{_LIST}|tou(?:te)?s?(?: les points)?|tout|all|everything)"
_DONE = r"(?:traitee?s?|vue?s?|abordee?s?|faite?s?|treated|done)"
_NOT_DONE = rf"(?:(?:non|pas|not)[ -](?:encore )?{_DONE}|a reporter|reportee?s?)"
_PLEASE = re.compile(r"[ ,]+(?:stp|svp|s'il (?:te|vous) plait|merci|please|thanks)$")
_IS = r"(?:(?:est|sont|a ete|ont ete|was|were) )?"
_LEFT = re.compile(
    rf"(?:{_NOT_DONE}|reporter|left|postponed?) ?:? ?{_ITEMS}"
    rf"|{_WHICH}(?P<before>{_LIST}|tous?|tout|all) ?:? ?{_IS}(?:{_NOT_DONE}|non|no)"
    rf"|(?P<nothing>rien|aucun(?: point)?|nothing)(?: (?:n'a ete|n'est|was))? {_DONE}"
)
_TREATED = re.compile(
    rf"(?:{_DONE}|traiter) ?:? ?{_ITEMS}"
    rf"|{_WHICH}(?P<before>{_LIST}|tout|tous|all) ?:? ?{_IS}(?:{_DONE}|ok|oui|yes)"
)
_DECIDED = re.compile(
    r"^(?:(?:décisions?|decisions?|décidé|decided?|conclusion|relevé)\s*(?:sur|du|pour|for|on|of)?\s*)?"
    r"(?:(?:le |la |the )?(?:point|sujet|item|n°)\s*)?(?P<number>\d{1,3})\s*[:=]\s*(?P<text>.*)$",
    re.IGNORECASE,
)
_DECIDED_WITHOUT_COLON = re.compile(
    r"^(?:décision|decision|décidé|decided)\s+(?:(?:point|sujet|item|n°)\s*)?(?P<number>\d{1,3})\s+(?P<text>\D.*)$",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"^(?:corrig|modifi|chang|remplac|correct)\w*\s+(?:la |le |les |l['’]|the )?"
    r"(?=(?:décision|decision|présent|present|there)s?\b)",
    re.IGNORECASE,
)
"""What is typed once more takes the place of what was there, with or without saying so."""
_DONE_AND_DECIDED = re.compile(
    r"^(?:le |la |the )?(?:point|sujet|item|n°)?\s*(?P<number>\d{1,3})\s*:?\s*(?:(?:est|a été|was) )?"
    r"(?:traitée?|vue?|abordée?|treated|done)\s*[,;:–—-]\s*(?P<text>\S.*)$",
    re.IGNORECASE,
)
_DECIDED_OF_NOTHING = re.compile(
    r"^(?:décisions?|decisions?|décidé|decided?|conclusion|relevé)\s*[:=]\s*(?P<text>\S.*)", re.IGNORECASE
)
"""A decision that belongs to no item: it is noted as it stands."""
_KEPT_AS_IT_IS = re.compile(
    r"^(?:actions?|[àa] faire|t[âa]ches?|to ?do|suites?|suivi|next steps?"
    r"|prochaines? (?:rencontre|r[ée]union|[ée]tape|date)s?|[ée]ch[ée]ances?"
    r"|questions?|informations?|infos?|budget|lieu)\s*[:=]\s*\S",
    re.IGNORECASE,
)
"""What people put into minutes under a heading of its own."""
_EXCUSED = re.compile(r"^(?:absents? )?excus[ée]", re.IGNORECASE)
_PEOPLE = re.compile(
    r"^(?:(?:[ée]tai(?:en)?t\s+)?(?:(?P<more>(?:aussi|et|also)\s+)?pr[ée]sent(?:e|·e)?(?:s|·s)?|participants?|"
    r"(?P<fewer>absent(?:e|·e)?(?:s|·s)?(?:\s+excus[ée]e?s?)?|excus[ée](?:e|·e)?(?:s|·s)?))|there|there were)"
    r"\s*(?:(?P<plus>\+)|(?P<minus>-)|:|=|(?:aussi|also)\b|(?<=s)\s(?=[^\W\d]))\s*:?\s*(?P<names>\S.*)$",
    re.IGNORECASE,
)
_PLUS = re.compile(r"^(?P<sign>[+-])\s*(?P<names>[^\W\d].*)$")
_NOTED = re.compile(
    r"^(?:(?:notes?|remarques?|à noter|a noter|divers)\s*[:=]\s*|(?:note[rz]?|à noter|a noter)\s+(?:que\s+)?)"
    r"(?P<text>.*)$",
    re.IGNORECASE,
)
_COLON = r" ?[:=]"
_STARTS = re.compile(
    rf"(?:{_NOT_DONE}|{_DONE}|reporter|left|postponed?) ?:? ?(?:{_WHICH}\d|tou(?:te)?s?\b|tout\b|all\b)"
    rf"|{_WHICH}{_LIST} ?:? ?{_IS}(?:{_NOT_DONE}|{_DONE}|ok|oui|yes|non|no)\b"
    rf"|(?:decisions?|decided?|decide) ?(?:(?:sur|du|pour|for|on|of) )?{_WHICH}\d{{1,3}}\b|decisions?{_COLON}"
    rf"|(?:{_WHICH})\d{{1,3}}{_COLON} ?\D"
    rf"|(?:aussi |et )?(?:presente?s?|participants?|absente?s?|(?:absents? )?excusee?s?)(?:{_COLON}| ?\+)"
    rf"|(?:notes?|remarques?|a noter|divers|actions?|a faire|taches?){_COLON}"
    r"|(?:publie[rz]?|publish)\b[ .!]*$"
)
"""How another statement begins behind one, on the same line; folded."""
_BETWEEN = re.compile(r"\s*[,;.]\s*(?:et |puis |and |then )?|\s+(?:et|puis|and|then)\s+")
_LONGEST_START = 200
_NUMBERS = re.compile(rf"(?:et |and )?{_LIST}", re.IGNORECASE)
_PIECE = re.compile(r"\s*[,;.]\s+")
_NAMES = re.compile(r"\s*(?:[,;\n]|\bet\b|\band\b)\s*", re.IGNORECASE)
_ALL = re.compile(r"[a-z].*")


def read_lines(text: str) -> list[Wanted]:
    """Return what somebody wants in minutes, in order; a line that is none of it goes on with the one before.

    A line may say several things: each begins as such a thing does, what does not belongs to the one before.

    >>> read_lines("traité 1, 3")
    [Settled(numbers=(1, 3), outcome=<Outcome.TREATED: 'treated'>)]
    >>> [type(one).__name__ for one in read_lines("traité 1, décision 2 : oui ; présents : Léa, Paul")]
    ['Settled', 'Decided', 'People']
    """
    said = _REST_OF_NAME.sub("", text.strip()).strip()
    found: list[Wanted] = []
    for line in said.splitlines():
        if not line.strip():
            continue
        several = _read_line(" ".join(line.split()))
        wanted = several[0]
        before = found[-1] if found else None
        if isinstance(wanted, Words) and len(several) == 1 and isinstance(before, Decided):
            found[-1] = Decided(before.number, f"{before.text}\n{wanted.text}".strip())
        elif isinstance(wanted, Words) and len(several) == 1 and isinstance(before, Noted):
            found[-1] = Noted(f"{before.text}\n{wanted.text}".strip())
        else:
            found += several
    return found or [Act.SHOW]


def _read_line(line: str) -> list[Wanted]:
    """Return what a line says, one thing or several; what cannot be understood is `Words`, the rest stays."""
    found: list[Wanted] = []
    for statement in _statements(line):
        wanted = _read(statement)
        for one in [wanted] if not isinstance(wanted, Words) else _in_pieces(statement):
            about = found[-1] if found else None
            found += [_about_that(one, about)]
            if isinstance(one, People) and _EXCUSED.match(statement):
                found.append(Noted(statement.rstrip(" .")))
    return found


def _statements(line: str) -> list[str]:
    """Return the statements of a line: what begins as one does behind a comma, a semicolon or a full stop."""
    found: list[str] = []
    start = 0
    for between in _BETWEEN.finditer(line):
        behind = fold(line[between.end() : between.end() + _LONGEST_START]).replace("’", "'")
        before = line[start : between.start()]
        if before and not _NUMBERS.fullmatch(before) and _STARTS.match(behind):
            found.append(before)
            start = between.end()
    return [*found, line[start:]]


def _in_pieces(statement: str) -> list[Wanted]:
    """Return what can be understood at the beginning of a statement, and the rest of it as words."""
    for cut in reversed(list(_PIECE.finditer(statement))):
        wanted = _read(statement[: cut.start()])
        if not isinstance(wanted, Words):
            return [wanted, Words(statement[cut.end() :])]
    return [Words(statement)]


def _about_that(one: Wanted, before: Wanted | None) -> Wanted:
    """Return a decision without a number as one about the item that was just spoken of, if it was one."""
    decided = _DECIDED_OF_NOTHING.match(one.text) if isinstance(one, Noted) else None
    if decided is None:
        return one
    if isinstance(before, Settled) and len(before.numbers) == 1:
        return Decided(before.numbers[0], decided["text"])
    return one


def _read(line: str) -> Wanted:
    line = _AGAIN.sub("", line)
    folded = _PLEASE.sub("", fold(line).replace("’", "'").strip(" .!"))
    act = next((act for act, words in _ACT if words.fullmatch(folded)), None)
    if act is not None:
        return act
    for pattern, outcome in ((_LEFT, Outcome.LEFT), (_TREATED, Outcome.TREATED)):
        if (match := pattern.fullmatch(folded)) is not None:
            return Settled(_numbers(match["numbers"] or match["before"] or "tout"), outcome)
    if (decided := _DECIDED.match(line) or _DECIDED_WITHOUT_COLON.match(line)) is not None:
        return Decided(int(decided["number"]), decided["text"].strip())
    if (decided := _DONE_AND_DECIDED.match(line)) is not None:
        return Decided(int(decided["number"]), decided["text"].strip())
    if _DECIDED_OF_NOTHING.match(line) or _KEPT_AS_IT_IS.match(line):
        return Noted(line)
    if (named := _PLUS.match(line)) is not None:
        return People(read_names(named["names"]), Naming.MORE if named["sign"] == "+" else Naming.FEWER)
    if (people := _PEOPLE.match(line)) is not None:
        return People(read_names(people["names"]), _naming(people))
    if (noted := _NOTED.match(line)) is not None:
        return Noted(noted["text"].strip())
    return Words(line)


def _naming(match: re.Match[str]) -> Naming:
    if match["fewer"] or match["minus"]:
        return Naming.FEWER
    is_more = match["more"] or match["plus"] or "aussi" in match[0].lower() or "also" in match[0].lower()
    return Naming.MORE if is_more else Naming.THESE


def _numbers(said: str) -> tuple[int, ...]:
    return () if _ALL.fullmatch(said) else read_numbers(said)


def read_names(text: str) -> tuple[str, ...]:
    """Return the names in a list, each once, without the sign that calls somebody.

    >>> read_names("Léa, @paul et Karim B.")
    ('Léa', 'paul', 'Karim B.')
    """
    names = (" ".join(name.split()).lstrip("@+-• ").strip() for name in _NAMES.split(text))
    return tuple(dict.fromkeys(name for name in names if name))
