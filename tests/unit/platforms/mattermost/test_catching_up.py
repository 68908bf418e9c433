"""Catching up: what was written while the bot was away is handed in, in order, once, and not without end."""

import pytest

from bot.chat.answers import Failure
from bot.chat.incoming import Line, Linked, Reacted, Shows
from bot.language.messages import Markup
from bot.platforms.mattermost import catching_up
from bot.platforms.mattermost.catching_up import CatchUp
from bot.platforms.mattermost.events import ReactionAdded, UserAdded, UserRemoved, parse_post
from bot.platforms.mattermost.failures import NotThereError, ServerUnavailableError
from bot.platforms.mattermost.lanes import Lanes
from bot.platforms.mattermost.people import People
from bot.platforms.mattermost.places import Places
from bot.platforms.mattermost.positions import EVERYWHERE, Position, Positions
from bot.platforms.mattermost.receiving import Receiver
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
        self.counted: list[str] = []
        self.come_back(**stored)

    def come_back(self, **stored: str) -> None:
        """Begin anew with these positions, `everywhere` standing for all channels without one."""
        given = {EVERYWHERE if name == "everywhere" else name: value for name, value in stored.items()}
        self.positions = Positions(given)
        people = People(self.rest, self.places)
        self.receiver = Receiver(self.rest, people, self.places, self, self.positions, self.counted.append)
        self.receiver.username = "relais"

    def channel(self, channel, *posts) -> None:
        newest = max((post["create_at"] for post in posts), default=0)
        self.rest.channels["t1"].append({**channel, "last_post_at": newest})

    def wrote(self, channel, at: int, message: str = "bonjour", **more):
        return self.rest.has(channel["id"], at, message, **more)

    async def receive(self, incoming):
        if incoming.key in self.unsaved:
            return [Failure(code="not_saved", text=Markup("rien n’est gardé"))]
        self.received.append(incoming)
        return []

    async def discovered(self, places) -> None:
        self.places_found += places

    async def catch_up(self) -> list[str]:
        """Catch up, and return the keys of what came in."""
        lanes = Lanes()
        before = len(self.received)
        await CatchUp(self.rest, self.receiver, self.places, self.positions, self, lanes.put).run()
        await lanes.idle()
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
    assert (await away.catch_up(), away.positions.of("dm")) == ([], Position(160))
    away.rest.channels["t1"].clear()
    new = away.wrote(DM, 161)
    away.channel(DM, new)
    assert await away.catch_up() == [new["id"]]


async def test_a_channel_without_a_position_goes_on_from_where_the_server_was_left(away):
    away.come_back(everywhere="100", general="50")
    away.channel(DM, away.wrote(DM, 90), new := away.wrote(DM, 110))
    assert await away.catch_up() == [new["id"]]


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


async def test_new_reactions_are_handed_in_and_old_ones_are_not(away):
    def reaction(at: int, emoji: str, user: str = MAUD):
        return {"user_id": user, "emoji_name": emoji, "create_at": at}

    reactions = [
        reaction(220, "late"),
        reaction(90, "old"),
        reaction(210, "early"),
        reaction(215, "own", BOT),
    ]
    post = away.wrote(GENERAL, 90, update_at=220, metadata={"reactions": reactions})
    away.channel(GENERAL, post)
    assert await away.catch_up() == [
        f"{post['id']}:{MAUD}:early:210",
        f"{post['id']}:{MAUD}:late:220",
    ]
    assert all(isinstance(one, Reacted) for one in away.received)


# Pages


@pytest.fixture
def small_pages(away, monkeypatch):
    """Let the server return five posts at a time and ten pages be read."""
    away.rest.page = 5
    monkeypatch.setattr(catching_up, "PAGE", 5)
    monkeypatch.setattr(catching_up, "MOST_PAGES", 10)


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
    away.come_back(everywhere="100", general=f"100 {start['id']}")
    assert await away.catch_up() == [post["id"] for post in posts]


async def test_a_direct_message_without_anything_new_is_not_read(away):
    away.channel(DM, away.wrote(DM, 100))
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


async def test_a_channel_that_is_gone_keeps_no_other_from_being_read(away):
    away.channel(DM, new := away.wrote(DM, 200))
    away.channel(GENERAL, away.wrote(GENERAL, 200, HELLO))
    away.rest.will("posts_since", NotThereError("404"))
    assert await away.catch_up() == [new["id"]]


async def test_when_a_channel_cannot_be_read_the_others_are_and_it_is_read_later(away):
    away.channel(DM, direct := away.wrote(DM, 200))
    away.channel(GENERAL, mention := away.wrote(GENERAL, 210, HELLO))
    away.rest.will("posts_since", ServerUnavailableError("503"))
    with pytest.raises(ServerUnavailableError):
        await away.catch_up()
    assert away.positions.of("general") == Position(100)
    keys = {incoming.key for incoming in away.received} | set(await away.catch_up())
    assert keys == {direct["id"], mention["id"]}


# What could not be saved


async def test_what_could_not_be_saved_is_said_at_once_and_handed_in_again(away):
    lost, after = away.wrote(DM, 200), away.wrote(DM, 210)
    away.channel(DM, lost, after)
    away.unsaved = {lost["id"]}
    assert await away.catch_up() == [after["id"]]
    assert away.receiver.is_behind
    assert away.positions.of("dm").at < 200
    [told] = [post for post in away.rest.posts.values() if post["user_id"] == BOT]
    assert (told["message"], told["pending_post_id"]) == ("rien n’est gardé", f"not-saved:{lost['id']}")
    away.unsaved.clear()
    away.receiver.is_behind = False
    assert lost["id"] in await away.catch_up()


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
    "text", ["relais", "@relais2", "x@relais", "@relais-bis", "bot@relais.fr", "@@relais"]
)
async def test_what_only_looks_like_a_mention_is_none(away, text):
    await away.receiver.post(parse_post(away.wrote(GENERAL, 200, text)), "O", "general", "t1")
    assert away.received == []


async def test_what_is_said_in_a_group_is_not_for_the_bot(away):
    await away.receiver.post(parse_post(away.wrote(GENERAL, 200, HELLO)), "G", "abcdef", None)
    assert away.received == []


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
