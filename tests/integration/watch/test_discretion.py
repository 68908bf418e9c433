"""What the shared watch says to whom: nothing that somebody kept for themselves, nothing lost in a pause."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from bot.chat.incoming import Line, Linked, Press, Shows, Submission
from bot.language.catalogue import Words
from bot.plugin.letters import DigestWindow
from bot.store.people import find_place, network_of
from bot.store.tables import MemberRow, NetworkRow, PlaceRow
from plugins.watch.models import NoteRow
from plugins.watch.sections import MostUseful
from tests.fakes.bot import author, channel, dm
from tests.fakes.watch import (
    GUIDE,
    cards,
    labelled,
    link_posted,
    member,
    press,
)


async def set_pause(stage, user, at):
    async with stage.working("witness") as ctx:
        number = await member(stage, user)
        await ctx.session.execute(update(MemberRow).where(MemberRow.id == number).values(paused_at=at))


async def test_what_is_told_at_once_waits_for_who_is_on_pause(stage):
    (answer,) = await stage.say("/veille abonner #seniors", "karim")
    await press(stage, labelled(answer, "Dès"), "karim")
    await set_pause(stage, "karim", stage.clock.now())
    await stage.say(f"/veille {GUIDE} #seniors")
    await stage.advance(timedelta(days=1))
    assert stage.platform.texts("@id-karim") == []
    await set_pause(stage, "karim", None)
    await stage.advance(timedelta(days=1))
    (told,) = stage.platform.texts("@id-karim")
    assert "Le guide" in told


async def test_what_somebody_noted_for_themselves_is_on_nobody_elses_card(stage):
    (asked,) = await stage.write(
        f"/veille partager {GUIDE} Entre nous, pour la réunion avec le maire", "karim"
    )
    await press(stage, labelled(asked, "Enregistrer"), "karim", where=None)
    await stage.say(f"/veille {GUIDE}")
    (card,) = cards(stage)
    assert "le maire" not in str(card.embeds[0].text)
    async with stage.store.read() as session:
        assert (await session.scalars(select(NoteRow))).all() == []


async def test_others_are_told_of_a_link_in_a_message_that_somebody_kept_before(stage):
    await stage.write(f"/veille enregistrer {GUIDE}", "karim")
    assert stage.told == []
    await link_posted(stage, f"À lire {GUIDE} #veille", (GUIDE,), ("veille",))
    (told,) = stage.told
    assert told.title == "Le guide"


async def test_who_coordinates_a_channel_takes_away_from_it_what_others_brought_there(stage):
    await stage.say(f"/veille {GUIDE}")
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim", "autre")
    await press(stage, labelled(answer, "Le remettre ici"), "karim", "autre")
    button = labelled(cards(stage, "autre")[0], "Retirer")
    (refused,) = await press(stage, button, "jeanne", "autre")
    assert "Seul" in refused.text
    await stage.bot.grant(author("jeanne"), channel("autre"), "coordinator", everywhere=False)
    (said,) = await press(stage, button, "jeanne", "autre")
    assert "Retiré d’ici" in said.text
    assert [one.kind for one in stage.platform.taken("autre")] == ["post", "delete"]
    assert [one.kind for one in stage.platform.taken("general")] == ["post"]
    (refused,) = await press(stage, labelled(cards(stage)[0], "Retirer"), "jeanne")
    assert "Seul" in refused.text


@pytest.mark.parametrize("is_open", [False, True])
async def test_links_that_a_guest_posts_are_taken_in_only_where_guests_are_welcome(stage, is_open):
    if is_open:
        async with stage.working("witness") as ctx:
            await stage.handlers.switches.open_to_guests(ctx.session, ctx.network.id, ["watch"])
    await stage.receive(
        Linked(
            author=replace(author("karim"), is_guest=True),
            location=channel("general"),
            text=f"À lire {GUIDE} #veille",
            links=(GUIDE,),
            tags=("veille",),
            post="m1",
        )
    )
    assert [event.title for event in stage.told] == (["Le guide"] if is_open else [])


PRIVATE = replace(channel("bureau"), is_private=True)


async def noted_in_private(stage, *, by_message):
    """Have camille share the guide in a private channel, with words for who is in it."""
    text = f"Regarde {GUIDE} #veille #paie entre nous : le salaire de Paul pose souci"
    if not by_message:
        text = f"/veille {GUIDE} #paie entre nous : le salaire de Paul pose souci"
        await stage.receive(Line(author=author("camille"), location=PRIVATE, text=text))
        return
    await stage.receive(
        Linked(
            author=author("camille"),
            location=PRIVATE,
            text=text,
            links=(GUIDE,),
            tags=("veille", "paie"),
            post="m1",
        )
    )


@pytest.mark.parametrize("by_message", [True, False], ids=["message", "command"])
async def test_what_is_noted_in_a_private_channel_is_told_to_nobody_elsewhere(stage, by_message):
    await stage.say("/veille abonner salaire", "lea")
    await noted_in_private(stage, by_message=by_message)
    (found,) = await stage.say("/veille chercher salaire", "karim")
    assert "aucun lien" in found.text
    (found,) = await stage.say("/veille chercher #paie", "karim")
    assert "Le guide" in found.text
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim", "autre")
    assert "salaire" not in answer.text
    await press(stage, labelled(answer, "Le remettre ici"), "karim", "autre")
    (card,) = cards(stage, "autre")
    assert "salaire" not in str(card)
    await stage.advance(timedelta(days=1))
    assert stage.platform.texts("@id-lea") == []


async def test_what_is_noted_in_a_private_channel_stands_on_the_card_there(stage):
    await noted_in_private(stage, by_message=False)
    (card,) = cards(stage, "bureau")
    assert "salaire" in card.embeds[0].text


async def test_a_letter_tells_a_note_of_a_private_channel_in_that_channel_alone(stage):
    await noted_in_private(stage, by_message=False)
    (answer,) = await stage.say(f"/veille {GUIDE}", "karim", "autre")
    await press(stage, labelled(answer, "Le remettre ici"), "karim", "autre")
    async with stage.store.read() as session:
        places = await session.scalars(select(PlaceRow).where(PlaceRow.name.in_(["bureau", "autre"])))
        private, other = [await find_place(session, 1, row.id) for row in places]
        network = network_of(await session.get(NetworkRow, 1))
        now = stage.clock.now()
        told = []
        for where in ((private,), (other,), (private, other)):
            window = DigestWindow(where, now - timedelta(days=1), now, (), 5)
            (item,) = await MostUseful().items(session, network, window)
            told.append("salaire" in Words("fr", ZoneInfo("Europe/Paris"))(item.text))
    assert told == [True, False, False]


async def test_a_note_of_a_private_channel_is_not_published_by_a_form_elsewhere(stage):
    await noted_in_private(stage, by_message=False)
    for where, shown in (("autre", ""), (None, "entre nous : le salaire de Paul pose souci")):
        location = channel(where) if where else dm("camille")
        line = Line(author=author("camille"), location=location, text=f"/veille modifier {GUIDE}")
        (form,) = await stage.receive(line)
        assert next(field.value for field in form.fields if field.name == "note") == shown
        values = {"title": "Titre mieux dit", "description": "", "tags": "", "note": shown}
        await stage.receive(
            Submission(
                author=author("camille"),
                location=location,
                plugin="watch",
                form="edit",
                values=values,
                arguments=form.arguments,
            )
        )
        (found,) = await stage.say("/veille chercher salaire", "karim")
        assert "aucun lien" in found.text
    async with stage.store.read() as session:
        assert [note.text for note in await session.scalars(select(NoteRow))] == [shown]


async def covers(stage, where, area):
    line = Line(author=author("jeanne"), location=where, text="/veille réglages")
    (form,) = await stage.receive(line)
    await stage.receive(
        Submission(
            author=author("jeanne"),
            location=where,
            plugin="watch",
            form="settings",
            values={"tags": "#veille", "area": area},
            arguments=form.arguments,
        )
    )


@pytest.mark.parametrize("stands", [False, True])
async def test_a_private_channel_that_covers_more_is_asked_and_never_named(stage, stands):
    private = replace(channel("bureau"), is_private=True)
    for where in (channel("general"), private):
        await stage.bot.grant(author("jeanne"), where, "coordinator", everywhere=False)
    await covers(stage, channel("general"), "Loire")
    await covers(stage, private, "Auvergne-Rhône-Alpes")
    (shared,) = await stage.say(f"/veille {GUIDE}")
    if stands:
        line = Line(author=author("jeanne"), location=private, text=f"/veille {GUIDE}")
        (answer,) = await stage.receive(line)
        again = labelled(answer, "Le remettre ici")
        await stage.receive(
            Press(
                author=author("jeanne"),
                location=private,
                plugin=again.plugin,
                action=again.action,
                arguments=again.arguments,
            )
        )
    for _time in range(2):
        (said,) = await press(stage, labelled(shared, "Proposer plus largement"))
        assert "un canal privé, la coordination décidera" in said.text
        assert "bureau" not in said.text
    asked = [one.post for _at, one in stage.platform.attempts if one.post.buttons and one.user == "id-jeanne"]
    assert len(asked) == (0 if stands else 1)
    for question in asked:
        await press(stage, labelled(question, "Le publier"), "jeanne", where=None)
        assert stage.platform.texts("@id-camille")[-1].startswith("Ton lien est publié dans un canal privé")
        assert len(cards(stage, "bureau")) == 1
        (answer,) = await stage.say(f"/veille {GUIDE}", place="autre")
        assert "bureau" not in answer.text


async def test_who_mentions_the_bot_with_a_link_is_offered_to_propose_it_more_widely(stage):
    for where, area in (("general", "Loire"), ("region", "Auvergne-Rhône-Alpes")):
        await stage.bot.grant(author("jeanne"), channel(where), "coordinator", everywhere=False)
        await covers(stage, channel(where), area)
    line = Line(
        author=author("karim"),
        location=channel("general"),
        text=f"veille {GUIDE}",
        to_bot=True,
        shows=Shows.NOTHING,
        reply_to="1",
    )
    await stage.receive(line)
    assert len(cards(stage)) == 1
    told = [one.post for _at, one in stage.platform.attempts if one.user == "id-karim" and one.post.buttons]
    (said,) = await press(stage, labelled(told[-1], "Proposer plus largement"), "karim", where=None)
    assert "Proposé à **region**" in said.text
