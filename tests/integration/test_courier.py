"""The courier: in order for each destination, none lost, none doubled, and none held up by another."""

from __future__ import annotations

import asyncio
import itertools
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.chat import Embed, Post
from bot.chat.addressed import Addressed
from bot.language.messages import Markup
from bot.runtime import courier, leasing
from bot.store.people import find_member
from bot.store.tables import AccountRow, DeliveryRow
from tests.fakes.bot import author, channel, scene
from tests.fakes.platform import Break, Fail, Hang, LimitRate, Refuse, TimeOut
from tests.fakes.plugin import probe


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path) as opened:
        yield opened


async def states(stage) -> list[str]:
    async with stage.store.read() as session:
        return list(await session.scalars(select(DeliveryRow.state).order_by(DeliveryRow.id)))


async def test_posts_of_one_place_arrive_in_order_when_the_first_fails_twice(stage):
    stage.platform.will(Fail(), Fail(), at="general")
    for text in ("one", "two", "three"):
        await stage.say(f"/dire {text}")
    assert stage.platform.texts() == []
    await stage.advance(timedelta(minutes=1))
    assert stage.platform.texts() == ["one", "two", "three"]


async def test_a_place_that_fails_holds_up_no_other(stage):
    stage.platform.will(*[Fail()] * 5, at="general")
    await stage.say("/dire first")
    await stage.say("/dire other", place="elsewhere")
    assert stage.platform.texts() == ["other"]


async def test_a_place_that_is_slow_holds_up_neither_others_nor_what_is_queued_meanwhile(stage):
    gate = asyncio.Event()
    stage.platform.will(Hang(gate), at="general")
    async with stage.working() as ctx:
        await ctx.post(ctx.place, Post(text=Markup("slow")))
        await ctx.post(ctx.place, Post(text=Markup("after")))
    work = asyncio.create_task(stage.bot.work.send())
    async with asyncio.timeout(5):
        async with stage.working(place="elsewhere") as ctx:
            await ctx.post(ctx.place, Post(text=Markup("quick")))
        await stage.platform.reached(2)
        assert stage.platform.texts() == ["quick"]
        gate.set()
        await work
    assert stage.platform.texts() == ["quick", "slow", "after"]


async def test_a_slow_place_delays_no_timer(stage):
    gate = asyncio.Event()
    stage.platform.will(Hang(gate), at="general")
    async with stage.working() as ctx:
        await ctx.post(ctx.place, Post(text=Markup("slow")))
        await ctx.later("ring", ctx.now, key="ring", place=ctx.place.id, text="rung")
    sending = asyncio.create_task(stage.bot.work.send())
    async with asyncio.timeout(5):
        assert await stage.bot.work.run_timers() == 1
        gate.set()
        await sending


async def test_the_wait_after_failures_doubles_up_to_an_hour(stage):
    stage.platform.will(*[Fail()] * 14)
    await stage.say("/dire stubborn")
    await stage.advance(timedelta(hours=12))
    instants = [at for at, _outgoing in stage.platform.attempts]
    waits = [(later - sooner).total_seconds() for sooner, later in itertools.pairwise(instants)]
    assert stage.platform.texts() == ["stubborn"]
    assert len(waits) == 14
    for number, wait in enumerate(waits):
        expected = min(5 * 2**number, 3600)
        assert 0.75 * expected <= wait <= 1.25 * expected


async def test_a_rate_limit_is_waited_for_exactly_and_order_is_kept(stage):
    stage.platform.will(LimitRate(17.0), at="general")
    await stage.say("/dire one")
    await stage.say("/dire two")
    await stage.advance(timedelta(seconds=16))
    assert stage.platform.texts() == []
    await stage.advance(timedelta(seconds=1))
    assert stage.platform.texts() == ["one", "two"]
    assert stage.platform.attempts[1][0] - stage.platform.attempts[0][0] == timedelta(seconds=17)


async def test_the_bot_is_not_woken_for_what_waits_behind_a_retry(stage):
    stage.platform.will(Fail())
    await stage.say("/dire one")
    await stage.say("/dire two")
    assert await stage.bot.next_at() > stage.clock.now()


@pytest.mark.parametrize("taken", [True, False])
async def test_after_no_answer_the_platform_is_asked_before_anything_is_sent_again(stage, taken):
    stage.platform.will(TimeOut(taken))
    await stage.say("/dire once")
    await stage.say("/dire next")
    assert stage.platform.texts() == (["once"] if taken else [])
    await stage.advance(timedelta(minutes=2))
    assert stage.platform.texts() == ["once", "next"]
    assert [outgoing.post.text for outgoing in stage.platform.looked_for] == ["once"]
    assert await states(stage) == ["sent", "sent"]


async def test_a_platform_that_is_asked_knows_what_else_was_sent_there(stage):
    await stage.say("/dire same")
    stage.platform.will(TimeOut(taken=False), at="general")
    await stage.say("/dire same")
    await stage.say("/dire elsewhere", place="elsewhere")
    await stage.advance(timedelta(minutes=2))
    [asked] = stage.platform.looked_for
    [first, _elsewhere, _second] = stage.platform.taken()
    assert asked.others == {str(first.id)}
    assert stage.platform.texts("general") == ["same", "same"]


async def test_what_a_platform_cannot_tell_is_never_sent_again_on_the_chance(stage):
    stage.platform.will(TimeOut(taken=True))
    stage.platform.cannot_tell(6)
    await stage.say("/dire once")
    await stage.advance(timedelta(hours=2))
    assert len(stage.platform.looked_for) == 7
    assert stage.platform.texts() == ["once"]
    assert await states(stage) == ["sent"]


async def test_a_platform_that_breaks_may_have_taken_the_message(stage):
    stage.platform.will(Break())
    await stage.say("/dire once")
    await stage.advance(timedelta(minutes=1))
    assert len(stage.platform.looked_for) == 1
    assert stage.platform.texts() == ["once"]


async def test_a_platform_that_never_answers_is_not_waited_for_for_ever(stage, monkeypatch):
    monkeypatch.setattr(courier, "SEND_TIMEOUT", timedelta(milliseconds=20))
    stage.platform.will(Hang(asyncio.Event()))
    await stage.say("/dire once")
    assert await states(stage) == ["sending"]
    await stage.advance(timedelta(minutes=1))
    assert stage.platform.texts() == ["once"]


async def test_leases_of_a_process_that_is_gone_are_taken_over_at_start(tmp_path):
    async with scene(tmp_path) as stage:
        async with stage.working() as ctx:
            for text in ("sent before the crash", "leased only", "waiting"):
                await ctx.post(ctx.place, Post(text=Markup(text)))
        async with stage.store.unit() as session:
            leased, _looked_at = await leasing.lease(session, stage.clock.now(), ())
        await stage.platform.send(leased[0].outgoing)
    async with scene(tmp_path, at=stage.clock.now() + timedelta(seconds=1)) as stage:
        await stage.bot.settle()
        assert stage.platform.texts() == ["sent before the crash", "leased only", "waiting"]
        assert await states(stage) == ["sent"] * 3


async def test_a_refused_delivery_is_dead_told_to_its_plugin_and_to_coordinators_once(tmp_path):
    deaths = []
    async with scene(tmp_path, probe(deaths)) as stage:
        await stage.bot.grant(author("maud"), channel("general"), "coordinator", everywhere=True)
        stage.platform.will(Refuse(), Refuse(), at="gone")
        await stage.say("/dire one", place="gone")
        await stage.say("/dire two", place="gone")
        await stage.say("/dire three", place="gone")
        assert [(event.plugin, event.reason) for event in deaths] == [("probe", "channel_not_found")] * 2
        assert stage.platform.texts("gone") == ["three"]
        [report] = stage.platform.texts("@id-maud")
        assert "Probe" in report
        assert "gone" in report


async def test_coordinators_hear_why_a_platform_refuses_if_it_says_so(tmp_path):
    async with scene(tmp_path) as stage:
        await stage.bot.grant(author("maud"), channel("general"), "coordinator", everywhere=True)
        stage.platform.will(Refuse(Markup("it rains in")), at="gone")
        await stage.say("/dire one", place="gone")
        [report] = stage.platform.texts("@id-maud")
        assert report.endswith(" it rains in.")


async def test_configured_administrators_hear_of_dead_deliveries_too(tmp_path):
    from bot.config import Config
    from bot.sections import RolesSection

    config = Config(roles=RolesSection(admins=["fake:ada"]))
    async with scene(tmp_path, config=config) as stage:
        await stage.say("/garder nothing", user="ada")
        stage.platform.will(Refuse(), at="gone")
        await stage.say("/dire one", place="gone")
        assert len(stage.platform.texts("@id-ada")) == 1


async def test_a_report_that_cannot_be_delivered_is_not_reported(stage):
    await stage.bot.grant(author("maud"), channel("general"), "coordinator", everywhere=True)
    stage.platform.will(Refuse(), at="gone")
    stage.platform.will(Refuse(), at="@id-maud")
    await stage.say("/dire one", place="gone")
    assert await states(stage) == ["dead", "dead"]


async def test_a_delivery_is_given_up_after_days_of_failures_but_not_for_an_outage_of_the_bot(tmp_path):
    async with scene(tmp_path) as stage:
        stage.platform.will(Fail())
        await stage.say("/dire patient")
    async with scene(tmp_path, at=stage.clock.now() + timedelta(days=10)) as stage:
        stage.platform.will(*[Fail()] * 3)
        await stage.advance(timedelta(minutes=5))
        assert stage.platform.texts() == ["patient"]
        stage.platform.will(*[Fail()] * 200)
        await stage.say("/dire hopeless")
        await stage.advance(timedelta(days=4))
        assert await states(stage) == ["sent", "dead"]


async def test_what_was_due_long_ago_says_that_it_is_late(tmp_path):
    async with scene(tmp_path) as stage:
        await stage.say("/sonner dans 10 min en retard")
        await stage.say("/sonner dans 7 jours à l’heure")
    async with scene(tmp_path, at=stage.clock.now() + timedelta(days=3)) as stage:
        await stage.bot.settle()
        [late] = stage.platform.texts()
        assert late.startswith("en retard\n(")
        await stage.advance(timedelta(days=7))
        assert stage.platform.texts()[1] == "à l’heure"


async def test_a_message_that_became_late_while_it_was_tried_says_so_and_is_found_again_as_it_was_sent(stage):
    stage.platform.will(*[Fail()] * 7, TimeOut(taken=False))
    await stage.say("/sonner dans 1 min têtu")
    await stage.advance(timedelta(hours=2))
    [text] = stage.platform.texts()
    assert text.startswith("têtu\n(")
    assert [outgoing.post.text for outgoing in stage.platform.looked_for] == [text]


async def test_edits_of_what_is_not_sent_yet_change_it(stage):
    async with stage.working() as ctx:
        delivery = await ctx.post(ctx.place, Post(text=Markup("draft")))
        await ctx.edit(delivery, Post(text=Markup("fair copy")))
    await stage.bot.settle()
    assert [(taken.kind, taken.text) for taken in stage.platform.taken()] == [("post", "fair copy")]


def letter(*titles):
    """Return a post of embeds alone."""
    return Post(text=Markup(""), embeds=tuple(Embed(Markup(title), footer=Markup("end")) for title in titles))


async def test_embeds_come_go_and_change_with_edits(stage):
    async with stage.working() as ctx:
        delivery = await ctx.post(ctx.place, letter("draft"))
        await ctx.edit(delivery, letter("one", "two"))
    await stage.bot.settle()
    for post in (letter("three"), Post(text=Markup("no more")), letter("four")):
        async with stage.working() as ctx:
            await ctx.edit(delivery, post)
        await stage.bot.settle()
    assert stage.platform.texts() == ["#### one\n\n*end*\n\n#### two\n\n*end*"]
    assert [taken.text for taken in stage.platform.taken()][1:] == [
        "#### three\n\n*end*",
        "no more",
        "#### four\n\n*end*",
    ]


async def test_a_letter_of_embeds_is_asked_for_before_it_is_sent_again(stage):
    stage.platform.will(TimeOut(taken=True))
    async with stage.working() as ctx:
        await ctx.post(ctx.place, letter("one", "two"))
    await stage.bot.settle()
    await stage.advance(timedelta(hours=1))
    assert len(stage.platform.texts()) == 1
    assert [outgoing.post for outgoing in stage.platform.looked_for] == [letter("one", "two")]


async def test_a_letter_of_embeds_that_is_late_says_so_above_them(stage):
    async with stage.working() as ctx:
        due_at = ctx.now - timedelta(hours=3)
        one = Addressed(to=ctx.place, post=letter("one"))
        await ctx.stage.post([one], unsolicited=False, due_at=due_at)
    await stage.bot.settle()
    [text] = stage.platform.texts()
    assert text.startswith("(")
    assert text.endswith(")\n\n#### one\n\n*end*")


async def test_edits_of_what_is_sent_come_together_in_one(stage):
    async with stage.working() as ctx:
        delivery = await ctx.post(ctx.place, Post(text=Markup("v1")))
    await stage.bot.settle()
    for text in ("v2", "v3", "v4"):
        async with stage.working() as ctx:
            await ctx.edit(delivery, Post(text=Markup(text)))
    await stage.bot.settle()
    assert [(taken.kind, taken.text, taken.edits) for taken in stage.platform.taken()] == [
        ("post", "v1", None),
        ("edit", "v4", 1),
    ]


async def test_an_edit_waits_for_a_post_that_is_being_retried(stage):
    stage.platform.will(Fail())
    async with stage.working() as ctx:
        delivery = await ctx.post(ctx.place, Post(text=Markup("v1")))
    await stage.bot.settle()
    async with stage.working() as ctx:
        await ctx.edit(delivery, Post(text=Markup("v2")))
    await stage.advance(timedelta(minutes=1))
    assert [taken.text for taken in stage.platform.taken()] == ["v1", "v2"]


async def test_deleting_what_is_not_sent_yet_keeps_it_from_being_sent(stage):
    async with stage.working() as ctx:
        delivery = await ctx.post(ctx.place, Post(text=Markup("never")))
        await ctx.delete(delivery)
        await ctx.edit(delivery, Post(text=Markup("nor this")))
    await stage.bot.settle()
    assert stage.platform.taken() == []
    assert await states(stage) == ["dead"]


async def test_deleting_what_is_sent_removes_it(stage):
    async with stage.working() as ctx:
        delivery = await ctx.post(ctx.place, Post(text=Markup("here")))
    await stage.bot.settle()
    async with stage.working() as ctx:
        await ctx.delete(delivery)
    await stage.bot.settle()
    assert [(taken.kind, taken.edits) for taken in stage.platform.taken()] == [("post", None), ("delete", 1)]


async def test_nobody_is_told_of_the_edit_of_a_post_that_died(tmp_path):
    deaths = []
    async with scene(tmp_path, probe(deaths)) as stage:
        stage.platform.will(Fail(), Refuse())
        async with stage.working() as ctx:
            delivery = await ctx.post(ctx.place, Post(text=Markup("v1")))
        await stage.bot.settle()
        async with stage.working() as ctx:
            await ctx.edit(delivery, Post(text=Markup("v2")))
        await stage.advance(timedelta(minutes=1))
        assert await states(stage) == ["dead", "dead"]
        assert len(deaths) == 1


async def test_the_same_key_queues_once(stage):
    async with stage.working() as ctx:
        first = await ctx.post(ctx.place, Post(text=Markup("once")), key="k")
    async with stage.working() as ctx:
        assert await ctx.post(ctx.place, Post(text=Markup("twice")), key="k") == first
    await stage.bot.settle()
    async with stage.working() as ctx:
        assert await ctx.post(ctx.place, Post(text=Markup("thrice")), key="k") == first
    await stage.bot.settle()
    assert stage.platform.texts() == ["once"]


@pytest.mark.parametrize("hours", [-5, 5])
async def test_a_clock_that_jumps_loses_nothing_doubles_nothing_and_keeps_the_order(stage, hours):
    stage.platform.will(Fail(), TimeOut(taken=True), at="general")
    async with stage.working() as ctx:
        for text in ("one", "two"):
            await ctx.post(ctx.place, Post(text=Markup(text)))
    await stage.bot.settle()
    async with stage.working(place="elsewhere") as ctx:
        await ctx.post(ctx.place, Post(text=Markup("queued before the jump")))
    stage.clock.jump(timedelta(hours=hours))
    async with stage.working(place="elsewhere") as ctx:
        await ctx.post(ctx.place, Post(text=Markup("queued after the jump")))
    await stage.bot.settle()
    assert stage.platform.texts("elsewhere") == ["queued before the jump", "queued after the jump"]
    await stage.advance(timedelta(hours=6))
    assert stage.platform.texts("general") == ["one", "two"]


async def test_a_delivery_whose_place_is_gone_disturbs_no_other(stage):
    async with stage.working(place="gone") as ctx:
        await ctx.post(ctx.place, Post(text=Markup("to nowhere")))
    async with stage.working() as ctx:
        await ctx.post(ctx.place, Post(text=Markup("fine")))

    gate = asyncio.Event()
    stage.platform.will(Hang(gate), at="gone")
    work = asyncio.create_task(stage.bot.work.send())
    await stage.platform.reached(2)
    async with stage.store.unit() as session:
        await session.delete(await session.get_one(DeliveryRow, 1))
    gate.set()
    async with asyncio.timeout(5):
        await work
    assert await states(stage) == ["sent"]


async def test_stopping_puts_back_what_was_not_sent(stage):
    gate = asyncio.Event()
    stage.platform.will(Hang(gate))
    async with stage.working() as ctx:
        for number in range(5):
            await ctx.post(ctx.place, Post(text=Markup(str(number))))
    work = asyncio.create_task(stage.bot.work.send())
    await stage.platform.reached(1)
    stage.bot.work.stop()
    gate.set()
    async with asyncio.timeout(5):
        await work
    assert await states(stage) == ["sent"] + ["pending"] * 4


async def test_many_destinations_at_once_each_in_order(stage):
    async with stage.working() as ctx:
        places = [ctx.place.id]
    for number in range(20):
        async with stage.working(place=f"place-{number}") as ctx:
            places.append(ctx.place.id)
    async with stage.working() as ctx:
        for number in range(400):
            place = await ctx.find_place(places[number % 7 * 3 % len(places)])
            await ctx.post(place, Post(text=Markup(f"{number}")))
    await stage.bot.settle()
    async with stage.store.read() as session:
        assert await session.scalar(select(func.count()).where(DeliveryRow.state == "sent")) == 400
    for place in {taken.to for taken in stage.platform.taken()}:
        numbers = [int(text) for text in stage.platform.texts(place)]
        assert numbers == sorted(numbers)
    assert len(stage.platform.taken()) == 400


async def test_a_dm_goes_to_the_account_seen_last_and_dies_with_the_last_account(stage):
    await stage.write("/dire bonjour", user="paul")
    async with stage.working(user="paul") as ctx:
        await ctx.post(ctx.member, Post(text=Markup("hello")))
        assert await find_member(ctx.session, ctx.network.id, ctx.member.id) is not None
    await stage.bot.settle()
    assert stage.platform.texts("@id-paul") == ["hello"]


async def test_an_edit_goes_where_its_post_went_even_if_the_person_is_seen_elsewhere_since(stage):
    await stage.write("/dire bonjour", user="paul")
    async with stage.working(user="paul") as ctx:
        paul = ctx.member
        delivery = await ctx.post(paul, Post(text=Markup("v1")))
    await stage.bot.settle()
    async with stage.working(user="paul") as ctx:
        other = AccountRow(
            network_id=ctx.network.id,
            member_id=paul.id,
            platform="fake",
            external_id="id-paul-bis",
            username="paul.bis",
            folded="paul.bis",
            seen_at=ctx.now + timedelta(hours=1),
        )
        ctx.session.add(other)
        await ctx.edit(delivery, Post(text=Markup("v2")))
        await ctx.post(paul, Post(text=Markup("new")))
    await stage.bot.settle()
    assert [(taken.to, taken.kind, taken.text) for taken in stage.platform.taken()][1:] == [
        ("@id-paul", "post", "v1"),
        ("@id-paul", "edit", "v2"),
        ("@id-paul-bis", "post", "new"),
    ]
