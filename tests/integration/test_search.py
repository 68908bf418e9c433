"""The search index: written with its rows, gone with them, and the same on both databases."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator

import pytest
import structlog
from sqlalchemy import MetaData, text

from bot.language.remembering import forget
from bot.runtime.rehearsing import read_vocabularies
from bot.store import Store
from bot.store.search import Found, Group, Query, SearchIndex, word_and_stem
from bot.store.vocabulary import QUICK, SERVES, Vocabularies
from tests.fakes.databases import DATABASES, empty_store
from tests.integration.killing import report_of
from tests.integration.things import INDEX, LAST_FIRST, THING, create, entries_of, entry, find, write

NOT_MADE = SearchIndex(
    "never_made",
    of="thing",
    columns={"skills": 1.0},
    source=entries_of,
    package="tests.integration",
    is_personal=False,
    metadata=MetaData(),
)


@pytest.fixture(params=DATABASES)
async def store(request, tmp_path) -> AsyncIterator[Store]:
    async with empty_store(request.param, tmp_path) as opened:
        await create(opened)
        yield opened


@pytest.fixture
async def people(store) -> Store:
    async with store.unit() as session:
        await write(session, 1, skills="Retouche photo, FALC", rest="Roanne", filters=["com42187", "dep42"])
        await write(session, 2, skills="Aidants Connect", rest="impôts", filters=["com42218", "dep42"])
        await write(
            session, 3, skills="aide aux démarches", rest="photographie", filters=["com69123", "dep69"]
        )
        await write(session, 4, skills="bureautique", rest="l’imprimante", filters=["com69123", "dep69"])
    return store


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("retouches photos", [1]),
        ("falc", [1]),
        ("FALC", [1]),
        ("imprimantes", [4]),
        ("inprimente", [4]),
        ("qui sait remplir les impots", [2]),
        ("retouch photographie", [1, 3]),
        ("jonglage", []),
    ],
)
async def test_words_are_found_inflected_misspelt_and_without_accents(people, typed, expected):
    async with people.read() as session:
        assert await find(session, typed) == expected


class Watch:
    """A clock that goes on by so much whenever somebody looks at it."""

    def __init__(self, goes_on: float) -> None:
        self.now = 0.0
        self.goes_on = goes_on

    def __call__(self) -> float:
        self.now += self.goes_on
        return self.now


async def words_known(store: Store, vocabularies: Vocabularies) -> bool:
    """Whether a word that is new in the index is known to those who spell."""
    async with store.read() as session:
        return "jonglage" in (await vocabularies.current(session)).texts.frequencies


async def test_a_vocabulary_that_takes_long_to_read_is_not_read_at_every_change(people):
    watch = Watch(goes_on=1.0)
    vocabularies = Vocabularies(INDEX.table, INDEX._state, watch)
    assert not await words_known(people, vocabularies)
    watch.goes_on = 0.0
    async with people.unit() as session:
        await write(session, 5, skills="jonglage")
    assert not await words_known(people, vocabularies)
    async with people.read() as session:
        assert await find(session, "jonglage") == [5], "it is found all the same"
    watch.now += SERVES
    assert await words_known(people, vocabularies)


async def test_a_vocabulary_that_is_read_quickly_is_always_up_to_date(people):
    vocabularies = Vocabularies(INDEX.table, INDEX._state, Watch(goes_on=QUICK / 2))
    assert not await words_known(people, vocabularies)
    async with people.unit() as session:
        await write(session, 5, skills="jonglage")
    assert await words_known(people, vocabularies)


async def test_a_bot_on_servers_reads_the_vocabularies_before_the_first_search(people, monkeypatch):
    monkeypatch.setattr("bot.runtime.rehearsing.indexes", lambda: [INDEX])
    await read_vocabularies(people)
    monkeypatch.setattr(Vocabularies, "_read", None)
    async with people.read() as session:
        assert await find(session, "falc") == [1]


async def test_a_vocabulary_that_cannot_be_read_keeps_no_other_from_it(people, monkeypatch):
    monkeypatch.setattr("bot.runtime.rehearsing.indexes", lambda: [NOT_MADE, INDEX])
    with structlog.testing.capture_logs() as logged:
        await read_vocabularies(people)
    monkeypatch.setattr(Vocabularies, "_read", None)
    async with people.read() as session:
        assert await find(session, "falc") == [1]
    assert [one["index"] for one in logged] == ["never_made"]


async def test_a_vocabulary_that_was_begun_before_all_was_forgotten_is_not_kept(people):
    vocabularies = Vocabularies(INDEX.table, INDEX._state, Watch(goes_on=0.0))
    async with people.read() as before:
        forget()
        assert "falc" in (await vocabularies.current(before)).texts.frequencies
    assert not vocabularies._known
    assert not await words_known(people, vocabularies)
    assert len(vocabularies._known) == 1


async def test_a_vocabulary_that_is_being_read_while_all_is_forgotten_is_not_kept(people):
    class Interrupted(Watch):
        """Forgets all as soon as reading begins."""

        def __call__(self):
            forget()
            return super().__call__()

    vocabularies = Vocabularies(INDEX.table, INDEX._state, Interrupted(goes_on=0.0))
    assert not await words_known(people, vocabularies)
    assert not vocabularies._known


async def test_the_word_itself_comes_before_its_family(people):
    async with people.read() as session:
        assert await find(session, "aidants") == [2, 3]
        assert await find(session, "aide") == [3, 2]


async def test_a_hit_says_what_was_found_where(people):
    async with people.read() as session:
        groups = [Group(word_and_stem("imprimantes")), Group(word_and_stem("bureautique"))]
        [hit] = await INDEX.search(session, Query(groups))
    assert hit.found == (Found(0, "rest", "imprim~"), Found(1, "skills", "bureautique"))


async def test_a_few_entries_are_compared_as_a_search_compares_them(people):
    async with people.read() as session:
        groups = await INDEX.groups(session, "photo démarches")
        found = {hit.id: hit.score for hit in await INDEX.search(session, Query(groups))}
        assert await INDEX.scores(session, groups, [3, 1, 4]) == {1: found[1], 3: found[3], 4: 0.0}


async def test_filters_are_all_demanded_and_of_each_one_token_is_enough(people):
    async with people.read() as session:
        assert await find(session, "photo photographie", ["dep69"]) == [3]
        assert await find(session, "photo photographie", ["dep69", "dep42"], ["com42187", "com1"]) == [1]
        assert await find(session, "photo photographie", ["dep75"]) == []
        assert [hit.id for hit in await INDEX.search(session, Query([], [["dep69"]]))] == [3, 4]
        assert [hit.id for hit in await INDEX.search(session, Query([]), limit=3)] == [1, 2, 3]


async def test_a_filter_is_no_word_and_a_word_no_filter(people):
    async with people.unit() as session:
        await write(session, 5, skills="dep75", filters=["photo"])
    async with people.read() as session:
        assert await find(session, "photo", ["dep75"]) == []
        assert await find(session, "photo", ["photo"]) == []


async def test_the_nearest_come_first(people):
    async with people.read() as session:
        near = [["com69123"], ["dep42"]]
        assert await find(session, "photo photographie aidants", near=near) == [3, 2, 1]
        groups = await INDEX.groups(session, "photo photographie")
        hits = await INDEX.search(session, Query(groups, [], [["dep69"]]))
    assert [(hit.id, hit.near) for hit in hits] == [(3, 0), (1, 1)]


async def test_required_groups_columns_marks_and_alternatives(people):
    async with people.unit() as session:
        await write(session, 5, skills="photo", marks=["c_falc"])
    async with people.read() as session:

        async def ids(*groups: Group) -> list[int]:
            return [hit.id for hit in await INDEX.search(session, Query(groups))]

        photo = Group(word_and_stem("photo") | word_and_stem("photographie", weight=0.5))
        assert await ids(photo) == [5, 1, 3]
        assert await ids(Group(photo.alternatives, columns=["rest"])) == [3]
        assert await ids(photo, Group({"roanne": 1.0}, required=True)) == [1]
        assert await ids(Group({"c_falc": 1.0, "falc": 0.9})) == [5, 1]
        assert await ids(photo, Group({"jamais": 1.0}, required=True)) == []


@pytest.mark.parametrize("token", ['a" OR "b', "a'b", "a b", "", "é-", "a*"])
async def test_what_is_no_token_is_refused(store, token):
    async with store.read() as session:
        with pytest.raises(ValueError, match="a token has"):
            await INDEX.search(session, Query([Group({token: 1.0})]))
        with pytest.raises(ValueError, match="a token has"):
            await INDEX.search(session, Query([], [[token]]))


async def test_what_can_be_nothing_finds_nothing(people):
    async with people.read() as session:
        found = await INDEX.search(session, Query([Group({"photo": 1.0})], [[]]))
        found += await INDEX.search(session, Query([Group({}), Group({"jamais": 1.0})]))
        found += await INDEX.search(session, Query([Group({"photo": 1.0}), Group({}, required=True)]))
        found += await INDEX.search(session, Query([Group({"photo": 1.0}, columns=["rest"])]))
        assert found == []
        assert await find(session, "photo", near=[[]]) == [1]


async def test_words_of_any_script_are_found(store):
    async with store.unit() as session:
        await write(session, 1, skills="русский, العربية, ελληνικά, straße")
    async with store.read() as session:
        for typed in ("русский", "العربية", "ελληνικά", "STRASSE"):
            assert await find(session, typed) == [1]


async def test_an_entry_goes_with_its_row_whoever_deletes_it(people):
    async with people.unit() as session:
        await session.execute(text("DELETE FROM thing WHERE id = 2"))
    async with people.unit() as session:
        assert await find(session, "aidants connect") == [3]
        assert await INDEX.inconsistencies(session) == []


async def test_what_is_undone_was_never_there(people):
    async def fail() -> None:
        async with people.unit() as session:
            await write(session, 9, skills="jonglage")
            await write(session, 1, skills="autre chose")
            assert 9 in [hit.id for hit in await INDEX.search(session, Query([Group({"jonglage": 1.0})]))]
            raise OSError("no")

    with pytest.raises(OSError, match="no"):
        await fail()
    async with people.unit() as session:
        assert await find(session, "jonglage") == []
        assert await find(session, "retouche") == [1]
        assert "jonglage" not in await INDEX.words(session)
        assert await INDEX.inconsistencies(session) == []


async def test_inconsistencies_are_named_and_writing_the_entries_anew_mends_them(people):
    async with people.unit() as session:
        await session.execute(THING.insert().values(id=5, says={"skills": "tricot"}))
        await session.execute(THING.update().where(THING.c.id == 1).values(says={"skills": "poterie"}))
        await INDEX.remove(session, [2])
    async with people.unit() as session:
        faults = await INDEX.inconsistencies(session)
        assert sorted(faults) == [
            "thing_search: row 1 is out of date",
            "thing_search: row 2 is missing",
            "thing_search: row 5 is missing",
        ]
        assert await INDEX.rewrite(session, after=0, most=3) == [1, 2, 3]
        assert await INDEX.rewrite(session, after=3, most=3) == [4, 5]
    async with people.unit() as session:
        assert await INDEX.inconsistencies(session) == []
        assert await find(session, "poterie tricot") == [1, 5]


async def test_another_process_that_writes_is_noticed(people):
    other = Store(people.url)
    async with people.read() as session:
        assert await find(session, "menuizerie") == []
    async with other.unit() as session:
        await write(session, 7, skills="menuiserie")
    async with people.read() as session:
        assert await find(session, "menuizerie") == [7]
    async with other.unit() as session:
        await session.execute(text("DELETE FROM thing WHERE id = 7"))
    async with people.read() as session:
        assert "menuiserie" not in await INDEX.words(session)
    await other.close()


async def test_among_very_many_those_who_have_all_that_is_asked_come_first(store, monkeypatch):
    monkeypatch.setattr("bot.store.candidates._MANY", 50)
    dice = random.Random(4)
    async with store.unit() as session:
        for number in range(1, 301):
            rare = "tricot" if number == 250 else "poterie" if number in (30, 280) else ""
            await session.execute(THING.insert().values(id=number, says={}))
            says = {
                "skills": f"numérique {rare}",
                "rest": "photo" if dice.random() < 0.9 else "",
                "filters": ["all"],
            }
            await INDEX.put(session, [entry(number, says)])
    async with store.read() as session:
        assert (await find(session, "tricot numérique"))[0] == 250
        assert set((await find(session, "poterie photo numérique", ["all"]))[:2]) == {30, 280}
        assert len(await find(session, "numérique")) == 20


async def test_where_not_all_are_looked_at_the_last_ones_are_if_the_index_says_so(store, monkeypatch):
    monkeypatch.setattr("bot.store.candidates._MANY", 50)
    monkeypatch.setattr("bot.store.candidates._SEVERAL", 20)
    async with store.unit() as session:
        for number in range(1, 301):
            await session.execute(THING.insert().values(id=number, says={}))
        says = {"skills": "numérique", "filters": ["all"]}
        await LAST_FIRST.put(session, [entry(number, says) for number in range(1, 301)])
    async with store.read() as session:
        groups = await LAST_FIRST.groups(session, "numérique")
        for asked in (groups, [*groups, Group({"nowhere": 1.0})], []):
            hits = await LAST_FIRST.search(session, Query(asked, [["all"]]), limit=5)
            assert [hit.id for hit in hits] == [300, 299, 298, 297, 296]


async def test_among_very_many_a_word_comes_before_its_family_wherever_it_stands(store, monkeypatch):
    monkeypatch.setattr("bot.store.candidates._MANY", 50)
    async with store.unit() as session:
        for number in range(1, 301):
            skills = "imprimante" if number in (250, 280) else ""
            rest = "imprimante" if number == 240 else "imprimer"
            await session.execute(THING.insert().values(id=number, says={}))
            await INDEX.put(session, [entry(number, {"skills": skills, "rest": rest, "filters": ["all"]})])
    async with store.read() as session:
        assert (await find(session, "imprimante", ["all"]))[:3] == [250, 280, 240]


async def test_what_has_only_some_of_what_is_asked_may_be_left_out_where_anything_has_all(store, monkeypatch):
    monkeypatch.setattr("bot.store.candidates._MANY", 5)
    async with store.unit() as session:
        for number in range(1, 101):
            skills = "tricot" if 60 <= number < 63 else "guide numérique"
            await write(session, number, skills=skills, rest="poterie" if number > 97 else "atelier")
        await write(session, 63, skills="tricot", rest="poterie")
    async with store.read() as session:
        groups = await INDEX.groups(session, "poterie tricot")
        some = [hit.id for hit in await INDEX.search(session, Query(groups))]
        whole = [hit.id for hit in await INDEX.search(session, Query(groups, whole=True))]
        assert some[0] == 63
        assert set(some) == {60, 61, 62, 63, 98, 99, 100}
        assert whole == [63]
        unknown = [*groups, Group({"nowhere": 1.0})]
        assert (await INDEX.search(session, Query(unknown, whole=True)))[0].id == 63


async def test_the_scores_are_the_same_on_both_databases(store):
    async with store.unit() as session:
        await write(session, 1, skills="retouche photo", rest="photo")
        await write(session, 2, skills="photo", rest="bureautique")
    async with store.read() as session:
        hits = await INDEX.search(session, Query(await INDEX.groups(session, "photos bureautiques")))
    assert [(hit.id, round(hit.score, 4)) for hit in hits] == [(2, 0.3208), (1, 0.0968)]


async def test_nothing_of_a_removed_entry_stays_in_the_file_of_the_index(tmp_path):
    async with empty_store("sqlite", tmp_path) as store:
        await create(store)
        async with store.unit() as session:
            for number in range(1, 200):
                await write(
                    session, number, skills=f"mot{number} tricot", rest="zygomatique" if number == 7 else ""
                )
        async with store.unit() as session:
            await session.execute(text("DELETE FROM thing WHERE id = 7"))
            await INDEX.compact(session)
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"mot8" in content
    assert b"zygoma" not in content


def test_no_kill_can_part_the_rows_from_their_entries(tmp_path):
    report = report_of("killed_writers", tmp_path)
    assert report["killed"] >= 20
    assert report["rows"] > 20
    assert report["inconsistencies"] == []
    assert report["integrity"] == ["ok"]
