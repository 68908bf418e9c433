"""Look-ups: made with no transaction open, after which the handler begins anew and knows the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from pydantic import BaseModel
from sqlalchemy import select

from bot.chat import Line, Post, Reply, Submission
from bot.chat.answers import Answer, Failure
from bot.chat.forms import FormView
from bot.chat.incoming import Incoming, Invocation, Press, Shows
from bot.language.messages import Markup, _
from bot.plugin import Context, FormRefusal, OpenForm, Outside, PersonalData, Plugin, Refusal, Rest
from bot.plugin.fetching import SOMEBODY_WAITS
from bot.runtime import linking, looking
from bot.store.people import network_of
from bot.store.tables import AccountRow, NetworkRow
from tests.fakes.bot import START, Scene, author, channel, scene


class Shop:
    """A service outside, which takes the writing connection to show that nobody holds it."""

    def __init__(self) -> None:
        self.scene: Scene | None = None
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self._came = asyncio.Condition()

    async def reached(self, times: int) -> None:
        """Wait until it was asked so often; it answers while its gate is open."""
        async with asyncio.timeout(5), self._came:
            await self._came.wait_for(lambda: len(self.asked) >= times)

    async def price(self, what: str) -> int:
        assert self.scene is not None
        self.asked.append(what)
        assert SOMEBODY_WAITS.get()
        async with asyncio.timeout(5), self.scene.store.unit() as session:
            await session.connection()
        if what == "gold":
            raise Refusal("too_dear", Markup("gold is too dear"))
        if what == "air":
            raise ValueError("air has no price")
        if what == "slow":
            await asyncio.Event().wait()
        async with self._came:
            self._came.notify_all()
        await self.gate.wait()
        return len(what)


@dataclass(frozen=True, slots=True)
class Price:
    what: str

    async def look(self, outside: Outside) -> int:
        assert outside.now == START
        with pytest.raises(LookupError):
            outside.service(Scene)
        return await outside.service(Shop).price(self.what)


class Order(BaseModel):
    """A form whose check looks outside."""

    what: str
    count: int = 1


def trade(shop: Shop) -> Plugin:
    plugin = Plugin("trade", _("Trade"))
    plugin.provide(Shop, shop)

    @plugin.command("prix", english="price", summary=_("Prices"))
    async def price(ctx: Context, things: Rest) -> Reply:
        await ctx.post(ctx.place, Post(text=Markup(f"asked {things}")))
        prices = [await ctx.outside(Price(what)) for what in things.split()]
        return Reply(text=Markup(f"{prices}"))

    @plugin.command("essayer", english="try", summary=_("Try"))
    async def attempt(ctx: Context, thing: Rest) -> Reply:
        try:
            await ctx.outside(Price(thing))
        except ValueError as error:
            return Reply(text=Markup(f"caught: {error}"))
        return Reply(text=Markup("fine"))

    @plugin.action("buy")
    async def buy(ctx: Context, what: str) -> Reply:
        return Reply(text=Markup(f"bought for {await ctx.outside(Price(what))}"))

    _declare_form(plugin)

    @plugin.sentence(lambda text: float("combien" in text))
    async def how_much(ctx: Context, text: str) -> Reply:
        return Reply(text=Markup(f"it is {await ctx.outside(Price('bread'))}"))

    @plugin.suggestion
    async def suggest(ctx: Context, text: str) -> None:
        await ctx.outside(Price(text))

    return plugin


def _declare_form(plugin: Plugin) -> None:
    async def check(ctx: Context, typed: dict) -> dict:
        too_dear = "what" in typed and await ctx.outside(Price(typed["what"])) > 4
        return {"what": _("too dear")} if too_dear else {}

    @plugin.form("order", Order, title=_("Order"), check=check)
    async def order(ctx: Context, form: Order) -> Reply:
        if form.what == "salt":
            raise FormRefusal({"what": _("no salt")})
        return Reply(text=Markup(f"ordered for {await ctx.outside(Price(form.what))}"))

    @plugin.command("commander", english="order", summary=_("Order"))
    async def open_order(ctx: Context) -> OpenForm:
        return OpenForm(form="order")


@pytest.fixture
def shop():
    return Shop()


@pytest.fixture
async def stage(tmp_path, shop):
    async with scene(tmp_path, trade(shop)) as opened:
        shop.scene = opened
        yield opened


async def test_a_command_waits_for_what_it_looks_up_and_does_everything_once(stage, shop):
    [answer] = await stage.say("/prix bread")
    assert (answer.text, shop.asked) == ("[5]", ["bread"])
    assert not SOMEBODY_WAITS.get()
    assert stage.platform.texts() == ["asked bread"]


async def test_equal_look_ups_are_made_once_and_others_one_after_another(stage, shop):
    [answer] = await stage.say("/prix bread tea bread milk")
    assert answer.text == "[5, 3, 5, 4]"
    assert shop.asked == ["bread", "tea", "milk"]
    assert stage.platform.texts() == ["asked bread tea bread milk"]


async def test_a_refusal_is_told_and_nothing_is_done(stage):
    [answer] = await stage.say("/prix bread gold")
    assert isinstance(answer, Failure)
    assert (answer.code, answer.text) == ("too_dear", "gold is too dear")
    assert stage.platform.texts() == []


async def test_what_a_look_up_raises_reaches_the_handler(stage):
    [answer] = await stage.say("/essayer air")
    assert answer.text == "caught: air has no price"
    [answer] = await stage.say("/prix air")
    assert (answer.code, stage.handlers.faults.last()[0].plugin) == ("internal_error", "trade")


async def test_one_event_has_so_many_look_ups_and_no_more(stage, shop):
    [answer] = await stage.say("/prix " + " ".join("abcdef"))
    assert (answer.code, len(shop.asked)) == ("internal_error", looking.MOST)
    [answer] = await stage.say("/prix " + " ".join("abcde"))
    assert answer.text == "[1, 1, 1, 1, 1]"


async def test_one_that_takes_too_long_is_told(stage, monkeypatch):
    monkeypatch.setattr(looking, "LONGEST", timedelta(seconds=0.01))
    [answer] = await stage.say("/prix slow")
    assert answer.code == "too_slow"


async def test_an_event_that_comes_twice_is_handled_once_though_its_handler_began_twice(stage):
    line = Line(author=author("camille"), location=channel("general"), text="/prix bread", key="e1")
    assert [answer.text for answer in await stage.receive(line)] == ["[5]"]
    assert await stage.receive(line) == []
    one, other = (replace(line, key="e2"), replace(line, key="e2"))
    answers = await asyncio.gather(stage.bot.receive(one), stage.bot.receive(other))
    assert sorted(len(given) for given in answers) == [0, 1]


async def test_actions_choices_and_sentences_may_look_outside(stage):
    here = {"author": author("camille"), "location": channel("general")}
    [answer] = await stage.receive(Press(**here, plugin="trade", action="buy", arguments={"what": "tea"}))
    assert answer.text == "bought for 3"
    [answer] = await stage.receive(Invocation(**here, root="prix", options={"things": "tea"}))
    assert answer.text == "[3]"
    [answer] = await stage.write("combien pour le pain ?")
    assert answer.text == "it is 5"


async def test_a_form_and_its_check_look_a_thing_up_once(stage, shop):
    here = {"author": author("camille"), "location": channel("general")}
    order = Submission(**here, plugin="trade", form="order", values={"what": "tea"})
    [answer] = await stage.receive(order)
    assert (answer.text, shop.asked) == ("ordered for 3", ["tea"])
    wrong, form = await stage.receive(replace(order, values={"what": "caviar"}))
    assert isinstance(wrong, Failure)
    assert isinstance(form, FormView)


async def test_the_steps_of_a_form_are_checked_with_what_is_looked_up_once(stage, shop):
    here = {"author": author("camille"), "location": channel("general"), "longest_form": 1}

    async def hand_in(form: FormView, key: str, **values: str) -> list:
        about = {"plugin": form.plugin, "form": form.name, "arguments": form.arguments, "key": key}
        return await stage.receive(Submission(**here, **about, values=values))

    [form] = await stage.receive(Line(**here, text="/commander"))
    wrong, form = await hand_in(form, "e1", what="caviar")
    assert isinstance(wrong, Failure)
    [form] = await hand_in(form, "e2", what="tea")
    [answer] = await hand_in(form, "e3", count="2")
    assert answer.text == "ordered for 3"
    assert shop.asked == ["caviar", "tea", "tea"]


async def twice(stage: Scene, shop: Shop, one: Incoming, *others: Incoming) -> list[list[Answer]]:
    """Do one thing, others while it is looked up; return the answers to each, the first one's last."""
    shop.gate.clear()
    before = len(shop.asked)
    first = asyncio.create_task(stage.bot.receive(one))
    await shop.reached(before + 1)
    answers = [await stage.bot.receive(other) for other in others]
    shop.gate.set()
    return [*answers, await first]


BUY = Press(
    author=author("camille"),
    location=channel("general"),
    plugin="trade",
    action="buy",
    arguments={"what": "tea"},
    delivery="d1",
)


def codes(answers: list[list[Answer]]) -> list[str | None]:
    return [getattr(said, "code", None) for [said] in answers]


@pytest.mark.parametrize(("first", "second"), [(None, None), ("e1", "e2")])
async def test_who_presses_again_while_it_is_looked_up_is_told_that_it_is_under_way(
    stage, shop, first, second
):
    answers = await twice(stage, shop, replace(BUY, key=first), replace(BUY, key=second))
    assert codes(answers) == ["under_way", None]
    assert "C’est déjà en cours" in str(answers[0][0].text)
    assert shop.asked == ["tea"]
    [bought] = await stage.receive(replace(BUY, key=None))
    assert bought.text == "bought for 3"


async def test_an_event_that_comes_again_while_it_is_looked_up_has_no_second_answer(stage, shop):
    again, [bought] = await twice(stage, shop, replace(BUY, key="e1"), replace(BUY, key="e1"))
    assert again == []
    assert bought.text == "bought for 3"


async def test_two_who_press_at_the_same_instant_look_up_once(stage, shop):
    shop.gate.clear()
    presses = [asyncio.create_task(stage.bot.receive(BUY)) for _press in range(2)]
    await asyncio.wait(presses, return_when=asyncio.FIRST_COMPLETED)
    shop.gate.set()
    answers = await asyncio.gather(*presses)
    assert sorted(map(str, codes(answers))) == ["None", "under_way"]
    assert shop.asked == ["tea"]


@pytest.mark.parametrize("what", ["gold", "air"])
async def test_what_failed_can_be_pressed_again(stage, shop, what):
    press = replace(BUY, arguments={"what": what})
    [failed] = await stage.receive(press)
    [again] = await stage.receive(press)
    assert failed.code == again.code != "under_way"


async def test_what_was_given_up_can_be_pressed_again(stage, shop):
    shop.gate.clear()
    pressing = asyncio.create_task(stage.bot.receive(BUY))
    await shop.reached(1)
    pressing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await pressing
    shop.gate.set()
    [bought] = await stage.receive(BUY)
    assert bought.text == "bought for 3"


@pytest.mark.parametrize(
    "other",
    [
        replace(BUY, author=author("lea")),
        replace(BUY, delivery="d2"),
        replace(BUY, arguments={"what": "milk"}),
    ],
)
async def test_another_press_is_no_second_one(stage, shop, other):
    shop.gate.clear()
    both = asyncio.gather(stage.bot.receive(BUY), stage.bot.receive(other))
    await shop.reached(2)
    shop.gate.set()
    assert codes(await both) == [None, None]


async def test_a_form_that_is_handed_in_again_while_it_is_looked_up_is_under_way(stage, shop):
    here = {"author": author("camille"), "location": channel("general")}
    order = Submission(**here, plugin="trade", form="order", values={"what": "tea"})
    assert codes(await twice(stage, shop, order, order)) == ["under_way", None]
    assert shop.asked == ["tea"]


@pytest.mark.parametrize("count", ["2", "3"])
async def test_the_last_step_is_handed_in_once_however_often_it_comes(stage, shop, count):
    here = {"author": author("camille"), "location": channel("general"), "longest_form": 1}
    [form] = await stage.receive(Line(**here, text="/commander"))
    step = Submission(**here, plugin=form.plugin, form=form.name, arguments=form.arguments, values={})
    [form] = await stage.receive(replace(step, values={"what": "tea"}))
    last = replace(step, arguments=form.arguments, values={"count": "2"})
    answers = await twice(stage, shop, last, replace(last, values={"count": count}))
    assert codes(answers) == ["under_way", None]
    assert answers[1][0].text == "ordered for 3"
    [gone] = await stage.receive(last)
    assert gone.code == "stale_form"


async def meanwhile(stage: Scene, shop: Shop, incoming: Incoming, do: Callable[[], Awaitable[None]]):
    """Have something done while what somebody did is looked up; return the answers to them."""
    shop.gate.clear()
    acting = asyncio.create_task(stage.bot.receive(incoming))
    await shop.reached(len(shop.asked) + 1)
    await do()
    shop.gate.set()
    answers = await acting
    await stage.bot.settle()
    return answers


async def erase(stage: Scene) -> None:
    """Erase Camille."""
    async with stage.working() as ctx:
        member = ctx.member
    async with stage.working("lea") as ctx:
        await ctx.service(PersonalData).erase(ctx, member)


ASK = Line(author=author("camille"), location=channel("general"), text="/prix bread")
ASK_BY_SOCKET = replace(ASK, text="prix bread", to_bot=True, shows=Shows.NOTHING, reply_to="m1")


@pytest.mark.parametrize("incoming", [ASK, BUY])
async def test_who_is_erased_meanwhile_is_told_and_nothing_is_done(stage, shop, incoming):
    [answer] = await meanwhile(stage, shop, incoming, lambda: erase(stage))
    assert answer.code == "erased_meanwhile"
    assert "a été effacé" in answer.text
    assert stage.platform.texts() == []
    assert stage.handlers.faults.last() == []
    async with stage.store.read() as session:
        assert list(await session.scalars(select(AccountRow.username))) == ["lea"]
    [answer] = await stage.receive(incoming)
    assert not isinstance(answer, Failure)


async def test_who_is_erased_meanwhile_is_not_known_anew_by_the_answer(stage, shop):
    assert await meanwhile(stage, shop, ASK_BY_SOCKET, lambda: erase(stage)) == []
    assert stage.handlers.faults.last() == []
    async with stage.store.read() as session:
        assert list(await session.scalars(select(AccountRow.username))) == ["lea"]


async def link(stage: Scene) -> None:
    """Make Camille's account one of Léa's, who was there before."""
    async with stage.store.unit() as session:
        rows = await session.scalars(select(AccountRow).where(AccountRow.username.in_(("camille", "lea"))))
        network = network_of(await session.get_one(NetworkRow, 1))
        await linking.link(session, network, tuple(rows), stage.clock.now(), stage.handlers.tell_all)


@pytest.mark.parametrize("incoming", [ASK, BUY])
async def test_who_is_linked_meanwhile_is_told_and_nothing_is_done(stage, shop, incoming):
    await stage.say("/essayer tea", user="lea")
    [answer] = await meanwhile(stage, shop, incoming, lambda: link(stage))
    assert answer.code == "linked_meanwhile"
    assert stage.platform.texts() == []
    assert stage.handlers.faults.last() == []
    [answer] = await stage.receive(incoming)
    assert not isinstance(answer, Failure)


async def test_who_is_linked_meanwhile_is_told_by_a_post_where_nothing_can_be_shown(stage, shop):
    await stage.say("/essayer tea", user="lea")
    assert await meanwhile(stage, shop, ASK_BY_SOCKET, lambda: link(stage)) == []
    [told] = stage.platform.texts()
    assert told.startswith("Tes comptes viennent d’être liés")
    assert stage.handlers.faults.last() == []


@pytest.mark.parametrize("incoming", [ASK, BUY])
async def test_what_is_switched_off_meanwhile_does_nothing(stage, shop, incoming):
    async def switch_off() -> None:
        async with stage.store.unit() as session:
            await stage.handlers.switches.switch(session, 1, [])

    [answer] = await meanwhile(stage, shop, incoming, switch_off)
    assert answer.code == "switched_off"
    assert stage.platform.texts() == []


async def test_where_nobody_asked_for_anything_nothing_is_looked_up(stage, shop):
    [answer] = await stage.write("blah")
    assert answer.text
    assert shop.asked == []
    assert "LookupError" in stage.handlers.faults.last()[0].summary
