"""Arriving: events go to those who handle them, if they are of a team in which the bot works."""

import json
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bot.platforms.lanes import Lanes
from bot.platforms.lingering import Lingering
from bot.platforms.mattermost.arriving import Arrivals
from bot.platforms.mattermost.events import (
    Posted,
    ReactionAdded,
    UserAdded,
    UserRemoved,
    UserUpdated,
    parse_frame,
    parse_post,
)
from bot.platforms.mattermost.failures import ServerUnavailableError
from bot.platforms.mattermost.people import People
from bot.platforms.mattermost.places import Channel, Places
from bot.platforms.mattermost.receiving import Receiver
from bot.platforms.mattermost.teams import Teams
from bot.platforms.positions import EVERYWHERE, Positions
from tests.fakes.mattermost_rest import BOT, Standing, person

MAUD = "m" * 26


def instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


class Door:
    """A bot on a server with a team of its own, `t1`, and one that somebody else made, `theirs`."""

    def __init__(self) -> None:
        self.rest = Standing()
        self.rest.add(person("maud"))
        self.places = Places("loire")
        self.places.me = BOT
        self.received: list[object] = []
        self.found: list[str] = []
        self.gone: list[str] = []
        self.deleted: list[tuple[str, str]] = []
        self.edited: list[tuple[str, str, tuple[str, ...], str]] = []
        self.lanes = Lanes()
        teams = Teams("loire", self.places, ("loire-42",), ())
        teams.found([{"id": "t1", "name": "loire-42"}])
        self.positions = Positions({EVERYWHERE: "100"})
        people = People(self.rest, self.places)
        lingering = Lingering(self, self.positions)
        receiver = Receiver(
            self.rest, people, self.places, self, self.positions, lambda _kind: None, lingering
        )
        receiver.answers_to("relais")
        self.arrivals = Arrivals(
            self.rest, people, self.places, teams, self.positions, self, receiver, self.lanes
        )
        self.places.known |= {
            "general": Channel("general", "O", "t1"),
            "lair": Channel("lair", "O", "theirs"),
        }

    def listens(self, _kind) -> bool:
        return True

    async def receive(self, incoming):
        self.received.append(incoming)
        return []

    async def message_deleted(self, channel, message) -> None:
        self.deleted.append((channel, message))

    async def message_edited(self, channel, message, links, key) -> None:
        self.edited.append((channel, message, links, key))

    async def discovered(self, places) -> None:
        self.found += [place.id for place in places]

    async def left(self, channels) -> None:
        self.gone += channels

    async def take(self, *events) -> list[str]:
        """Take events, and return the kinds of those that were handed in, each with its place."""
        for event in events:
            await self.arrivals.take(event)
        await self.lanes.idle()
        return [f"{type(one).__name__} {one.location.id}" for one in self.received]

    def posted(
        self, channel: str, team: str | None, kind: str = "O", message: str = "@relais aide"
    ) -> Posted:
        post = parse_post(self.rest.has(channel, 200, message))
        return Posted("posted", post, kind, channel, team, ())


@pytest.fixture
def door() -> Door:
    return Door()


async def test_what_happens_in_a_team_of_the_bots_is_handed_in(door):
    events = (
        door.posted("general", "t1"),
        ReactionAdded("reaction_added", MAUD, "post", "+1", 200, "general"),
        UserAdded("user_added", "general", MAUD, "t1"),
        UserRemoved("user_removed", "general", MAUD),
        UserAdded("user_added", "general", BOT, "t1"),
    )
    assert await door.take(*events) == [
        "Line general",
        "Reacted general",
        "Joined general",
        "Left general",
    ]
    assert door.found == ["general"]


def told(name, **data):
    """Return an event of which the whole team is told."""
    return parse_frame(
        json.dumps({"event": name, "seq": 7, "broadcast": {"team_id": "t1"}, "data": data})
    ).event


async def test_the_bot_is_removed_from_a_channel_that_is_then_archived_and_restored(door):
    await door.take(UserRemoved("user_removed", "general", BOT))
    assert door.gone == ["general"]
    await door.take(told("channel_deleted", channel_id="garden", delete_at=200))
    assert door.gone == ["general", "garden"]
    door.rest.channel_members[("garden", BOT)] = {"user_id": BOT}
    door.places.known["garden"] = Channel("garden", "P", "t1")
    for channel in ("general", "garden", "lair"):
        await door.take(told("channel_restored", channel_id=channel))
    assert door.found == ["garden"]


async def test_whoever_leaves_a_team_leaves_its_channels_and_is_told_so_of_none(door):
    door.places.known["lawn"] = Channel("lawn", "P", "t1")
    await door.take(told("leave_team", team_id="t1", user_id=MAUD))
    assert door.gone == []
    await door.take(told("leave_team", team_id="t1", user_id=BOT))
    assert door.gone == ["general", "lawn"]


async def test_a_channel_that_is_made_private_is_so_at_once(door):
    door.rest.known_channels["general"] = {"id": "general", "name": "general", "type": "P", "team_id": "t1"}
    door.rest.channel_members[("general", BOT)] = {"user_id": BOT}
    await door.take(told("channel_converted", channel_id="general"))
    assert door.found == ["general"]
    assert door.places.channel("general", "general", "t1").is_private


async def test_a_post_that_was_deleted_in_a_team_of_the_bots_is_told(door):
    frame = '{"event": "post_deleted", "seq": 7, "broadcast": {}, "data": {"post": "%s"}}'
    for channel in ("general", "lair"):
        post = json.dumps({"id": f"in-{channel}", "channel_id": channel, "user_id": MAUD})
        await door.take(parse_frame(frame % post.replace('"', '\\"')).event)
    assert door.deleted == [("general", "in-general")]


async def test_the_answers_under_a_post_that_was_deleted_are_looked_for(door):
    post = {"id": "root", "channel_id": "general", "user_id": MAUD, "root_id": "", "reply_count": 0}
    data = {"post": json.dumps(post)}
    await door.take(parse_frame(json.dumps({"event": "post_deleted", "seq": 7, "data": data})).event)
    assert door.deleted == [("general", "root")]
    assert list(door.positions.waiting()) == ["general"]


async def test_under_an_answer_that_was_deleted_nothing_is_looked_for(door):
    post = {"id": "answer", "channel_id": "general", "user_id": MAUD, "root_id": "root"}
    data = {"post": json.dumps(post)}
    await door.take(parse_frame(json.dumps({"event": "post_deleted", "seq": 7, "data": data})).event)
    assert door.deleted == [("general", "answer")]
    assert list(door.positions.waiting()) == []


async def edit(door, message, channel="general", **more):
    """Have somebody edit a post; return the kinds of what was handed in."""
    frame = {"event": "post_edited", "seq": 7, "broadcast": {"channel_id": channel}}
    post = {"id": "p1", "channel_id": channel, "user_id": MAUD, "message": message, "create_at": 200}
    post |= {"update_at": 300, "edit_at": 300, **more}
    return await door.take(parse_frame(json.dumps({**frame, "data": {"post": json.dumps(post)}})).event)


async def test_a_post_that_somebody_edits_is_told_with_what_it_says_now(door):
    assert await edit(door, "https://example.org #veille") == ["Edited general"]
    (edited,) = door.received
    assert (edited.links, edited.tags, edited.post) == (("https://example.org",), ("veille",), "p1")
    assert (edited.key, edited.at, edited.posted_at) == ("p1:300", instant(300), instant(200))
    await edit(door, "https://example.org sans rien", edit_at=400)
    assert door.edited == [("general", "p1", ("https://example.org",), "p1:400")]
    assert door.positions.of("general").changed == 400


@pytest.mark.parametrize(
    "how",
    [
        {"edit_at": 0},
        {"user_id": BOT},
        {"props": {"from_bot": "true"}},
        {"props": {"from_webhook": "true"}},
        {"type": "system_header_change"},
        {"message": "@relais https://example.org #veille"},
        {"channel": "lair"},
    ],
    ids=["pinned", "the bot", "a bot", "a webhook", "the server", "a call of the bot", "another team"],
)
async def test_an_edit_that_is_nobodys_or_for_the_bot_is_nothing(door, how):
    assert await edit(door, **{"message": "https://example.org #veille", **how}) == []
    assert door.edited == []


async def test_nothing_that_happens_in_a_team_of_somebody_else_is_and_the_log_says_so_once(door):
    events = (
        door.posted("lair", "theirs"),
        door.posted("lair", "theirs", message="https://example.org #veille"),
        ReactionAdded("reaction_added", MAUD, "post", "+1", 200, "lair"),
        UserAdded("user_added", "lair", MAUD, "theirs"),
        UserRemoved("user_removed", "lair", MAUD),
        UserAdded("user_added", "lair", BOT, "theirs"),
        door.posted("nowhere", None),
    )
    with capture_logs() as logs:
        assert await door.take(*events) == []
    assert (door.found, door.positions.changes()) == ([], {})
    assert [entry["team"] for entry in logs if "added to a team" in entry["event"]] == ["theirs"]


async def test_direct_messages_are_in_no_team_and_handed_in(door):
    dm = f"{BOT}__{MAUD}"
    taken = await door.take(door.posted(dm, None, "D"), door.posted("group", None, "G"))
    assert sorted(taken) == [f"Line {dm}", "Line group"]


async def test_a_reaction_in_a_channel_that_cannot_be_read_now_is_looked_for_later(door):
    async def channel(_channel):
        raise ServerUnavailableError("503")

    door.rest.channel = channel
    events = (
        ReactionAdded("reaction_added", MAUD, "p", "+1", 200, "new"),
        UserAdded("user_added", "new", MAUD, "t1"),
    )
    assert await door.take(*events) == []
    assert list(door.positions.waiting()) == ["new"]


async def test_a_channel_is_asked_for_once(door):
    asked = []

    async def channel(channel):
        asked.append(channel)
        return {"name": "new", "type": "P", "team_id": "t1"}

    door.rest.channel = channel
    reaction = ReactionAdded("reaction_added", MAUD, "post", "+1", 200, "new")
    assert await door.take(reaction, reaction) == ["Reacted new", "Reacted new"]
    assert asked == ["new"]


async def test_the_profile_of_who_changed_it_is_read_again(door):
    await door.take(door.posted("general", "t1"))
    await door.take(UserUpdated("user_updated", MAUD))
    await door.take(door.posted("general", "t1"))
    assert door.rest.times("user") == 2


@pytest.mark.parametrize("written", ["@relais aide", "@Relais, aide", "aide"])
async def test_a_dm_may_begin_with_the_name_of_the_bot(door, written):
    name = f"{MAUD}__{BOT}"
    await door.take(door.posted(name, None, "D", written))
    assert [line.text for line in door.received] == ["aide"]
