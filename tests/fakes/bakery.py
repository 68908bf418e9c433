"""A plugin that answers in every way there is, for the tests of what becomes of its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from bot.chat import Button, Post, Reply, Role, Update
from bot.chat.delivery import Outgoing
from bot.chat.incoming import Line, Press, Shows, Submission
from bot.chat.messages import File
from bot.language.messages import Markup, Text, _
from bot.plugin import Context, FormRefusal, OpenForm, Plugin, Rest
from tests.fakes.bot import Scene, author, channel, dm

SWEET = Button(_("Sweeter"), "sweeten", {"spoons": 1})


class Order(BaseModel):
    """A form that needs three steps where two fields are shown at a time."""

    name: Rest
    loaves: int
    colour: Rest
    sugar: int
    note: Rest


class Word(BaseModel):
    """A form of one field."""

    text: Rest


def bakery(baked: list[Any] | None = None) -> Plugin:
    """Return the plugin; it tells `baked` what it made."""
    plugin = Plugin("bakery", _("Bakery"))
    made = [] if baked is None else baked
    _declare_answers(plugin, made)
    _declare_secrets(plugin)
    _declare_actions(plugin, made)
    _declare_forms(plugin, made)
    return plugin


def _declare_answers(plugin: Plugin, made: list[Any]) -> None:
    @plugin.command("cuire", english="bake", summary=_("Bake"))
    async def bake(ctx: Context, text: Rest) -> Reply:
        made.append(text)
        return Reply(text=Markup(f"baked {text}"))

    @plugin.command("offrir", english="offer", summary=_("Offer"))
    async def offer(ctx: Context) -> Reply:
        return Reply(text=Markup("here"), buttons=(SWEET,))

    @plugin.command("crier", english="shout", summary=_("Shout"))
    async def shout(ctx: Context) -> Reply:
        return Reply(text=Markup("fresh bread"), public=True)

    @plugin.command("emballer", english="wrap", summary=_("Wrap"))
    async def wrap(ctx: Context) -> Reply:
        return Reply(text=Markup("wrapped"), files=(File("list.txt", "text/plain", b"bread"),))

    @plugin.command("exposer", english="display", summary=_("Display"))
    async def display(ctx: Context) -> None:
        made.append(await ctx.post(ctx.place, Post(text=Markup("cake"), buttons=(SWEET,))))

    @plugin.command("peser", english="weigh", summary=_("Weigh"))
    async def weigh(ctx: Context, grams: int) -> Reply:
        return Reply(text=Markup(f"{grams} g"))

    @plugin.command("brûler", english="burn", summary=_("Burn"))
    async def burn(ctx: Context) -> Reply:
        made.append("burnt")
        raise RuntimeError("the oven is too hot")

    @plugin.command("fermer", english="close", summary=_("Close"), role=Role.COORDINATOR)
    async def close(ctx: Context) -> Reply:
        made.append("closed")
        return Reply(text=Markup("closed"))

    @plugin.command("regarder", english="look", summary=_("Look"))
    async def look(ctx: Context) -> Reply:
        made.append("looked")
        await ctx.post(ctx.place, Post(text=Markup("somebody looked")))
        return Reply(text=Markup("keys" if await ctx.may(Role.COORDINATOR) else "cakes"))


def _declare_secrets(plugin: Plugin) -> None:
    @plugin.command("confier", english="confide", summary=_("Confide"))
    async def confide(ctx: Context) -> Reply:
        return Reply(text=Markup("the recipe"), private=True)


def _declare_actions(plugin: Plugin, made: list[Any]) -> None:
    @plugin.action("sweeten")
    async def sweeten(ctx: Context, spoons: int) -> Update:
        made.append(spoons)
        return Update(text=Markup(f"cake with {spoons}"), buttons=(SWEET,))

    @plugin.action("taste")
    async def taste(ctx: Context) -> Update:
        return Update(text=Markup("good"))

    @plugin.action("ask")
    async def ask(ctx: Context) -> Reply:
        return Reply(text=Markup("which one?"), buttons=(SWEET,))

    @plugin.action("order")
    async def order(ctx: Context) -> OpenForm:
        return OpenForm(form="order", values={"note": "as usual"})


def _declare_forms(plugin: Plugin, made: list[Any]) -> None:
    async def only_what_there_is(_ctx: Context, typed: Mapping[str, str]) -> Mapping[str, Text]:
        return {"colour": _("There is none.")} if typed.get("colour") == "bleue" else {}

    @plugin.form("order", Order, title=_("Order"), submit=_("Order"), check=only_what_there_is)
    async def order(ctx: Context, form: Order) -> Reply | OpenForm:
        if form.colour == "invisible":
            raise FormRefusal({"colour": _("Nobody sees that.")})
        made.append(form.model_dump())
        if form.colour == "à écrire":
            return OpenForm(form="word")
        if form.colour == "à relire":
            return OpenForm(form="word", values={"text": "rye"}, errors={"text": _("Nobody sees that.")})
        return Reply(text=Markup("ordered"))

    @plugin.form("word", Word, title=_("Word"))
    async def word(ctx: Context, form: Word) -> Reply:
        made.append(form.text)
        return Reply(text=Markup("heard"), public=True)


def over_a_socket(text: str, key: str | None = None, **more: Any) -> Line:
    """Return a mention that came over a connection on which nothing can be shown."""
    line = Line(
        author=author("camille"),
        location=channel("general"),
        text=text,
        to_bot=True,
        key=key,
        shows=Shows.NOTHING,
        reply_to="post-1",
    )
    return replace(line, **more)


def in_private(text: str, key: str | None = None, **more: Any) -> Line:
    """Return a DM that came over a connection on which nothing can be shown."""
    return over_a_socket(text, key, **{"location": dm("camille"), "reply_to": None, **more})


def press(action: str, shows: Shows, plugin: str = "bakery", **more: Any) -> Press:
    """Return a press of somebody in the channel."""
    who, where = more.pop("author", author("camille")), more.pop("location", channel("general"))
    return Press(author=who, location=where, plugin=plugin, action=action, shows=shows, **more)


def submission(form: str, values: dict[str, str], **more: Any) -> Submission:
    """Return a form that somebody filled in, in the channel, on a platform with dialogs."""
    given = {"author": author("camille"), "location": channel("general"), "plugin": "bakery"}
    return Submission(**{"shows": Shows.SAME_FORM, **given, **more}, form=form, values=values)


def sent(stage: Scene) -> list[Outgoing]:
    """Return all that was given to the platform, in order."""
    return [outgoing for _at, outgoing in stage.platform.attempts]
