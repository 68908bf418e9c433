"""Forms that wait: in steps where a platform shows few fields at a time, until they are filled in."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chat.answers import Failure
from bot.chat.forms import Field, FieldKind, FormView
from bot.chat.incoming import Shows
from bot.chat.messages import Option
from bot.language.messages import Markup
from bot.runtime import drafts
from bot.runtime.failures import CORE
from bot.store.tables import DraftRow
from tests.fakes.bakery import bakery, press, sent, submission
from tests.fakes.bot import author, scene

DIALOGS = Shows.TEXT | Shows.FORM
ORDER = {"name": "Maud", "loaves": "3", "colour": "dorée", "sugar": "0", "note": "bien cuit"}


@pytest.fixture
def baked() -> list[object]:
    return []


@pytest.fixture
async def stage(tmp_path, baked):
    async with scene(tmp_path, bakery(baked)) as opened:
        yield opened


async def kept(stage) -> list[DraftRow]:
    async with stage.store.read() as session:
        return list(await session.scalars(select(DraftRow)))


async def begin(stage, longest: int | None = 2) -> FormView:
    """Open the order, so many fields at a time."""
    [form] = await stage.receive(press("order", DIALOGS, longest_form=longest))
    return form


async def fill(stage, form: FormView, values: dict[str, str], **more):
    """Fill in one step, where the next one cannot be shown at once, as in a dialog."""
    return await stage.receive(
        submission(
            form.name,
            values,
            plugin=form.plugin,
            arguments=dict(form.arguments),
            **{"longest_form": 2, "shows": DIALOGS, **more},
        )
    )


def names(form: FormView) -> list[str]:
    return [field.name for field in form.fields]


def only(*chosen: str, **changed: str) -> dict[str, str]:
    return {name: {**ORDER, **changed}[name] for name in chosen}


async def to_the_end(stage, **changed: str):
    """Fill in all three steps and return what the last one brings."""
    form = await begin(stage)
    [form] = await fill(stage, form, only("name", "loaves", **changed))
    [form] = await fill(stage, form, only("colour", "sugar", **changed))
    return await fill(stage, form, only("note", **changed))


@pytest.mark.parametrize(("longest", "steps"), [(None, 1), (6, 1), (5, 1), (4, 2), (3, 2), (2, 3), (1, 5)])
async def test_a_form_is_cut_into_as_many_steps_as_it_needs(stage, longest, steps):
    form = await begin(stage, longest)
    assert drafts.count_steps(form, longest) == 1
    whole = (await kept(stage))[0].form if steps > 1 else form.to_json()
    assert drafts.count_steps(FormView.from_json(whole), longest) == steps


async def test_a_form_that_is_short_enough_is_kept_nowhere(stage):
    form = await begin(stage, 5)
    assert (form.plugin, form.name, await kept(stage)) == ("bakery", "order", [])


async def test_a_long_form_is_filled_in_step_by_step(stage, baked):
    first = await begin(stage)
    [second] = await fill(stage, first, only("name", "loaves"))
    [third] = await fill(stage, second, only("colour", "sugar"))
    assert [names(form) for form in (first, second, third)] == [
        ["name", "loaves"],
        ["colour", "sugar"],
        ["note"],
    ]
    assert [str(form.introduction) for form in (first, second, third)] == [
        "Étape 1 sur 3",
        "Étape 2 sur 3",
        "Étape 3 sur 3",
    ]
    assert [str(form.submit) for form in (first, second, third)] == ["Continuer", "Continuer", "Order"]
    assert third.fields[0].value == "as usual"
    assert baked == []
    [answer] = await fill(stage, third, only("note"))
    assert str(answer.text) == "ordered"
    assert baked == [{**ORDER, "loaves": 3, "sugar": 0}]
    assert await kept(stage) == []


async def test_the_next_step_is_a_button_where_a_form_cannot_follow_a_form(stage, baked):
    form = await begin(stage)
    for values in (only("name", "loaves"), only("colour", "sugar")):
        assert await fill(stage, form, values, shows=Shows.SAME_FORM) == []
        [button] = sent(stage)[-1].post.buttons
        assert str(button.label) == "Continuer"
        opening = press(
            button.action, DIALOGS, button.plugin, arguments=dict(button.arguments), longest_form=2
        )
        [form] = await stage.receive(opening)
    await fill(stage, form, only("note"), shows=Shows.SAME_FORM)
    assert baked == [{**ORDER, "loaves": 3, "sugar": 0}]


async def test_a_mistake_in_the_first_step_is_shown_there(stage, baked):
    first = await begin(stage)
    failure, again = await fill(stage, first, only("name", "loaves", loaves="beaucoup"))
    assert isinstance(failure, Failure)
    assert (failure.code, names(again), again.arguments) == ("invalid_form", names(first), first.arguments)
    assert [(field.value, bool(field.error)) for field in again.fields] == [
        ("Maud", False),
        ("beaucoup", True),
    ]
    [second] = await fill(stage, again, only("name", "loaves"))
    assert names(second) == ["colour", "sugar"]


async def test_what_the_plugin_finds_wrong_is_shown_in_its_own_step_before_the_next(stage, baked):
    form = await begin(stage)
    [second] = await fill(stage, form, only("name", "loaves"))
    failure, again = await fill(stage, second, only("colour", "sugar", colour="bleue"))
    assert isinstance(failure, Failure)
    assert "There is none." in failure.text
    assert (names(again), again.arguments) == (["colour", "sugar"], second.arguments)
    [last] = await fill(stage, again, only("colour", "sugar"))
    assert names(last) == ["note"]
    await fill(stage, last, only("note"))
    assert baked == [{**ORDER, "loaves": 3, "sugar": 0}]


async def test_what_the_plugin_finds_wrong_in_a_form_of_one_step_is_marked(stage, baked):
    failure, again = await stage.receive(submission("order", {**ORDER, "colour": "bleue"}))
    assert failure.code == "invalid_form"
    assert [field.name for field in again.fields if field.error] == ["colour"]
    assert baked == []


async def test_a_mistake_in_a_dialog_stays_in_the_dialog(stage):
    first = await begin(stage)
    failure, again = await fill(stage, first, {"name": "Maud"}, shows=Shows.SAME_FORM)
    assert isinstance(failure, Failure)
    assert [field.name for field in again.fields if field.error] == ["loaves"]
    assert sent(stage) == []


async def test_what_another_step_asks_for_is_not_taken(stage):
    form = await begin(stage)
    [form] = await fill(stage, form, only("name", "loaves", "note"))
    [form] = await fill(stage, form, only("colour", "sugar") | {"name": "Paul"})
    [draft] = await kept(stage)
    values = {field["name"]: field["value"] for field in draft.form["fields"]}
    assert (values["name"], values["note"]) == ("Maud", "as usual")


async def test_a_mistake_that_only_the_whole_shows_leads_back_to_its_step_with_all_that_was_typed(
    stage, baked
):
    failure, back = await to_the_end(stage, colour="invisible")
    assert isinstance(failure, Failure)
    assert (names(back), back.arguments["step"]) == (["colour", "sugar"], 1)
    assert [(field.value, bool(field.error)) for field in back.fields] == [("invisible", True), ("0", False)]
    assert (baked, len(await kept(stage))) == ([], 1)
    [last] = await fill(stage, back, only("colour", "sugar"))
    assert last.fields[0].value == "bien cuit"
    await fill(stage, last, only("note"))
    assert baked == [{**ORDER, "loaves": 3, "sugar": 0}]


async def test_a_mistake_that_only_the_whole_shows_is_posted_with_a_button_where_no_form_can_follow(stage):
    form = await begin(stage)
    [form] = await fill(stage, form, only("name", "loaves"))
    [form] = await fill(stage, form, only("colour", "sugar", colour="invisible"))
    assert await fill(stage, form, only("note"), shows=Shows.SAME_FORM) == []
    [answer] = sent(stage)
    [button] = answer.post.buttons
    assert button.arguments["step"] == 1
    assert "Nobody sees that." in str(answer.post.text)
    assert len(await kept(stage)) == 1


async def test_another_form_that_follows_a_long_one_is_no_mistake_in_it(stage, baked):
    [form] = await to_the_end(stage, colour="à écrire")
    assert (form.name, len(baked), await kept(stage)) == ("word", 1, [])


@pytest.mark.parametrize("what", ["open", "fill"])
async def test_somebody_elses_draft_is_refused(stage, baked, what):
    form = await begin(stage)
    if what == "fill":
        [answer] = await fill(stage, form, only("name", "loaves"), author=author("paul"))
    else:
        opening = press(
            drafts.OPEN_DRAFT, DIALOGS, CORE, arguments=dict(form.arguments), author=author("paul")
        )
        [answer] = await stage.receive(opening)
    assert answer.code == "stale_form"
    [draft] = await kept(stage)
    assert [field["value"] for field in draft.form["fields"]] == [None, None, None, None, "as usual"]


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"draft": 1},
        {"step": 0},
        {"draft": "1", "step": 0},
        {"draft": 1, "step": 3},
        {"draft": 1, "step": -1},
        {"draft": True, "step": 0},
        {"draft": 2**70, "step": 0},
        {"draft": 99, "step": 0},
    ],
)
async def test_a_step_that_cannot_be_is_stale(stage, arguments):
    await begin(stage)
    opening = press(drafts.OPEN_DRAFT, DIALOGS, CORE, arguments=arguments, longest_form=2)
    filled = submission(drafts.STEP, only("name"), plugin=CORE, arguments=arguments, longest_form=2)
    for incoming in (opening, filled):
        [answer] = await stage.receive(incoming)
        assert answer.code == "stale_form"


async def test_a_draft_that_was_handed_in_is_stale(stage, baked):
    form = await begin(stage)
    [second] = await fill(stage, form, only("name", "loaves"))
    [third] = await fill(stage, second, only("colour", "sugar"))
    await fill(stage, third, only("note"))
    [answer] = await fill(stage, third, only("note"))
    assert (answer.code, len(baked)) == ("stale_form", 1)


async def test_a_draft_is_forgotten_after_a_week_when_another_one_is_kept(stage):
    old = await begin(stage)
    stage.clock.jump(drafts.KEPT_FOR)
    young = await begin(stage)
    assert {row.id for row in await kept(stage)} == {old.arguments["draft"], young.arguments["draft"]}
    stage.clock.jump(timedelta(seconds=1))
    await begin(stage)
    assert old.arguments["draft"] not in {row.id for row in await kept(stage)}
    [answer] = await fill(stage, old, only("name", "loaves"))
    assert (answer.code, "attendu trop longtemps" in str(answer.text)) == ("stale_form", True)


async def test_a_draft_survives_a_restart(tmp_path, baked):
    async with scene(tmp_path, bakery(baked)) as stage:
        first = await begin(stage)
        [second] = await fill(stage, first, only("name", "loaves"))
    async with scene(tmp_path, bakery(baked)) as stage:
        [third] = await fill(stage, second, only("colour", "sugar"))
        await fill(stage, third, only("note"))
    assert baked == [{**ORDER, "loaves": 3, "sugar": 0}]


async def test_a_draft_of_a_feature_that_was_switched_off_meanwhile_is_stale(stage, baked):
    form = await begin(stage)
    [form] = await fill(stage, form, only("name", "loaves"))
    [form] = await fill(stage, form, only("colour", "sugar"))
    async with stage.store.unit() as session:
        await stage.handlers.switches.switch(session, 1, [])
    [answer] = await fill(stage, form, only("note"))
    assert (answer.code, baked) == ("stale_form", [])


def test_a_form_comes_back_from_the_database_as_it_was():
    field = Field(
        name="when",
        label=Markup("Quand ?"),
        kind=FieldKind.SELECT,
        required=False,
        value="soon",
        help=Markup("Un moment."),
        options=(Option("soon", Markup("Bientôt")),),
        max_length=40,
    )
    form = FormView(
        plugin="bakery",
        name="order",
        title=Markup("Commande"),
        fields=(field, Field(name="note", label=Markup("Note"))),
        arguments={"shelf": 3, "fresh": True},
        submit=Markup("Envoyer"),
        introduction=Markup("Bonjour."),
    )
    assert FormView.from_json(form.to_json()) == form
    bare = FormView(plugin="bakery", name="order", title=Markup("Commande"), fields=())
    assert FormView.from_json(bare.to_json()) == bare
