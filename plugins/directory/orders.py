"""What one says of one's own card in plain sentences: `supprime ma fiche`, `mets ma fiche en pause`."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence

from bot.chat.messages import Reply
from bot.language.folding import fold
from bot.plugin import Context, Refusal
from bot.plugin.absences import BackArgument
from bot.plugin.finding import Misread
from plugins.directory import commands
from plugins.directory.looking import own_reply

_POLITE = r"(?:(?:peux[ -]tu|tu peux|je (?:veux|voudrais|souhaite)|can you|please|i want to|stp|svp) )?"
_CARD = r"(?:ma fiche|my card)(?: (?:de l')?annuaire| (?:in|from) the directory)?"
_SHOWING = "montre|affiche|voir|donne|modifi|chang|corrig|met(?:s|tre) a jour|show|see|edit|change|update"
_ME_FROM_IT = "[ -](?:moi|me) (?:de l'annuaire|from the directory)"
_ON_PAUSE = "(?:en|on) pause"
_TO_PAUSE = r"(?:suspend\w*|pause)"
_SINCE = r"(?P<rest>(?: .{1,60}?)?)"
_FOR_SO_LONG = r"(?:pendant|pour|jusqu|until|for|\d+|une?|deux|trois|quelques|two|three)\b"
_POLITELY = r"(?: (?:stp|svp|s'il (?:te|vous) plait|merci|please))?[ .!?]*"


async def _pause(ctx: Context, rest: str) -> Reply:
    try:
        found = BackArgument().find(rest, ctx.reading)
    except Misread as misread:
        raise Refusal("misread", misread.text) from misread
    return await commands.pause(ctx, found.value if found is not None else None)


async def _card(ctx: Context, _rest: str) -> Reply:
    return await own_reply(ctx)


async def _erase(ctx: Context, _rest: str) -> Reply:
    return await commands.erase(ctx)


async def _resume(ctx: Context, _rest: str) -> Reply:
    return await commands.resume(ctx)


async def _confirm(ctx: Context, _rest: str) -> Reply:
    return await commands.confirm(ctx)


_ORDERS: Sequence[tuple[re.Pattern[str], Callable[[Context, str], Awaitable[Reply]]]] = tuple(
    (re.compile(f"{_POLITE}(?:{pattern}){_POLITELY}"), order)
    for pattern, order in (
        (rf"(?:supprim|effac|enlev|retir|erase|delete|remove)\w*(?: {_CARD}|{_ME_FROM_IT})", _erase),
        (rf"(?:(?:mets?|mettre|put)[ -](?:{_CARD}|moi|me) {_ON_PAUSE}|{_TO_PAUSE} {_CARD}){_SINCE}", _pause),
        (rf"pause (?P<rest>{_FOR_SO_LONG}.{{1,60}}?)", _pause),
        (rf"(?:reprend\w*|reactive\w*|remets?|resume) {_CARD}", _resume),
        (rf"(?:re)?confirm\w* {_CARD}|{_CARD} est (?:toujours )?(?:juste|a jour|exacte)", _confirm),
        (
            rf"(?:(?:{_SHOWING})\w*(?:[ -](?:moi|me))? )?{_CARD}",
            _card,
        ),
    )
)
"""The first that fits a whole folded sentence says what is done, with the `rest` of it if it has one."""
_ABSENT = re.compile(
    r"(?:je (?:suis|serai|pars)|i am|i'm|i'll be) (?:en (?:conges?|vacances|arret|formation)|absente?|"
    r"indisponible|on (?:holiday|leave)|away)(?: (?:maladie|maternite|paternite|parental))? "
    r"(?!.*\b(?:par|sur|chaque|tous|toutes|a partir|des|per|every|from)\b)"
    rf"(?P<rest>(?:pendant|jusqu|until|for|\d+|une?|deux|trois|quelques|two|three)\b.{{1,60}}?){_POLITELY}"
)
"""What somebody says who is away until a day, when they write of their card."""


def is_order(text: str) -> bool:
    """Return whether a sentence says what is to be done with one's own card, and nothing else."""
    said = fold(text.strip())
    return any(pattern.fullmatch(said) for pattern, _order in _ORDERS)


async def absent(ctx: Context, text: str) -> Reply | None:
    """Pause the card of somebody who says until when they are away; None if that is not what they say.

    Raises:
        Refusal: there is no card.
    """
    said = _ABSENT.fullmatch(fold(text.strip()))
    if said is None:
        return None
    try:
        found = BackArgument().find(said["rest"], ctx.reading)
    except Misread:
        return None
    return await commands.pause(ctx, found.value) if found is not None and not found.rest else None


async def obey(ctx: Context, text: str) -> Reply:
    """Do what an order says; a card is erased only once that is confirmed.

    Raises:
        Refusal: there is no card, or a pause has no end that can be read.
    """
    said = fold(text.strip())
    for pattern, order in _ORDERS:
        if (found := pattern.fullmatch(said)) is not None:
            return await order(ctx, (found.groupdict().get("rest") or "").strip())
    return await own_reply(ctx)
