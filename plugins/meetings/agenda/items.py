"""What an item of an agenda says of itself: what it is, how long it takes, and what it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.folding import fold
from bot.language.messages import Language
from bot.language.moments import read_duration
from plugins.meetings.agenda.models import Topic


@dataclass(frozen=True, slots=True)
class Typed:
    """An item as it was typed: `topic` and `minutes` are None where nothing says them."""

    text: str
    topic: Topic | None = None
    minutes: int | None = None


_NAMES: tuple[tuple[Topic, str], ...] = (
    (
        Topic.PRACTICE,
        (
            r"(?:bonnes? )?pratiques?(?: (?:a partager|inspirantes?))?|partages?|retours? d'experiences?"
            r"|astuces?|(?:practice|tip)s?(?: to share)?"
        ),
    ),
    (Topic.NEWS, r"infos?|informations?|actus?|actualites?|nouvelles?|annonces?|news"),
    (Topic.NEED, r"besoins?|demandes?(?: d'aide)?|coups? de main|appels? a l'aide|needs?|help"),
    (Topic.IDEA, r"idees?|propositions?|suggestions?|projets?|ideas?|proposals?"),
    (Topic.QUESTION, r"questions?|interrogations?"),
)
_NAMED = tuple((topic, re.compile(rf"(?:(?:une?|des|an?) )?(?:{names})")) for topic, names in _NAMES)
_LABEL = re.compile(r"^\s*(?P<label>[^:;,?!.]{2,40}?)\s*(?:[:;,]|\s[-–—])\s*(?P<text>\S.*)$", re.DOTALL)
_BARE_LABEL = re.compile(
    r"^(?P<label>infos?|actus?|annonce|besoin|id[ée]e|proposition|suggestion|astuce|question|news|need|idea"
    r"|tip)\s+"
    r"(?P<text>(?:(?:l[ae]s?|une?|the|an?|notre|nos|mon|ma|mes|ce|cette|ces|il|elle|on|je|nous|we|i)\s|[lj]['’]"
    r"|(?:qu[ie]|quoi|quell?es?|quels?|comment|o[ùu]|quand|combien|pourquoi|est-ce|peut-on|faut-il|y a-t-il"
    r"|a-t-on|who|what|how|when|where|why|which|can|do|does|is|are|should)\b|qu['’]).*)$",
    re.IGNORECASE | re.DOTALL,
)
"""A label that lacks its colon: what comes behind it begins as a sentence does (“question qui vient ?”)."""
_OPENING = tuple(
    (topic, re.compile(rf"(?:(?:une?|des|an?|j'ai(?: une?)?|on a|il y a) )?(?:{names})\b"))
    for topic, names in _NAMES
)
_APART = re.compile(r"\s*;\s*")
_LENGTH = re.compile(
    r"(?<![\s,;(–-])(?P<before>[\s,;(–-]+)(?P<length>\d{1,3}\s*(?:h(?:eures?)?\s*(?:\d{1,2})?|min(?:ute)?s?|mn))\)?\s*$",
    re.IGNORECASE,
)
_SET_APART = re.compile(r"[,;(–-]")
_PART_OF_SENTENCE = re.compile(
    r"\b(?:de|des|d|à|a|en|dans|les|sous|of|in|for|every|et|ou)\s*$", re.IGNORECASE
)


def topic_named(text: str) -> Topic | None:
    """Return the topic that a text names and nothing else, None if it does not.

    >>> topic_named("une idée"), topic_named("Pratique à partager"), topic_named("idée de génie")
    (<Topic.IDEA: 'idea'>, <Topic.PRACTICE: 'practice'>, None)
    """
    said = fold(text).replace("’", "'").strip()
    return next((topic for topic, names in _NAMED if names.fullmatch(said)), None)


def read_item(text: str, language: Language = "fr") -> Typed:
    """Return an item as it was typed: `question : qui vient ? (10 min)`.

    >>> read_item("idée : un café (1h)")
    Typed(text='un café', topic=<Topic.IDEA: 'idea'>, minutes=60)
    """
    said, minutes = _timed(" ".join(text.split()), language)
    for label in (_LABEL.match(said), _BARE_LABEL.match(said)):
        if label is not None and (topic := topic_named(label["label"])) is not None:
            return Typed(label["text"].strip(), topic, minutes)
    return Typed(said, _topic_of(said), minutes)


def parts_of(text: str, language: Language = "fr") -> tuple[Typed, ...]:
    """Return the items that a text may be where semicolons part them; of a text without any, that one.

    >>> [item.text for item in parts_of("le budget ; un café")]
    ['le budget', 'un café']
    """
    return tuple(read_item(part, language) for part in _APART.split(text.strip(" ;")) if is_said(part))


def are_several(text: str, language: Language = "fr") -> bool:
    """Return whether the parts of a text between semicolons are items each: they all say what they are.

    What else has semicolons may as well be one item, which a person puts better than we do.

    >>> are_several("info : la CAF ferme ; idée : un café"), are_several("la CAF ; la MSA")
    (True, False)
    """
    parts = [part for part in _APART.split(text) if is_said(part)]
    return len(parts) > 1 and all(_says_what(part, language) for part in parts)


def _says_what(part: str, language: Language) -> bool:
    item = read_item(part, language)
    return item.minutes is not None or (item.topic is not None and item.text != " ".join(part.split()))


def same(text: str) -> str:
    """Return what two items have alike that are the same but for case, accents, spaces and marks."""
    return " ".join(re.findall(r"\w+", fold(text))) or text


def is_said(text: str) -> bool:
    """Return whether a text says something: more than marks such as a lone question mark."""
    return bool(text.strip(" \t\n.,:;!?…-–—_*#|`'\"’«»()[]"))


def says_itself(text: str, topic: Topic) -> bool:
    """Return whether a text says by how it begins what it is.

    >>> says_itself("Besoin d’aide sur les impôts", Topic.NEED), says_itself("les impôts", Topic.NEED)
    (True, False)
    """
    folded = fold(text).replace("’", "'")
    return any(one is topic and names.match(folded) for one, names in _OPENING)


def _topic_of(text: str) -> Topic | None:
    """Return what a text seems to be by how it begins or ends, None if nothing tells."""
    folded = fold(text).replace("’", "'")
    opening = next((topic for topic, names in _OPENING if names.match(folded)), None)
    if opening is not None:
        return opening
    return Topic.QUESTION if folded.rstrip(" .!").endswith("?") else None


def _timed(text: str, language: Language) -> tuple[str, int | None]:
    """Return a text without how long it takes, which stands at its end, and that in minutes."""
    match = _LENGTH.search(text)
    if match is None or match.start() == 0:
        return text, None
    is_apart = _SET_APART.search(match["before"]) is not None
    in_minutes = "m" in match["length"].lower()
    if not is_apart and (not in_minutes or _PART_OF_SENTENCE.search(text[: match.start()])):
        return text, None
    length = read_duration(match["length"].replace("mn", "min"), language)
    if length is None:
        return text, None
    return text[: match.start()].rstrip(" ,;–-"), round(length.total_seconds() / 60) or None
