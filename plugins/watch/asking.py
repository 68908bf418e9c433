"""Plain sentences without a link: `mes liens`, `cherche un lien sur les seniors`, `désabonne-moi`."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.chat.messages import Reply
from bot.language.folding import fold
from bot.plugin import Context
from bot.plugin.finding import Misread
from plugins.watch import search_commands, subscribing
from plugins.watch.arguments import links_of, tags_in, without_links
from plugins.watch.commands import my_links
from plugins.watch.declaration import plugin
from plugins.watch.rhythm import RHYTHM
from plugins.watch.since import SinceArgument

SURELY = 0.93
_POLITE = (
    r"(?:(?:bonjour|salut|coucou|hello|hi)\b[ ,!]*)?"
    r"(?:(?:est-ce que )?(?:tu peux|tu pourrais|peux-tu|pourrais-tu|je (?:veux|voudrais|souhaite)|j'aimerais"
    r"|can you|could you|please|i want to|stp|svp)[ ,]+)?"
)
_LINKS = r"(?:liens?|links?)"
_END = r"(?:me |m'en |m')?(?:desabonne[rz]?|desinscri[srv]\w*|unsubscribe)(?:[ -](?:moi|me))?\b(?P<end>.*)"
_STOP = (
    r"(?:(?:arrete[rz]?|cesse[rz]?)\b.{0,20}\b(?:envoyer|envoi|recevoir)"
    r"|ne (?:m'envoie|veux) plus\b.{0,12}|(?:je )?ne veux plus (?:recevoir|de|des)|stop sending me)"
    rf"\b.{{0,12}}\b{_LINKS}\b(?P<stop>.*)"
)
_BEGIN = (
    r"(?:m'abonner|abonne[rz]?[ -]moi|subscribe(?: me)?)\b(?P<begin>.*)"
    rf"|(?:previens|avertis|alerte)[ -]moi\b.{{0,30}}\b{_LINKS}\b(?P<told>.*)"
)
_MINE = (
    r"(?:(?:re)?voir |montre(?:[ -]moi)? |ou sont |donne(?:[ -]moi)? |show(?: me)? )?"
    rf"(?:tous )?(?:mes (?:{_LINKS}|favoris)|my links|ma liste de {_LINKS})\b[^#]{{0,30}}"
)
_SEARCH = (
    r"(?:(?:je |me )?(?:re)?(?:cherche[rz]?|trouve[rz]?)(?:[ -]moi)?|montre[rz]?(?:[ -]moi)?|y a[- ]t-il"
    r"|il y a|as-tu|tu as|on a|quels?(?: sont)?|find(?: me)?|show(?: me)?|are there|which)\b.{0,12}"
    rf"\b{_LINKS}\b(?P<search>.+)"
)
_FORMS = {"end": _END, "stop": _STOP, "begin": _BEGIN, "mine": _MINE, "search": _SEARCH}
_ASKED = {name: re.compile(rf"^{_POLITE}(?:{form})$", re.DOTALL) for name, form in _FORMS.items()}
_ABOUT = re.compile(
    r"^(?:(?:partages?|utiles?|shared|qui parlent|quand il y en a)\s+)*"
    r"(?:(?:sur|pour|a propos d[eu]s?|concernant|au sujet d[eu]s?|avec|about|on|for|with|des?|du|d')\s*"
    r"(?:(?:les?|la|the|l')\s*)?)?\b"
)
_TAIL = re.compile(r"(?:[ ,]*\b(?:stp|svp|s'il te plait|merci|please|thanks))?[ .!?]*$")


def asked(text: str) -> tuple[str, str] | None:
    """Return what a sentence without link asks of the watch, and about what; None if it asks nothing.

    >>> asked("Cherche un lien sur les seniors ?")
    ('search', 'seniors')
    """
    if links_of(text):
        return None
    said = _TAIL.sub("", fold(without_links(text)))
    tags = bool(tags_in(text))
    for name, form in _ASKED.items():
        match = form.match(f"{said} " if tags and name == "search" else said)
        if match is None:
            continue
        about = next(filter(None, match.groupdict().values()), "").strip(" :,")
        return name, _ABOUT.sub("", about, count=1).strip()
    return None


def claims(text: str) -> float:
    """Return how surely a sentence asks something of the watch."""
    return SURELY if asked(text) is not None else 0


@plugin.sentence(claims)
async def answer(ctx: Context, text: str) -> Reply:
    """Do what a sentence asks of the watch, as its command would."""
    name, about = asked(text) or ("mine", "")
    tags = tuple(tag.name for tag in tags_in(text))
    ways: dict[str, Callable[[], Awaitable[Reply]]] = {
        "end": lambda: subscribing.unsubscribe(ctx, tags, "" if tags else about),
        "stop": lambda: subscribing.unsubscribe(ctx, tags, "" if tags else about),
        "begin": lambda: _subscribe(ctx, tags, about),
        "search": lambda: _search(ctx, tags, about),
        "mine": lambda: my_links(ctx),
    }
    return await ways[name]()


async def _subscribe(ctx: Context, tags: tuple[str, ...], about: str) -> Reply:
    found = RHYTHM.find(about, ctx.reading)
    if found is None:
        return await subscribing.subscribe(ctx, tags, None, "" if tags else about)
    return await subscribing.subscribe(ctx, tags, found.value, "" if tags else found.rest)


async def _search(ctx: Context, tags: tuple[str, ...], about: str) -> Reply:
    since: datetime | None = None
    try:
        found = SinceArgument().find(about, ctx.reading)
    except Misread:
        found = None
    if found is not None:
        since, about = found.value, found.rest
    return await search_commands.search(ctx, since, tags, about)
