"""Looking for people: who is proposed, who never is, and why."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.language.catalogue import Words
from bot.plugin.neighbours import Asker
from bot.territory import Area
from plugins.directory import entries, register, visibility
from plugins.directory.cards import Content, State, Visibility
from plugins.directory.models import CardRow
from plugins.directory.people import known_words
from plugins.directory.searching import search
from tests.unit.plugins.directory.people_asked import NOW, line, questions, table


async def row_of(session, account: str) -> CardRow:
    return await session.scalar(select(CardRow).where(CardRow.account == account))


@pytest.mark.parametrize("half", ["dev", "held"])
async def test_the_best_person_is_among_the_first_three(invented, half):
    every = questions(half)
    with_best = [one for one in every if one["best"]]
    found = [set(one["best"]) & set(await invented.ask(one["text"], one["asker"])) for one in with_best]
    assert sum(map(bool, found)) >= 0.95 * len(with_best)


async def test_nobody_is_proposed_for_what_nobody_can_do(invented):
    without = [one for half in ("dev", "held") for one in questions(half) if one["none"]]
    silent = [not await invented.ask(one["text"], one["asker"]) for one in without]
    assert sum(silent) >= 0.85 * len(without)


async def test_nobody_is_shown_to_who_may_not_see_them(invented):
    for one in (*questions("dev"), *questions("held")):
        assert not set(await invented.ask(one["text"], one["asker"])) & set(one["forbidden"]), one["text"]


async def test_nearest_come_first_and_somebody_far_away_if_they_alone_can(directory):
    await directory.take(
        table(
            line("far", code_insee="29019", competences="Pix"),
            line("near", code_insee="42187", competences="Pix"),
            line("asker", code_insee="42187"),
            line("only", code_insee="97411", competences="FALC"),
        )
    )
    assert await directory.ask("Pix", "asker") == ["near", "far"]
    assert await directory.ask("FALC", "asker") == ["only"]
    assert (await directory.ask("Pix près de Brest", "asker"))[0] == "far"


async def test_a_speciality_comes_before_a_skill_and_a_skill_before_a_wish(directory):
    await directory.take(
        table(
            line("wishes", appetences="Podcast"),
            line("can", competences="Podcast"),
            line("masters", specificites="Podcast"),
        )
    )
    assert await directory.ask("podcast") == ["masters", "can"]
    assert await directory.ask("qui veut apprendre le podcast ?") == ["wishes"]


@pytest.mark.parametrize("place", ["vers Roanne", "vers roane", "vers Rouane", "près de Roane"])
async def test_reasons_say_the_place_that_was_asked_for_however_it_is_spelt(directory, place):
    await directory.take(
        table(
            line("lea", code_insee="42187", competences="Retouche photo"),
            line("ana", code_insee="42184", competences="Retouche photo"),
            line("ivo", perimetre="epci:200035731", competences="Retouche photo"),
            line("asker", code_insee="42218"),
        )
    )
    found = await directory.people(f"retouche photo {place}", "asker")
    words = Words("en", directory.desk.network.zone)
    said = {one.account: words(one.why[1]) for one in found}
    assert next(iter(said)) == "lea"
    assert said["lea"] == "in Roanne"
    assert said["ana"] == "in Riorges, same communauté d’agglomération"
    assert said["ivo"] == "covers Roannais Agglomération"


async def test_reasons_say_why_where_and_when_it_was_confirmed(directory):
    await directory.take(
        table(
            line("ana", code_insee="42184", competences="Retouche photo"), line("asker", code_insee="42187")
        )
    )
    async with directory.desk.unit() as session:
        await register.publish(session, await row_of(session, "ana"), NOW)
    [found] = await directory.people("retoucher des photos", "asker")
    said = [directory.desk.words(text) for text in found.why]
    assert said[0].endswith("Retouche photo")
    assert "Riorges" in said[1]
    assert "communauté d’agglomération" in said[1]
    assert "2026" in said[2]


async def test_who_was_asked_often_lately_comes_later(directory):
    await directory.take(table(line("ana", competences="Pix"), line("bob", competences="Pix")))
    network = directory.desk.network
    async with directory.desk.read() as session:
        busy = (await row_of(session, "ana")).id
        found = await search(session, network, "Pix", Asker(), NOW, known=known_words(None), loads={busy: 3})
    assert [one.account for one in found.people] == ["bob", "ana"]


async def test_who_is_paused_is_found_by_nobody_until_the_pause_ends(directory):
    await directory.take(table(line("ana", competences="Pix")))
    async with directory.desk.unit() as session:
        await register.pause(session, await row_of(session, "ana"), NOW, NOW + timedelta(days=7))
    assert await directory.ask("Pix", now=NOW) == []
    assert await directory.ask("Ana", now=NOW) == []
    assert await directory.ask("Pix", now=NOW + timedelta(days=8)) == ["ana"]


async def test_a_refused_card_is_empty_and_stays_refused_whatever_is_imported(directory):
    await directory.take(table(line("ana", competences="Pix")))
    async with directory.desk.unit() as session:
        await register.refuse(session, await row_of(session, "ana"), NOW)
    outcome = await directory.take(table(line("ana", competences="Pix et FALC")))
    assert [problem.kind for problem in outcome.problems] == ["refused"]
    assert await directory.ask("Pix") == []
    async with directory.desk.read() as session:
        row = await row_of(session, "ana")
    assert (row.name, row.skills, row.state) == ("", [], State.REFUSED)


async def test_an_erased_card_leaves_nothing_behind(directory):
    await directory.take(table(line("ana", competences="Pix")))
    async with directory.desk.unit() as session:
        await register.erase(session, await row_of(session, "ana"))
    assert await directory.ask("Pix") == []
    async with directory.desk.unit() as session:
        assert await row_of(session, "ana") is None
        assert await entries.index.inconsistencies(session) == []


async def test_importing_again_changes_what_changed_and_nothing_else(directory):
    await directory.take(table(line("ana", competences="Pix"), line("bob", competences="FALC")))
    outcome = await directory.take(table(line("ana", competences="Linux"), line("bob", competences="FALC")))
    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 1, 1)
    assert await directory.ask("Pix") == []
    assert await directory.ask("Linux") == ["ana"]
    hidden = await directory.take(table(line("ana", competences="Linux", visibilite="masque")))
    assert hidden.updated == 1
    assert await directory.ask("Linux") == []


async def test_a_dry_run_writes_nothing(directory):
    outcome = await directory.take(
        table(line("ana", competences="Pix"), line("bob", visibilite="?")), dry_run=True
    )
    assert (outcome.created, len(outcome.problems)) == (1, 1)
    assert await directory.ask("Pix") == []


AREAS = st.sampled_from(
    [
        "commune:42187",
        "commune:69123",
        "departement:42",
        "departement:69",
        "epci:200066587",
        "region:84",
        "commune:97411",
    ]
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(Visibility), AREAS, st.booleans()), min_size=1, max_size=6),
    st.none() | AREAS,
    st.sampled_from(
        ["Pix", "pix près de Lyon", "Person 0", "qui sait ?", "person0 pix", "qui veut apprendre Pix"]
    ),
)
async def test_no_forbidden_person_ever_whatever_is_asked(directory, people, asker, text):
    async with directory.desk.unit() as session:
        for row in (await session.scalars(select(CardRow))).all():
            await register.erase(session, row)
    lines = [
        line(
            f"person{i}",
            nom=f"Person {i}",
            perimetre=area,
            competences="Pix",
            appetences="Pix",
            visibilite=seen,
        )
        for i, (seen, area, _paused) in enumerate(people)
    ]
    await directory.take(table(*lines))
    who = Asker(areas=(Area.parse(asker),) if asker else ())
    async with directory.desk.unit() as session:
        for i, (_seen, _area, paused) in enumerate(people):
            if paused:
                await register.pause(session, await row_of(session, f"person{i}"), NOW)
    async with directory.desk.read() as session:
        found = await search(
            session, directory.desk.network, text, who, NOW, known=known_words(None), limit=10
        )
    mine = visibility.departements(who.areas)
    for one in found.people:
        seen, area, paused = people[int(one.account.removeprefix("person"))]
        assert not paused
        assert seen is not Visibility.HIDDEN
        assert seen is Visibility.NETWORK or visibility.departements([Area.parse(area)]) & mine


async def test_a_card_says_what_its_owner_wrote_even_if_a_file_says_otherwise(directory):
    await directory.take(table(line("ana", competences="Pix")))
    async with directory.desk.unit() as session:
        row = await row_of(session, "ana")
        await register.add(session, row, entries.Kind.SKILLS, ["Linux"], NOW)
    outcome = await directory.take(table(line("ana", competences="Scratch")))
    assert outcome.kept == 1
    assert await directory.ask("Linux") == ["ana"]
    assert Content(name="x").visibility is Visibility.NETWORK
