"""What becomes of an answer: shown at once where that can be done, else posted, in the same transaction."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Post, Reply, Update
from bot.chat.answers import Failure
from bot.chat.forms import FormView
from bot.chat.incoming import Joined, Shows
from bot.language.messages import Markup
from bot.runtime import drafts
from bot.runtime.failures import CORE
from bot.store.tables import AccountRow, DeliveryRow, DraftRow, MemberRow, NetworkRow, ReceivedRow
from tests.fakes.bakery import bakery, in_private, over_a_socket, press, sent, submission
from tests.fakes.bot import author, channel, scene


@pytest.fixture
def baked() -> list[object]:
    return []


@pytest.fixture
async def stage(tmp_path, baked):
    async with scene(tmp_path, bakery(baked)) as opened:
        yield opened


async def rows(stage, table):
    async with stage.store.read() as session:
        return list(await session.scalars(select(table)))


async def test_what_can_be_shown_is_shown_and_nothing_is_posted(stage):
    line = over_a_socket("/offrir", shows=Shows.TEXT | Shows.BUTTONS)
    [answer] = await stage.receive(line)
    assert isinstance(answer, Reply)
    assert [button.plugin for button in answer.buttons] == ["bakery"]
    assert sent(stage) == []


async def test_a_mention_is_answered_by_a_post_under_the_message(stage):
    assert await stage.receive(over_a_socket("/cuire pain", "post-1")) == []
    [answer] = sent(stage)
    assert (answer.channel, answer.thread, str(answer.post.text)) == ("general", "post-1", "baked pain")


async def test_a_mention_that_is_answered_in_private_is_told_so_under_the_message(stage):
    assert await stage.receive(over_a_socket("/confier", "post-1")) == []
    [here, private] = sorted(sent(stage), key=lambda outgoing: outgoing.user is not None)
    assert (here.channel, here.thread) == ("general", "post-1")
    assert str(here.post.text) == "Je te réponds en message privé."
    assert str(private.post.text) == "the recipe"


async def test_a_private_answer_to_a_direct_message_is_said_once(stage):
    await stage.receive(in_private("/confier", "post-2"))
    assert [str(answer.post.text) for answer in sent(stage)] == ["the recipe"]


async def test_a_direct_message_is_answered_flat(stage):
    assert await stage.receive(in_private("/cuire pain", "post-2")) == []
    [answer] = sent(stage)
    assert (answer.channel, answer.user, answer.thread) == ("dm-camille", None, None)


async def test_a_message_in_a_thread_is_answered_in_that_thread(stage):
    where = replace(channel("general"), thread="root-9")
    await stage.receive(over_a_socket("/cuire pain", "post-3", location=where, reply_to="root-9"))
    assert [answer.thread for answer in sent(stage)] == ["root-9"]


@pytest.mark.parametrize("text", ["/inconnue", "quel temps fait-il ?", "/fermer"])
async def test_a_refusal_that_cannot_be_shown_is_posted_under_the_message(stage, text):
    assert await stage.receive(over_a_socket(text, "post-1")) == []
    [answer] = sent(stage)
    assert (answer.channel, answer.thread) == ("general", "post-1")
    assert len(await rows(stage, ReceivedRow)) == 1


async def test_an_apology_that_cannot_be_shown_is_posted_and_quotes_the_reference(stage, baked):
    assert await stage.receive(over_a_socket("/brûler", "post-1")) == []
    [fault] = stage.handlers.faults.last()
    [answer] = sent(stage)
    assert (fault.plugin, fault.reference in str(answer.post.text), baked) == ("bakery", True, ["burnt"])


async def test_an_answer_that_cannot_be_committed_leaves_neither_post_nor_receipt(stage, monkeypatch):
    await stage.bot.identity.resolve(author("camille"), channel("general"))

    async def fail(_session) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(AsyncSession, "commit", fail)
        [answer] = await stage.bot.receive(over_a_socket("/cuire pain", "post-1"))
    assert isinstance(answer, Failure)
    assert (await rows(stage, DeliveryRow), await rows(stage, ReceivedRow)) == ([], [])
    assert await stage.receive(over_a_socket("/cuire pain", "post-1")) == []
    assert stage.platform.texts() == ["baked pain"]


async def test_a_post_for_all_is_posted_where_only_the_person_could_be_shown_it(stage):
    line = over_a_socket("/crier", shows=Shows.TEXT | Shows.BUTTONS, reply_to=None)
    assert await stage.receive(line) == []
    [answer] = sent(stage)
    assert (answer.channel, str(answer.post.text)) == ("general", "fresh bread")


async def test_files_that_cannot_be_shown_come_by_direct_message_and_a_note_says_so(stage):
    line = over_a_socket("/emballer", shows=Shows.TEXT | Shows.BUTTONS, reply_to=None)
    [note] = await stage.receive(line)
    [answer] = sent(stage)
    assert str(note.text) == "Je te réponds en message privé."
    assert (answer.channel, answer.user) == (None, "id-camille")
    assert [(file.name, file.content) for file in answer.post.files] == [("list.txt", b"bread")]


async def test_a_reply_with_buttons_to_a_press_comes_by_direct_message_and_a_note_says_so(stage):
    [note] = await stage.receive(press("ask", Shows.TEXT | Shows.FORM))
    [answer] = sent(stage)
    assert str(note.text) == "which one?\nLes boutons sont dans nos messages privés."
    assert (answer.user, [button.action for button in answer.post.buttons]) == ("id-camille", ["sweeten"])


async def display(stage) -> tuple[str, str]:
    """Have a post with a button displayed; return the key of its delivery and the platform's id of it."""
    await stage.say("/exposer")
    [displayed] = [row for row in await rows(stage, DeliveryRow) if row.kind == "post"]
    return f"{displayed.network_id}:{displayed.plugin}:{displayed.key}", displayed.external_id


async def test_a_press_on_a_delivered_post_edits_that_delivery(stage):
    key, post = await display(stage)
    pressed = press("sweeten", Shows.TEXT | Shows.FORM, arguments={"spoons": 3}, delivery=key)
    assert await stage.receive(pressed) == []
    original, edit = sent(stage)
    assert (edit.kind, edit.edits, edit.origin, str(edit.post.text)) == ("edit", post, key, "cake with 3")
    assert (original.origin, original.key) == (key, key)
    assert [button.action for button in edit.post.buttons] == ["sweeten"]


async def number_of(stage) -> int:
    [displayed] = [row for row in await rows(stage, DeliveryRow) if row.kind == "post"]
    return displayed.id


async def test_a_press_that_names_its_delivery_by_number_edits_the_post_that_it_stands_on(stage):
    _key, post = await display(stage)
    number = await number_of(stage)
    pressed = press("taste", Shows.TEXT, delivery=number, post=post)
    assert await stage.receive(pressed) == []
    assert [(outgoing.kind, str(outgoing.post.text)) for outgoing in sent(stage)][1:] == [("edit", "good")]


@pytest.mark.parametrize("post", [None, "", "another"])
async def test_a_press_on_another_message_than_its_deliverys_changes_no_other_post(stage, post):
    await display(stage)
    pressed = press("taste", Shows.ALL, delivery=await number_of(stage), post=post)
    [shown] = await stage.receive(pressed)
    assert isinstance(shown, Update)
    assert [outgoing.kind for outgoing in sent(stage)] == ["post"]


async def test_a_press_changes_no_post_of_another_network(stage):
    key, post = await display(stage)
    number = await number_of(stage)
    async with stage.store.unit() as session:
        other = NetworkRow(name="other", language="fr", zone="Europe/Paris", created_at=stage.clock.now())
        session.add(other)
        await session.flush()
        await session.execute(update(DeliveryRow).values(network_id=other.id))
    for delivery in (number, key.replace("1:", f"{other.id}:", 1)):
        [shown] = await stage.receive(press("taste", Shows.ALL, delivery=delivery, post=post))
        assert isinstance(shown, Update)


async def test_when_two_press_at_once_the_last_committed_state_is_shown(stage, baked):
    key, _post = await display(stage)
    baked.clear()
    pressed = [
        press(
            "sweeten",
            Shows.TEXT | Shows.FORM,
            author=author(name),
            arguments={"spoons": spoons},
            delivery=key,
        )
        for spoons, name in enumerate(("maud", "paul", "ines"), start=1)
    ]
    await asyncio.gather(*(stage.bot.receive(each) for each in pressed))
    await stage.bot.settle()
    assert sorted(baked) == [1, 2, 3]
    edits = [str(outgoing.post.text) for outgoing in sent(stage) if outgoing.kind == "edit"]
    assert edits == [f"cake with {baked[-1]}"]


async def test_a_press_before_its_post_is_sent_changes_what_will_be_sent(stage):
    async with stage.working(plugin="bakery") as ctx:
        await ctx.post(ctx.place, Post(text=Markup("cake")), key="first")
    pressed = press("taste", Shows.TEXT, delivery="1:bakery:first")
    assert await stage.receive(pressed) == []
    assert [(outgoing.kind, str(outgoing.post.text)) for outgoing in sent(stage)] == [("post", "good")]


@pytest.mark.parametrize("delivery", [None, "", "1:bakery:gone", "bakery", "²:bakery:x", "1:other:x"])
async def test_an_update_of_what_is_no_delivery_is_shown_as_it_can_be(stage, delivery):
    [shown] = await stage.receive(press("taste", Shows.ALL, delivery=delivery))
    assert isinstance(shown, Update)
    [told] = await stage.receive(press("taste", Shows.TEXT, delivery=delivery))
    assert (type(told), str(told.text)) == (Reply, "good")
    assert sent(stage) == []


async def test_an_update_that_cannot_be_shown_at_all_comes_by_direct_message(stage):
    pressed = press("sweeten", Shows.NOTHING, arguments={"spoons": 2})
    assert await stage.receive(pressed) == []
    [answer] = sent(stage)
    assert (answer.user, str(answer.post.text)) == ("id-camille", "cake with 2")


async def test_what_is_missing_is_said_in_one_post_with_a_button_that_opens_the_form(stage, baked):
    assert await stage.receive(in_private("/cuire", "post-1")) == []
    [answer] = sent(stage)
    [button] = answer.post.buttons
    assert (str(button.label), button.plugin, button.action) == (
        "Ouvrir le formulaire",
        CORE,
        drafts.OPEN_DRAFT,
    )
    assert button.until == stage.clock.now() + drafts.KEPT_FOR
    assert len(await rows(stage, DraftRow)) == 1
    opening = press(
        button.action, Shows.TEXT | Shows.FORM, CORE, arguments=dict(button.arguments), longest_form=5
    )
    [form] = await stage.receive(opening)
    assert [field.name for field in form.fields] == ["text"]
    filled = submission(form.name, {"text": "pain"}, plugin=form.plugin, arguments=dict(form.arguments))
    await stage.receive(filled)
    assert (baked, await rows(stage, DraftRow)) == (["pain"], [])


async def test_a_mistake_and_the_button_that_mends_it_stand_in_one_post(stage):
    assert await stage.receive(over_a_socket("/peser beaucoup", "post-1")) == []
    [answer] = sent(stage)
    assert "beaucoup" not in [str(button.label) for button in answer.post.buttons]
    assert [str(button.label) for button in answer.post.buttons] == ["Ouvrir le formulaire"]
    assert (answer.thread, "«" in str(answer.post.text)) == ("post-1", True)


async def test_a_form_is_shown_where_forms_can_be(stage):
    problem, form = await stage.receive(over_a_socket("/peser beaucoup", shows=Shows.TEXT | Shows.FORM))
    assert isinstance(problem, Failure)
    assert isinstance(form, FormView)
    assert (form.name, sent(stage), await rows(stage, DraftRow)) == ("/peser", [], [])


async def test_a_form_that_a_press_opens_is_a_button_where_no_form_can_be_shown(stage):
    await stage.receive(press("order", Shows.TEXT))
    [answer] = sent(stage)
    [button] = answer.post.buttons
    opening = press(button.action, Shows.FORM, CORE, arguments=dict(button.arguments))
    [form] = await stage.receive(opening)
    assert [field.value for field in form.fields] == [None, None, None, None, "as usual"]


async def test_the_form_that_was_just_filled_in_stays_open_with_its_mistakes(stage):
    failure, form = await stage.receive(submission("order", {"name": "Maud", "loaves": "many"}))
    assert isinstance(failure, Failure)
    assert {field.name for field in form.fields if field.error} == {"loaves", "colour", "sugar", "note"}
    assert (sent(stage), await rows(stage, DraftRow)) == ([], [])


async def test_the_mistakes_of_a_form_that_closes_come_with_a_button_that_opens_it_again(stage):
    shows = Shows.TEXT | Shows.BUTTONS
    [failure] = await stage.receive(submission("order", {"name": "Maud", "loaves": "many"}, shows=shows))
    [button] = failure.buttons
    assert (isinstance(failure, Failure), str(button.label)) == (True, "Corriger")
    [form] = await stage.receive(press(button.action, Shows.FORM, CORE, arguments=dict(button.arguments)))
    assert {field.name: field.value for field in form.fields}["loaves"] == "many"
    assert {field.name for field in form.fields if field.error} == {"loaves", "colour", "sugar", "note"}
    assert sent(stage) == []


async def test_a_form_that_opens_again_by_a_button_says_what_is_wrong(stage):
    order = {"name": "Maud", "loaves": "2", "colour": "à relire", "sugar": "1", "note": "-"}
    await stage.receive(submission("order", order))
    [posted] = sent(stage)
    assert "Nobody sees that." in str(posted.post.text)
    assert [str(button.label) for button in posted.post.buttons] == ["Corriger"]


async def test_what_turns_out_not_to_be_shown_is_settled_anew(stage):
    opening = press("order", Shows.TEXT | Shows.BUTTONS | Shows.FORM)
    [form] = await stage.receive(opening)
    [answer] = await stage.bot.dispatcher.resettle(replace(opening, shows=Shows.TEXT | Shows.BUTTONS), [form])
    assert [str(button.label) for button in answer.buttons] == ["Ouvrir le formulaire"]
    assert await stage.bot.dispatcher.resettle(replace(opening, shows=Shows.NOTHING), [answer]) == []
    await stage.bot.settle()
    [posted] = sent(stage)
    assert (posted.user, posted.channel) == ("id-camille", None)


async def test_what_follows_a_form_is_posted(stage):
    assert await stage.receive(submission("word", {"text": "bonjour"})) == []
    [answer] = sent(stage)
    assert (answer.channel, str(answer.post.text)) == ("general", "heard")


async def test_an_event_that_nobody_asked_about_is_answered_with_nothing(stage):
    joined = Joined(author=author("maud"), location=channel("general"), shows=Shows.NOTHING)
    assert await stage.receive(joined) == []
    assert sent(stage) == []


async def belong_to_two_networks(stage) -> NetworkRow:
    """Let camille belong to a second network; nothing says which one is meant in private."""
    await stage.bot.identity.resolve(author("camille"), channel("general"))
    now = stage.clock.now()
    async with stage.store.unit() as session:
        other = NetworkRow(name="Ardèche", language="fr", zone="Europe/Paris", created_at=now)
        session.add(other)
        await session.flush()
        member = MemberRow(network_id=other.id, name="Camille", created_at=now)
        session.add(member)
        await session.flush()
        session.add(
            AccountRow(
                network_id=other.id,
                member_id=member.id,
                platform="fake",
                external_id="id-camille",
                username="camille",
                folded="camille",
                seen_at=now,
            )
        )
    return other


async def test_the_question_which_network_is_meant_is_posted_where_nothing_can_be_shown(stage):
    other = await belong_to_two_networks(stage)
    assert await stage.receive(in_private("/cuire pain", "post-1")) == []
    [question] = sent(stage)
    labels = [str(button.label) for button in question.post.buttons]
    assert (question.channel, labels) == ("dm-camille", ["Mon réseau", "Ardèche"])
    chosen = question.post.buttons[1]
    assert chosen.arguments == {"network": other.id}
    pressed = press(
        chosen.action,
        Shows.TEXT | Shows.FORM,
        CORE,
        arguments=dict(chosen.arguments),
        location=in_private("").location,
    )
    [understood] = await stage.receive(pressed)
    assert "Ardèche" in str(understood.text)
    await stage.receive(in_private("/cuire pain", "post-2"))
    assert stage.platform.texts()[1:] == ["baked pain"]


async def test_the_question_which_network_is_meant_is_posted_once(stage):
    await belong_to_two_networks(stage)
    for _time in range(2):
        assert await stage.receive(in_private("/cuire pain", "post-1")) == []
    assert len(sent(stage)) == 1
