"""What coordinators decide of the watch: by which tags messages are taken in, and what a channel covers."""

from __future__ import annotations

import asyncio
from typing import Annotated

from pydantic import BaseModel

from bot.chat.forms import FieldKind
from bot.chat.messages import Reply
from bot.chat.people import Role
from bot.chat.places import PlaceKind
from bot.language.folding import fold
from bot.language.messages import Text, _
from bot.plugin import Arg, Context, FormRefusal, NotAllowed, OpenForm
from bot.plugin.arguments import RestArgument
from bot.territory import Area, Level, find, name_of
from plugins.watch import levels, words
from plugins.watch.declaration import plugin
from plugins.watch.levels import COUNTRY
from plugins.watch.settings import areas_decided, set_area_text, set_taking_tags, taking_tags
from plugins.watch.tags import typed_tags

_COUNTRY_WORDS = frozenset(
    ("france", "la france", "national", "pays", "country", "tout le pays", "france entiere")
)


class Settings(BaseModel):
    """What a network decides of its watch, and what this channel covers."""

    tags: Annotated[
        str | None,
        RestArgument(FieldKind.TEXT),
        Arg(
            _("Tags"),
            help=_("a message with a link and one of them is taken in. Empty: none is."),
            max_length=200,
        ),
    ] = None
    area: Annotated[
        str | None,
        RestArgument(FieldKind.TEXT),
        Arg(
            _("This channel covers"),
            help=_("an EPCI, a département, a region, or France. Empty: the channel’s own territory."),
            max_length=120,
        ),
    ] = None


async def settings_form(ctx: Context) -> OpenForm:
    """Return the form, filled with what is decided now."""
    tags = await taking_tags(ctx.session, ctx.network.id)
    decided = (await areas_decided(ctx.session, ctx.network.id)).get(ctx.place.id)
    values = {"tags": str(words.tag_line([tag.name for tag in tags]))}
    if decided is not None:
        values["area"] = ctx.words(_("France")) if decided == COUNTRY else name_of(Area.parse(decided))
    return OpenForm(form="settings", values=values)


@plugin.form("settings", Settings, title=_("The shared watch"), submit=_("Save"))
async def decide(ctx: Context, form: Settings) -> Reply:
    """Keep what a coordinator decides: the tags for the whole network, the area for this channel."""
    if not await ctx.may(Role.COORDINATOR):
        raise NotAllowed
    lines: list[Text] = []
    tags = typed_tags(form.tags or "")
    if [tag.folded for tag in tags] != [tag.folded for tag in await taking_tags(ctx.session, ctx.network.id)]:
        if not await ctx.may_everywhere(Role.COORDINATOR):
            raise FormRefusal({"tags": _("Only who coordinates the whole network can change these.")})
        await set_taking_tags(ctx.session, ctx.network.id, tags)
    taken = words.tag_line([tag.name for tag in tags])
    lines.append(
        _("A message with a link and {tags} is taken into the shared watch.", tags=taken)
        if tags
        else _("No message is taken into the shared watch by itself.")
    )
    if ctx.place.kind is not PlaceKind.DM:
        await set_area_text(ctx.session, ctx.network.id, ctx.place.id, await _area(ctx, form.area or ""))
        covers = await levels.covers(ctx, ctx.place)
        lines.append(_("This channel covers {area}.", area=levels.spelled(covers)))
    return Reply(text=ctx.words.join(lines), private=True)


async def _area(ctx: Context, typed: str) -> str | None:
    """Return the area that was typed, as it is kept; None for the channel's own territory."""
    if not typed.strip():
        return None
    if fold(typed) in _COUNTRY_WORDS:
        return COUNTRY
    code = ctx.place.territory or ctx.network.territory
    near = (Area(Level.DEPARTEMENT, code),) if code is not None else ()
    found = await asyncio.to_thread(find, typed, near)
    if not found:
        raise FormRefusal(
            {
                "area": _(
                    "I do not know “{typed}”. For example: Forez-Est, Loire, Auvergne-Rhône-Alpes, France.",
                    typed=typed[:80],
                )
            }
        )
    exact = [area for area in found if fold(name_of(area, plain=True)) == fold(typed)]
    widest_first = sorted(exact, key=lambda area: list(Level).index(area.level), reverse=True)
    return str((widest_first or list(found))[0])
