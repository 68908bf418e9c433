"""How the arguments that only the directory has are read, and completed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.forms import FieldKind
from bot.chat.messages import Option
from bot.language.folding import fold
from bot.language.messages import escape
from bot.language.moments import Reading
from bot.language.ranking import rank
from bot.plugin import CompletionContext, WordLists
from bot.plugin.finding import Found
from bot.territory import Area, Level, find, name_of
from plugins.directory import register
from plugins.directory.cards import Kind
from plugins.directory.people import known_words
from plugins.directory.rows import content_of
from plugins.directory.thesaurus import Sort

_SHORTEST_PLACE = 2


@dataclass(frozen=True, slots=True)
class LineArgument:
    """One line, only as `name: value`, after its preposition or in a form."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, _reading: Reading) -> str:
        """Return the line."""
        return text.strip()

    def find(self, _text: str, _reading: Reading) -> Found | None:
        """Find nothing: it has to be introduced."""
        return None


async def complete_words(ctx: CompletionContext, typed: str) -> list[Option]:
    """Offer what colleagues may be asked for, as the thesaurus names it; what was typed comes first."""
    return _labels(ctx, typed, Sort.SKILL)


async def complete_audience(ctx: CompletionContext, typed: str) -> list[Option]:
    """Offer the audiences of the thesaurus."""
    return _labels(ctx, typed, Sort.AUDIENCE)


async def complete_language(ctx: CompletionContext, typed: str) -> list[Option]:
    """Offer the languages of the thesaurus."""
    return _labels(ctx, typed, Sort.LANGUAGE)


async def complete_place(ctx: CompletionContext, typed: str) -> list[Option]:
    """Offer the places that begin so, those near by first."""
    if len(fold(typed)) < _SHORTEST_PLACE:
        return []
    return [Option(name, escape(name)) for name in dict.fromkeys(map(name_of, find(typed, _near(ctx), 10)))]


async def complete_own_value(ctx: CompletionContext, typed: str) -> list[Option]:
    """Offer what the card of who types says."""
    if ctx.member is None:
        return []
    row = await register.card_of(ctx.session, ctx.network.id, ctx.member.id)
    if row is None:
        return []
    values = dict.fromkeys(value for kind in Kind for value in content_of(row).values(kind))
    return [Option(value[:100], escape(value)) for value in rank(typed, values, lambda value: [value])]


def _labels(ctx: CompletionContext, typed: str, sort: Sort) -> list[Option]:
    known = known_words(ctx.service(WordLists))
    concepts = [concept for concept in known.concepts.values() if concept.sort is sort]
    language = ctx.words.language
    found = rank(typed, concepts, lambda one: (one.label(language), one.fr, one.en, *one.also), limit=20)
    names = [one.label(language) for one in found]
    kept = [typed.strip()] if typed.strip() and fold(typed) not in map(fold, names) else []
    return [Option(name, escape(name)) for name in dict.fromkeys([*kept, *names]) if name]


def _near(ctx: CompletionContext) -> tuple[Area, ...]:
    code = ctx.place.territory or ctx.network.territory
    return (Area(Level.DEPARTEMENT, code),) if code else ()
