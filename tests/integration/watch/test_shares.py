"""Links that people share: one share a page, one card a channel, nothing lost where a page cannot be read."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.chat.delivery import DeliveryKind
from bot.chat.forms import FormView
from bot.chat.incoming import ChosenMessage, Line, Press, Shortcut, Shows, Submission
from bot.language.catalogue import Words
from bot.language.marks import spelled
from bot.plugin import FetchProblem, PersonalData
from bot.plugin.letters import DigestWindow, thing_of
from bot.store.merging import give_back, hand_over
from bot.store.people import find_place, network_of
from bot.store.tables import DeliveryRow, MemberLinkRow, NetworkRow, PlaceRow
from plugins.watch import register
from plugins.watch.models import (
    AddressRow,
    AppearanceRow,
    MarkRow,
    NoteRow,
    ShareRow,
    TagRow,
)
from plugins.watch.sections import MostUseful
from tests.acceptance.console import plain
from tests.fakes.bot import author, channel, count, rows
from tests.fakes.watch import (
    GUIDE,
    cards,
    dms,
    html,
    labelled,
    link_posted,
    member,
    press,
)


async def place(stage, name):
    async with stage.store.read() as session:
        number = await session.scalar(select(PlaceRow.id).where(PlaceRow.name == name))
        return await find_place(session, 1, number)


async def test_a_link_is_one_card_in_the_channel_with_what_its_page_says(stage):
    (answer,) = await stage.say(f"/veille {GUIDE}?utm_source=mail #Séniors #mobile un bon *guide* @channel")
    assert "Partagé dans **general**" in answer.text
    assert GUIDE in answer.text
    (card,) = cards(stage)
    (embed,) = card.embeds
    assert (str(embed.title), embed.url) == ("Le guide", GUIDE)
    assert "Pour accompagner les seniors." in embed.text
    assert r"un bon \*guide\* @channel" in embed.text
    assert "#Séniors #mobile" in embed.text
    assert str(embed.footer) == "mairie.example"
    assert [button.name for button in card.buttons] == ["useful", "save", "edit", "remove"]
    assert [(one.url, one.title, one.tags) for one in stage.told] == [
        (GUIDE, "Le guide", ("Séniors", "mobile"))
    ]


async def test_a_page_without_a_title_is_shared_and_who_shares_it_may_give_one(stage, web):
    web.page("https://site.example/vide", "")
    (said, *_more) = await stage.say("/veille https://site.example/vide")
    assert "La page ne dit pas son titre" in plain(str(said.text))
    assert [button.action for button in said.buttons] == ["edit"]


async def test_a_page_in_another_language_says_so(stage, web):
    web.page("https://site.example/en", html("Passkeys", "", "https://site.example/en", "en"))
    await stage.say("/veille https://site.example/en")
    assert str(cards(stage)[0].embeds[0].footer) == "site.example · en anglais"


async def test_who_shares_a_link_again_hears_who_when_and_where(stage, web):
    await stage.say(f"/veille {GUIDE}")
    asked = len(web.asked)
    (answer,) = await stage.say("/veille http://www.mairie.example/guide/#haut", "karim", "autre")
    assert plain(answer.text).splitlines()[1] == (
        "C’est @camille qui l’a partagé le lundi 23 novembre 2026 dans **general**. Tu peux le remettre ici."
    )
    assert len(web.asked) == asked
    (again,) = await press(stage, labelled(answer, "Le remettre ici"), "karim", "autre")
    assert "Partagé dans **autre**" in again.text
    (card,) = cards(stage, "autre")
    assert str(card.text) == "@karim remet un lien partagé par @camille."
    assert await count(stage, ShareRow) == 1
    (refused,) = await press(stage, labelled(answer, "Le remettre ici"), "karim", "autre")
    assert "trop tôt" in refused.text
    assert len(stage.told) == 1


def told_of_where(answer):
    """What is said of who shared a link, when and where, its days without the name of the month."""
    return plain(answer.text).replace(" novembre 2026", "").splitlines()[1]


async def test_in_a_channel_where_a_link_stands_it_is_said_once_since_when(stage):
    await stage.say(f"/veille {GUIDE}")
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim")
    assert told_of_where(answer) == "C’est @camille qui l’a partagé ici le lundi 23."
    assert [button.name for button in answer.buttons] == ["useful", "save"]
    await stage.advance(timedelta(days=3))
    (answer,) = await stage.say(f"/veille {GUIDE}")
    assert told_of_where(answer) == "Tu l’as partagé ici le lundi 23. Tu peux le remettre ici."
    await press(stage, labelled(answer, "Le remettre ici"))
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim")
    assert (
        told_of_where(answer)
        == "C’est @camille qui l’a partagé ici le lundi 23. Il y a été remis le jeudi 26."
    )


async def test_who_shares_their_own_link_again_may_change_it_and_take_it_back(stage):
    await stage.say(f"/veille {GUIDE}")
    (others,) = await stage.say(f"/veille {GUIDE}", "karim")
    assert not {"edit", "remove"} & {button.action for button in others.buttons}
    (own,) = await stage.say(f"/veille {GUIDE}")
    (form,) = await press(stage, labelled(own, "Modifier"))
    assert isinstance(form, FormView)
    (refused,) = await press(stage, labelled(own, "Retirer"), "karim")
    assert refused.code == "not_allowed"
    (said,) = await press(stage, labelled(own, "Retirer"))
    assert "Retiré partout" in said.text


async def test_who_coordinates_changes_a_link_that_they_share_again(stage):
    await stage.say(f"/veille {GUIDE}")
    await stage.bot.grant(author("jeanne"), channel("general"), "coordinator", everywhere=False)
    (answer,) = await stage.say(f"/veille {GUIDE}", "jeanne")
    (form,) = await press(stage, labelled(answer, "Modifier"), "jeanne")
    assert isinstance(form, FormView)
    labelled(answer, "Retirer")


async def test_each_channel_where_a_link_stands_is_named_once(stage):
    await stage.say(f"/veille {GUIDE}")
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim", "autre")
    await press(stage, labelled(answer, "Le remettre ici"), "karim", "autre")
    by_camille = "C’est @camille qui l’a partagé le lundi 23 dans **general**."
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim", "autre")
    assert told_of_where(answer) == f"{by_camille} Il a été remis ici le lundi 23."
    (answer,) = await stage.write(f"/veille partager {GUIDE}", "jeanne")
    assert told_of_where(answer) == f"{by_camille} Il est aussi dans **autre**."
    (answer,) = await stage.say(f"/veille {GUIDE}", place="ailleurs")
    assert told_of_where(answer) == (
        "Tu l’as partagé le lundi 23 dans **general**. Il est aussi dans **autre**. Tu peux le remettre ici."
    )


async def test_a_private_channel_is_named_to_nobody_who_is_not_in_it(stage):
    private = replace(channel("bureau"), is_private=True)
    shared = Line(author=author("camille"), location=private, text=f"/veille {GUIDE}")
    await stage.receive(shared)
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim", "autre")
    assert "@camille" in answer.text
    assert "lundi 23 novembre 2026" in answer.text
    assert "un canal privé" in answer.text
    assert "bureau" not in answer.text
    (answer,) = await stage.receive(replace(shared, author=author("karim")))
    assert "partagé ici le lundi" in answer.text
    (answer,) = await stage.say(f"/veille {GUIDE}", "camille", "autre")
    assert "**bureau**" in answer.text


async def test_who_mentions_the_bot_with_a_link_has_the_card_for_an_answer(stage):
    line = Line(
        author=author("karim"),
        location=channel("general"),
        text=f"veille {GUIDE} #seniors",
        to_bot=True,
        shows=Shows.NOTHING,
        reply_to="1",
    )
    await stage.receive(line)
    (card,) = [one.post for _at, one in stage.platform.attempts if one.channel == "general"]
    assert str(card.text) == "@karim partage un lien."
    (thanks,) = dms(stage, "karim")
    assert "Merci pour ton premier lien" in thanks


async def test_who_mentions_the_bot_brings_a_link_up_from_the_answer_in_private(stage):
    await stage.say(f"/veille {GUIDE}")
    line = Line(
        author=author("karim"),
        location=channel("autre"),
        text=f"veille {GUIDE}",
        to_bot=True,
        shows=Shows.NOTHING,
        reply_to="1",
    )
    await stage.receive(line)
    answer = [one for _at, one in stage.platform.attempts if one.user == "id-karim"][-1].post
    await press(stage, labelled(answer, "Le remettre ici"), "karim", None)
    assert str(cards(stage, "autre")[0].text) == "@karim remet un lien partagé par @camille."


async def test_a_page_has_one_share_under_all_its_addresses(stage, web):
    web.page("https://mairie.example/?p=12", html())
    await stage.say(f"/veille {GUIDE}")
    (answer,) = await stage.say("/veille https://mairie.example/?p=12", "karim")
    assert "déjà partagé" in answer.text
    assert await count(stage, ShareRow) == 1
    assert await count(stage, AddressRow) == 2


async def test_two_who_share_one_link_at_the_same_instant_make_one_share(stage, web):
    people = (("camille", "general"), ("karim", "autre"), ("lea", "general"))
    for user, where in people:  # who speaks for the first time is another story
        await stage.say("/veille liens", user, where)
    web.gate = asyncio.Event()
    lines = [
        Line(author=author(user), location=channel(where), text=f"/veille {GUIDE}") for user, where in people
    ]
    waiting = [asyncio.create_task(stage.bot.receive(line)) for line in lines]
    await web.reached(1)
    web.gate.set()
    answers = [answer for (answer,) in await asyncio.gather(*waiting)]
    await stage.bot.settle()
    assert sorted("déjà partagé" in one.text for one in answers) == [False, True, True]
    assert await count(stage, ShareRow) == 1
    assert len(cards(stage)) + len(cards(stage, "autre")) == 1


async def test_useful_counts_each_person_once_in_all_posts_of_a_share(stage):
    await stage.say(f"/veille {GUIDE}")
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim", "autre")
    await press(stage, labelled(answer, "Le remettre ici"), "karim", "autre")
    useful = labelled(cards(stage)[0], "Utile")
    (said,) = await press(stage, useful, "lea")
    assert "c’est compté" in said.text
    for where in ("general", "autre"):
        assert str(labelled(cards(stage, where, DeliveryKind.EDIT)[-1], "Utile").label) == "Utile (1)"
    await press(stage, useful, "karim")
    assert str(labelled(cards(stage, "autre", DeliveryKind.EDIT)[-1], "Utile").label) == "Utile (2)"
    await press(stage, useful, "lea")
    assert str(labelled(cards(stage, kind=DeliveryKind.EDIT)[-1], "Utile").label) == "Utile (1)"


async def test_two_presses_at_once_are_one_after_the_other(stage):
    await stage.say(f"/veille {GUIDE}")
    useful = labelled(cards(stage)[0], "Utile")
    presses = [
        Press(
            author=author("lea"),
            location=channel("general"),
            plugin="watch",
            action=useful.action,
            arguments=useful.arguments,
        )
        for _time in range(2)
    ]
    await asyncio.gather(*map(stage.bot.receive, presses))
    assert await count(stage, MarkRow) == 0


async def test_two_who_press_at_once_are_both_counted(stage):
    await stage.say(f"/veille {GUIDE}")
    useful = labelled(cards(stage)[0], "Utile")
    for user in ("lea", "karim"):
        await stage.say("/veille liens", user)
    presses = [
        Press(
            author=author(user),
            location=channel("general"),
            plugin="watch",
            action=useful.action,
            arguments=useful.arguments,
        )
        for user in ("lea", "karim")
    ]
    await asyncio.gather(*map(stage.bot.receive, presses))
    await stage.bot.settle()
    assert str(labelled(cards(stage, kind=DeliveryKind.EDIT)[-1], "Utile").label) == "Utile (2)"


async def test_two_accounts_of_one_person_count_once(stage):
    await stage.say(f"/veille {GUIDE} une note")
    for user in ("lea", "karim"):
        await press(stage, labelled(cards(stage)[0], "Utile"), user)
    kept, gone = await member(stage, "lea"), await member(stage, "karim")
    async with stage.store.unit() as session:
        link = MemberLinkRow(
            network_id=1, gone_id=gone, kept_id=kept, linked_at=stage.clock.now(), moved=[], aside=[],
            changed={"raised": []}, notes={},
        )  # fmt: skip
        await hand_over(session, link)
    assert [mark.member_id for mark in await rows(stage, MarkRow)] == [kept]
    async with stage.store.unit() as session:
        await give_back(session, await session.scalar(select(MemberLinkRow)))
    assert sorted(mark.member_id for mark in await rows(stage, MarkRow)) == sorted([kept, gone])


async def test_many_who_press_at_once_change_the_cards_a_few_times_and_all_count(stage):
    await stage.say(f"/veille {GUIDE}")
    (card,) = cards(stage)
    for number in range(60):
        await press(stage, labelled(card, "Utile"), f"ami{number}")
    assert len(cards(stage, kind=DeliveryKind.EDIT)) == 5
    await stage.advance(timedelta(seconds=5))
    edits = cards(stage, kind=DeliveryKind.EDIT)
    assert len(edits) == 6
    assert str(edits[-1].buttons[0].label) == "Utile (60)"


async def test_only_its_author_and_coordinators_change_a_share(stage):
    await stage.say(f"/veille {GUIDE} #a mes mots")
    card = cards(stage)[0]
    for label in ("Modifier", "Retirer"):
        (refused,) = await press(stage, labelled(card, label), "karim")
        assert refused.code == "not_allowed"
        assert "Seules la personne qui a partagé ce lien" in refused.text
    await stage.bot.grant(author("karim"), channel("general"), "coordinator", everywhere=False)
    (form,) = await press(stage, labelled(card, "Modifier"), "karim")
    assert isinstance(form, FormView)
    assert {field.name: field.value for field in form.fields} == {
        "title": "Le guide",
        "description": "Pour accompagner les seniors.",
        "tags": "#a",
        "note": "",
    }
    await stage.receive(
        Submission(
            author=author("karim"),
            location=channel("general"),
            plugin="watch",
            form="edit",
            values={"title": "Autre titre", "description": "", "tags": "b, #c", "note": "à lire"},
            arguments=form.arguments,
        )
    )
    edited = cards(stage, kind=DeliveryKind.EDIT)[-1].embeds[0]
    assert str(edited.title) == "Autre titre"
    assert "#b #c" in edited.text
    assert "@camille : mes mots" in plain(edited.text)
    assert "@karim : à lire" in plain(edited.text)


async def test_a_share_that_is_taken_back_can_be_put_back(stage):
    await stage.say(f"/veille {GUIDE}")
    (removed,) = await press(stage, labelled(cards(stage)[0], "Retirer"))
    assert "Retiré partout" in removed.text
    assert [one.kind for one in stage.platform.taken("general")][-1] == "delete"
    await press(stage, labelled(removed, "Remettre"))
    assert len(cards(stage)) == 2
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim")
    assert "déjà partagé" in answer.text


async def test_a_share_that_was_taken_back_can_be_shared_anew_by_another(stage):
    await stage.say(f"/veille {GUIDE} #vieux une note")
    await press(stage, labelled(cards(stage)[0], "Retirer"))
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim")
    assert "Partagé dans" in answer.text
    assert "#vieux" not in cards(stage)[-1].embeds[0].text
    assert await count(stage, NoteRow) == 0


async def test_what_was_taken_back_is_forgotten_after_a_week(stage):
    await stage.say(f"/veille {GUIDE} #a note")
    await press(stage, labelled(cards(stage)[0], "Retirer"))
    for _day in range(10):
        await stage.advance(timedelta(days=1))
    for table in (ShareRow, AddressRow, TagRow, NoteRow, AppearanceRow):
        assert await count(stage, table) == 0


async def test_who_brought_a_link_up_again_takes_only_that_back(stage):
    await stage.say(f"/veille {GUIDE}")
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim", "autre")
    await press(stage, labelled(answer, "Le remettre ici"), "karim", "autre")
    (said,) = await press(stage, labelled(cards(stage, "autre")[0], "Retirer"), "karim", "autre")
    assert "Retiré d’ici" in said.text
    assert [one.kind for one in stage.platform.taken("autre")] == ["post", "delete"]
    assert [one.kind for one in stage.platform.taken("general")] == ["post"]


async def test_a_page_that_cannot_be_read_is_shared_and_completed_later(stage, web):
    url = "https://lent.example/page"
    web.fails(url, FetchProblem.TOO_SLOW)
    (answer,) = await stage.say(f"/veille {url} #lent")
    assert "Je n’ai pas pu lire la page" in answer.text
    assert labelled(answer, "Modifier").action == "edit"
    assert str(cards(stage)[0].embeds[0].title) == "lent.example/page"
    assert stage.told == []
    await stage.advance(timedelta(minutes=11))
    assert stage.told == []
    web.page(url, html("Enfin", "Elle répond.", url))
    await stage.advance(timedelta(hours=1))
    assert str(cards(stage, kind=DeliveryKind.EDIT)[-1].embeds[0].title) == "Enfin"
    assert [(one.title, one.tags) for one in stage.told] == [("Enfin", ("lent",))]


async def test_what_a_person_wrote_is_not_replaced_by_what_the_page_says_later(stage, web):
    url = "https://lent.example/page"
    web.fails(url, FetchProblem.TOO_SLOW)
    (answer,) = await stage.say(f"/veille {url}")
    (form,) = await press(stage, labelled(answer, "Modifier"))
    values = {"title": "Mon titre", "description": "", "tags": "", "note": ""}
    await stage.receive(
        Submission(
            author=author("camille"),
            location=channel("general"),
            plugin="watch",
            form="edit",
            values=values,
            arguments=form.arguments,
        )
    )
    web.page(url, html("Autre", "…", url))
    await stage.advance(timedelta(hours=2))
    assert str(cards(stage, kind=DeliveryKind.EDIT)[-1].embeds[0].title) == "Mon titre"
    assert len(stage.told) == 1


async def test_others_are_told_of_a_link_whose_page_is_never_read(stage, web):
    web.fails("https://mort.example/page", FetchProblem.UNREACHABLE)
    await stage.say("/veille https://mort.example/page")
    await stage.advance(timedelta(hours=8))
    assert [(one.url, one.title) for one in stage.told] == [("https://mort.example/page", "")]
    assert len(web.asked) == 4


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("javascript:alert(1)", "adresse"),
        ("https://moi:secret@mairie.example/", "mot de passe"),
        ("ftp://mairie.example/", "adresse"),
        ("https://interne.example/", "privé"),
    ],
)
async def test_an_address_that_others_cannot_open_is_refused_with_the_reason(stage, web, typed, said):
    web.fails("https://interne.example/", FetchProblem.PRIVATE, "il est privé")
    (refused,) = await stage.say(f"/veille {typed}")
    assert said in refused.text
    assert await count(stage, ShareRow) == 0


async def test_who_posted_a_link_that_others_cannot_open_is_told_in_private(stage, web):
    url = "https://interne.example/"
    web.fails(url, FetchProblem.PRIVATE, "il est privé")
    await link_posted(stage, f"{url} #veille", (url,), ("veille",))
    (told,) = dms(stage, "camille")
    assert "interne.example" in told
    assert "privé" in told
    assert (await stage.say("/veille mes liens"))[0].text.count("interne.example") == 0
    assert stage.told == []


async def test_a_command_in_a_private_message_may_go_without_its_slash(stage):
    await stage.say(f"/veille {GUIDE}")
    (answer,) = await stage.write(f"veille enregistrer {GUIDE}")
    assert "Gardé dans ta liste" in answer.text


async def test_a_link_that_one_only_keeps_is_not_said_to_be_shared(stage):
    await stage.write(f"veille enregistrer {GUIDE}")
    (kept,) = await stage.write("mes liens")
    assert "gardé)" in kept.text
    await stage.say(f"/veille {GUIDE}")
    (shared,) = await stage.write("mes liens")
    assert "gardé, partagé par toi)" in shared.text


async def test_a_first_share_is_thanked_for_once(stage, web):
    web.page("https://autre.example/", html("Autre", "…", "https://autre.example/"))
    await stage.say(f"/veille {GUIDE}")
    await stage.say("/veille https://autre.example/")
    assert [text for text in dms(stage, "camille") if "Merci" in text] == [dms(stage, "camille")[0]]


async def test_nobody_is_thanked_for_a_link_that_is_refused_but_for_the_next_one(stage, web):
    web.fails("https://interne.example/", FetchProblem.PRIVATE, "il est privé")
    for text, url in (("un", "https://interne.example/"), ("deux", GUIDE)):
        await link_posted(stage, f"{text} {url} #veille", (url,), ("veille",), post=text)
        await stage.advance(timedelta(minutes=1))
    refused, thanks = dms(stage, "camille")
    assert "il est privé" in refused
    assert "Merci pour ton premier lien" in thanks


async def test_who_posts_two_links_at_first_is_thanked_once_also_where_a_page_cannot_be_read(stage):
    urls = (GUIDE, "https://nulle-part.example/")
    await link_posted(stage, f"{' '.join(urls)} #veille", urls, ("veille",))
    (thanks,) = dms(stage, "camille")
    assert "Merci pour ton premier lien" in thanks


async def test_a_person_shares_no_more_in_an_hour_than_others_can_read(stage, web):
    for number in range(31):
        web.page(f"https://a.example/{number}", html(f"N{number}", "", f"https://a.example/{number}"))
    answers = [await stage.say(f"/veille https://a.example/{number}") for number in range(31)]
    assert "30 liens en une heure" in answers[-1][0].text
    assert await count(stage, ShareRow) == 30
    await stage.advance(timedelta(hours=1))
    (answer,) = await stage.say("/veille https://a.example/30")
    assert "Partagé" in answer.text


async def test_a_message_with_the_tag_is_taken_in_and_acknowledged_by_a_reaction(stage, web):
    text = f"Super guide {GUIDE} #veille #Séniors à lire"
    await link_posted(stage, text, (GUIDE,), ("veille", "Séniors"))
    assert cards(stage) == []
    assert stage.platform.reactions() == [("m1", "✅")]
    (row,) = await rows(stage, ShareRow)
    assert row.title == "Le guide"
    assert [tag.name for tag in await rows(stage, TagRow)] == ["Séniors"]
    assert [note.text for note in await rows(stage, NoteRow)] == ["Super guide à lire"]
    assert [(one.title, one.tags) for one in stage.told] == [("Le guide", ("Séniors",))]
    await link_posted(stage, f"{GUIDE} #veille", (GUIDE,), ("veille",), "karim", "m2", "autre")
    assert stage.platform.reactions()[1:] == [("m2", "🔁")]
    assert len(stage.told) == 1


async def test_a_message_whose_link_cannot_be_shared_has_no_sign_of_being_taken(stage, web):
    web.fails("https://interne.example/", FetchProblem.PRIVATE, "C’est un réseau privé.")
    await link_posted(stage, "#veille", ("https://interne.example/",), ("veille",))
    assert stage.platform.reactions() == []
    assert "C’est un réseau privé." in dms(stage, "camille")[-1]


async def test_a_message_that_is_deleted_takes_its_link_back(stage):
    await link_posted(stage, f"{GUIDE} #veille", (GUIDE,), ("veille",))
    await stage.platform.host.message_deleted("autre", "m1")
    await stage.platform.host.message_deleted("general", "m2")
    (row,) = await rows(stage, ShareRow)
    assert row.removed_at is None
    await stage.platform.host.message_deleted("general", "m1")
    (row,) = await rows(stage, ShareRow)
    assert row.removed_at is not None
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim")
    assert "Partagé dans **general**" in answer.text


async def test_a_link_of_which_others_made_something_outlives_its_message(stage):
    await link_posted(stage, f"{GUIDE} #veille", (GUIDE,), ("veille",))
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim", "autre")
    await press(stage, labelled(answer, "Enregistrer"), "karim", "autre")
    await stage.platform.host.message_deleted("general", "m1")
    await stage.bot.settle()
    assert "car 1 personne le trouve utile, le garde ou y a mis une note" in dms(stage, "camille")[-1]
    assert f"/veille retirer {GUIDE}" in dms(stage, "camille")[-1]
    (answer,) = await stage.say(f"/veille {GUIDE}", "lea")
    assert "déjà partagé" in answer.text


async def test_a_link_about_which_others_noted_something_outlives_its_message(stage):
    await link_posted(stage, f"Super guide {GUIDE} #veille", (GUIDE,), ("veille",))
    (answer,) = await stage.say(f"/veille {GUIDE} à lire page 3", "karim", "autre")
    await press(stage, labelled(answer, "Ajouter"), "karim", "autre")
    await stage.platform.host.message_deleted("general", "m1")
    await stage.bot.settle()
    assert "car 1 personne le trouve utile, le garde ou y a mis une note" in dms(stage, "camille")[-1]
    (row,) = await rows(stage, ShareRow)
    assert row.removed_at is None


async def test_whose_message_is_deleted_is_told_not_who_shared_its_link_first(stage):
    await link_posted(stage, f"{GUIDE} #veille", (GUIDE,), ("veille",))
    await link_posted(stage, f"{GUIDE} #veille", (GUIDE,), ("veille",), "karim", "m2", "autre")
    (answer,) = await stage.say(f"/veille {GUIDE}", "lea", "troisieme")
    await press(stage, labelled(answer, "Enregistrer"), "lea", "troisieme")
    await stage.platform.host.message_deleted("general", "m1")
    await stage.platform.host.message_deleted("autre", "m2")
    await stage.bot.settle()
    assert "Ton message est supprimé" in dms(stage, "karim")[-1]
    assert not any("Ton message est supprimé" in text for text in dms(stage, "camille"))


async def test_a_link_stays_where_others_brought_it_when_its_message_is_deleted(stage):
    await link_posted(stage, f"{GUIDE} #veille", (GUIDE,), ("veille",))
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim", "autre")
    await press(stage, labelled(answer, "Le remettre ici"), "karim", "autre")
    await stage.platform.host.message_deleted("general", "m1")
    (answer,) = await stage.say(f"/veille {GUIDE}", "lea", "troisieme")
    assert "**autre**" in answer.text
    assert "**general**" not in answer.text


async def test_a_link_that_two_wrote_in_one_channel_stays_until_both_messages_are_deleted(stage):
    await link_posted(stage, f"{GUIDE} #veille", (GUIDE,), ("veille",))
    await link_posted(stage, f"{GUIDE} #veille", (GUIDE,), ("veille",), "karim", "m2")
    await stage.platform.host.message_deleted("general", "m1")
    (row,) = await rows(stage, ShareRow)
    assert row.removed_at is None
    await stage.platform.host.message_deleted("general", "m2")
    (row,) = await rows(stage, ShareRow)
    assert row.removed_at is not None


async def test_a_message_without_the_tag_is_left_alone(stage):
    await link_posted(stage, f"{GUIDE} #autre", (GUIDE,), ("autre",))
    assert await count(stage, ShareRow) == 0


async def test_five_links_of_a_message_are_taken_in(stage, web):
    links = tuple(f"https://a.example/{number}" for number in range(7))
    await link_posted(stage, " ".join(links), links, ("veille",))
    assert await count(stage, ShareRow) == 5


async def test_a_page_that_turns_out_to_be_known_is_one_share_with_the_other(stage, web):
    await stage.say(f"/veille {GUIDE} #a")
    web.page("https://court.example/x", html(), at=GUIDE)
    await link_posted(stage, "#veille #b", ("https://court.example/x",), ("veille", "b"), "karim")
    (row,) = await rows(stage, ShareRow)
    assert row.url == GUIDE
    assert [tag.name for tag in await rows(stage, TagRow)] == ["a", "b"]
    assert len(await rows(stage, AppearanceRow)) == 2


async def choose(stage, user="lea", *, is_own=False):
    """Choose, on the message m9 in general, to share its link; return the answer."""
    link, at = "https://chat.example/m9", stage.clock.now()
    message = ChosenMessage("m9", f"voir {GUIDE} #mobile", "Karim", link, at, is_own)
    (answer,) = await stage.receive(
        Shortcut(
            author=author(user), location=channel("general"), plugin="watch", name="share", message=message
        )
    )
    return answer


async def test_a_message_that_is_chosen_is_taken_in_without_a_post(stage):
    answer = await choose(stage)
    assert "Désormais dans la veille partagée" in answer.text
    assert cards(stage) == []
    assert [tag.name for tag in await rows(stage, TagRow)] == ["mobile"]
    assert await count(stage, NoteRow) == 0
    assert stage.platform.reactions() == [("m9", "✅")]


@pytest.mark.parametrize("is_own", [True, False], ids=["own", "another's"])
async def test_a_link_goes_with_the_message_only_of_who_shared_it(stage, is_own):
    await choose(stage, is_own=is_own)
    await stage.platform.host.message_deleted("general", "m9")
    (row,) = await rows(stage, ShareRow)
    assert (row.removed_at is not None) is is_own
    assert not any("Ton message est supprimé" in text for text in dms(stage, "lea"))


async def test_in_a_direct_message_a_link_is_kept_or_shared_where_the_person_is_heard(stage, web):
    (answer,) = await stage.write(f"regarde {GUIDE} c'est bien pour les seniors")
    assert "écris `/veille` suivi du lien dans le canal" in answer.text
    assert [button.action for button in answer.buttons] == ["save"]
    (kept,) = await press(stage, labelled(answer, "Enregistrer"), where=None)
    assert "Gardé dans ta liste" in kept.text
    assert stage.told == []
    web.page("https://autre.example/", html("Autre", "…", "https://autre.example/"))
    await stage.say("/veille https://autre.example/")
    (answer,) = await stage.write(f"/veille {GUIDE}")
    (shared,) = await press(stage, labelled(answer, "Dans general"), where=None)
    assert "Partagé dans **general**" in shared.text
    assert "Le guide" in str(cards(stage)[-1].embeds[0].title)


async def test_in_a_direct_message_a_link_is_shared_in_the_channel_that_is_named(stage, web):
    (refused,) = await stage.write(f"/veille partager {GUIDE} dans le canal general")
    assert "écris-y `/veille` suivi du lien" in refused.text
    (kept,) = await stage.write(f"/veille partager {GUIDE} sur logement")
    assert "dans le canal où il a sa place" in kept.text
    web.page("https://autre.example/", html("Autre", "…", "https://autre.example/"))
    await stage.say("/veille https://autre.example/")
    (shared,) = await stage.write(f"/veille partager {GUIDE} #seniors très clair dans ~general")
    assert "Partagé dans **general**" in shared.text
    assert "@camille : très clair\n" in plain(cards(stage)[-1].embeds[0].text)
    (asked,) = await stage.write("/veille partager https://autre.example/2 clair, dans la Loire")
    assert "Où veux-tu le partager" in asked.text
    await stage.advance(register.LATELY)
    (refused,) = await stage.write("/veille partager https://autre.example/3 dans ~general")
    assert "écris-y `/veille` suivi du lien" in refused.text


IN_GENERAL = (
    "dans #general",
    "in #general",
    "dans le canal #general",
    "dans #Général",
    "dans <#123456789012345678>",
)


@pytest.mark.parametrize("where", IN_GENERAL)
@pytest.mark.parametrize(
    "line", ["/veille partager {link} #seniors clair {where}", "partage {link} {where} #seniors"]
)
async def test_a_channel_may_be_named_with_the_sign_of_a_tag(stage, line, where):
    here = "123456789012345678" if "<" in where else "general"
    await stage.say("/veille https://autre.example/", "camille", here)
    (shared,) = await stage.write(line.format(link=GUIDE, where=where))
    assert f"Partagé dans **{here}**" in shared.text
    assert {tag.name for tag in await rows(stage, TagRow)} == {"seniors"}


async def test_what_follows_in_is_a_tag_where_no_channel_is_called_so(stage):
    (shared,) = await stage.say(f"/veille {GUIDE} utile dans #logement et #seniors")
    assert "Partagé" in shared.text
    assert {tag.name for tag in await rows(stage, TagRow)} == {"logement", "seniors"}
    (asked,) = await stage.write("partage https://autre.example/2 dans #mobilité stp")
    assert "Où veux-tu le partager" in asked.text
    assert [note.text for note in await rows(stage, NoteRow)] == ["utile"]
    assert {tag.name for tag in await rows(stage, TagRow)} == {"logement", "seniors", "mobilité"}


async def test_a_channel_that_is_named_in_the_channel_itself_is_no_tag(stage):
    await stage.say(f"/veille {GUIDE} #seniors à lire dans #general")
    assert {tag.name for tag in await rows(stage, TagRow)} == {"seniors"}


async def test_a_link_that_somebody_only_keeps_is_told_to_nobody_else(stage):
    await stage.write(f"/veille enregistrer {GUIDE}")
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim")
    assert "Partagé dans" in answer.text
    (row,) = await rows(stage, ShareRow)
    assert row.member_id == await member(stage, "karim")
    (listed,) = await stage.write("/veille mes-liens")
    assert "gardé" in listed.text


async def test_ones_own_list_has_pages_and_lets_go(stage, web):
    for number in range(6):
        web.page(f"https://a.example/{number}", html(f"N{number}", "", f"https://a.example/{number}"))
        await stage.say(f"/veille enregistrer https://a.example/{number}")
        await stage.advance(timedelta(minutes=1))
    (listed,) = await stage.say("/veille liens")
    assert "6 liens" in listed.text
    assert "1. [N5]" in listed.text
    assert "N0" not in listed.text
    (following,) = await press(stage, labelled(listed, "Suite"))
    assert "6. [N0]" in following.text
    (dropped,) = await press(stage, labelled(following, "Ne plus garder 6"))
    assert "5 liens" in dropped.text


async def test_a_share_goes_one_level_up_when_who_coordinates_there_accepts(stage):
    await stage.bot.grant(author("jeanne"), channel("region"), "coordinator", everywhere=False)
    for where, area in (("general", "Loire"), ("region", "Auvergne-Rhône-Alpes")):
        await stage.bot.grant(author("jeanne"), channel(where), "coordinator", everywhere=False)
        (form,) = await stage.say("/veille réglages", "jeanne", where)
        await stage.receive(
            Submission(
                author=author("jeanne"),
                location=channel(where),
                plugin="watch",
                form="settings",
                values={"tags": "#veille", "area": area},
                arguments=form.arguments,
            )
        )
    await stage.bot.grant(author("jeanne"), channel("general"), "member", everywhere=False)
    (answer,) = await stage.say(f"/veille {GUIDE}")
    (proposed,) = await press(stage, labelled(answer, "Proposer plus largement"))
    assert "Proposé à **region**" in proposed.text
    question = [one for _at, one in stage.platform.attempts if one.user == "id-jeanne"][-1].post
    assert "@camille propose pour **region**" in question.text
    (refused,) = await press(stage, labelled(question, "Le publier"), "karim", None)
    assert refused.code == "not_allowed"
    await press(stage, labelled(question, "Le publier"), "jeanne", None)
    assert str(cards(stage, "region")[0].embeds[0].title) == "Le guide"
    assert any("publié dans **region**" in text for text in dms(stage, "camille"))
    (late,) = await press(stage, labelled(question, "Pas cette fois"), "jeanne", None)
    assert "déjà répondu" in late.text


def told_in(items):
    """Return what the items of a letter are of, in order."""
    return [thing_of(item.key) for item in items]


async def test_a_letter_tells_the_most_useful_links_of_its_places_first(stage, web):
    for number in range(3):
        web.page(
            f"https://a.example/{number}", html(f"N{number}", "Un résumé.", f"https://a.example/{number}")
        )
        await stage.say(f"/veille https://a.example/{number} #a")
    await stage.say(f"/veille {GUIDE}", place="autre")
    await press(stage, labelled(cards(stage)[1], "Utile"), "karim")
    window = DigestWindow(
        places=(await place(stage, "general"),),
        since=stage.clock.now() - timedelta(days=1),
        until=stage.clock.now() + timedelta(minutes=1),
        excluded=("share:1",),
        limit=5,
    )
    async with stage.store.read() as session:
        network = network_of(await session.get(NetworkRow, 1))
        items = await MostUseful().items(session, network, window)
        assert told_in(items) == ["share:2", "share:3"]
        kept = await MostUseful().still(session, network, [items[0].key, "share:99@0"], window.places)
        assert kept == {items[0].key}
        elsewhere = (await place(stage, "autre"),)
        assert await MostUseful().still(session, network, [items[0].key], elsewhere) == set()


async def test_a_link_that_a_letter_had_no_room_for_may_come_into_the_next_one(stage, web):
    before = stage.clock.now()
    for number in range(1, 4):
        web.page(f"https://a.example/{number}", html(f"N{number}", "", f"https://a.example/{number}"))
        await stage.say(f"/veille https://a.example/{number}")
        await stage.advance(timedelta(hours=1))
    first = DigestWindow((await place(stage, "general"),), before, stage.clock.now(), (), 2, counted=9)
    await stage.advance(timedelta(days=1))
    until = stage.clock.now()
    next_one = replace(
        first, since=first.until, until=until, excluded=("share:3", "share:2"), earlier=first.since
    )
    async with stage.store.read() as session:
        network = network_of(await session.get(NetworkRow, 1))
        told = told_in(await MostUseful().items(session, network, first))
        assert told == ["share:3", "share:2", "share:1"], "the last one is only counted"
        left = told_in(await MostUseful().items(session, network, next_one))
        assert left == ["share:1"]
        long_after = replace(next_one, since=until, until=until + timedelta(days=1), earlier=first.until)
        assert await MostUseful().items(session, network, long_after) == []
    words = Words("fr", ZoneInfo("Europe/Paris"))
    search = spelled(words(MostUseful().elsewhere(first))).strip("`")
    assert plain(search) == "/veille chercher depuis lundi 23 novembre 2026"
    (found,) = await stage.say(search)
    assert all(f"N{number}" in found.text for number in range(1, 4))
    searched = spelled(words(MostUseful().elsewhere(next_one))).strip("`")
    (found,) = await stage.say(searched)
    assert "N1" in found.text, "what the letter before had no room for is found from the next one on, too"


async def test_a_letter_tells_of_a_link_who_shared_it_their_own_note_and_its_tags(stage, web):
    for number, name in ((1, "karim"), (2, "camille")):
        web.page(f"https://a.example/{number}", html(f"N{number}", "Résumé.", f"https://a.example/{number}"))
        await stage.say(f"/veille https://a.example/{number} #a #b{number} note {number}", name)
    window = DigestWindow(
        places=(await place(stage, "general"),),
        since=stage.clock.now() - timedelta(days=1),
        until=stage.clock.now() + timedelta(minutes=1),
        excluded=(),
        limit=5,
    )
    async with stage.store.read() as session:
        items = await MostUseful().items(session, network_of(await session.get(NetworkRow, 1)), window)
    words = Words("fr", ZoneInfo("Europe/Paris"))
    said = {thing_of(item.key): plain(words(item.text)) for item in items}
    for number, name in ((1, "karim"), (2, "camille")):
        assert f"@{name}" in said[f"share:{number}"]
        assert said[f"share:{number}"].endswith(f"note {number} #a #b{number}")


async def test_a_letter_sets_tags_apart_where_there_is_nothing_else_to_say(stage, web):
    web.page("https://a.example/1", html("N1", "", "https://a.example/1"))
    await stage.say("/veille https://a.example/1 #r3", "zoe")
    window = DigestWindow(
        (await place(stage, "general"),), stage.clock.now() - timedelta(days=1), stage.clock.now(), (), 5
    )
    async with stage.store.read() as session:
        (item,) = await MostUseful().items(session, network_of(await session.get(NetworkRow, 1)), window)
    said = plain(Words("fr", ZoneInfo("Europe/Paris"))(item.text))
    assert said.endswith("(a.example), partagé par @zoe – #r3")


async def test_a_share_stays_without_the_name_and_the_note_of_who_is_erased(stage):
    await stage.say(f"/veille {GUIDE} ma note", "karim")
    await stage.write("/veille enregistrer https://mairie.example/guide", "karim")
    await press(stage, labelled(cards(stage)[0], "Utile"), "karim")
    async with stage.working("witness") as ctx:
        gone = await ctx.find_member(await member(stage, "karim"))
        await stage.handlers.service(PersonalData).erase(ctx, gone)
    (row,) = await rows(stage, ShareRow)
    assert (row.member_id, row.title) == (None, "Le guide")
    assert await count(stage, NoteRow) == 0
    assert await count(stage, MarkRow) == 0
    (answer,) = await stage.say(f"/veille {GUIDE}")
    assert "quelqu’un qui est parti" in answer.text


async def test_a_card_is_still_one_after_its_delivery_is_emptied(stage):
    await stage.say(f"/veille {GUIDE}")
    await stage.advance(timedelta(days=100))
    await press(stage, labelled(cards(stage)[0], "Utile"), "karim")
    assert str(labelled(cards(stage, kind=DeliveryKind.EDIT)[-1], "Utile").label) == "Utile (1)"
    async with stage.store.read() as session:
        assert await session.scalar(select(func.count()).select_from(DeliveryRow)) >= 1


@pytest.mark.parametrize("typed", ["mes-liens", "mes liens", "Mes  Liens", "liens", "mesliens"])
async def test_the_words_of_a_verb_may_stand_apart(stage, typed):
    (listed,) = await stage.say(f"/veille {typed}")
    assert "Ta liste est vide" in listed.text
