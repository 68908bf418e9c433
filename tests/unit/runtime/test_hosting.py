"""What the bot does for a platform: its positions, its places, how it is connected, what concerns plugins."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.app import load_plugins
from bot.chat import Post
from bot.chat.hosting import Connection, ConnectionState
from bot.chat.incoming import Answered, Edited, Joined, Line, Linked, Reacted, Shows
from bot.config import Config
from bot.language.messages import Markup, _
from bot.plugin import (
    Context,
    EventContext,
    LinksPosted,
    MessageDeleted,
    MessageEdited,
    PlaceRef,
    Plugin,
    PostAnswered,
    ReactionAdded,
    Rest,
)
from bot.runtime.hosting import PlatformHost
from bot.store.roles import grant_role
from bot.store.tables import DeliveryRow, MemberRow, PlaceRow, ReceivedRow
from tests.fakes.bot import START, JumpingClock, author, bot_on, channel, dm, new_database, scene
from tests.fakes.platform import FakePlatform
from tests.fakes.plugin import probe


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path) as opened:
        yield opened


def host_of(stage, platform: str) -> PlatformHost:
    bot = stage.bot
    return PlatformHost(
        platform,
        bot.dispatcher,
        bot.identity,
        bot.presence,
        bot.communities,
        bot.store,
        bot.clock,
        bot.connections,
        bot.handlers.permissions.administering,
        bot.work.hurry,
    )


async def test_positions_are_remembered_for_each_platform(stage):
    one, other = host_of(stage, "fake"), host_of(stage, "other")
    await one.remember({"general": "100 a", "garden": "50"})
    await other.remember({"general": "7"})
    await one.remember({"general": "200 b"})
    assert await one.positions() == {"general": "200 b", "garden": "50"}
    assert await other.positions() == {"general": "7"}
    assert await host_of(stage, "third").positions() == {}


async def test_nothing_to_remember_is_no_write(stage):
    commits: list[dict] = []
    stage.store.after_commit(commits.append)
    await host_of(stage, "fake").remember({})
    assert commits == []


async def test_positions_survive_a_restart(tmp_path):
    async with scene(tmp_path) as stage:
        await stage.platform.host.remember({"general": "100 a"})
    async with scene(tmp_path) as stage:
        assert await stage.platform.host.positions() == {"general": "100 a"}


async def places(stage) -> dict[str, str]:
    async with stage.store.read() as session:
        rows = await session.execute(select(PlaceRow.external_id, PlaceRow.name))
        return {row.external_id: row.name for row in rows}


def town_crier() -> Plugin:
    """Return a plugin that speaks in a channel that is named to it."""
    plugin = Plugin("crier", _("Town crier"))

    @plugin.command("proclamer", english="proclaim", summary=_("Proclaim"))
    async def proclaim(ctx: Context, where: PlaceRef, text: Rest) -> None:
        await ctx.post(where, Post(text=Markup(text)))

    return plugin


async def test_a_place_that_was_discovered_can_be_named_before_anybody_speaks_there(tmp_path):
    async with scene(tmp_path, town_crier()) as stage:
        [answer] = await stage.say("/proclamer ~potager bonjour")
        assert answer.code
        await stage.platform.host.discovered([replace(channel("x1"), name="potager")])
        assert await stage.say("/proclamer ~potager bonjour") == []
        assert stage.platform.texts("x1") == ["bonjour"]


async def test_places_are_discovered_again_and_again_with_the_names_that_they_have_now(stage):
    host = stage.platform.host
    await host.discovered([channel("x1"), channel("x2")])
    await host.discovered([replace(channel("x1"), name="potager"), channel("x2")])
    await host.discovered([])
    assert await places(stage) == {"x1": "potager", "x2": "x2"}


async def test_a_place_outside_all_communities_is_not_discovered(stage):
    await stage.platform.host.discovered([dm("maud"), replace(channel("x"), community=None)])
    assert await places(stage) == {}


def listener(heard: list[object]) -> Plugin:
    """Return a plugin that listens to links and reactions."""
    plugin = Plugin("listener", _("Listener"))

    @plugin.on(LinksPosted)
    async def links(ctx: EventContext, event: LinksPosted) -> None:
        heard.append((event.text, event.links, event.tags, event.post))
        await ctx.post(event.place, Post(text=Markup("seen")))

    @plugin.on(ReactionAdded)
    async def reaction(ctx: EventContext, event: ReactionAdded) -> None:
        heard.append((event.member.name, event.emoji, event.post))

    return plugin


REACTED = Reacted(
    author=author("maud"),
    location=channel("general"),
    key="post:maud:+1:5",
    shows=Shows.NOTHING,
    emoji="+1",
    post="post",
)
LINKED = Linked(
    author=author("maud"),
    location=channel("general"),
    key="post",
    shows=Shows.NOTHING,
    text="voir https://example.org\x00 #veille",
    links=("https://example.org",),
    tags=("veille",),
    post="post",
)


EDITED = Edited(
    author=author("maud"),
    location=channel("general"),
    key="post:7",
    shows=Shows.NOTHING,
    text="voir https://example.org\x00 #veille",
    links=("https://example.org",),
    tags=("veille",),
    post="post",
    posted_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
)


async def members(stage) -> list[str]:
    async with stage.store.read() as session:
        return list(await session.scalars(select(MemberRow.name)))


@pytest.mark.parametrize("event", [REACTED, LINKED])
async def test_what_no_plugin_listens_to_is_not_even_looked_at(stage, event):
    assert await stage.receive(event) == []
    async with stage.store.read() as session:
        assert list(await session.scalars(select(ReceivedRow))) == []
    assert await members(stage) == []


async def test_without_a_plugin_that_listens_nothing_comes_of_links_and_reactions(stage):
    host = host_of(stage, "fake")
    assert [host.listens(kind) for kind in (Line, Joined, Linked, Reacted)] == [True, True, False, False]


async def test_with_a_plugin_that_listens_something_comes_of_them(tmp_path):
    async with scene(tmp_path, listener([])) as stage:
        assert [host_of(stage, "fake").listens(kind) for kind in (Linked, Reacted)] == [True, True]


async def test_who_listens_hears_once_of_what_is_changed_and_deleted_in_a_known_place(tmp_path):
    heard: list[object] = []
    plugin = Plugin("listener", _("Listener"))

    @plugin.on(MessageEdited)
    async def edited(_ctx: EventContext, event: MessageEdited) -> None:
        said = event.posted and (event.posted.member.name, event.posted.text, event.posted.posted_at)
        heard.append((event.post, event.links, said))

    @plugin.on(MessageDeleted)
    async def deleted(_ctx: EventContext, event: MessageDeleted) -> None:
        heard.append((event.place.name, event.post))

    async with scene(tmp_path, plugin) as stage:
        host = stage.platform.host
        await host.message_deleted("general", "post")
        assert heard == []
        for _time in range(2):
            assert await stage.receive(EDITED) == []
            await host.message_edited("general", "post", ("https://example.org",), "post:8")
            await host.message_deleted("general", "post")
        assert await members(stage) == ["maud"]
    assert heard == [
        ("post", EDITED.links, ("maud", "voir https://example.org #veille", EDITED.posted_at)),
        ("post", EDITED.links, None),
        ("general", "post"),
    ]


async def test_who_listens_hears_of_links_and_reactions_once(tmp_path):
    heard: list[object] = []
    async with scene(tmp_path, listener(heard)) as stage:
        for event in (REACTED, LINKED, REACTED, LINKED):
            assert await stage.receive(event) == []
        assert heard == [
            ("maud", "+1", "post"),
            ("voir https://example.org #veille", ("https://example.org",), ("veille",), "post"),
        ]
        assert stage.platform.texts("general") == ["seen"]


def answer_to(post: str) -> Answered:
    return Answered(
        author=author("maud"),
        location=channel("general"),
        key=f"under-{post}",
        shows=Shows.NOTHING,
        text="moi !\x00",
        post="7",
        under=post,
    )


async def test_who_listens_hears_what_is_written_under_a_post_of_the_bots_and_under_no_other(tmp_path):
    heard: list[object] = []
    plugin = listener([])

    @plugin.on(PostAnswered)
    async def answered(ctx: EventContext, event: PostAnswered) -> None:
        heard.append((event.member.name, event.place.name, event.plugin, event.key, event.text, event.post))

    async with scene(tmp_path, probe(), plugin) as stage:
        async with stage.working() as ctx:
            await ctx.post(ctx.place, Post(text=Markup("Qui peut aider ?")), key="question")
        await stage.bot.settle()
        async with stage.store.read() as session:
            sent = await session.scalar(select(DeliveryRow.external_id))
        known = await members(stage)
        assert await stage.receive(answer_to("somebody-elses")) == []
        assert (heard, await members(stage)) == ([], known)
        for _time in range(2):
            assert await stage.receive(answer_to(sent)) == []
        linked = replace(LINKED, key="link", under=sent)
        assert await stage.receive(linked) == []
    assert heard == [
        ("maud", "general", "probe", "question", "moi !", "7"),
        ("maud", "general", "probe", "question", "voir https://example.org #veille", "post"),
    ]


class BrokenPlatform(FakePlatform):
    """A platform that cannot start."""

    async def start(self, host) -> None:
        raise RuntimeError("no such server")


async def test_a_platform_that_cannot_start_keeps_no_other_from_it(tmp_path):
    await new_database(tmp_path)
    clock = JumpingClock(START)
    broken = BrokenPlatform(tmp_path / "broken.db", clock, name="broken")
    works = FakePlatform(tmp_path / "works.db", clock, name="works")
    bot = bot_on(tmp_path, clock, [broken, works])
    await bot.start()
    assert works.host is not None
    assert bot.connections == {"broken": Connection(ConnectionState.STOPPED, START, "RuntimeError")}
    await bot.stop()
    works.close()
    broken.close()


async def test_how_a_platform_is_connected_is_logged_when_it_changes(stage):
    host = host_of(stage, "Loire")
    later = START + timedelta(minutes=5)
    told = [
        Connection(ConnectionState.CONNECTING, START),
        Connection(ConnectionState.CONNECTED, START),
        Connection(ConnectionState.CONNECTED, later),
        Connection(ConnectionState.LOST, later, "no answer"),
        Connection(ConnectionState.LOST, later, "reset"),
        Connection(ConnectionState.STOPPED, later, "the token is not valid"),
    ]
    with capture_logs() as logs:
        for connection in told:
            host.connection(connection)
    assert [(entry["state"], entry["reason"], entry["log_level"]) for entry in logs] == [
        ("connecting", None, "info"),
        ("connected", None, "info"),
        ("lost", "no answer", "info"),
        ("lost", "reset", "info"),
        ("stopped", "the token is not valid", "error"),
    ]
    assert stage.bot.connections["Loire"] is told[-1]


async def test_the_page_of_the_bots_state_lists_the_connections(tmp_path):
    network = load_plugins(Config(), ["plugins.network"]).plugins["network"]
    async with scene(tmp_path, network) as stage:
        speaker = await stage.bot.identity.resolve(author("jeanne"), channel("general"))
        async with stage.store.unit() as session:
            await grant_role(
                session, speaker.member.id, "coordinator", scope="network", scope_id="1", now=START
            )
        for name, state, reason in (
            ("Loire", ConnectionState.CONNECTED, None),
            ("Rhône", ConnectionState.LOST, "no answer"),
            ("Ain", ConnectionState.STOPPED, "token *revoked*"),
            ("Isère", ConnectionState.CONNECTING, None),
        ):
            host_of(stage, name).connection(Connection(state, START, reason))
        line = Line(author=author("jeanne"), location=channel("general"), text="/maillage état")
        [answer] = await stage.receive(line)
    lines = {
        found["name"]: found["said"]
        for found in re.finditer(r"^- (?P<name>\w+)\s?: (?P<said>.*)$", str(answer.text), re.MULTILINE)
    }
    assert lines["Loire"].startswith("connexion établie")
    assert "perdue" in lines["Rhône"]
    assert "(no answer)" in lines["Rhône"]
    assert "arrêté" in lines["Ain"]
    assert "(token \\*revoked\\*)" in lines["Ain"]
    assert "en cours" in lines["Isère"]
    assert all("10 h" in said.replace("\N{NO-BREAK SPACE}", " ") for said in lines.values())
