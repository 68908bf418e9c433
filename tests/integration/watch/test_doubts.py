"""Links to where nothing is: who shares one is asked alone, before others see it, and nothing is lost."""

from datetime import timedelta

import pytest

from bot.chat.incoming import ChosenMessage, Shortcut, Submission
from bot.plugin import FetchProblem, PersonalData
from plugins.watch.models import DoubtRow, NoteRow
from tests.acceptance.console import plain
from tests.fakes.bot import author, channel, dm, rows
from tests.fakes.watch import (
    GUIDE,
    cards,
    dms,
    html,
    labelled,
    link_posted,
    message_edited,
    notes_and_tags,
    press,
    standing,
    web_with_the_guide,
)

GONE = "https://mairie.example/guid"


@pytest.fixture
def web(monkeypatch):
    web = web_with_the_guide(monkeypatch)
    web.answers(GONE, status=404)
    return web


def asked(stage, user="camille"):
    """Return the questions that a person was asked by DM."""
    sent = [one.post for _at, one in stage.platform.attempts if one.user == f"id-{user}" and one.post.buttons]
    return [post for post in sent if "Est-ce la bonne adresse" in str(post.text)]


async def correct(stage, question, address, where="general"):
    """Press “correct the address” under a question, and hand in another one."""
    (form,) = await press(stage, labelled(question, "Corriger"), where=where)
    values = {field.name: field.value for field in form.fields}
    answer, *_form = await stage.receive(
        Submission(
            author=author("camille"),
            location=channel(where) if where else dm("camille"),
            plugin="watch",
            form="address",
            values={"address": address},
            arguments=form.arguments,
        )
    )
    return values, answer


async def post_gone(stage, text=f"super guide {GONE} #veille #seniors", post="m1", user="camille"):
    await link_posted(stage, text, (GONE,), ("veille", "seniors"), user, post)


@pytest.mark.parametrize(
    ("status", "problem", "why"),
    [
        (404, None, "Il n’y a pas de page à cette adresse"),
        (410, None, "réponse 410"),
        (None, FetchProblem.UNKNOWN_HOST, "ce site n’existe pas"),
    ],
)
async def test_who_shares_a_link_to_where_nothing_is_is_asked_alone_first(stage, web, status, problem, why):
    if status is not None:
        web.answers(GONE, status=status)
    else:
        web.fails(GONE, problem, "ce site n’existe pas")
    (question,) = await stage.say(f"/veille {GONE} #seniors un guide clair")
    assert question.private
    assert "Est-ce la bonne adresse" in plain(question.text)
    assert why in plain(question.text)
    assert [str(button.label) for button in question.buttons] == [
        "Corriger l’adresse",
        "Partager quand même",
        "Laisser tomber",
    ]
    assert cards(stage) == []
    assert await standing(stage) == []


@pytest.mark.parametrize(
    "problem", [FetchProblem.TOO_SLOW, FetchProblem.CERTIFICATE, FetchProblem.UNREACHABLE]
)
async def test_what_may_pass_is_shared_as_ever(stage, web, problem):
    web.fails(GONE, problem)
    (answer,) = await stage.say(f"/veille {GONE}")
    assert "Partagé dans **general**" in answer.text


@pytest.mark.parametrize("status", [403, 429, 500, 503])
async def test_what_a_site_refuses_for_now_is_shared_as_ever(stage, web, status):
    web.answers(GONE, status=status)
    (answer,) = await stage.say(f"/veille {GONE}")
    assert "Partagé dans **general**" in answer.text


async def test_it_is_shared_all_the_same_with_all_that_was_notes_and_tags(stage):
    (question,) = await stage.say(f"/veille {GONE} #seniors un guide clair")
    (answer,) = await press(stage, labelled(question, "Partager"))
    assert "Partagé dans **general**" in answer.text
    (card,) = cards(stage)
    assert card.embeds[0].url == GONE
    assert "un guide clair" in plain(card.embeds[0].text)
    assert "#seniors" in plain(card.embeds[0].text)


async def test_a_page_that_is_there_by_then_is_read(stage, web):
    (question,) = await stage.say(f"/veille {GONE}")
    web.page(GONE, html("Enfin", "", GONE))
    await press(stage, labelled(question, "Partager"))
    assert str(cards(stage)[0].embeds[0].title) == "Enfin"


async def test_pressing_twice_is_answered_kindly_and_shares_once(stage):
    (question,) = await stage.say(f"/veille {GONE}")
    await press(stage, labelled(question, "Partager"))
    for label in ("Partager", "Laisser", "Corriger"):
        (answer,) = await press(stage, labelled(question, label))
        assert "tu y as répondu" in plain(answer.text)
    assert len(cards(stage)) == 1


async def test_pressing_a_week_later_is_answered_kindly(stage):
    (question,) = await stage.say(f"/veille {GONE}")
    for _day in range(9):
        await stage.advance(timedelta(days=1))
    assert await rows(stage, DoubtRow) == []
    (answer,) = await press(stage, labelled(question, "Partager"))
    assert "plus d’une semaine" in plain(answer.text)
    assert cards(stage) == []


async def test_an_address_is_corrected_and_keeps_all_that_was_notes_and_tags(stage):
    (question,) = await stage.say(f"/veille {GONE} #seniors un guide clair")
    values, answer = await correct(stage, question, "mairie.example/guide")
    assert values == {"address": GONE}
    assert "Partagé dans **general**" in answer.text
    (card,) = cards(stage)
    assert card.embeds[0].url == GUIDE
    assert "un guide clair" in plain(card.embeds[0].text)
    assert "#seniors" in plain(card.embeds[0].text)


async def test_another_address_where_nothing_is_is_asked_about_too(stage, web):
    web.answers(f"{GUIDE}s", status=404)
    (question,) = await stage.say(f"/veille {GONE} #seniors un guide clair")
    _values, again = await correct(stage, question, f"{GUIDE}s")
    assert "Est-ce la bonne adresse" in plain(again.text)
    await correct(stage, again, GUIDE)
    assert "un guide clair" in plain(cards(stage)[0].embeds[0].text)


async def test_what_is_no_address_is_told_in_the_form(stage):
    (question,) = await stage.say(f"/veille {GONE}")
    _values, failure = await correct(stage, question, "ftp://mairie.example/guide")
    assert failure.code == "invalid_form"
    assert len(await rows(stage, DoubtRow)) == 1


async def test_what_is_dropped_is_gone_and_can_be_shared_anew(stage):
    (question,) = await stage.say(f"/veille {GONE} #seniors un guide clair")
    (answer,) = await press(stage, labelled(question, "Laisser"))
    assert "personne ne l’a vu" in plain(answer.text)
    assert cards(stage) == []
    assert await rows(stage, DoubtRow) == []


async def test_nobody_answers_for_another(stage):
    (question,) = await stage.say(f"/veille {GONE}")
    (answer,) = await press(stage, labelled(question, "Partager"), "karim")
    assert answer.code == "not_allowed"
    assert cards(stage) == []


async def test_two_who_ask_of_one_address_lose_nothing_of_theirs(stage):
    (first,) = await stage.say(f"/veille {GONE} ma note")
    (second,) = await stage.say(f"/veille {GONE} la mienne", "karim")
    await press(stage, labelled(first, "Partager"))
    (answer,) = await press(stage, labelled(second, "Partager"), "karim")
    assert "déjà partagé" in plain(answer.text)
    await press(stage, labelled(answer, "Ajouter"), "karim")
    assert [note.text for note in await rows(stage, NoteRow)] == ["ma note", "la mienne"]


async def test_a_message_with_the_tag_is_asked_about_by_dm_and_has_no_sign(stage):
    await post_gone(stage)
    (question,) = asked(stage)
    assert "message de **general**" in plain(question.text)
    assert stage.platform.reactions() == []
    assert await standing(stage) == []
    assert not any("Merci" in text for text in dms(stage, "camille"))


async def test_a_message_is_taken_in_all_the_same_with_what_it_notes_and_tags(stage):
    await post_gone(stage)
    (question,) = asked(stage)
    (answer,) = await press(stage, labelled(question, "Partager"), where=None)
    assert "Désormais dans la veille partagée" in plain(answer.text)
    assert stage.platform.reactions() == [("m1", "✅")]
    assert cards(stage) == []
    assert await standing(stage) == [GONE]
    assert await notes_and_tags(stage) == (["super guide"], ["seniors"])
    await stage.platform.host.message_deleted("general", "m1")
    assert await standing(stage) == []


async def test_a_corrected_address_of_a_message_comes_as_a_card(stage):
    await post_gone(stage)
    (question,) = asked(stage)
    await correct(stage, question, GUIDE, where=None)
    (card,) = cards(stage)
    assert card.embeds[0].url == GUIDE
    assert "super guide" in plain(card.embeds[0].text)


async def test_a_message_that_is_corrected_needs_no_answer(stage):
    await post_gone(stage)
    (question,) = asked(stage)
    await message_edited(stage, f"super guide {GUIDE} #veille #seniors")
    assert stage.platform.reactions() == [("m1", "✅")]
    assert await standing(stage) == [GUIDE]
    (late,) = await press(stage, labelled(question, "Partager"), where=None)
    assert "le message a changé" in plain(late.text)
    assert await standing(stage) == [GUIDE]


async def test_a_message_that_is_deleted_needs_no_answer(stage):
    await post_gone(stage)
    (question,) = asked(stage)
    await stage.platform.host.message_deleted("general", "m1")
    (late,) = await press(stage, labelled(question, "Partager"), where=None)
    assert "n’attend plus de réponse" in plain(late.text)
    assert await standing(stage) == []


async def test_what_a_message_says_meanwhile_is_what_is_shared_and_it_is_asked_about_once(stage):
    await post_gone(stage)
    await message_edited(stage, f"un guide pour aidants {GONE} #veille #aidants")
    (question,) = asked(stage)
    await press(stage, labelled(question, "Partager"), where=None)
    assert await notes_and_tags(stage) == (["un guide pour aidants"], ["aidants"])


async def test_a_message_that_loses_the_tag_waits_no_more_and_is_asked_about_when_it_is_back(stage):
    await post_gone(stage)
    await message_edited(stage, f"super guide {GONE}")
    assert await rows(stage, DoubtRow) == []
    await message_edited(stage, f"super guide {GONE} #veille")
    assert len(asked(stage)) == 2


async def test_what_was_dropped_does_not_come_back_by_an_edit(stage):
    await post_gone(stage)
    (question,) = asked(stage)
    (answer,) = await press(stage, labelled(question, "Laisser"), where=None)
    assert "le message reste tel quel" in plain(answer.text)
    await message_edited(stage, f"un super guide {GONE} #veille")
    assert len(asked(stage)) == 1
    assert await standing(stage) == []


@pytest.mark.parametrize("is_own", [True, False])
async def test_a_message_that_was_chosen_is_asked_about_too(stage, is_own):
    link, at = "https://chat.example/m9", stage.clock.now()
    message = ChosenMessage("m9", f"voir {GONE}", "Karim", link, at, is_own)
    chosen = Shortcut(
        author=author("camille"), location=channel("general"), plugin="watch", name="share", message=message
    )
    await stage.receive(chosen)
    (question,) = asked(stage)
    assert stage.platform.reactions() == []
    await press(stage, labelled(question, "Partager"), where=None)
    assert stage.platform.reactions() == [("m9", "✅")]
    assert await standing(stage) == [GONE]


async def test_in_a_direct_message_the_address_can_be_corrected_as_well(stage):
    await stage.say(f"/veille {GUIDE}")
    (answer,) = await stage.write(f"regarde {GONE} c'est bien pour les seniors")
    assert "Il n’y a pas de page à cette adresse" in plain(answer.text)
    labelled(answer, "Dans general")
    _values, again = await correct(stage, answer, f"{GUIDE}?x=1", where=None)
    assert "Où veux-tu le partager" in plain(again.text) or "déjà partagé" in plain(again.text)


async def test_what_waits_goes_with_who_is_erased(stage):
    await stage.say(f"/veille {GONE} #seniors un guide clair")
    (row,) = await rows(stage, DoubtRow)
    assert (row.note, row.tags, row.message) == ("un guide clair", "seniors", None)
    async with stage.working("watch") as ctx:
        gone = await ctx.find_member(row.member_id)
        await stage.handlers.service(PersonalData).erase(ctx, gone)
    assert await rows(stage, DoubtRow) == []
