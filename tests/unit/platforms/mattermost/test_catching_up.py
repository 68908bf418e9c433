"""Catching up: what was written while the bot was away is handed in, in order, once, and not without end."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.chat.answers import Failure
from bot.chat.incoming import Answered, Edited, Joined, Line, Linked, Reacted, Shows
from bot.language.messages import Markup
from bot.platforms.lanes import Lanes
from bot.platforms.lingering import Lingering
from bot.platforms.mattermost import catching_up
from bot.platforms.mattermost.catching_up import CatchUp
from bot.platforms.mattermost.events import ReactionAdded, UserAdded, UserRemoved, parse_post
from bot.platforms.mattermost.failures import (
    NotPermittedError,
    NotThereError,
    RequestRefusedError,
    ServerUnavailableError,
)
from bot.platforms.mattermost.people import People
from bot.platforms.mattermost.places import Places
from bot.platforms.mattermost.receiving import MOST_TRIES, Receiver
from bot.platforms.mattermost.teams import Teams
from bot.platforms.positions import EVERYWHERE, Position, Positions
from tests.fakes.mattermost_rest import BOT, Standing, person

MAUD = "m" * 26
DM = {"id": "dm", "name": f"{BOT}__{MAUD}", "type": "D", "team_id": "", "delete_at": 0}
GENERAL = {"id": "general", "name": "general", "type": "O", "team_id": "t1", "delete_at": 0}
HELLO = "@relais bonjour"


class Away:
    """A bot that was away from a server, and what comes in when it catches up."""

    def __init__(self, **stored: str) -> None:
        self.rest = Standing()
        self.rest.add(person("maud"), person("paul"))
        self.rest.teams = [{"id": "t1", "name": "loire-42"}]
        self.places = Places("loire")
        self.places.me = BOT
        self.received = []
        self.places_found = []
        self.unsaved: set[str] = set()
        self.saves_nothing = False
        self.deaf_to: set[type] = set()
        self.deleted: list[str] = []
        self.edited: list[str] = []
        self.gone: list[str] = []
        self.counted: list[str] = []
        self.come_back(**stored)

    def come_back(self, **stored: str) -> None:
        """Begin anew with these positions, `everywhere` standing for all channels without one."""
        given = {EVERYWHERE if name == "everywhere" else name: value for name, value in stored.items()}
        self.positions = Positions(given)
        people = People(self.rest, self.places)
        lingering = Lingering(self, self.positions)
        self.receiver = Receiver(
            self.rest, people, self.places, self, self.positions, self.counted.append, lingering
        )
        self.receiver.answers_to("relais")
        teams = Teams("loire", self.places, (), ("t1", "t2"))
        self.lanes = Lanes()
        self.catching_up = CatchUp(
            self.rest, self.receiver, self.places, teams, self.positions, self, self.lanes.put
        )

    def channel(self, channel, *posts) -> None:
        newest = max((post["create_at"] for post in posts), default=0)
        self.rest.channels["t1"].append({**channel, "last_post_at": newest})

    def wrote(self, channel, at: int, message: str = "bonjour", **more):
        return self.rest.has(channel["id"], at, message, **more)

    async def receive(self, incoming):
        if self.saves_nothing or incoming.key in self.unsaved:
            return [Failure(code="not_saved", text=Markup("rien n’est gardé"))]
        self.received.append(incoming)
        return []

    async def message_deleted(self, channel, post) -> None:
        if self.saves_nothing:
            raise OSError("nothing is kept")
        self.deleted.append(f"{channel} {post}")

    async def message_edited(self, channel, post, links, key) -> None:
        self.edited.append(f"{channel} {post} {links} {key}")

    def listens(self, kind) -> bool:
        return kind not in self.deaf_to

    async def discovered(self, places) -> None:
        self.places_found += places

    async def left(self, channels) -> None:
        self.gone += channels

    async def catch_up(self) -> list[str]:
        """Catch up, and return the keys of what came in."""
        self.positions.pin(EVERYWHERE)
        return await self.look_again()

    async def look_again(self) -> list[str]:
        """Look for what could not be had, and return the keys of what came in."""
        before = len(self.received)
        await self.catching_up.run()
        await self.lanes.idle()
        return [incoming.key for incoming in self.received[before:]]


@pytest.fixture
def away() -> Away:
    return Away(everywhere="100")


async def test_what_was_written_in_private_is_handed_in_oldest_first(away):
    posts = [away.wrote(DM, at) for at in (300, 200, 150)]
    away.channel(DM, *posts)
    assert await away.catch_up() == [post["id"] for post in reversed(posts)]
    assert all(isinstance(line, Line) and line.shows is Shows.NOTHING for line in away.received)
    assert away.positions.of("dm") == Position(300, posts[0]["id"])


async def test_what_was_written_before_is_passed_over(away):
    old, new = away.wrote(DM, 99), away.wrote(DM, 101)
    away.channel(DM, old, new)
    assert await away.catch_up() == [new["id"]]


async def test_on_a_new_server_nothing_old_is_for_the_bot_and_all_that_follows_is():
    away = Away()
    away.channel(DM, away.wrote(DM, 150))
    away.channel(GENERAL, away.wrote(GENERAL, 160, HELLO))
    assert (await away.catch_up(), away.positions.of("dm")) == ([], Position(161))
    away.rest.channels["t1"].clear()
    new = away.wrote(DM, 161)
    away.channel(DM, new)
    assert await away.catch_up() == [new["id"]]


async def test_a_channel_without_a_position_goes_on_from_where_the_server_was_left(away):
    away.come_back(everywhere="100", general="50")
    away.channel(DM, away.wrote(DM, 90), new := away.wrote(DM, 110))
    assert await away.catch_up() == [new["id"]]


async def test_channels_where_the_bot_was_and_is_no_more_are_told(away):
    away.come_back(everywhere="100", dm="150", general="150", garden="150")
    away.channel(DM)
    away.channel(GENERAL)
    await away.catch_up()
    assert away.gone == ["garden"]


async def test_a_channel_to_which_the_bot_is_invited_meanwhile_is_not_said_to_be_left(away, monkeypatch):
    away.come_back(everywhere="100", general="150")
    away.channel(GENERAL)
    told = away.rest.channels_of_me

    async def tell_and_be_invited(team):
        channels = await told(team)
        away.positions.reach("new", Position(200))
        return channels

    monkeypatch.setattr(away.rest, "channels_of_me", tell_and_be_invited)
    await away.catch_up()
    assert away.gone == []


async def test_in_channels_mentions_are_handed_in_and_talk_is_not(away):
    talk = away.wrote(GENERAL, 200, "salut à tous")
    mention = away.wrote(GENERAL, 210, HELLO)
    link = away.wrote(GENERAL, 220, "https://example.org #veille")
    away.channel(GENERAL, talk, mention, link)
    assert await away.catch_up() == [mention["id"], link["id"]]
    line, linked = away.received
    assert (line.text, line.reply_to, line.location.community_name) == ("bonjour", mention["id"], "loire-42")
    assert isinstance(linked, Linked)
    assert away.positions.of("general") == Position(220, link["id"])


async def test_what_is_written_in_a_thread_is_handed_in_with_the_post_that_it_hangs_under(away):
    question = away.wrote(GENERAL, 200, "Qui peut aider ?")
    answer = away.wrote(GENERAL, 210, "moi, passe me voir", root_id=question["id"])
    link = away.wrote(GENERAL, 220, "https://example.org #pix", root_id=question["id"])
    away.channel(GENERAL, question, answer, link)
    assert await away.catch_up() == [answer["id"], link["id"]]
    answered, linked = away.received
    assert isinstance(answered, Answered)
    assert (answered.text, answered.under) == ("moi, passe me voir", question["id"])
    assert isinstance(linked, Linked)
    assert linked.under == question["id"]


async def test_posts_of_one_millisecond_are_all_handed_in_save_the_one_that_was(away):
    first, twin, triplet = (away.wrote(GENERAL, 200, HELLO) for _number in range(3))
    away.channel(GENERAL, first, twin, triplet)
    away.come_back(everywhere="100", general=f"200 {first['id']}")
    assert await away.catch_up() == [twin["id"], triplet["id"]]


async def test_what_followed_a_post_that_was_removed_for_good_is_handed_in(away):
    away.channel(DM, away.wrote(DM, 150), new := away.wrote(DM, 250))
    away.come_back(everywhere="100", dm="200 removed")
    assert await away.catch_up() == [new["id"]]


async def test_deleted_posts_and_those_of_the_bot_and_the_server_are_passed_over(away):
    posts = [
        away.wrote(DM, 200, delete_at=201),
        away.wrote(DM, 210, user_id=BOT),
        away.wrote(DM, 220, type="system_join_channel"),
        away.wrote(DM, 230, props={"from_bot": "true"}),
        away.wrote(DM, 240, props={"from_webhook": "true"}),
        away.wrote(DM, 250),
    ]
    away.channel(DM, *posts)
    away.channel(GENERAL, away.wrote(GENERAL, 200, HELLO, delete_at=201))
    assert await away.catch_up() == [posts[-1]["id"]]


async def test_a_post_that_cannot_be_read_keeps_no_other_from_it(away):
    broken = away.wrote(GENERAL, 200, HELLO, user_id="")
    good = away.wrote(GENERAL, 210, HELLO)
    away.channel(GENERAL, broken, good)
    assert await away.catch_up() == [good["id"]]


async def test_an_edited_post_of_before_is_not_handed_in_again(away):
    edited = away.wrote(GENERAL, 90, HELLO, update_at=200)
    away.channel(GENERAL, edited)
    assert await away.catch_up() == []


def reaction(at: int, emoji: str, user: str = MAUD):
    return {"user_id": user, "emoji_name": emoji, "create_at": at}


async def test_new_reactions_are_handed_in_and_old_ones_are_not(away):
    reactions = [
        reaction(220, "late"),
        reaction(90, "old"),
        reaction(210, "early"),
        reaction(215, "own", BOT),
    ]
    post = away.wrote(GENERAL, 90, update_at=220, metadata={"reactions": reactions})
    away.channel(GENERAL, post)
    await away.catch_up()
    assert [(one.emoji, one.post) for one in away.received if isinstance(one, Reacted)] == [
        ("early", post["id"]),
        ("late", post["id"]),
    ]
    assert len({one.key for one in away.received}) == 2
    assert all(len(one.key) <= 64 for one in away.received)


async def test_reactions_that_were_handed_in_are_not_after_a_restart(away):
    post = away.wrote(GENERAL, 90, update_at=220, metadata={"reactions": [reaction(210, "heart")]})
    away.channel(GENERAL, post)
    assert len(await away.catch_up()) == 1
    away.come_back(**{"everywhere": "100"} | away.positions.changes())
    assert await away.catch_up() == []


async def test_a_reaction_to_a_direct_message_is_handed_in(away):
    post = away.wrote(DM, 100, update_at=220, metadata={"reactions": [reaction(210, "heart")]})
    away.channel(DM, post)
    away.come_back(everywhere="100", dm=f"100 {post['id']}")
    assert len(await away.catch_up()) == 1
    assert isinstance(away.received[0], Reacted)


async def test_a_reaction_that_could_not_be_saved_is_handed_in_again(away):
    post = away.wrote(GENERAL, 90, update_at=220, metadata={"reactions": [reaction(210, "heart")]})
    away.channel(GENERAL, post)
    away.saves_nothing = True
    assert await away.catch_up() == []
    away.saves_nothing = False
    assert len(await away.look_again()) == 1


async def test_posts_and_reactions_are_handed_in_as_they_came(away):
    first = away.wrote(GENERAL, 200, HELLO, metadata={"reactions": [reaction(205, "heart")]})
    away.channel(GENERAL, first, away.wrote(GENERAL, 210, HELLO))
    await away.catch_up()
    assert [type(one) for one in away.received] == [Line, Reacted, Line]


# Edits and deletions


async def test_what_was_deleted_meanwhile_is_told_once_in_its_turn(away):
    old = away.wrote(GENERAL, 90, update_at=210, delete_at=210)
    away.channel(GENERAL, old, away.wrote(GENERAL, 80, update_at=95, delete_at=95))
    away.channel(DM, away.wrote(DM, 90, update_at=210, delete_at=210), away.wrote(DM, 101))
    await away.catch_up()
    assert away.deleted == [f"general {old['id']}"]
    away.come_back(**{"everywhere": "100"} | away.positions.changes())
    await away.catch_up()
    assert away.deleted == [f"general {old['id']}"]


async def test_a_deletion_that_could_not_be_saved_is_told_again(away):
    away.channel(GENERAL, away.wrote(GENERAL, 90, update_at=210, delete_at=210))
    away.saves_nothing = True
    await away.catch_up()
    away.saves_nothing = False
    await away.look_again()
    assert len(away.deleted) == 1


async def test_what_was_edited_meanwhile_is_told_once_with_what_it_says_now(away):
    link = away.wrote(GENERAL, 90, "https://example.org #veille", update_at=210, edit_at=210)
    plain = away.wrote(GENERAL, 91, "rien", update_at=220, edit_at=220)
    pinned = away.wrote(GENERAL, 92, "https://example.org #veille", update_at=230, edit_at=95)
    away.channel(GENERAL, link, plain, pinned)
    assert await away.catch_up() == [f"{link['id']}:210"]
    (edited,) = away.received
    assert isinstance(edited, Edited)
    assert away.edited == [f"general {plain['id']} () {plain['id']}:220"]
    away.come_back(**{"everywhere": "100"} | away.positions.changes())
    assert (await away.catch_up(), len(away.edited)) == ([], 1)


async def test_what_a_post_said_before_an_edit_is_no_post_that_was_deleted(away):
    now = away.wrote(GENERAL, 90, "rien", update_at=210, edit_at=210)
    before = away.wrote(GENERAL, 90, "ancien", update_at=210, delete_at=210, original_id=now["id"])
    away.channel(GENERAL, now, before)
    await away.catch_up()
    assert (away.deleted, len(away.edited)) == ([], 1)


# Pages


@pytest.fixture
def small_pages(away, monkeypatch):
    """Let the server return five posts at a time and ten pages be read."""
    away.rest.page = 5
    monkeypatch.setattr(catching_up, "PAGE", 5)
    monkeypatch.setattr(catching_up, "MOST_PAGES", 10)
    monkeypatch.setattr(catching_up, "_SINCE_CUT_OFF", 3)


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("count", [4, 5, 6, 10, 17])
@pytest.mark.parametrize("known", [True, False])
async def test_every_page_is_read_in_order(away, count, known):
    start = away.wrote(DM, 100)
    posts = [away.wrote(DM, 101 + number) for number in range(count)]
    away.channel(DM, *posts)
    away.come_back(everywhere="100", **({"dm": f"100 {start['id']}"} if known else {}))
    expected = posts if known else [start, *posts]
    assert await away.catch_up() == [post["id"] for post in expected]


@pytest.mark.usefixtures("small_pages")
async def test_no_more_than_so_much_of_one_channel_is_read(away):
    start = away.wrote(DM, 100)
    posts = [away.wrote(DM, 101 + number) for number in range(80)]
    away.channel(DM, *posts)
    away.come_back(everywhere="100", dm=f"100 {start['id']}")
    assert len(await away.catch_up()) == 50


@pytest.mark.usefixtures("small_pages")
async def test_a_channel_with_more_than_a_server_tells_at_once_is_read_page_by_page(away, monkeypatch):
    monkeypatch.setattr(catching_up, "_SINCE_CUT_OFF", 8)
    away.rest.since_cut_off = 8
    start = away.wrote(GENERAL, 100, HELLO)
    posts = [away.wrote(GENERAL, 101 + number, HELLO) for number in range(20)]
    away.channel(GENERAL, *posts)
    gone = away.wrote(GENERAL, 122, update_at=130, delete_at=130)
    away.come_back(everywhere="100", general=f"100 {start['id']}")
    assert await away.catch_up() == [post["id"] for post in posts]
    assert away.deleted == [f"general {gone['id']}"]


async def test_a_direct_message_without_anything_new_is_not_read_if_nobody_hears_of_reactions(away):
    away.deaf_to = {Reacted}
    away.channel(DM, old := away.wrote(DM, 100))
    away.come_back(everywhere="100", dm=f"100 {old['id']}")
    assert await away.catch_up() == []
    assert {asked[0] for asked in away.rest.asked} == {"teams_of_me", "channels_of_me"}


# Channels


async def test_places_to_which_the_bot_can_post_are_told_and_direct_messages_are_not(away):
    away.channel(DM)
    away.channel(GENERAL)
    away.channel({**GENERAL, "id": "gone", "name": "gone", "delete_at": 5})
    await away.catch_up()
    assert [(place.id, place.name, place.community) for place in away.places_found] == [
        ("general", "general", "t1")
    ]


async def test_a_channel_of_two_teams_is_read_once(away):
    away.rest.teams.append({"id": "t2", "name": "rhone"})
    post = away.wrote(DM, 200)
    away.channel(DM, post)
    away.rest.channels["t2"] = away.rest.channels["t1"]
    assert await away.catch_up() == [post["id"]]


def refusing(away, channel: str, error: Exception) -> None:
    """Have the server refuse one channel, until `serving`."""
    read = away.rest.posts_since

    async def posts_since(asked: str, since: int):
        if asked == channel:
            raise error
        return await read(asked, since)

    away.rest.posts_since = posts_since


def serving(away) -> None:
    """Have the server refuse nothing any more."""
    del away.rest.posts_since


@pytest.mark.parametrize(
    "error", [NotThereError("404"), NotPermittedError("403"), RequestRefusedError("400")]
)
async def test_a_channel_that_is_refused_keeps_neither_others_nor_itself_from_going_on(away, error):
    away.channel(DM, new := away.wrote(DM, 200))
    away.channel(GENERAL, away.wrote(GENERAL, 200, HELLO))
    refusing(away, "general", error)
    assert await away.catch_up() == [new["id"]]
    assert not away.positions.is_behind
    await away.receiver.post(parse_post(away.wrote(GENERAL, 300, "salut")), "O", "general", "t1")
    assert away.positions.of("general").at == 300


@pytest.mark.parametrize("error", [ServerUnavailableError("503"), RuntimeError("something else")])
async def test_when_a_channel_cannot_be_read_the_others_are_and_it_is_read_later(away, error):
    away.channel(DM, direct := away.wrote(DM, 200))
    away.channel(GENERAL, mention := away.wrote(GENERAL, 210, HELLO))
    refusing(away, "general", error)
    assert await away.catch_up() == [direct["id"]]
    live = away.wrote(GENERAL, 300, HELLO)
    await away.receiver.post(parse_post(live), "O", "general", "t1")
    assert away.positions.of("general") == Position(100)
    assert (away.positions.is_behind, away.positions.of("dm").at) == (True, 200)
    serving(away)
    assert mention["id"] in await away.look_again()
    assert away.positions.of("general") == Position(300, live["id"])
    assert not away.positions.is_behind


async def test_a_server_in_difficulty_is_asked_for_a_few_channels_only_and_others_come_first_then(away):
    for number in range(9):
        channel = {**GENERAL, "id": f"c{number}", "name": f"c{number}"}
        away.channel(channel, away.wrote(channel, 200, HELLO))
    away.rest.will("posts_since", *[ServerUnavailableError("503")] * 9)
    await away.catch_up()
    asked = [one[1] for one in away.rest.asked if one[0] == "posts_since"]
    assert len(asked) < 9
    before = len(away.rest.asked)
    away.rest._faults.clear()
    await away.look_again()
    again = [one[1] for one in away.rest.asked[before:] if one[0] == "posts_since"]
    assert len(again) == 9
    assert not set(asked) & set(again[: 9 - len(asked)])


async def test_what_is_missed_is_not_forgotten_when_the_bots_own_memory_fails(away):
    away.channel(DM, direct := away.wrote(DM, 200))

    async def fail(_places):
        raise OSError("no database")

    discovered, away.discovered = away.discovered, fail
    with pytest.raises(OSError, match="no database"):
        await away.catch_up()
    await away.receiver.post(parse_post(later := away.wrote(DM, 300)), "D", DM["name"], None)
    assert (away.positions.is_behind, away.positions.of("dm")) == (True, Position(100))
    away.discovered = discovered
    assert direct["id"] in await away.look_again()
    assert away.positions.of("dm") == Position(300, later["id"])


async def test_of_too_many_channels_those_that_wait_are_read_in_the_next_round(away, monkeypatch):
    monkeypatch.setattr(catching_up, "MOST_CHANNELS", 1)
    away.channel(GENERAL, mention := away.wrote(GENERAL, 200, HELLO))
    away.channel(DM, direct := away.wrote(DM, 200))
    assert await away.catch_up() == [direct["id"]]
    assert away.positions.is_behind
    assert await away.look_again() == [mention["id"]]


async def test_what_was_written_before_the_bot_came_to_a_channel_is_not_for_it(away):
    old = away.wrote(GENERAL, 200, HELLO, metadata={"reactions": [reaction(205, "heart")]})
    arrival = away.wrote(
        GENERAL, 210, type="system_add_to_channel", user_id="a" * 26, props={"addedUserId": BOT}
    )
    other = away.wrote(GENERAL, 215, type="system_join_channel", user_id=MAUD)
    new = away.wrote(GENERAL, 220, HELLO)
    away.channel(GENERAL, old, arrival, other, new)
    assert await away.catch_up() == [new["id"]]


async def test_what_was_written_before_the_bot_came_to_a_busy_channel_is_not_for_it(away, small_pages):
    old = [away.wrote(GENERAL, 200 + number, HELLO) for number in range(12)]
    arrival = away.wrote(GENERAL, 230, type="system_join_channel", user_id=BOT)
    new = [away.wrote(GENERAL, 240 + number, HELLO) for number in range(7)]
    away.channel(GENERAL, *old, arrival, *new)
    assert await away.catch_up() == [post["id"] for post in new]


async def test_what_was_written_before_the_very_first_start_is_not_answered_at_the_second(away):
    away = Away()
    away.channel(GENERAL, away.wrote(GENERAL, 160, HELLO))
    assert await away.catch_up() == []
    away.come_back(everywhere=away.positions.changes()[EVERYWHERE])
    assert await away.catch_up() == []


# Teams


async def test_channels_of_a_team_in_which_the_bot_does_not_work_are_not_read(away):
    away.rest.teams.append({"id": "theirs", "name": "chez-mallory"})
    theirs = {**GENERAL, "id": "lair", "team_id": "theirs", "last_post_at": 200}
    away.wrote(theirs, 200, HELLO)
    away.rest.channels["theirs"].append(theirs)
    with capture_logs() as logs:
        assert await away.catch_up() == []
        await away.catch_up()
    assert (away.places.teams, away.places_found) == ({"t1": "loire-42"}, [])
    assert [entry["team"] for entry in logs if "added to a team" in entry["event"]] == ["chez-mallory"]


async def test_teams_are_known_by_their_names_if_any_is_named(away):
    teams = Teams("loire", away.places, ("loire-42",), ("t2",))
    kept = away.places.teams
    teams.found([{"id": "t1", "name": "loire-42"}, {"id": "t2", "name": "rhone"}])
    assert kept == {"t1": "loire-42"}


# What could not be saved


async def test_what_could_not_be_saved_is_said_once_and_handed_in_again(away):
    lost, after = away.wrote(DM, 200), away.wrote(DM, 210)
    away.channel(DM, lost, after)
    away.unsaved = {lost["id"]}
    assert await away.catch_up() == [after["id"]]
    assert away.positions.is_behind
    await away.look_again()
    assert away.positions.of("dm").at < 200
    [told] = [post for post in away.rest.posts.values() if post["user_id"] == BOT]
    assert (told["message"], told["pending_post_id"]) == ("rien n’est gardé", f"not-saved:{lost['id']}")
    away.unsaved.clear()
    assert lost["id"] in await away.look_again()
    assert (away.positions.of("dm").at >= 210, away.positions.is_behind) == (True, False)


async def test_what_comes_while_the_unsaved_is_looked_for_does_not_hide_it(away):
    lost = away.wrote(DM, 200)
    away.channel(DM, lost)
    away.unsaved = {lost["id"]}
    await away.receiver.post(parse_post(lost), "D", DM["name"], None)
    looking, go_on = asyncio.Event(), asyncio.Event()

    async def discovered(_places):
        looking.set()
        await go_on.wait()

    away.discovered = discovered
    again = asyncio.create_task(away.look_again())
    await looking.wait()
    away.unsaved.clear()
    await away.receiver.post(parse_post(away.wrote(DM, 300)), "D", DM["name"], None)
    assert away.positions.of("dm").at < 200
    go_on.set()
    assert lost["id"] in await again
    assert away.positions.of("dm").at == 300


async def test_in_a_channel_the_apology_hangs_under_what_was_not_saved(away):
    lost = away.wrote(GENERAL, 200, HELLO)
    away.unsaved = {lost["id"]}
    await away.receiver.post(parse_post(lost), "O", "general", "t1")
    [told] = [post for post in away.rest.posts.values() if post["user_id"] == BOT]
    assert told["root_id"] == lost["id"]


async def test_a_post_that_could_not_even_be_looked_at_is_handed_in_later(away):
    post = away.wrote(DM, 200)
    away.channel(DM, post)
    receive, away.receive = away.receive, None
    with pytest.raises(TypeError):
        await away.receiver.post(parse_post(post), "D", DM["name"], None)
    away.receive = receive
    assert away.positions.is_behind
    assert await away.look_again() == [post["id"]]


async def test_what_fails_again_and_again_by_its_own_fault_is_given_up(away):
    bad, good = away.wrote(DM, 200, "bad"), away.wrote(DM, 210)
    away.channel(DM, bad, good)
    receive = away.receive

    async def fail(incoming):
        if incoming.key == bad["id"]:
            raise RuntimeError("a fault")
        return await receive(incoming)

    away.receive = fail
    await away.catch_up()
    rounds = 1
    while away.positions.is_behind:
        await away.look_again()
        rounds += 1
    assert rounds == MOST_TRIES
    assert away.positions.of("dm") == Position(210, good["id"])


# Events as they come


async def test_a_mention_in_a_thread_is_answered_in_that_thread(away):
    post = parse_post(away.wrote(GENERAL, 200, "eh @Relais, aide", root_id="root"))
    await away.receiver.post(post, "O", "general", "t1")
    [line] = away.received
    assert (line.text, line.reply_to, line.location.thread, line.to_bot) == (
        "eh , aide",
        "root",
        "root",
        True,
    )


@pytest.mark.parametrize(
    "text", ["relais", "@relais2", "x@relais", "@relais-bis", "bot@relais.fr", "@@relais", "@relais.autre"]
)
async def test_what_only_looks_like_a_mention_is_none(away, text):
    await away.receiver.post(parse_post(away.wrote(GENERAL, 200, text)), "O", "general", "t1")
    assert away.received == []


async def test_a_mention_at_the_end_of_a_sentence_is_one(away):
    await away.receiver.post(parse_post(away.wrote(GENERAL, 200, "merci @relais.")), "O", "general", "t1")
    assert len(away.received) == 1


async def test_in_a_group_a_mention_is_for_the_bot_and_talk_is_not(away):
    for text in (HELLO, "bonjour", "https://a.fr #veille"):
        await away.receiver.post(parse_post(away.wrote(GENERAL, 200, text)), "G", "abcdef", None)
    [line] = away.received
    assert (line.text, line.location.community) == ("bonjour", None)


async def test_whom_nobody_listens_to_is_not_even_looked_up(away):
    away.deaf_to = {Answered, Linked, Reacted, Joined}
    await away.receiver.post(
        parse_post(away.wrote(GENERAL, 200, "https://a.fr #veille")), "O", "general", "t1"
    )
    event = ReactionAdded("reaction_added", MAUD, "post", "+1", 210, "general")
    await away.receiver.reaction(event, "general", "t1")
    await away.receiver.member(UserAdded("user_added", "general", MAUD, "t1"), "general", "t1")
    assert (away.received, away.rest.asked) == ([], [])
    assert away.positions.of("general").changed == 210


async def test_files_come_with_the_message_save_those_that_cannot_be_read(away):
    files = [await away.rest.upload_file("dm", f"{number}.csv", "text/csv", b"a;b") for number in range(2)]
    post = away.wrote(DM, 200, file_ids=["gone", *files])
    await away.receiver.post(parse_post(post), "D", DM["name"], None)
    assert [(file.name, file.content) for file in away.received[0].files] == [
        ("0.csv", b"a;b"),
        ("1.csv", b"a;b"),
    ]


async def test_links_and_tags_are_found_in_a_message_and_each_tag_once(away):
    text = "voir https://a.fr/x#ancre, (http://b.fr). #Veille #été-2026 #veille #1 x#non #Veille"
    await away.receiver.post(parse_post(away.wrote(GENERAL, 200, text)), "P", "general", "t1")
    [linked] = away.received
    assert linked.links == ("https://a.fr/x#ancre", "http://b.fr")
    assert linked.tags == ("Veille", "été-2026", "veille")


async def test_comings_goings_and_reactions_are_told(away):
    await away.receiver.member(UserAdded("user_added", "general", MAUD, "t1"), "general", "t1")
    await away.receiver.member(UserRemoved("user_removed", "general", MAUD), "general", "t1")
    reaction = ReactionAdded("reaction_added", MAUD, "post", "+1", 200, "general")
    await away.receiver.reaction(reaction, "general", "t1")
    own = ReactionAdded("reaction_added", BOT, "post", "+1", 200, "general")
    await away.receiver.reaction(own, "general", "t1")
    assert [type(one).__name__ for one in away.received] == ["Joined", "Left", "Reacted"]
    assert away.counted == ["member", "member", "reaction"]
