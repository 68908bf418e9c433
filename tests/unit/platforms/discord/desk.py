"""The whole bot, with its interactions on the fake Discord; what its courier sends is only written down."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import aiohttp
import discord
from pydantic import BaseModel

from bot.app import Bot
from bot.chat import Button, Menu, Option, Post, Reply, Role, Update
from bot.chat.hosting import Host
from bot.chat.incoming import ChosenMessage
from bot.chat.people import Member
from bot.counting import Counters
from bot.language.catalogue import Words
from bot.language.messages import Markup, _, pgettext
from bot.platforms.discord.commands import command_table
from bot.platforms.discord.controls import Control
from bot.platforms.discord.heard import Heard
from bot.platforms.discord.interactions import Interactions
from bot.platforms.discord.membership import Membership
from bot.platforms.discord.people import People
from bot.platforms.discord.places import Places
from bot.plugin import (
    Addressee,
    Arg,
    ChoiceArgument,
    Context,
    Files,
    Moment,
    OpenForm,
    Parameter,
    PlaceRef,
    Plugin,
    Rest,
)
from bot.plugin.completion import CompletionContext
from bot.runtime.clock import Clock
from tests.fakes.bot import START, JumpingClock, bot_on, new_database
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.places import Channel
from tests.fakes.discord_adapter import Sleeper
from tests.fakes.platform import FakePlatform
from tests.unit.fakes.discord.bots import point_at


class Note(BaseModel):
    """What a form of the plugin asks."""

    text: Annotated[str, Arg(pgettext("argument", "text"), max_length=20)]


class Gate:
    """Holds handlers up while it is closed."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._open.set()
        self._changed = asyncio.Condition()
        self._waiting = 0

    def close(self) -> None:
        self._open.clear()

    def open(self) -> None:
        self._open.set()

    async def passed(self) -> None:
        """Wait until the gate is open."""
        async with self._changed:
            self._waiting += 1
            self._changed.notify_all()
        await self._open.wait()

    async def held_up(self, handlers: int) -> None:
        """Wait until so many handlers came to the gate, in all."""
        async with asyncio.timeout(5), self._changed:
            await self._changed.wait_for(lambda: self._waiting >= handlers)


def desk_plugin(gate: Gate) -> Plugin:
    """Return a plugin with every kind of answer."""
    plugin = Plugin("desk", _("Desk"))
    plugin.provide(Gate, gate)
    _declare_answers(plugin, gate)
    _declare_arguments(plugin)
    _declare_controls(plugin, gate)
    _declare_shortcuts(plugin)
    _declare_sheet(plugin, gate)
    return plugin


def _declare_answers(plugin: Plugin, gate: Gate) -> None:
    @plugin.command("dire", english="say", summary=_("Say"))
    async def say(_ctx: Context, text: Rest) -> Reply:
        await gate.passed()
        return Reply(text=Markup(text))

    @plugin.command("annoncer", english="announce", summary=_("Announce"), public=True)
    async def announce(_ctx: Context, text: Rest) -> Reply:
        await gate.passed()
        return Reply(text=Markup(text), public=True)

    @plugin.command("publier", english="publish", summary=_("Publish without saying so first"))
    async def publish(_ctx: Context, text: Rest) -> Reply:
        await gate.passed()
        return Reply(text=Markup(text), public=True)

    @plugin.command("deux", english="two", summary=_("Answer twice"))
    async def two(_ctx: Context) -> list[Reply]:
        await gate.passed()
        return [Reply(text=Markup("un")), Reply(text=Markup("deux"))]

    @plugin.command("long", english="lengthy", summary=_("Answer at length"))
    async def lengthy(_ctx: Context) -> Reply:
        return Reply(text=Markup("\n\n".join(f"{number} {'mot ' * 120}" for number in range(9))))

    @plugin.command("rien", english="nothing", summary=_("Answer nothing"))
    async def nothing(_ctx: Context) -> None:
        await gate.passed()

    @plugin.command("réserver", english="reserve", summary=_("For coordinators"), role=Role.COORDINATOR)
    async def reserve(_ctx: Context) -> Reply:
        return Reply(text=Markup("réservé"))

    @plugin.command("planter", english="crash", summary=_("Crash"))
    async def crash(_ctx: Context) -> None:
        await gate.passed()
        raise RuntimeError("secret words of the traceback")


async def _words(ctx: CompletionContext, typed: str) -> list[Option]:
    """Offer words that follow what is typed, or fail."""
    await ctx.service(Gate).passed()
    if typed == "boum":
        raise RuntimeError("a completer that fails")
    return [Option(f"{typed}{number}", Markup(f"{typed} {number}")) for number in range(40)]


def _declare_arguments(plugin: Plugin) -> None:
    @plugin.command("sonner", english="ring", summary=_("Ring later"))
    async def ring(_ctx: Context, when: Moment, text: Rest, to: Addressee = None) -> Reply:
        name = getattr(to, "username", None) or getattr(to, "name", None) or "moi"
        return Reply(text=Markup(f"{text} pour {name}"))

    @plugin.command("lieu", english="where", summary=_("Name a place"))
    async def where(_ctx: Context, place: PlaceRef) -> Reply:
        return Reply(text=Markup(f"{place.id} {place.name}"))

    @plugin.command("chercher", english="search", summary=_("Search"))
    async def search(_ctx: Context, word: Annotated[str, Arg(_("word"), complete=_words)]) -> Reply:
        return Reply(text=Markup(word))

    @plugin.command("lire", english="read", summary=_("Read files"))
    async def read(_ctx: Context, files: Files) -> Reply:
        return Reply(text=Markup(" ".join(f"{file.name}:{file.content.decode()}" for file in files)))


def _declare_controls(plugin: Plugin, gate: Gate) -> None:
    @plugin.command("montrer", english="show", summary=_("Show buttons"))
    async def show(_ctx: Context) -> Reply:
        buttons = (
            Button(Markup("Compter"), "count", {"number": 1}),
            Button(Markup("Écrire"), "write"),
            Button(Markup("Périmé"), "write", name="old", until=START + timedelta(hours=1)),
        )
        options = (Option("a", Markup("Alpha")), Option("é" * 120, Markup("Bêta")))
        menu = Menu(Markup("Lettre"), "pick", options)
        return Reply(text=Markup("choisis"), buttons=buttons, menus=(menu,))

    @plugin.command("afficher", english="post", summary=_("Post buttons for all"))
    async def post(ctx: Context) -> None:
        await ctx.post(ctx.place, Post(text=Markup("0"), buttons=(Button(Markup("Plus"), "add"),)))

    @plugin.action("count")
    async def count(_ctx: Context, number: int) -> Update:
        await gate.passed()
        button = Button(Markup("Compter"), "count", {"number": number + 1})
        return Update(text=Markup(f"compté {number}"), buttons=(button,))

    @plugin.action("add")
    async def add(_ctx: Context) -> Update:
        return Update(text=Markup("plus"))

    @plugin.action("pick")
    async def pick(ctx: Context) -> Reply:
        return Reply(text=Markup(f"choisi {str(ctx.choice)[:3]}"))

    @plugin.action("write")
    async def write(_ctx: Context) -> OpenForm:
        await gate.passed()
        return OpenForm(form="note", arguments={"by": "bouton"})

    @plugin.command("écrire", english="write", summary=_("Write a note"))
    async def ask(_ctx: Context) -> OpenForm:
        await gate.passed()
        return OpenForm(form="note", arguments={"by": "commande"})

    @plugin.form("note", Note, title=_("Note"))
    async def note(_ctx: Context, form: Note, by: str) -> Reply:
        await gate.passed()
        return Reply(text=Markup(f"{form.text} par {by}"))


def _declare_sheet(plugin: Plugin, gate: Gate) -> None:
    answers = ChoiceArgument(("yes", "no"), {"yes": Markup("oui"), "no": Markup("non")})
    said: dict[str, str] = {}

    async def days(_ctx: Context, month: int) -> list[Parameter]:
        about = [Arg(Markup(f"jour {day}/{month}"), help=Markup(f"le jour {day}")) for day in range(1, 31)]
        return [Parameter(f"day{index}", answers, one, required=False) for index, one in enumerate(about, 1)]

    async def answered(_ctx: Context, month: int) -> Mapping[str, str]:
        return said

    @plugin.command("choisir", english="choose", summary=_("Choose days"), opens_form=True)
    async def choose(_ctx: Context, month: int) -> OpenForm:
        return OpenForm(form="days", arguments={"month": month})

    @plugin.questions("days", days, title=_("Days"), answered=answered)
    async def keep(_ctx: Context, answers: Mapping[str, str | None], month: int) -> Reply:
        await gate.passed()
        said.update({name: answer for name, answer in answers.items() if answer})
        return Reply(text=Markup(f"{len(said)} jours"))


def _declare_shortcuts(plugin: Plugin) -> None:
    @plugin.message_shortcut("keep", label=_("Keep this"))
    async def keep_message(_ctx: Context, message: ChosenMessage) -> Reply:
        whose = "their own" if message.is_own else message.author
        return Reply(text=Markup(f"{whose}: {message.text} {message.link}"))

    @plugin.message_shortcut("annotate", label=_("Annotate this"))
    async def annotate(_ctx: Context, message: ChosenMessage) -> OpenForm:
        return OpenForm(form="note", values={"text": message.text}, arguments={"by": "menu"})

    @plugin.member_shortcut("greet", label=_("Greet"))
    async def greet(_ctx: Context, member: Member) -> Reply:
        return Reply(text=Markup(f"bonjour {member.username}"))


def _naming_itself() -> aiohttp.TraceConfig:
    """Have every request say who asks, as Discord wants."""

    async def name(_session: object, _context: object, request: aiohttp.TraceRequestStartParams) -> None:
        request.headers.setdefault("User-Agent", "DiscordBot (https://example.org, 1)")

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(name)
    return trace


class Client(discord.Client):
    """A client that remembers as little as the bot's own does."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            guild_ready_timeout=0.05,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            http_trace=_naming_itself(),
        )
        self.add_dynamic_items(Control)
        self.taken: Interactions

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await self.taken.take(interaction)

    async def pressed(self, interaction: discord.Interaction) -> None:
        await self.taken.take(interaction)


class DeskPlatform(FakePlatform):
    """Answers interactions on the fake Discord, but those of the guild `outside`; the rest is as ever."""

    def __init__(self, file: Path, clock: Clock, fake: FakeDiscord, plugin: Plugin, outside: str) -> None:
        super().__init__(file, clock, "discord")
        self._fake = fake
        self._outside = outside
        self._connection: asyncio.Task[None]
        self.table = command_table([plugin])
        self.client = Client()
        self.sleeper = Sleeper()
        self.dms: list[tuple[str, str]] = []
        self.ticks = 0.0
        self._heard = Heard("discord", self.client)
        people = People()
        self.interactions = self.client.taken = Interactions(
            self.client,
            name="discord",
            places=Places("discord"),
            people=people,
            table=self.table,
            counters=Counters(),
            words=Words("fr", ZoneInfo("Europe/Paris")),
            now=clock.now,
            on_dm=lambda channel, event: self.dms.append((channel, event)),
            membership=Membership(self._heard, people),
            sleep=self.sleeper,
            monotonic=lambda: self.ticks,
        )

    async def start(self, host: Host) -> None:
        await super().start(host)
        self._heard.host = host
        await host.admits([guild for guild in self._fake.state.guilds if guild != self._outside])
        point_at(self._fake)
        await self.client.login(self._fake.token)
        application = self.client.application_id or 0
        await self.client.http.bulk_upsert_global_commands(application, self.table.payload)
        self.interactions.host = host
        self._connection = asyncio.create_task(self.client.connect())
        async with asyncio.timeout(10):
            await self.client.wait_until_ready()

    async def stop(self) -> None:
        self.interactions.host = None
        await self.interactions.finish(5)
        await self.client.close()
        await asyncio.gather(self._connection, return_exceptions=True)
        await super().stop()


class Desk:
    """A town with the bot, Camille and Karim, and a guild that is in no network."""

    def __init__(self, folder: Path, clock: JumpingClock, fake: FakeDiscord) -> None:
        self._folder = folder
        self.clock = clock
        self.fake = fake
        self.gate = Gate()
        self.loire = fake.guild("Loire")
        self.general = self.loire.channel("général")
        self.elsewhere = fake.guild("Ailleurs")
        self.camille = fake.person("camille", self.loire, self.elsewhere, name="Camille Roux")
        self.karim = fake.person("karim", self.loire)
        self.platform: DeskPlatform
        self.bot: Bot

    async def start(self) -> None:
        """Start the bot; it may have been stopped before."""
        self.platform = DeskPlatform(
            self._folder / "server.db", self.clock, self.fake, desk_plugin(self.gate), self.elsewhere.id
        )
        plugin = desk_plugin(self.gate)
        self.bot = bot_on(self._folder, self.clock, [self.platform], [plugin])
        await self.bot.start()

    async def stop(self) -> None:
        """Stop the bot; the server and the database remain."""
        await self.bot.stop()
        self.platform.close()

    async def told_of(self, *channels: Channel) -> None:
        """Wait until the bot knows these channels, and have it take note of them."""
        client, places = self.platform.client, Places("discord")
        known = [client.get_channel(int(one.id)) for one in channels]
        while None in known:
            await asyncio.wait_for(client.wait_for("guild_channel_create"), 5)
            known = [client.get_channel(int(one.id)) for one in channels]
        assert self.platform.host is not None
        await self.platform.host.discovered(
            [places.channel(one) for one in known if isinstance(one, discord.TextChannel)]
        )

    async def sent(self) -> list[str]:
        """Send what waits, and return all that was ever sent by the courier."""
        await self.bot.settle()
        return self.platform.texts()


@contextlib.asynccontextmanager
async def desk(folder: Path) -> AsyncIterator[Desk]:
    """Give a town with a bot that runs, on a clock that stands still."""
    await new_database(folder)
    clock = JumpingClock(START)
    async with FakeDiscord.running(now=clock.now) as fake:
        made = Desk(folder, clock, fake)
        await made.start()
        try:
            yield made
        finally:
            made.gate.open()
            await made.stop()
