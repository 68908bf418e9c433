"""A village fair: a plugin that does what a chat network has to carry: votes, long forms, files, events."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from pydantic import BaseModel

from bot.chat.messages import Button, Embed, File, Menu, Option, Post, Reply, Update
from bot.chat.people import Role
from bot.chat.reactions import Reaction
from bot.language.messages import Markup, _
from bot.plugin import (
    Context,
    Errand,
    EventContext,
    Files,
    FormRefusal,
    LinksPosted,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    OpenForm,
    Outside,
    Plugin,
    PresenceChanged,
    ReactionAdded,
    Refusal,
    Rest,
    TimerContext,
)
from bot.store.settings import get_setting, set_setting

plugin = Plugin("kermesse", title=_("Fair"))
group = plugin.group("kermesse", english="fair", aliases=("fete",), summary=_("Prepare the fair"))

LISTENS_IN = "accueil"
"""Events are told in channels whose name begins so, and nowhere else."""


# Votes


def _poll(votes: int) -> tuple[Markup, tuple[Button, ...]]:
    return Markup(f"Une kermesse ? {votes} voix"), (Button(Markup("Pour"), "vote"),)


@group.command("voter", english="vote", summary=_("Ask all"), public=True)
async def ask(ctx: Context) -> Reply:
    text, buttons = _poll(0)
    return Reply(text=text, buttons=buttons, public=True)


@plugin.action("vote")
async def vote(ctx: Context) -> Update:
    votes = 1 + (await get_setting(ctx.session, ctx.network.id, f"votes:{ctx.place.id}") or 0)
    await set_setting(ctx.session, ctx.network.id, f"votes:{ctx.place.id}", votes)
    text, buttons = _poll(votes)
    return Update(text=text, buttons=buttons)


# Buttons and menus


@group.command("stand", english="stall", summary=_("Choose a stall"), public=True)
async def stall(ctx: Context) -> Reply:
    options = (Option("crepes", Markup("Crêpes")), Option("peche", Markup("Pêche à la ligne")))
    return Reply(
        text=Markup("Quel stand ?"),
        buttons=(
            Button(Markup("Fermer"), "close"),
            Button(Markup("Trop tard"), "take", until=ctx.now - timedelta(minutes=1)),
        ),
        menus=(Menu(Markup("Stand"), "take", options),),
        public=True,
    )


@group.command("tombola", english="raffle", summary=_("Choose prizes"), public=True)
async def raffle(ctx: Context) -> Reply:
    prizes = tuple(
        Option(str(number), Markup(f"{number}. Un lot de confitures & de miel, pour <b>petits</b> et grands"))
        for number in range(25)
    )
    menus = tuple(Menu(Markup(label), "take", prizes, name=label) for label in ("Un", "Deux", "Trois"))
    return Reply(text=Markup("Quels lots ?"), menus=menus, public=True)


@group.command("stands", english="booths", summary=_("Help at a booth"), public=True)
async def booths(ctx: Context) -> Reply:
    helping = tuple(
        Button(Markup(f"Aider au stand n° {number} : <crêpes> & gaufres"), "help", {"booth": number})
        for number in range(30)
    )
    return Reply(text=Markup("Où aider ?"), buttons=helping, public=True)


@plugin.action("help")
async def help_there(ctx: Context, booth: int) -> Update:
    return Update(text=Markup(f"Stand {booth}, choix {ctx.choice}"))


@plugin.action("take")
async def take(ctx: Context) -> Reply:
    return Reply(text=Markup(f"Tu tiens : {ctx.choice}"))


@plugin.action("close", role=Role.COORDINATOR)
async def close(ctx: Context) -> Update:
    return Update(text=Markup("Stands fermés"))


@group.command("choisir", english="pick", summary=_("Choose for yourself"), default=True)
async def pick(ctx: Context) -> Reply:
    return Reply(
        text=Markup("Rien que pour toi"),
        buttons=(Button(Markup("Dire"), "whisper"), Button(Markup("Fiche"), "open")),
    )


@plugin.action("whisper")
async def whisper(ctx: Context) -> Reply:
    return Reply(text=Markup("Chut"))


@plugin.action("open")
async def open_again(ctx: Context) -> OpenForm:
    return OpenForm(form="registration")


# A form too long for one dialog


class Registration(BaseModel):
    """Seven questions."""

    name: str
    town: str
    stall: Literal["crepes", "peche"] = "crepes"
    helpers: int = 1
    indoors: bool = False
    needs: str = ""
    remark: str = ""


@plugin.form("registration", Registration, title=_("Registration"))
async def register(ctx: Context, form: Registration) -> Reply:
    if form.remark == "non":
        raise FormRefusal({"town": _("Not in that town.")})
    return Reply(text=Markup(" / ".join(str(value) for value in form.model_dump().values())))


@group.command("inscription", english="registration", summary=_("Register"), opens_form=True)
async def open_form(ctx: Context) -> OpenForm:
    return OpenForm(form="registration")


# What is outside


@dataclass(frozen=True, slots=True)
class Weather:
    """The weather of a day, of which nobody knows at once."""

    day: str

    async def look(self, outside: Outside) -> str:
        await asyncio.sleep(0)  # whoever else is there has a turn
        if self.day == "hier":
            raise Refusal("too_late", _("That day is over."))
        return f"soleil {self.day}"


@group.command("météo", english="weather", summary=_("The weather of a day"))
async def weather(ctx: Context, day: Rest) -> Reply:
    await ctx.post(ctx.place, Post(text=Markup(f"On demande le temps de {day}")))
    return Reply(text=Markup(f"Temps : {await ctx.outside(Weather(day))}"))


@group.command("messager", english="messenger", summary=_("Send somebody for news"))
async def send_for_news(ctx: Context, news: Rest) -> Reply:
    await ctx.later("news", ctx.now, key=f"news:{news}", place=ctx.place.id, news=news)
    return Reply(text=Markup("Le messager est parti"))


@plugin.errand("news")
async def fetch_news(errand: Errand, place: int, news: str) -> None:
    await asyncio.sleep(0)  # whoever else is there has a turn
    async with errand.unit() as ctx:
        where = await ctx.find_place(place)
        if where is not None:
            await ctx.post(where, Post(text=Markup(f"Nouvelles : {news}")), key=f"news:{news}")


@plugin.on(LinksPosted)
async def take_note(ctx: EventContext, event: LinksPosted) -> None:
    if "kermesse" in event.tags:
        await ctx.react(event.place, event.post, Reaction("✅", "white_check_mark"))


# Texts and files


@group.command("citer", english="quote", summary=_("Quote"), public=True)
async def quote(ctx: Context, text: Rest) -> Reply:
    return Reply(text=_("Quoted: {text}", text=text), public=True)


@group.command("long", english="long", summary=_("A long text with a program in it"), public=True)
async def long(ctx: Context, lines: int) -> Reply:
    program = "\n".join(f"ligne {number:05} du programme" for number in range(lines))
    return Reply(text=Markup(f"Avant.\n\n```\n{program}\n```\n\nAprès."), public=True)


def _programme(stalls: int, said: str) -> tuple[Embed, ...]:
    """Return an embed for each stall, long enough for few of them to fit in one message of Discord's."""
    return tuple(
        Embed(
            _("Stall {number} of *{said}*", number=number, said=said),
            Markup(f"Début {number}.\n\n" + "On y joue. " * 150 + f"\n\nFin {number}."),
            f"https://kermesse.example/stand/{number}",
            Markup(f"Tenu par l’équipe {number}"),
        )
        for number in range(stalls)
    )


@group.command("programme", english="programme", summary=_("The programme"), public=True)
async def programme(ctx: Context, stalls: int, said: Rest) -> Reply:
    return Reply(
        text=_("The programme of {said}: https://kermesse.example/tout", said=said),
        embeds=_programme(stalls, said),
        buttons=(Button(Markup("Raccourcir"), "shorten"), Button(Markup("Rallonger"), "lengthen")),
        public=True,
    )


@group.command("apercu", english="preview", summary=_("The programme, for you alone"))
async def preview(ctx: Context, stalls: int) -> Reply:
    buttons = (Button(Markup("Raccourcir"), "shorten"),)
    return Reply(text=Markup(""), embeds=_programme(stalls, "toi"), buttons=buttons)


@plugin.action("shorten")
async def shorten(ctx: Context) -> Update:
    return Update(
        text=Markup("Programme court"),
        embeds=_programme(1, "court"),
        buttons=(Button(Markup("Rallonger"), "lengthen"),),
    )


@plugin.action("lengthen")
async def lengthen(ctx: Context) -> Update:
    return Update(text=Markup("Programme long"), embeds=_programme(9, "long"))


@group.command("recevoir", english="receive", summary=_("Receive files"))
async def receive(ctx: Context, files: Files = ()) -> Reply:
    return Reply(text=Markup(", ".join(f"{file.name} {len(file.content)}" for file in files) or "rien"))


@group.command("affiche", english="poster", summary=_("Send a file"))
async def send_file(ctx: Context) -> Reply:
    content = "Kermesse de l’été".encode()
    return Reply(text=Markup("L’affiche"), files=(File("affiche été.txt", "text/plain", content),))


# What comes later


@group.command("annoncer", english="announce", summary=_("Announce here in a moment"))
async def announce(ctx: Context, text: Rest) -> Reply:
    await ctx.later("announce", ctx.now, key=f"announce:{ctx.place.id}", place=ctx.place.id, text=text)
    return Reply(text=Markup("Ce sera annoncé"))


@plugin.timer("announce")
async def announced(ctx: TimerContext, place: int, text: str) -> None:
    here = await ctx.find_place(place)
    assert here is not None
    await ctx.post(here, Post(text=text))


# Events


@plugin.on(MemberJoined)
async def greet(ctx: EventContext, event: MemberJoined) -> None:
    if event.place.name.startswith(LISTENS_IN):
        await ctx.post(event.place, Post(text=Markup(f"arrivée : {event.member.username}")))


@plugin.on(MemberLeft)
async def miss(ctx: EventContext, event: MemberLeft) -> None:
    if event.place.name.startswith(LISTENS_IN):
        await ctx.post(event.place, Post(text=Markup(f"départ : {event.member.username}")))


@plugin.on(PresenceChanged)
async def note_presence(ctx: EventContext, event: PresenceChanged) -> None:
    gone = {*(await get_setting(ctx.session, ctx.network.id, "gone") or ()), event.place.name}
    there = {event.place.name} if event.is_there else set()
    await set_setting(ctx.session, ctx.network.id, "gone", sorted(gone - there))


@group.command("absences", english="absences", summary=_("Where the bot is no more"))
async def absences(ctx: Context) -> Reply:
    gone = await get_setting(ctx.session, ctx.network.id, "gone") or ()
    return Reply(text=Markup(f"Absences : {' '.join(gone)}."))


@plugin.on(ReactionAdded)
async def notice(ctx: EventContext, event: ReactionAdded) -> None:
    if event.place.name.startswith(LISTENS_IN):
        text = f"réaction : {event.emoji} de {event.member.username} sur {event.post}"
        await ctx.post(event.place, Post(text=Markup(text)))


@plugin.on(LinksPosted)
async def collect(ctx: EventContext, event: LinksPosted) -> None:
    if event.place.name.startswith(LISTENS_IN):
        text = f"liens : {' '.join(event.links)} étiquettes : {' '.join(event.tags)}"
        await ctx.post(event.place, Post(text=Markup(text)))


@plugin.on(MessageEdited)
async def note_change(ctx: EventContext, event: MessageEdited) -> None:
    if event.place.name.startswith(LISTENS_IN):
        tags = [f"#{tag}" for tag in event.posted.tags] if event.posted is not None else []
        text = " ".join(("modifié :", event.post, *event.links, *tags))
        await ctx.post(event.place, Post(text=Markup(text)))


@plugin.on(MessageDeleted)
async def note_removal(ctx: EventContext, event: MessageDeleted) -> None:
    if event.place.name.startswith(LISTENS_IN):
        await ctx.post(event.place, Post(text=Markup(f"supprimé : {event.post}")))
