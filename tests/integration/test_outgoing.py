"""What a platform is told of a delivery, and what becomes of edits when an outcome is not known."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chat import Post
from bot.chat.incoming import Line
from bot.chat.markup import mention
from bot.chat.messages import File
from bot.chat.people import Person
from bot.language.messages import Markup
from bot.store.tables import AccountRow, DeliveryRow
from tests.fakes.bot import author, channel, scene
from tests.fakes.platform import Fail, FakePlatform, TimeOut


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path) as opened:
        yield opened


def sent(stage):
    return [outgoing for _at, outgoing in stage.platform.attempts]


async def post(stage, text: str = "one", key: str = "first") -> int:
    async with stage.working() as ctx:
        delivery = await ctx.post(ctx.place, Post(text=Markup(text)), key=key)
    await stage.bot.settle()
    return delivery


async def edit(stage, delivery: int, text: str) -> None:
    async with stage.working() as ctx:
        await ctx.edit(delivery, Post(text=Markup(text)))
    await stage.bot.settle()


async def row(stage, delivery: int) -> DeliveryRow:
    async with stage.store.read() as session:
        return await session.get_one(DeliveryRow, delivery)


async def test_a_post_that_is_changed_before_it_is_sent_keeps_its_files(stage):
    file = File("notes.txt", "text/plain", b"notes")
    async with stage.working() as ctx:
        delivery = await ctx.post(ctx.place, Post(text=Markup("one"), files=(file,)), key="first")
        await ctx.edit(delivery, Post(text=Markup("two")))
    await stage.bot.settle()
    assert [(str(outgoing.post.text), outgoing.post.files) for outgoing in sent(stage)] == [("two", (file,))]


async def test_every_change_of_a_post_names_the_delivery_that_it_came_by(stage):
    delivery = await post(stage)
    await edit(stage, delivery, "two")
    await edit(stage, delivery, "three")
    async with stage.working() as ctx:
        await ctx.delete(delivery)
    await stage.bot.settle()
    assert [(str(outgoing.kind), outgoing.origin) for outgoing in sent(stage)] == [
        ("post", "1:probe:first"),
        ("edit", "1:probe:first"),
        ("edit", "1:probe:first"),
        ("delete", "1:probe:first"),
    ]
    assert len({outgoing.key for outgoing in sent(stage)}) == 4
    external_id = (await row(stage, delivery)).external_id
    assert [outgoing.edits for outgoing in sent(stage)] == [None, *[external_id] * 3]


async def test_a_first_attempt_was_never_tried_and_a_later_one_says_since_when(stage):
    began = stage.clock.now()
    stage.platform.will(Fail(), TimeOut(taken=False))
    await post(stage)
    await stage.advance(timedelta(hours=1))
    assert [outgoing.tried_since for outgoing in sent(stage)] == [None, began, began]
    assert [outgoing.tried_since for outgoing in stage.platform.looked_for] == [began]


async def test_what_was_put_back_unsent_was_never_tried(stage):
    stage.platform.will(Fail())
    async with stage.working() as ctx:
        for text in ("one", "two"):
            await ctx.post(ctx.place, Post(text=Markup(text)))
    await stage.bot.settle()
    await stage.advance(timedelta(minutes=1))
    second = [outgoing for outgoing in sent(stage) if str(outgoing.post.text) == "two"]
    assert [outgoing.tried_since for outgoing in second] == [None]


@pytest.mark.parametrize("taken", [True, False])
async def test_an_edit_of_which_the_outcome_is_unclear_is_sent_again_without_looking(stage, taken):
    delivery = await post(stage)
    stage.platform.will(TimeOut(taken=taken))
    await edit(stage, delivery, "two")
    await stage.advance(timedelta(minutes=2))
    assert [str(outgoing.post.text) for outgoing in sent(stage)] == ["one", "two", "two"]
    assert stage.platform.looked_for == []


async def test_an_edit_of_which_the_outcome_is_unclear_goes_out_before_the_one_that_follows(stage):
    delivery = await post(stage)
    stage.platform.will(TimeOut(taken=False))
    await edit(stage, delivery, "two")
    await edit(stage, delivery, "three")
    await stage.advance(timedelta(minutes=2))
    assert [str(outgoing.post.text) for outgoing in sent(stage)] == ["one", "two", "two", "three"]


class Restless(FakePlatform):
    """A platform on which an edited post gets another id, as one that was split into more parts does."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.asked: list[str] = []
        self.moved = 0

    async def send(self, outgoing):
        if outgoing.edits is None:
            return await super().send(outgoing)
        where_it_was = outgoing.edits.partition(".")[0]
        await super().send(replace(outgoing, edits=where_it_was))
        self.asked.append(outgoing.edits)
        self.moved += 1
        return f"{where_it_was}.{self.moved}"


async def test_a_post_that_moved_is_edited_under_its_new_id(tmp_path):
    async with scene(tmp_path, platform=Restless) as stage:
        delivery = await post(stage)
        first = (await row(stage, delivery)).external_id
        await edit(stage, delivery, "two")
        assert (await row(stage, delivery)).external_id == f"{first}.1"
        await edit(stage, delivery, "three")
        assert (await row(stage, delivery)).external_id == f"{first}.2"
        async with stage.working() as ctx:
            await ctx.delete(delivery)
        await stage.bot.settle()
        assert stage.platform.asked == [first, f"{first}.1", f"{first}.2"]


async def test_an_edit_that_leaves_the_post_where_it_is_changes_nothing_of_the_original(stage):
    delivery = await post(stage)
    before = await row(stage, delivery)
    await edit(stage, delivery, "two")
    after = await row(stage, delivery)
    assert (after.external_id, after.sent_at, after.content) == (
        before.external_id,
        before.sent_at,
        before.content,
    )


async def member_of(stage, who, where) -> int:
    return (await stage.bot.identity.resolve(who, where)).member.id


async def test_a_mention_has_the_user_name_of_the_platform_to_which_it_goes(stage):
    maud = await member_of(stage, replace(author("maud"), username="maud.r"), channel("general"))
    async with stage.store.unit() as session:
        session.add(
            AccountRow(
                network_id=1,
                member_id=maud,
                platform="other",
                external_id="42",
                username="Maud#1234",
                folded="maud#1234",
                seen_at=stage.clock.now() + timedelta(hours=1),
            )
        )
    await post(stage, f"bonjour {mention(maud, 'whatever')} et {mention(99, 'personne')}")
    assert [dict(outgoing.people) for outgoing in sent(stage)] == [{maud: Person("id-maud", "maud.r")}]


async def test_a_mention_has_the_user_name_of_the_day_on_which_it_goes(stage):
    maud = await member_of(stage, author("maud"), channel("general"))
    stage.platform.will(Fail())
    await post(stage, f"bonjour {mention(maud, 'maud')}")
    await member_of(stage, replace(author("maud"), username="maud.nouvelle"), channel("general"))
    await stage.advance(timedelta(minutes=1))
    assert [dict(outgoing.people) for outgoing in sent(stage)] == [
        {maud: Person("id-maud", "maud")},
        {maud: Person("id-maud", "maud.nouvelle")},
    ]


async def test_a_mention_in_a_direct_message_has_the_name_of_the_platform_where_it_is_read(stage):
    maud = await member_of(stage, author("maud"), channel("general"))
    async with stage.working() as ctx:
        await ctx.post(ctx.member, Post(text=Markup(f"vu par {mention(maud, 'maud')}")))
    await stage.bot.settle()
    [outgoing] = sent(stage)
    assert (outgoing.user, outgoing.channel) == ("id-camille", None)
    assert dict(outgoing.people) == {maud: Person("id-maud", "maud")}


async def test_who_has_no_account_there_is_not_among_the_people(stage):
    maud = await member_of(stage, author("maud"), channel("general"))
    async with stage.store.unit() as session:
        account = (await session.scalars(select(AccountRow))).one()
        account.platform = "elsewhere"
    await stage.receive(
        Line(author=author("camille"), location=channel("general"), text="/dire bonjour", people=())
    )
    await post(stage, f"bonjour {mention(maud, 'maud')}")
    assert dict(sent(stage)[-1].people) == {}
