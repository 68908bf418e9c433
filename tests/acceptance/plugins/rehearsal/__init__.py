"""A plugin that does everything a console must show: files, menus, forms, events, a crash."""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel

from bot.chat.messages import Button, File, Menu, Option, Post, Reply, Style, Update
from bot.chat.reactions import Reaction
from bot.language.messages import Markup, _
from bot.plugin import (
    Context,
    EventContext,
    Files,
    FormRefusal,
    MemberJoined,
    MemberLeft,
    OpenForm,
    Plugin,
    PostAnswered,
    ReactionAdded,
    Rest,
    TimerContext,
)

plugin = Plugin("rehearsal", title=_("Rehearsal"))
group = plugin.group("essai", english="rehearsal", summary=_("Rehearse"))


class Card(BaseModel):
    """A form with a text, a choice and a number."""

    name: str
    level: Literal["low", "high"] = "low"
    seats: int = 1


@group.command("dire", english="say", summary=_("Say"), default=True)
async def say(ctx: Context, text: Rest = "", files: Files = ()) -> Reply:
    names = ", ".join(f"{file.name} {len(file.content)}" for file in files)
    return Reply(text=Markup(f"{text} [{names}]"))


@group.command("fichiers", english="files", summary=_("Files"))
async def send_files(ctx: Context) -> Reply:
    return Reply(
        text=Markup("files"),
        files=(
            File("a.ics", "text/calendar", "BEGIN:VCALENDAR é".encode()),
            File("b.bin", "application/octet-stream", b"\x00\x01"),
            File("c.txt", "text/plain", b"x" * (64 * 1024 + 1)),
            File("d.bin", "image/png", b"x" * (1024 * 1024 + 1)),
        ),
    )


@group.command("publier", english="publish", summary=_("Publish"), public=True)
async def publish(ctx: Context) -> Reply:
    return Reply(text=Markup("for all"), public=True)


@group.command("menu", english="choose", summary=_("Choose"))
async def choose(ctx: Context) -> Reply:
    return Reply(
        text=Markup("which?"),
        buttons=(
            Button(Markup("Oui"), "press", {"said": "yes"}, style=Style.PRIMARY, name="yes"),
            Button(Markup("Non"), "press", {"said": "no"}, style=Style.DANGER, name="no"),
            Button(Markup("Fiche"), "open", name="card"),
        ),
        menus=(
            Menu(
                Markup("Choisir"),
                "pick",
                (Option("a", Markup("Atelier")), Option("p", Markup("Permanence"))),
                name="kind",
            ),
        ),
    )


@plugin.action("press")
async def press(ctx: Context, said: str) -> Update:
    return Update(
        text=Markup(f"said {said}"), buttons=(Button(Markup("Encore"), "press", {"said": "again"}),)
    )


@plugin.action("pick")
async def pick(ctx: Context) -> Reply:
    return Reply(text=Markup(f"picked {ctx.choice}"))


@plugin.action("open")
async def open_card(ctx: Context) -> OpenForm:
    return OpenForm(form="card", values={"name": "Loire", "level": "low", "seats": "3"})


@plugin.form("card", Card, title=_("Card"))
async def fill_in(ctx: Context, card: Card) -> Update:
    if card.name == "crash":
        raise RuntimeError("the handler fell over")
    if card.name == "refuse":
        raise FormRefusal({"name": _("Not that one.")})
    return Update(text=Markup(f"card {card.name} {card.level} {card.seats}"))


@group.command("fiche", english="card", summary=_("Card"), opens_form=True)
async def card(ctx: Context) -> OpenForm:
    return await open_card(ctx)


@group.command("planter", english="crash", summary=_("Crash"))
async def crash(ctx: Context) -> Reply:
    raise RuntimeError("the handler fell over")


@group.command("poster", english="post", summary=_("Post"))
async def post(ctx: Context, text: Rest) -> None:
    await ctx.post(ctx.place, Reply(text=Markup(text)))
    await ctx.post(ctx.member, Reply(text=Markup(text)))


@group.command("retirer", english="remove", summary=_("Remove"))
async def post_and_remove(ctx: Context) -> None:
    delivery = await ctx.post(ctx.place, Reply(text=Markup("soon gone")))
    await ctx.later("remove", ctx.now + timedelta(minutes=1), key="gone", delivery=delivery)


@plugin.timer("remove")
async def remove(ctx: TimerContext, delivery: int) -> None:
    await ctx.delete(delivery)


@plugin.on(MemberJoined)
async def greet(ctx: EventContext, event: MemberJoined) -> None:
    await ctx.post(event.place, Reply(text=Markup(f"joined {event.member.username}")))


@plugin.on(MemberLeft)
async def miss(ctx: EventContext, event: MemberLeft) -> None:
    await ctx.post(event.place, Reply(text=Markup(f"left {event.member.username}")))


@plugin.on(ReactionAdded)
async def notice(ctx: EventContext, event: ReactionAdded) -> None:
    if event.emoji == "❓":
        await ctx.react(event.place, event.post, Reaction("❗", "exclamation"))
        return
    await ctx.post(event.place, Reply(text=Markup(f"{event.emoji} on {event.post}")))


@plugin.on(PostAnswered)
async def answered(ctx: EventContext, event: PostAnswered) -> None:
    await ctx.post(event.place, Post(text=Markup(f"{event.member.name} answers: {event.text}")))
