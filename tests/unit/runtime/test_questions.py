"""Forms whose fields are asked for each time: what is not asked any more is left out."""

from collections.abc import Mapping

import pytest

from bot.chat.forms import FormView
from bot.chat.incoming import Shows
from bot.chat.messages import Reply
from bot.errors import Refusal
from bot.language.messages import Markup, _
from bot.plugin import Arg, ChoiceArgument, Context, FormRefusal, OpenForm, Parameter, Plugin
from tests.fakes.bakery import press, submission
from tests.fakes.bot import author, scene

SIZES = ChoiceArgument(("small", "large"), {"small": Markup("petit"), "large": Markup("grand")})
DIALOGS = Shows.TEXT | Shows.FORM


class Shop:
    """What is on sale, and what was ordered."""

    def __init__(self) -> None:
        self.cakes = ["flan", "tarte", "clafoutis"]
        self.ordered: list[Mapping[str, str]] = []
        self.is_open = True

    def plugin(self) -> Plugin:
        plugin = Plugin("bakery", _("Bakery"))

        async def questions(_ctx: Context, table: int) -> list[Parameter]:
            if not self.is_open:
                raise Refusal("closed", _("It is closed."))
            return [
                Parameter(cake, SIZES, Arg(_("{cake}", cake=cake)), required=False) for cake in self.cakes
            ]

        @plugin.questions("cakes", questions, title=_("Cakes"))
        async def order(_ctx: Context, answers: Mapping[str, str], table: int) -> Reply:
            if answers.get("flan") == "large":
                raise FormRefusal({"flan": _("Too much.")})
            self.ordered.append(answers)
            return Reply(text=Markup(f"table {table}"))

        @plugin.action("order")
        async def open_order(_ctx: Context) -> OpenForm:
            return OpenForm(form="cakes", values={"tarte": "small"}, arguments={"table": 4})

        return plugin


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
async def stage(tmp_path, shop):
    async with scene(tmp_path, shop.plugin()) as opened:
        yield opened


async def begin(stage, longest: int | None = None) -> FormView:
    [form] = await stage.receive(press("order", DIALOGS, longest_form=longest))
    return form


async def fill(stage, form: FormView, values: dict[str, str], **more):
    sent = submission(
        form.name,
        values,
        plugin=form.plugin,
        arguments=dict(form.arguments),
        **{"shows": DIALOGS | Shows.SAME_FORM, **more},
    )
    return await stage.receive(sent)


async def test_a_form_asks_what_there_is_and_shows_what_was_chosen_before(stage, shop):
    form = await begin(stage)
    assert [(field.name, field.value) for field in form.fields] == [
        ("flan", None),
        ("tarte", "small"),
        ("clafoutis", None),
    ]
    assert [option.value for option in form.fields[0].options] == ["small", "large"]
    [answer] = await fill(stage, form, {"flan": "small", "tarte": "grand", "clafoutis": ""})
    assert str(answer.text) == "table 4"
    assert shop.ordered == [{"flan": "small", "tarte": "large"}]


async def test_what_is_not_asked_any_more_or_never_was_is_left_out(stage, shop):
    form = await begin(stage)
    shop.cakes.remove("tarte")
    await fill(stage, form, {"flan": "small", "tarte": "large", "__class__": "x"})
    assert shop.ordered == [{"flan": "small"}]


async def test_what_is_no_choice_and_what_the_handler_refuses_is_asked_again(stage, shop):
    form = await begin(stage)
    for value in ("huge", "large"):
        again = (await fill(stage, form, {"flan": value, "clafoutis": "small"}))[-1]
        assert isinstance(again, FormView)
        assert [field.name for field in again.fields if field.error] == ["flan"]
        assert again.fields[2].value == "small"
    assert shop.ordered == []


async def test_questions_come_in_steps_where_they_are_many(stage, shop):
    first = await begin(stage, 2)
    assert [field.name for field in first.fields] == ["flan", "tarte"]
    [again] = [
        one for one in await fill(stage, first, {"flan": "huge"}, longest_form=2) if isinstance(one, FormView)
    ]
    assert [field.name for field in again.fields if field.error] == ["flan"]
    [second] = await fill(stage, first, {"flan": "small", "tarte": "small"}, longest_form=2)
    assert [field.name for field in second.fields] == ["clafoutis"]
    await fill(stage, second, {"clafoutis": "large"}, longest_form=2)
    assert shop.ordered == [{"flan": "small", "tarte": "small", "clafoutis": "large"}]


async def test_a_form_that_cannot_be_asked_for_any_more_is_refused(stage, shop):
    form = await begin(stage)
    shop.is_open = False
    [refused] = await fill(stage, form, {"flan": "small"}, author=author("lea"))
    assert str(refused.text) == "It is closed."
    assert shop.ordered == []
