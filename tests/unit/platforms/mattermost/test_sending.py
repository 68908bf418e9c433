"""Sending: deliveries become posts, each once, in as many parts as they need."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.delivery import (
    DeliveryKind,
    NotInPlaceError,
    Outgoing,
    SendFailedError,
    SendRefusedError,
    SendUnclearError,
)
from bot.chat.markup import mention
from bot.chat.messages import Button, Embed, File, Post
from bot.chat.people import Person
from bot.chat.reactions import Reaction
from bot.language.messages import Markup
from bot.platforms.mattermost import sending
from bot.platforms.mattermost.failures import (
    NO_ENTRY,
    NotThereError,
    RequestRefusedError,
    SendNotPermittedError,
    ServerUnavailableError,
)
from bot.platforms.mattermost.limits import MAX_FILES, MAX_RUNES
from bot.platforms.mattermost.sending import PROP, Sender
from bot.platforms.mattermost.signing import Signer
from tests.fakes.mattermost_rest import BOT, Standing, forbidden

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
SIGNER = Signer("k" * 32)
URL = "https://bot/mattermost/secret/action"


@pytest.fixture
def rest() -> Standing:
    return Standing()


@pytest.fixture
def small_pages(rest, monkeypatch):
    """Let the server return ten posts at a time, and five pages be read back."""
    rest.page = 10
    monkeypatch.setattr(sending, "PAGE", 10)
    monkeypatch.setattr(sending, "_PAGES", 5)


@pytest.fixture
def sender(rest) -> Sender:
    sender = Sender(rest, SIGNER, URL)
    sender.me = BOT
    return sender


def outgoing(text: str = "bonjour", **more) -> Outgoing:
    given = {"key": "1:probe:a", "origin": "1:probe:a", "kind": DeliveryKind.POST, "channel": "c1", **more}
    buttons, files = given.pop("buttons", ()), given.pop("files", ())
    embeds = given.pop("embeds", ())
    post = Post(text=Markup(text), embeds=embeds, buttons=buttons, files=files)
    return Outgoing(delivery=1, post=post, **given)


def parts(number: int, mark: str = "x") -> str:
    """Return a text of so many posts."""
    paragraphs = [f"{mark}{part} ".ljust(MAX_RUNES - 100, mark) for part in range(number)]
    return "\n\n".join(paragraphs)


def alive(rest) -> list[dict]:
    return [post for post in rest.posts.values() if not post["delete_at"]]


async def test_a_post_carries_its_delivery_and_its_part(rest, sender):
    sent = await sender.send(outgoing(thread="root"))
    [post] = alive(rest)
    assert (sent, post["message"], post["root_id"], post["channel_id"]) == (
        post["id"],
        "bonjour",
        "root",
        "c1",
    )
    assert post["props"] == {PROP: {"delivery": "1:probe:a", "part": 0}}


async def test_the_key_that_a_server_remembers_is_the_deliverys_and_tells_nothing_of_it(rest, sender):
    for key in ("1:probe:a", "1:probe:a", "1:probe:b"):
        await sender.send(outgoing(key=key, origin=key))
    first, again, other = (post["pending_post_id"] for post in alive(rest))
    assert first == again != other
    assert first.startswith(f"{BOT}:")
    assert "probe" not in first


async def test_buttons_stand_on_the_last_part_and_name_the_delivery(rest, sender):
    button = Button(label=Markup("Oui"), action="yes", arguments={"n": 1}, name="yes", plugin="probe")
    await sender.send(outgoing(parts(2), buttons=(button,)))
    first, last = alive(rest)
    assert "attachments" not in first["props"]
    [action] = last["props"]["attachments"][0]["actions"]
    signed = SIGNER.verify(action["integration"]["context"], NOW)
    assert (signed.delivery, signed.action, signed.arguments) == ("1:probe:a", "yes", {"n": 1})
    assert action["integration"]["url"] == URL


async def test_a_mention_calls_who_has_an_account_there_and_no_other(rest, sender):
    text = f"{mention(1, 'maud')} et {mention(2, 'paul')}, @all"
    await sender.send(outgoing(text, people={1: Person("u1", "maud.r")}))
    [post] = alive(rest)
    assert post["message"] == "@maud.r et paul, @\u200ball"


async def test_a_direct_message_goes_to_the_persons_channel_which_is_asked_for_once(rest, sender):
    for _time in range(2):
        await sender.send(outgoing(channel=None, user="maud"))
    assert [post["channel_id"] for post in alive(rest)] == ["dm-maud"] * 2
    assert [asked for asked in rest.asked if asked[0] == "direct_channel"] == [
        ("direct_channel", BOT, "maud")
    ]


async def test_a_direct_message_that_cannot_be_opened_is_asked_for_again(rest, sender):
    rest.will("direct_channel", SendRefusedError("403"))
    with pytest.raises(SendRefusedError):
        await sender.send(outgoing(channel=None, user="maud"))
    assert await sender.dm("maud") == "dm-maud"


async def test_files_are_uploaded_for_the_last_part(rest, sender):
    files = tuple(File(f"{number}.txt", "text/plain", b"x") for number in range(MAX_FILES + 2))
    await sender.send(outgoing(parts(2), files=files))
    first, last = alive(rest)
    assert (first["file_ids"], len(last["file_ids"])) == ([], MAX_FILES)
    assert [info["name"] for info, _content in rest.files.values()] == [f"{n}.txt" for n in range(MAX_FILES)]


async def test_a_channel_that_is_open_to_all_is_joined_to_post_there(rest, sender):
    rest.will("upload_file", SendNotPermittedError("403"))
    await sender.send(outgoing(files=(File("a.txt", "text/plain", b"x"),)))
    assert rest.times("join") == 1
    assert [len(post["file_ids"]) for post in alive(rest)] == [1]


async def test_a_channel_is_joined_once_for_whoever_removes_the_bot_means_it(rest, sender):
    for joins in (1, 1):
        rest.will("create_post", SendNotPermittedError("403"), SendNotPermittedError("403"))
        with pytest.raises(SendRefusedError):
            await sender.send(outgoing())
        assert rest.times("join") == joins


async def test_a_channel_from_which_the_bot_was_removed_is_never_joined(rest, sender):
    rest.will("create_post", SendNotPermittedError("403"))
    with pytest.raises(NotInPlaceError):
        await sender.send(outgoing(may_join=False))
    assert rest.times("join") == 0


async def test_a_channel_that_cannot_be_joined_is_refused(rest, sender):
    rest.will("create_post", SendNotPermittedError("403"))
    rest.will("join", SendRefusedError("403"))
    with pytest.raises(NotInPlaceError) as caught:
        await sender.send(outgoing())
    assert caught.value.text == NO_ENTRY


async def test_a_channel_that_cannot_be_joined_now_is_joined_later(rest, sender):
    rest.will("create_post", SendNotPermittedError("403"), SendNotPermittedError("403"))
    rest.will("join", SendFailedError("503"))
    with pytest.raises(SendFailedError):
        await sender.send(outgoing())
    await sender.send(outgoing())
    assert (rest.times("join"), len(alive(rest))) == (2, 1)


async def test_nobody_joins_a_direct_message(rest, sender):
    rest.will("create_post", SendNotPermittedError("403"))
    with pytest.raises(SendRefusedError):
        await sender.send(outgoing(channel=None, user="maud"))
    assert rest.times("join") == 0


async def test_a_post_that_is_refused_for_what_it_says_makes_the_bot_join_nothing(rest, sender):
    rest.will("create_post", SendRefusedError("400"))
    with pytest.raises(SendRefusedError):
        await sender.send(outgoing())
    assert rest.times("join") == 0


@pytest.mark.parametrize("error", [SendFailedError("503"), SendUnclearError("cut")])
async def test_what_the_server_says_is_what_the_courier_hears(rest, sender, error):
    rest.will("create_post", error)
    with pytest.raises(type(error)):
        await sender.send(outgoing())


# More than one post


async def test_a_long_text_becomes_several_posts_in_order_whose_ids_are_its_id(rest, sender):
    sent = await sender.send(outgoing(parts(3)))
    posts = alive(rest)
    assert sent.split() == [post["id"] for post in posts]
    assert [post["props"][PROP]["part"] for post in posts] == [0, 1, 2]
    assert len({post["pending_post_id"] for post in posts}) == 3
    assert [post["message"][:2] for post in posts] == ["x0", "x1", "x2"]


async def test_a_long_text_of_which_a_part_failed_goes_on_with_the_parts_that_are_not_there(rest, sender):
    rest.will("create_post", None, SendFailedError("503"))
    with pytest.raises(SendFailedError):
        await sender.send(outgoing(parts(3)))
    assert len(alive(rest)) == 1
    sent = await sender.send(outgoing(parts(3), tried_since=NOW))
    assert [post["props"][PROP]["part"] for post in alive(rest)] == [0, 1, 2]
    assert sent.split() == [post["id"] for post in alive(rest)]


async def test_a_long_text_that_is_all_there_is_not_sent_again(rest, sender):
    sent = await sender.send(outgoing(parts(2)))
    assert await sender.send(outgoing(parts(2), tried_since=NOW)) == sent
    assert len(alive(rest)) == 2


async def test_a_first_attempt_looks_for_nothing(rest, sender):
    await sender.send(outgoing(parts(2)))
    assert rest.times("newest_posts") == 0


# Looking for what may be there


async def test_a_post_is_found_by_its_delivery(rest, sender):
    sent = await sender.send(outgoing())
    await sender.send(outgoing(key="1:probe:b", origin="1:probe:b"))
    assert await sender.find(outgoing(tried_since=NOW)) == sent
    assert await sender.find(outgoing(key="1:probe:c", origin="1:probe:c", tried_since=NOW)) is None


async def test_a_long_text_is_found_only_whole(rest, sender):
    rest.will("create_post", None, SendUnclearError("cut"))
    with pytest.raises(SendUnclearError):
        await sender.send(outgoing(parts(2)))
    assert await sender.find(outgoing(parts(2), tried_since=NOW)) is None
    sent = await sender.send(outgoing(parts(2), tried_since=NOW))
    assert await sender.find(outgoing(parts(2), tried_since=NOW)) == sent


async def test_a_post_that_somebody_deleted_is_not_there(rest, sender):
    await sender.send(outgoing())
    alive(rest)[0]["delete_at"] = 1
    assert await sender.find(outgoing(tried_since=NOW)) is None


@pytest.mark.parametrize(
    "props",
    [
        None,
        {},
        {PROP: None},
        {PROP: "1:probe:a"},
        {PROP: {"part": 0}},
        {PROP: {"delivery": None}},
        {PROP: {"delivery": "1:probe:a", "part": 0}},
        {PROP: {"delivery": "1:probe:a", "part": "many"}},
    ],
)
async def test_what_others_put_into_their_posts_is_passed_over(rest, sender, props):
    rest.has("c1", NOW_MS, props=props)
    assert await sender.find(outgoing(tried_since=NOW)) is None


async def fill(rest, count: int, first_at: int) -> None:
    for number in range(count):
        rest.has("c1", first_at + number, props={})


@pytest.mark.usefixtures("small_pages")
async def test_pages_are_read_back_until_before_the_first_attempt_and_no_further(rest, sender):
    await fill(rest, 100, NOW_MS - 10 * 60 * 1000)
    assert await sender.find(outgoing(tried_since=NOW)) is None
    assert rest.times("newest_posts") == 1


@pytest.mark.usefixtures("small_pages")
async def test_a_post_made_a_little_before_the_clock_of_the_bot_says_so_is_found(rest, sender):
    mark = {PROP: {"delivery": "1:probe:a", "part": 0}}
    made = rest.has("c1", NOW_MS - 4 * 60 * 1000, props=mark, user_id=BOT)
    await fill(rest, 25, NOW_MS - 3 * 60 * 1000)
    assert await sender.find(outgoing(tried_since=NOW)) == made["id"]


@pytest.mark.usefixtures("small_pages")
async def test_only_so_many_pages_are_read_back(rest, sender):
    await fill(rest, 100, NOW_MS + 1)
    assert await sender.find(outgoing(tried_since=NOW)) is None
    assert rest.times("newest_posts") == 5


@pytest.mark.parametrize(
    ("error", "heard"),
    [
        (NotThereError("404"), SendRefusedError),
        (forbidden(), SendRefusedError),
        (ServerUnavailableError("503"), SendFailedError),
        (RequestRefusedError("400"), SendFailedError),
    ],
)
async def test_who_cannot_look_says_why(rest, sender, error, heard):
    rest.will("newest_posts", error)
    with pytest.raises(heard):
        await sender.find(outgoing(tried_since=NOW))


async def test_a_part_that_is_there_for_no_part_of_the_text_is_not_the_missing_one(rest, sender):
    for part in (0, 7):
        rest.has("c1", NOW_MS, props={PROP: {"delivery": "1:probe:a", "part": part}}, user_id=BOT)
    assert await sender.find(outgoing(parts(2), tried_since=NOW)) is None


# Editing and deleting


async def edit(sender, sent: str, text: str, **more) -> str:
    changed = outgoing(text, kind=DeliveryKind.EDIT, key="1:probe:edit", edits=sent, **more)
    return await sender.send(changed)


async def test_an_edit_rewrites_the_post_and_its_buttons_and_keeps_its_delivery(rest, sender):
    button = Button(label=Markup("Oui"), action="yes", name="yes", plugin="probe")
    sent = await sender.send(outgoing(buttons=(button,)))
    assert await edit(sender, sent, "merci") == sent
    [post] = alive(rest)
    assert (post["message"], post["props"]) == ("merci", {PROP: {"delivery": "1:probe:a", "part": 0}})
    await edit(sender, sent, "encore", buttons=(button,))
    assert "attachments" in alive(rest)[0]["props"]


async def test_an_edit_that_needs_more_posts_makes_them(rest, sender):
    sent = await sender.send(outgoing(parts(1)))
    longer = await edit(sender, sent, parts(3, "y"), thread="root")
    assert longer.split()[0] == sent
    assert [post["message"][:2] for post in alive(rest)] == ["y0", "y1", "y2"]
    assert [post["props"][PROP] for post in alive(rest)] == [
        {"delivery": "1:probe:a", "part": part} for part in range(3)
    ]
    assert [post["root_id"] for post in alive(rest)] == ["", "root", "root"]


async def test_an_edit_that_needs_fewer_posts_removes_the_rest(rest, sender):
    sent = await sender.send(outgoing(parts(3)))
    shorter = await edit(sender, sent, parts(1, "y"))
    assert shorter == sent.split()[0]
    assert [post["message"][:2] for post in alive(rest)] == ["y0"]


async def test_an_edit_that_is_done_twice_is_as_if_it_was_done_once(rest, sender):
    sent = await sender.send(outgoing(parts(3)))
    for _time in range(2):
        assert await edit(sender, sent, parts(2, "y")) == " ".join(sent.split()[:2])
    assert [post["message"][:2] for post in alive(rest)] == ["y0", "y1"]


async def test_an_edit_that_added_a_post_before_it_failed_adds_none_twice(rest, sender):
    sent = await sender.send(outgoing(parts(1)))
    rest.will("create_post", None, SendUnclearError("cut"))
    with pytest.raises(SendUnclearError):
        await edit(sender, sent, parts(3, "y"))
    longer = await edit(sender, sent, parts(3, "y"), tried_since=NOW)
    assert [post["message"][:2] for post in alive(rest)] == ["y0", "y1", "y2"]
    assert longer.split() == [post["id"] for post in alive(rest)]


def sections(number: int, mark: str = "x") -> tuple[Embed, ...]:
    """Return embeds that fill so many posts."""
    return tuple(Embed(Markup(f"{mark}{part}"), Markup("mot " * 4000)) for part in range(number))


async def test_embeds_are_found_again_and_may_need_more_posts_or_fewer(rest, sender):
    sent = await sender.send(outgoing("", embeds=sections(2)))
    assert await sender.find(outgoing("", embeds=sections(2), tried_since=NOW)) == sent
    more = await edit(sender, sent, "", embeds=sections(3, "y"))
    assert more.split()[:2] == sent.split()
    assert [post["message"][:7] for post in alive(rest)] == ["#### y0", "#### y1", "#### y2"]
    assert await edit(sender, more, "court") == sent.split()[0]
    [post] = alive(rest)
    assert (post["message"], post["props"]) == ("court", {PROP: {"delivery": "1:probe:a", "part": 0}})


async def test_an_edit_of_a_post_that_is_gone_is_refused(rest, sender):
    sent = await sender.send(outgoing())
    alive(rest)[0]["delete_at"] = 1
    with pytest.raises(SendRefusedError):
        await edit(sender, sent, "merci")


async def delete(sender, sent: str) -> str:
    return await sender.send(outgoing(kind=DeliveryKind.DELETE, key="1:probe:delete", edits=sent))


async def test_all_parts_of_a_post_are_deleted(rest, sender):
    sent = await sender.send(outgoing(parts(2)))
    assert await delete(sender, sent) == sent
    assert alive(rest) == []


async def test_a_post_that_is_gone_already_is_deleted(rest, sender):
    sent = await sender.send(outgoing())
    alive(rest)[0]["delete_at"] = 1
    assert await delete(sender, sent) == sent


async def test_a_post_that_may_not_be_deleted_is_refused(rest, sender):
    sent = await sender.send(outgoing())
    rest.will("delete_post", SendRefusedError("403"))
    with pytest.raises(SendRefusedError):
        await delete(sender, sent)


async def test_a_post_of_which_it_cannot_be_known_whether_it_is_gone_is_deleted_later(rest, sender):
    sent = await sender.send(outgoing())
    rest.will("delete_post", SendRefusedError("403"))
    rest.will("post", ServerUnavailableError("503"))
    with pytest.raises(SendFailedError):
        await delete(sender, sent)


async def test_deleting_goes_on_where_it_failed(rest, sender):
    sent = await sender.send(outgoing(parts(3)))
    rest.will("delete_post", None, SendFailedError("503"))
    with pytest.raises(SendFailedError):
        await delete(sender, sent)
    assert len(alive(rest)) == 2
    await delete(sender, sent)
    assert alive(rest) == []


@pytest.mark.usefixtures("small_pages")
async def test_what_was_sent_long_ago_is_looked_for_back_to_its_first_attempt(rest, sender):
    mark = {PROP: {"delivery": "1:probe:a", "part": 0}}
    made = rest.has("c1", NOW_MS, props=mark, user_id=BOT)
    await fill(rest, 30, NOW_MS + 1)
    again = replace(outgoing(), tried_since=NOW - timedelta(hours=1))
    assert await sender.find(again) == made["id"]


async def test_a_reaction_is_put_under_its_name_and_the_bots_own(rest, sender):
    done = Reaction("✅", "white_check_mark")
    await sender.send(outgoing("", kind=DeliveryKind.REACT, edits="p1", reaction=done))
    assert rest.asked == [("react", "p1", BOT, "white_check_mark")]
    with pytest.raises(SendRefusedError):
        await sender.send(outgoing("", kind=DeliveryKind.REACT, edits="p1"))
