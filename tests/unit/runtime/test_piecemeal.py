"""Forms that are saved piece by piece: in dialogs one after the other, or in a message with menus."""

from collections.abc import Mapping

import pytest

from bot.chat.answers import Failure
from bot.chat.forms import FormView
from bot.chat.incoming import Shows
from bot.chat.messages import Post, Reply, Update
from bot.errors import Refusal
from bot.language.messages import Markup, _
from bot.plugin import Arg, ChoiceArgument, Context, FormRefusal, OpenForm, Parameter, Plugin
from bot.store.tables import DeliveryRow
from tests.fakes.bakery import press, submission
from tests.fakes.bot import author, rows, scene

SIZES = ChoiceArgument(("small", "large"), {"small": Markup("petit"), "large": Markup("grand")})
DIALOGS = Shows.TEXT | Shows.FORM
IN_A_DIALOG = Shows.SAME_FORM
SHOWN = Shows.TEXT | Shows.BUTTONS | Shows.SAME_FORM
MENUS = Shows.TEXT | Shows.BUTTONS | Shows.FORM | Shows.SHEET
CAKES = ("flan", "tarte", "clafoutis", "éclair", "mille-feuille")


class Shop:
    """What is on sale, and what each person ordered so far."""

    def __init__(self) -> None:
        self.cakes = list(CAKES)
        self.ordered: dict[int, dict[str, str]] = {}
        self.pieces: list[Mapping[str, str | None]] = []
        self.closes_after = 100

    def plugin(self) -> Plugin:
        plugin = Plugin("bakery", _("Bakery"))

        async def questions(_ctx: Context, table: int) -> list[Parameter]:
            if len(self.pieces) >= self.closes_after:
                raise Refusal("closed", _("It is closed."))
            return [
                Parameter(cake, SIZES, Arg(_("{cake}", cake=cake), help=_("one {cake}", cake=cake)), False)
                for cake in self.cakes
            ]

        async def answered(ctx: Context, table: int) -> Mapping[str, str]:
            return self.ordered.get(ctx.member.id, {})

        @plugin.questions("cakes", questions, title=_("Cakes"), answered=answered)
        async def order(ctx: Context, answers: Mapping[str, str | None], table: int) -> Reply:
            if answers.get("flan") == "large":
                raise FormRefusal({"flan": _("Too much.")})
            self.pieces.append(answers)
            mine = {**self.ordered.get(ctx.member.id, {}), **answers}
            self.ordered[ctx.member.id] = {name: size for name, size in mine.items() if size}
            return Reply(text=Markup(f"table {table}"), private=True)

        @plugin.action("order")
        async def open_order(_ctx: Context) -> OpenForm:
            return OpenForm(form="cakes", arguments={"table": 4})

        return plugin

    def order_of_one(self) -> dict[str, str]:
        (order,) = self.ordered.values()
        return order


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
async def stage(tmp_path, shop):
    async with scene(tmp_path, shop.plugin()) as opened:
        yield opened


async def begin(stage, shows=DIALOGS, longest: int | None = None):
    [form] = await stage.receive(press("order", shows, longest_form=longest))
    return form


async def fill(stage, form: FormView, values: dict[str, str], shows=SHOWN, **more):
    sent = submission(
        form.name,
        {**{field.name: field.value or "" for field in form.fields}, **values},
        plugin=form.plugin,
        arguments=dict(form.arguments),
        shows=shows,
        **{"longest_form": 2, **more},
    )
    return await stage.receive(sent)


def menu_of(sheet, name):
    return next(menu for menu in sheet.menus if menu.name == name)


def button_of(shown, label):
    return next(button for button in shown.buttons if str(button.label) == label)


async def use(stage, control, choice=None, **more):
    return await stage.receive(
        press(
            control.action,
            MENUS,
            control.plugin,
            arguments=dict(control.arguments),
            choice=choice,
            longest_form=5,
            **more,
        )
    )


async def go_on(stage, said):
    onwards = button_of(said, "Continuer")
    opening = press(onwards.action, DIALOGS, "core", arguments=dict(onwards.arguments), longest_form=2)
    return await stage.receive(opening)


async def test_each_step_is_saved_as_it_is_left_and_the_next_one_asks_what_is_known_by_then(stage, shop):
    first = await begin(stage, longest=2)
    assert [field.name for field in first.fields] == ["flan", "tarte"]
    [said] = await fill(stage, first, {"flan": "petit"})
    assert str(said.text) == "table 4\nÉtape 2 sur 3"
    assert shop.order_of_one() == {"flan": "small"}
    [second] = await go_on(stage, said)
    assert str(second.introduction) == "Étape 2 sur 3"
    [said] = await fill(stage, second, {"éclair": "grand"})
    [third] = await go_on(stage, said)
    assert shop.pieces == [{"flan": "small"}, {"éclair": "large"}]
    assert [field.name for field in third.fields] == ["mille-feuille"]
    [said] = await fill(stage, third, {})
    assert str(said.text) == "table 4"
    assert shop.order_of_one() == {"flan": "small", "éclair": "large"}


async def test_what_is_emptied_is_taken_back_and_what_was_empty_says_nothing(stage, shop):
    first = await begin(stage)
    await fill(stage, first, {"flan": "small", "tarte": "large"}, longest_form=None)
    again, older = await begin(stage), first
    await fill(stage, again, {"flan": "", "éclair": "small"}, longest_form=None)
    assert shop.pieces[-1] == {"flan": None, "tarte": "large", "éclair": "small"}
    await fill(stage, older, {"clafoutis": "small"}, longest_form=None)
    assert shop.order_of_one() == {"tarte": "large", "éclair": "small", "clafoutis": "small"}


async def test_what_is_wrong_keeps_the_step_open_and_saves_nothing(stage, shop):
    first = await begin(stage, longest=2)
    answers = await fill(stage, first, {"flan": "large", "tarte": "small"}, IN_A_DIALOG)
    wrong = {field.name: str(field.error) for one in answers for field in getattr(one, "fields", ())}
    assert wrong["flan"] == "Too much."
    assert shop.ordered == {}


async def test_where_no_form_can_follow_a_button_opens_the_next_one_and_another_goes_back(stage, shop):
    first = await begin(stage, longest=2)
    assert await fill(stage, first, {"flan": "small"}, IN_A_DIALOG) == []
    [queued] = await rows(stage, DeliveryRow)
    told = Post.from_json(queued.content)
    assert str(told.text) == "table 4\nÉtape 2 sur 3"
    onwards, back = told.buttons
    assert (str(onwards.label), str(back.label)) == ("Continuer", "Revenir en arrière")
    for button, names in ((onwards, ["clafoutis", "éclair"]), (back, ["flan", "tarte"])):
        [opened] = await stage.receive(
            press(button.action, DIALOGS, "core", arguments=dict(button.arguments), longest_form=2)
        )
        assert [field.name for field in opened.fields] == names
    assert opened.fields[0].value == "small"


async def test_choices_are_menus_of_a_message_and_each_is_saved_at_once(stage, shop):
    sheet = await begin(stage, MENUS, longest=5)
    assert isinstance(sheet, Reply)
    assert [menu.name for menu in sheet.menus] == ["flan", "tarte", "clafoutis", "éclair"]
    assert [str(one.label) for one in sheet.menus[0].options] == ["flan\xa0: petit", "flan\xa0: grand"]
    assert [str(one.label) for one in sheet.buttons] == ["Page suivante", "Terminer"]
    [shown] = await use(stage, menu_of(sheet, "tarte"), "small")
    assert isinstance(shown, Update)
    assert "table 4" in str(shown.text)
    assert "- one tarte\xa0: petit" in str(shown.text)
    assert (menu_of(shown, "tarte").chosen, menu_of(shown, "flan").chosen) == ("small", "")
    assert shop.order_of_one() == {"tarte": "small"}
    [after] = await use(stage, button_of(shown, "Page suivante"))
    assert [menu.name for menu in after.menus] == ["mille-feuille"]
    assert "Étape 2 sur 2" in str(after.text)
    await use(stage, menu_of(after, "mille-feuille"), "large")
    [before] = await use(stage, button_of(after, "Page précédente"))
    assert menu_of(before, "tarte").chosen == "small"
    [ended] = await use(stage, button_of(before, "Terminer"))
    assert str(ended.text) == "Cakes\xa0: 2 réponses sont enregistrées."
    assert ended.menus == ()


async def test_a_choice_that_ends_it_is_answered_and_one_that_comes_too_late_is_refused(stage, shop):
    shop.closes_after = 1
    sheet = await begin(stage, MENUS)
    [ended] = await use(stage, menu_of(sheet, "flan"), "small")
    assert (str(ended.text), ended.menus) == ("table 4", ())
    [late] = await use(stage, menu_of(sheet, "tarte"), "small", author=author("lea"))
    assert isinstance(late, Failure)
    assert str(late.text) == "It is closed."
    assert shop.order_of_one() == {"flan": "small"}


async def test_old_pages_and_made_up_ones_are_answered(stage, shop):
    sheet = await begin(stage, MENUS)
    onwards = button_of(sheet, "Page suivante")
    shop.cakes = shop.cakes[:3]
    [shown] = await use(stage, onwards)
    assert [menu.name for menu in shown.menus] == CAKES_LEFT
    [unasked] = await use(stage, menu_of(sheet, "éclair"), "small")
    assert "éclair" not in str(unasked.text)
    assert shop.pieces == [{}]
    for arguments in ({}, {"form": "bakery.nothing", "part": 0}, {"form": "bakery.cakes", "part": 0}):
        [refused] = await stage.receive(press("turn_part", MENUS, "core", arguments=arguments))
        assert isinstance(refused, Failure)


CAKES_LEFT = ["flan", "tarte", "clafoutis"]
