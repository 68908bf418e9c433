"""What only coordinators read of partners is for their eyes alone, and those concerned see who did."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.app import load_plugins
from bot.chat.incoming import Line, Shows
from bot.config import Config
from bot.language.catalogue import Words
from bot.plugin import PersonalData, Plugins
from bot.store.base import table_of
from bot.store.people import network_of
from bot.store.personal import declared
from bot.store.records import AccessRow
from bot.store.tables import NetworkRow
from plugins.partners import register, showing
from plugins.partners.actions import erase_note, remove_note
from plugins.partners.content import Content
from plugins.partners.forms import Note
from plugins.partners.models import PartnerNoteRow, PartnerRow
from plugins.partners.timers import NOTES_KEPT
from tests.fakes.bot import START, author, channel, scene

NAME = "CCAS de Roanne"


@pytest.fixture
async def town(tmp_path):
    """A bot with a partner whose card lea wrote, with a note of hers."""
    async with scene(tmp_path, *load_plugins(Config()).plugins.values()) as stage:
        await stage.write("/rappel liste", user="lea")
        await stage.write("/rappel liste", user="cora")
        lea = (await stage.bot.identity.resolve(author("lea"), channel("general"))).member.id
        async with stage.store.unit() as session:
            network = network_of(await session.get(NetworkRow, 1))
            row = await register.add(session, network.id, Content(name=NAME), member=lea, now=START)
            await register.note(session, row, "Directrice difficile", member=lea, now=START)
        yield stage


async def asks(stage, text):
    """A coordinator types a command in a line that mentions the bot, whose answer all may read."""
    coordinator = replace(author("cora"), administers_community=True)
    line = Line(
        author=coordinator,
        location=channel("general"),
        text=text,
        to_bot=True,
        reply_to="post-1",
        shows=Shows.BUTTONS,
        key=text,
    )
    await stage.receive(line)
    return " ".join(stage.platform.texts("general"))


async def test_the_relation_and_the_notes_are_posted_where_the_coordinator_alone_reads_them(town):
    said = await asks(town, f"/partenaire relation {NAME}")
    assert "Directrice" not in said
    assert "coordinateurs" not in said


async def test_a_card_that_all_may_read_says_nothing_that_is_for_coordinators(town):
    said = await asks(town, f"/partenaire fiche {NAME}")
    assert NAME in said
    assert "Ajoutée par" not in said


async def test_who_wrote_a_note_sees_that_a_coordinator_looked_at_it(town):
    await asks(town, f"/partenaire relation {NAME}")
    async with town.store.read() as session:
        looks = (await session.scalars(select(AccessRow))).all()
    assert [look.what for look in looks] == ["qui a écrit la fiche d’un partenaire, ou une note dessus"]


async def test_who_administers_one_channel_alone_reads_and_changes_nothing_of_coordinators(town):
    in_a_channel_of_their_own = replace(author("karim"), administers_place=True)
    for text in (f"/partenaire relation {NAME}", f"/partenaire note {NAME}", f"/partenaire fiche {NAME}"):
        line = Line(author=in_a_channel_of_their_own, location=channel("general"), text=text)
        said = str(await town.receive(line))
        assert "Directrice" not in said
        assert ("tout le réseau" in said) is ("fiche" not in text)
        assert (NAME in said) is ("fiche" in text)
        assert "Relation et notes" not in said
        assert "Modifier la fiche" not in said


async def notes(stage):
    async with stage.store.read() as session:
        rows = await session.scalars(select(PartnerNoteRow).order_by(PartnerNoteRow.id))
        return [(row.member_id is not None, row.text) for row in rows]


async def test_the_form_of_a_note_asks_for_no_names(town):
    (argument,) = (one for one in Note.model_fields["text"].metadata if hasattr(one, "help"))
    said = Words("fr", START.tzinfo)(argument.help)
    assert "Plutôt que le nom des personnes" in said


async def test_who_is_erased_is_named_in_no_note_neither_as_author_nor_by_others(town):
    lea, cora = [
        (await town.bot.identity.resolve(author(name), channel("general"))).member for name in ("lea", "cora")
    ]
    async with town.store.unit() as session:
        row = await register.find(session, 1, 1)
        await register.note(
            session, row, "Vu avec LEA au forum, elle rappelle (@lea)", member=cora.id, now=START
        )
        await register.note(session, row, "Bleau et Galea sont venus", member=cora.id, now=START)
    async with town.working("witness") as ctx:
        await town.handlers.service(PersonalData).erase(ctx, lea)
    assert await notes(town) == [
        (False, "Directrice difficile"),
        (True, "Vu avec quelqu’un au forum, elle rappelle (@quelqu’un)"),
        (True, "Bleau et Galea sont venus"),
    ]


async def test_what_may_be_another_word_or_somebody_else_stays_in_notes_and_nothing_written_hinders_nobody(
    town, monkeypatch
):
    partners = table_of(PartnerRow)
    names_people = replace(declared(partners), naming=("commune",))
    monkeypatch.setitem(partners.info, "personal", names_people)
    france = (await town.bot.identity.resolve(author("France"), channel("general"))).member
    said = "Vu avec France Travail et France services, voir @France"
    async with town.store.unit() as session:
        row = await register.find(session, 1, 1)
        assert row.commune is None
        await register.note(session, row, said, member=None, now=START)
    async with town.working("witness") as ctx:
        await town.handlers.service(PersonalData).erase(ctx, france)
    assert (await notes(town))[1:] == [(False, said.replace("@France", "@quelqu’un"))]


async def live(stage, days):
    """Let days pass, the bot looking around each day."""
    for _day in range(days):
        stage.clock.move_to(stage.clock.now() + timedelta(days=1))
        await stage.bot.settle()


@pytest.mark.parametrize("is_put_back", [False, True])
async def test_the_notes_on_a_partner_go_a_month_after_its_card_unless_it_is_put_back(town, is_put_back):
    await live(town, 1)
    async with town.store.unit() as session:
        row = await register.find(session, 1, 1)
        await register.remove(session, row, town.clock.now())
    await live(town, NOTES_KEPT.days - 1)
    assert await notes(town) == [(True, "Directrice difficile")]
    if is_put_back:
        async with town.store.unit() as session:
            await register.restore(session, await register.find(session, 1, 1, removed=True))
    await live(town, 3)
    assert bool(await notes(town)) is is_put_back


async def test_the_notes_on_partners_removed_long_ago_go_though_the_feature_is_switched_off(town):
    async with town.store.unit() as session:
        row = await register.find(session, 1, 1)
        await register.remove(session, row, START - 2 * NOTES_KEPT)
    async with town.working(plugin="network") as ctx:
        await town.handlers.service(Plugins).switch(ctx.session, 1, ["directory"])
    await live(town, 2)
    assert await notes(town) == []


async def test_each_note_of_many_can_be_chosen_and_removed_once_one_is_asked(town):
    cora = replace(author("cora"), administers_community=True)
    line = Line(author=cora, location=channel("general"), text="")
    speaker = await town.bot.identity.resolve(cora, line.location)
    async with town.handlers.for_person("partners", speaker, line) as ctx:
        row = await register.find(ctx.session, 1, 1)
        for number in range(24):
            at = START + timedelta(minutes=number + 1)
            await register.note(ctx.session, row, f"note {number}", member=ctx.member.id, now=at)
        pages = [await showing.relation(ctx, row, number) for number in (1, 2, 3)]
        listed = [option.value for page in pages for option in page.menus[1].options]
        assert len(set(listed)) == 25
        assert [[button.name for button in page.buttons[1:]] for page in pages] == [
            ["older"],
            ["newer", "older"],
            ["newer"],
        ]
        assert "note 13" in pages[1].text
        assert "note 14" not in pages[1].text
        last = replace(ctx, choice=listed[-1])
        asked = await remove_note(last, 1, 3)
        assert "Directrice difficile" in asked.text
        assert await register.find_note(ctx.session, row, int(listed[-1])) is not None
        shown = await erase_note(ctx, **asked.buttons[0].arguments)
        assert "Directrice" not in shown.text
        assert await register.find_note(ctx.session, row, int(listed[-1])) is None
        assert (await remove_note(last, 1, 3)).text == shown.text
