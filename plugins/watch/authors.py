"""Who shared what somebody looks for: `liens de paul`, `de @paul impôts`, `impôts de Léa Martin`."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from bot.chat.people import Member
from bot.language.folding import fold
from bot.language.messages import Markup, _, escape
from bot.language.terms import terms
from bot.plugin import Context, Refusal
from bot.store.people import find_members, member_named
from bot.store.tables import MemberRow, PlaceRow

_NAMES = r"(?P<names>\w[\w.’'-]*(?:[ \t\u00a0]+\w[\w.’'-]*){0,3})"
_LINKS = r"(?:(?:les |des |tous les |the )?(?:liens?|links?) )"
_MENTIONED = re.compile(
    rf"(?:(?<!\S){_LINKS}?(?:partag[ée]+s? |shared )?(?:de|par|from|by)\s+)?(?<![\w@/])@{_NAMES}",
    re.IGNORECASE,
)
"""A user name, and no part of an address: `https://mastodon.social/@mednum`."""
_SHARED_BY = re.compile(
    rf"^(?:{_LINKS}(?:partag[ée]+s? |shared )?(?:par|by)|partag[ée]+s? par|shared by)\s+{_NAMES}",
    re.IGNORECASE,
)
"""What leads to nothing but a name."""
_LINKS_OF = re.compile(
    rf"^(?:{_LINKS}(?:partag[ée]+s? |shared )?(?:de|from)|par|by|from)\s+{_NAMES}", re.IGNORECASE
)
"""What leads to a name, or as well to a subject: `liens de qualité`."""
_OF = re.compile(rf"(?<!\S)(?:(?:de|par|of|from|by)[ \t\u00a0]+|d['’](?=\w)){_NAMES}", re.IGNORECASE)
"""What leads to a subject, but for names of people: `impôts de Léa`."""
_SHOWN = 5


class Whose(NamedTuple):
    """Whose links a text asks for, if anybody's, and the words that are left.

    It is a guess where `guessed` are words that may as well be looked for as they are. `doubt` is what to say
    of a name that may be meant, once nothing is found.
    """

    member: Member | None
    words: str
    guessed: str = ""
    doubt: Refusal | None = None


async def author_in(ctx: Context, text: str) -> Whose:
    """Return whose links a text asks for.

    Raises:
        Refusal: it names nobody whom the network knows, or several people of one name.
    """
    people = People(ctx)
    led = _MENTIONED.search(text) or _SHARED_BY.match(text) or _LINKS_OF.match(text)
    if led is not None:
        found = await _called(people, led["names"])
        if found is not None:
            return Whose(_only(*found), _without(text, led, found[0]))
        nobody = _nobody(led["names"].split()[0])
        if led.re is not _LINKS_OF:
            raise nobody
        return Whose(None, text, doubt=nobody)
    return await _guessed(people, text)


async def _guessed(people: People, text: str) -> Whose:
    """Return whose links a text asks for that says `de` before a name, as it may before a subject."""
    doubt: Refusal | None = None
    for led in _OF.finditer(text):
        first = terms(led["names"].split()[0], stops=True)
        found = await _called(people, led["names"]) if first and not first[0].is_stop else None
        if found is None:
            continue
        rest = _without(text, led, found[0])
        if len(found[1]) == 1 or not rest:
            guessed = f"{text[: led.start()].strip()} {text[led.start('names') :].strip()}".strip()
            return Whose(_only(*found), rest, guessed=guessed)
        doubt = doubt or _several(*found)
    return Whose(None, text, doubt=doubt)


class People:
    """The members of the network by their names, looked up once."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._platform = ""
        self._all: Sequence[tuple[list[str], int]] | None = None

    async def called(self, name: str) -> Sequence[Member]:
        """Return who has just that user name, or else that name or a part of it: `Léa` of `Léa Martin`."""
        network = self._ctx.network.id
        if self._all is None:
            at = select(PlaceRow.platform).where(PlaceRow.id == self._ctx.place.id)
            self._platform = await self._ctx.session.scalar(at) or ""
            members = select(MemberRow.id, MemberRow.name).where(MemberRow.network_id == network)
            rows = (await self._ctx.session.execute(members.order_by(MemberRow.id))).all()
            self._all = await asyncio.to_thread(lambda: [(fold(name).split(), one) for one, name in rows])
        member = await member_named(self._ctx.session, network, name, self._platform)
        if member is not None:
            return [member]
        wanted = fold(name).split()
        ends = slice(len(wanted)), slice(-len(wanted), None)
        found = [one for names, one in self._all if names == wanted] or [
            one for names, one in self._all if wanted in [names[end] for end in ends]
        ]
        people = await find_members(self._ctx.session, network, found)
        return [people[one] for one in found if one in people]


async def _called(people: People, names: str) -> tuple[str, Sequence[Member]] | None:
    """Return the longest beginning of some words that is a name, and who has it."""
    for word in reversed(list(re.finditer(r"\S+", names))):
        name = names[: word.end()].rstrip(".'’-")
        if found := await people.called(name):
            return name, found
    return None


def _without(text: str, led: re.Match[str], name: str) -> str:
    """Return a text without a name and what leads to it."""
    after = text[led.start("names") + len(name) :]
    return f"{text[: led.start()].strip()} {after.strip(' ,.;:!?')}".strip()


def _only(name: str, people: Sequence[Member]) -> Member:
    """Return the one who has a name.

    Raises:
        Refusal: several people have it.
    """
    if len(people) > 1:
        raise _several(name, people)
    return people[0]


def _several(name: str, people: Sequence[Member]) -> Refusal:
    shown = ", ".join(f"{escape(f'@{one.username}')} ({escape(one.name)})" for one in people[:_SHOWN])
    return Refusal(
        "several_members",
        _(
            "Several people are called “{name}”: {people}. Say which one by the user name, for example "
            "`/watch search @{username}`.",
            name=escape(name),
            people=Markup(shown),
            username=Markup(people[0].username.replace("`", "'")),
        ),
    )


def _nobody(name: str) -> Refusal:
    return Refusal("unknown_member", _("I know nobody here by the name “{name}”.", name=escape(name[:50])))
