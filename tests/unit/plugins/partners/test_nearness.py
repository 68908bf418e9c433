"""The partners that other plugins are given: those near the place, those that serve it, in a fixed order."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.chat.people import Network
from bot.language.catalogue import Words
from bot.plugin.neighbours import PartnerRegister
from bot.store import Store
from bot.territory import Area
from plugins.partners import finding, offering, register
from plugins.partners.content import Content
from plugins.partners.declaration import plugin
from plugins.partners.indexing import index, seats
from plugins.partners.offering import home
from tests.fakes.bot import new_database, url_of

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LOIRE = Network(1, "Loire", "fr", ZoneInfo("Europe/Paris"), "42")
ROANNE, RIORGES, FEURS, LYON = (
    Area.parse(f"commune:{code}") for code in ("42187", "42184", "42094", "69123")
)
ENGLISH = Words("en", ZoneInfo("Europe/Paris"))


@pytest.fixture
async def store(tmp_path):
    await new_database(tmp_path)
    opened = Store(url_of(tmp_path))
    yield opened
    await opened.close()


async def add(store, name, kind, commune=None, **more):
    async with store.unit() as session:
        content = Content(name=name, kinds=(kind,), commune=commune, **more)
        row = await register.add(session, 1, content, member=None, now=NOW)
        return row.id


async def nearest(store, *kinds, near, words="", limit=3):
    (service,) = plugin.services[PartnerRegister]
    async with store.read() as session:
        return await service.nearest(session, LOIRE, kinds, near=near, now=NOW, words=words, limit=limit)


def names(found):
    return [one.name for one in found]


async def test_the_same_commune_comes_before_its_epci_and_the_departement(store):
    await add(store, "France Services Feurs", "france-service", "42094")
    await add(store, "France Services Riorges", "france-service", "42184")
    await add(store, "France Services Roanne", "france-service", "42187")
    await add(store, "France Services Lyon", "france-service", "69123")
    found = await nearest(store, "france-service", near=[ROANNE])
    assert names(found) == ["France Services Roanne", "France Services Riorges", "France Services Feurs"]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert found[0].where == "Roanne (42)"
    assert ENGLISH(found[0].why[0]) == "in the commune itself, Roanne"


async def test_another_departement_is_not_near_unless_it_says_that_it_serves_the_place(store):
    await add(store, "CAF de Lyon", "caf", "69123")
    assert names(await nearest(store, "caf", near=[ROANNE])) == []
    await add(store, "CAF des deux rives", "caf", "69123", areas=("departement:42", "departement:69"))
    found = await nearest(store, "caf", near=[ROANNE])
    assert names(found) == ["CAF des deux rives"]
    assert ENGLISH(found[0].why[0]) == "serves Loire"


async def test_a_partner_that_serves_others_is_not_proposed(store):
    await add(store, "Only for Roanne", "france-service", "42187", areas=("commune:42187",))
    await add(store, "For its EPCI", "france-service", "42187", areas=("epci:200035731",))
    assert names(await nearest(store, "france-service", near=[RIORGES])) == ["For its EPCI"]
    assert names(await nearest(store, "france-service", near=[FEURS])) == []


async def test_what_serves_the_whole_country_comes_last_but_everywhere(store):
    await add(store, "Aide nationale", "cybermalveillance", areas=("france",))
    found = await nearest(store, "cybermalveillance", near=[LYON])
    assert names(found) == ["Aide nationale"]
    assert ENGLISH(found[0].why[0]) == "serves the whole country"


async def test_without_a_place_it_is_the_territory_of_the_network(store):
    await add(store, "ADIL 42", "adil", "42218")
    await add(store, "ADIL 69", "adil", "69123")
    assert names(await nearest(store, "adil", near=[])) == ["ADIL 42"]


async def test_places_larger_than_a_commune_have_their_partners(store):
    await add(store, "ADIL 42", "adil", "42218")
    await add(store, "ADIL 69", "adil", "69123")
    assert names(await nearest(store, "adil", near=[Area.parse("departement:69")])) == ["ADIL 69"]
    assert names(await nearest(store, "adil", near=[Area.parse("region:84")])) == ["ADIL 42", "ADIL 69"]
    assert names(await nearest(store, "adil", near=[Area.parse("epci:200035731")])) == ["ADIL 42"]


async def test_words_of_the_need_choose_among_those_as_near(store):
    await add(store, "A", "ccas-cias", "42187", summary="Domiciliation et aide alimentaire")
    await add(store, "B", "ccas-cias", "42187", summary="Aide aux factures d’énergie")
    assert names(await nearest(store, "ccas-cias", near=[ROANNE])) == ["A", "B"]
    assert names(await nearest(store, "ccas-cias", near=[ROANNE], words="facture énergie")) == ["B", "A"]


async def test_words_of_the_need_choose_among_very_many_as_well(store, monkeypatch):
    monkeypatch.setattr(offering, "_FEW", 1)
    await add(store, "A", "ccas-cias", "42187", summary="Domiciliation et aide alimentaire")
    await add(store, "B", "ccas-cias", "42187", summary="Aide aux factures d’énergie")
    assert names(await nearest(store, "ccas-cias", near=[ROANNE], words="facture énergie")) == ["B", "A"]


async def test_the_kind_asked_for_first_comes_first_and_no_other_kind(store):
    await add(store, "CCAS", "ccas-cias", "42187")
    await add(store, "MSAP", "msap", "42187")
    await add(store, "CAF", "caf", "42187")
    assert names(await nearest(store, "msap", "ccas-cias", near=[ROANNE])) == ["MSAP", "CCAS"]
    assert names(await nearest(store, near=[ROANNE])) == []


async def test_contact_and_hours_are_said_and_what_nobody_knows_is_not(store):
    await add(
        store,
        "CPAM",
        "cpam",
        "42187",
        phones=("0477112233",),
        emails=("a@exemple.fr",),
        hours="Mo-Fr 09:00-12:00",
    )
    await add(store, "Sans rien", "cpam", "42187")
    known, bare = await nearest(store, "cpam", near=[ROANNE])
    assert ENGLISH(known.contact) == "04 77 11 22 33, a@exemple.fr"
    assert ENGLISH(known.hours) == "Monday to Friday from 9:00 to 12:00 (open now, closes at 12:00)"
    assert (bare.contact, bare.hours) == (None, None)


async def test_the_hours_of_a_place_overseas_are_those_of_its_clock(store):
    await add(store, "CGSS", "cpam", "97411", hours="Mo-Fr 09:00-14:00")
    (found,) = await nearest(store, "cpam", near=[Area.parse("departement:974")])
    assert "open now, closes at 14:00" in ENGLISH(found.hours)


async def test_a_removed_card_is_found_by_nobody_until_it_is_back(store):
    number = await add(store, "CCAS de Roanne", "ccas-cias", "42187")
    for is_there, change in ((False, register.remove), (True, register.restore)):
        async with store.unit() as session:
            row = await register.find(session, 1, number, removed=True)
            await (change(session, row, NOW) if change is register.remove else change(session, row))
        assert bool(await nearest(store, "ccas-cias", near=[ROANNE])) is is_there
        async with store.read() as session:
            what = finding.asked("ccas de roanne", None, home(LOIRE))
            assert bool((await finding.search(session, LOIRE, what, home(LOIRE))).partners) is is_there
        async with store.unit() as session:
            assert await index.inconsistencies(session) == []


async def test_a_search_reads_kinds_places_needs_names_and_slips(store):
    roanne = await add(store, "CCAS de Roanne", "ccas-cias", "42187")
    feurs = await add(store, "Maison sociale", "ccas-cias", "42094", summary="Surendettement et budget")
    await add(store, "Crésus", "cresus", "69123", summary="Surendettement")
    async with store.read() as session:
        for typed, first in (
            ("CCAS près de Roanne", roanne),
            ("CCAS à Feurs", feurs),
            ("surendettement", feurs),
            ("surandettement", feurs),
            ("maison social", feurs),
        ):
            what = finding.asked(typed, None, home(LOIRE))
            found = await finding.search(session, LOIRE, what, home(LOIRE))
            assert found.partners[:1] == (first,), typed
        what = finding.asked("piscine", None, home(LOIRE))
        assert (await finding.search(session, LOIRE, what, home(LOIRE))).partners == ()


async def test_what_was_corrected_is_remembered_and_a_check_is_dated(store):
    number = await add(store, "CCAS de Roanne", "ccas-cias", "42187")
    later = NOW + timedelta(days=3)
    async with store.unit() as session:
        row = await register.find(session, 1, number)
        content = register.content_of(row)
        assert not await register.change(session, row, content, member=None, now=NOW)
        changed = Content(
            name=content.name, kinds=content.kinds, commune=content.commune, phones=("0477000000",)
        )
        assert await register.change(session, row, changed, member=None, now=later)
        assert (row.changed, row.checked_at, row.phones) == (["phones"], later, ["0477000000"])


def test_a_partner_is_near_within_what_it_serves():
    assert seats("42187", ()) == ("commune:42187", "epci:200035731", "departement:42", "region:84")
    assert seats("42187", ("epci:200035731",)) == ("commune:42187", "epci:200035731")
    assert seats("42187", ("departement:69",)) == ("commune:42187",)
    assert seats("42187", ("france",))[-1] == "region:84"
    assert seats(None, ()) == ()
