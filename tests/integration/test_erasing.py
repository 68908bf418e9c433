"""Erasing a person: nothing of theirs is left, nobody else loses anything, no copy brings them back."""

import asyncio
import json
import random
import shutil
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import JSON, Boolean, Date, DateTime, LargeBinary, String, Text, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.app import load_plugins
from bot.chat import Embed, Post
from bot.config import Config
from bot.language.messages import Markup, escape
from bot.plugin import Erasures, MemberErasing, PersonalData, Plugin
from bot.store.base import Base, UtcDateTime, table_of
from bot.store.erasures import ErasureJournal
from bot.store.holdings import everyone, gather
from bot.store.migrate import upgrade
from bot.store.personal import Erasure, Personal, declared, personal_tables
from bot.store.records import AccessRow
from bot.store.search import Entry, indexes
from bot.store.tables import AccountRow, DeliveryRow, MemberLinkRow, MemberRow, PlaceRow, PositionRow
from tests.fakes.bot import author, channel, dm, scene
from tests.fakes.databases import ON_POSTGRESQL, empty_store, of_a_file
from tests.fakes.plugin import probe

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ALONE = frozenset(("timer", "position", "erased_account"))
"""Tables in which nothing points at anybody: who writes there looks after them."""


class Filler:
    """Writes random rows about people into every table that says something of them, with marks to find."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.marks: dict[int, set[str]] = {}
        self.shown: dict[int, set[str]] = {}
        self._count = 0
        self.rows: dict[tuple[str, int], int] = {}
        self._marks: list[tuple[str, str]] = []

    async def fill(self, session, network, member, place):
        """Write some rows about a member, in every table; those on which others hang come first."""
        keys = {"member": [member], "network": [network], "place": [place], "community": [None]}
        keys["account"] = list(
            await session.scalars(select(AccountRow.id).where(AccountRow.member_id == member))
        )
        for table, declaration in personal_tables():
            if table.name in ALONE or table.name in ("member", "account") or declaration.hidden:
                continue
            if not declaration.subjects:  # it may name people, and is about none
                continue
            await self._fill_above(session, table, member, keys)
            for _row in range(1 if table.name == "member_link" else self.dice.randint(1, 3)):
                self._marks = []
                values = self._values(table, declaration, member, keys)
                try:
                    async with session.begin_nested():
                        made = await session.execute(insert(table).values(values))
                except IntegrityError:  # there can be one only
                    continue
                key = made.inserted_primary_key[0]
                keys.setdefault(table.name, []).append(key)
                self.rows[table.name, key] = member
                goes = Erasure.DELETE in declaration.subjects.values()
                for mark, column in self._marks:
                    if goes or column in declaration.blanked:
                        self.marks.setdefault(member, set()).add(mark)
                    if column in declaration.columns:
                        self.shown.setdefault(member, set()).add(mark)
            if table.name == "place":
                keys["place"] = [place]

    async def _fill_above(self, session, table, member, keys):
        """Write a row about nobody into each table on which rows of this one must hang."""
        for column in table.columns:
            target = next((key.column.table for key in column.foreign_keys), None)
            if column.nullable or target is None or target.name in keys:
                continue
            if not isinstance(declared(target), Personal):
                await self._fill_above(session, target, member, keys)
                made = await session.execute(insert(target).values(self._values(target, None, member, keys)))
                keys[target.name] = [made.inserted_primary_key[0]]

    def _values(self, table, declaration, member, keys):
        values = {}
        for column in table.columns:
            if column.primary_key:
                continue
            if column.foreign_keys:
                target = next(iter(column.foreign_keys)).column.table.name
                is_subject = declaration is not None and column.name in declaration.subjects
                choice = self.dice.choice(keys.get(target) or [None])
                values[column.name] = choice if is_subject or not column.nullable else None
            else:
                values[column.name] = self._value(column, member)
        if table.name == "reminder":
            values["member_id"] = values["owner_id"]
        return values

    def _value(self, column, member):
        kind = column.type
        if isinstance(kind, JSON):
            if column.name == "moved":
                return []
            mark = self._mark(column, member)
            return [["a_table_of_old", {"text": mark}, []]] if column.name == "aside" else {"text": mark}
        if isinstance(kind, Boolean):
            return False
        if isinstance(kind, Date):
            return NOON.date()
        if isinstance(kind, LargeBinary):
            self._count += 1
            return self._count.to_bytes(16, "big")
        if isinstance(kind, DateTime | UtcDateTime):
            self._count += 1
            return NOON + timedelta(minutes=self._count)
        if isinstance(kind, String | Text):
            if (getattr(kind, "length", None) or 99) < 8:
                return None if column.nullable else "fr"
            return self._mark(column, member)
        self._count += 1
        return self._count

    def _mark(self, column, member):
        self._count += 1
        mark = f"Z{member}q{self._count:05d}"
        self._marks.append((mark, column.name))
        return mark


async def known(stage, name):
    """Have somebody be known, in a channel and by DM; return the id of the member and of the channel."""
    person = replace(author(name), name=f"Z{name}real")
    speaker = await stage.bot.identity.resolve(person, channel("general"))
    await stage.bot.identity.resolve(person, dm(name))
    return speaker.member.id, speaker.place.id


async def erase(stage, member, then=None):
    data = stage.handlers.service(PersonalData)
    async with stage.working("witness") as ctx:
        await data.erase(ctx, await ctx.find_member(member))
        if then is not None:
            raise then


async def rows_of_all(store, filler, without):
    """Return all rows of all tables that are not about a member."""
    found = {}
    async with store.read() as session:
        for table in Base.metadata.sorted_tables:
            if table.name in ("erased_account", "member", "account") or table.name.startswith("search_"):
                continue
            rows = (await session.execute(select(table))).all()
            found[table.name] = [
                tuple(row)
                for row in rows
                if filler.rows.get((table.name, row[0])) != without
                and row._mapping.get("member_id") != without
            ]
    return found


def bytes_of(folder):
    return b"".join(file.read_bytes() for file in sorted(folder.glob("maillage.db*")))


@pytest.fixture(autouse=True)
def _plugins():
    load_plugins(Config())


@of_a_file
@pytest.mark.parametrize("seed", range(3))
async def test_nothing_of_who_is_erased_is_left_in_the_file_and_nobody_else_loses_anything(tmp_path, seed):
    filler = Filler(seed)
    async with scene(tmp_path, probe()) as stage:
        await known(stage, "witness")
        members = {}
        for name in ("lea", "karim", "zoe"):
            members[name], place = await known(stage, name)
        async with stage.store.unit() as session:
            for member in members.values():
                await filler.fill(session, 1, member, place)
        lea = members["lea"]
        async with stage.store.read() as session:
            told = json.dumps([list(s.rows) for s in await gather(session, await everyone(session, lea))])
        assert {mark for mark in filler.shown[lea] if mark not in told} == set()
        assert all(
            mark not in told for other in members.values() if other != lea for mark in filler.marks[other]
        )
        before = await rows_of_all(stage.store, filler, lea)
        await erase(stage, lea)
        assert await rows_of_all(stage.store, filler, lea) == before
        held = bytes_of(tmp_path)
        left = {mark for mark in filler.marks[lea] if mark.encode() in held}
        assert left == set()
        assert b"Zleareal" not in held
        assert {mark for mark in filler.marks[members["zoe"]] if mark.encode() not in held} == set()


@of_a_file
async def test_words_that_any_index_held_once_are_in_no_file_after_an_erasure(tmp_path):
    async with scene(tmp_path, probe()) as stage:
        await known(stage, "witness")
        lea, place = await known(stage, "lea")
        filler = Filler(0)
        async with stage.store.unit() as session:
            await filler.fill(session, 1, lea, place)
        rows = dict(filler.rows.keys())
        held = [index for index in indexes() if index.of in rows]
        assert {index.name for index in held} >= {"search_directory", "search_referral"}
        for number, index in enumerate(held):
            texts = dict.fromkeys(index.columns, f"q{number}zorglubique")
            async with stage.store.unit() as session:
                await index.put(session, [Entry(rows[index.of], texts, {}, ("net1",))])
            async with stage.store.unit() as session:
                await index.remove(session, [rows[index.of]])
            assert f"q{number}zorglub".encode() in bytes_of(tmp_path), "the database keeps removed words"
        await erase(stage, lea)
        assert b"zorglub" not in bytes_of(tmp_path)


async def test_a_file_may_bring_back_who_was_erased_without_asking_for_it(tmp_path):
    async with scene(tmp_path, probe()) as stage:
        await known(stage, "witness")
        lea, _place = await known(stage, "lea")
        async with stage.working("witness") as ctx:
            member = await ctx.find_member(lea)
            data = stage.handlers.service(PersonalData)
            await data.erase_in(ctx.session, ctx.network, member, ctx.now, was_asked=False)
        assert await names(stage) == {"witness"}
        async with stage.store.read() as session:
            for account in ("lea", "fake:lea", "fake:#id-lea"):
                assert not await stage.handlers.service(Erasures).was_erased(session, 1, account), account
        assert [entry.names for entry in ErasureJournal(tmp_path).entries()] == [()]


async def test_who_was_erased_is_met_anew(tmp_path):
    async with scene(tmp_path, probe()) as stage:
        await known(stage, "witness")
        lea, _place = await known(stage, "lea")
        await erase(stage, lea)
        again, _place = await known(stage, "lea")
        assert again > lea
        async with stage.store.read() as session:
            erasures = stage.handlers.service(Erasures)
            for account in ("lea", "LÉA", "test:lea", f"{channel('general').platform}:#{author('lea').id}"):
                expected = account != "test:lea" or channel("general").platform == "test"
                assert await erasures.was_erased(session, 1, account) is expected, account
            assert not await erasures.was_erased(session, 1, "karim")
            assert not await erasures.was_erased(session, 2, "lea")


async def test_a_vote_stays_without_its_author(tmp_path):
    async with scene(tmp_path, probe()) as stage:
        await known(stage, "witness")
        lea, _place = await known(stage, "lea")
        karim, _place = await known(stage, "karim")
        async with stage.store.unit() as session:
            session.add(AccessRow(network_id=1, member_id=karim, who_id=lea, what="a look", at=NOON))
        await erase(stage, lea)
        async with stage.store.read() as session:
            row = await session.scalar(select(AccessRow))
            assert (row.member_id, row.who_id, row.what) == (karim, None, "a look")


async def test_every_account_that_was_linked_goes_with_what_was_set_aside(tmp_path):
    async with scene(tmp_path, probe()) as stage:
        await known(stage, "witness")
        lea, _place = await known(stage, "lea")
        lea_l, _place = await known(stage, "lea.l")
        karim, _place = await known(stage, "karim")
        karim_k, _place = await known(stage, "karim.k")
        about_lea = [
            "reminder_consent",
            {"id": 9, "member_id": karim_k, "owner_id": lea, "answer": "Zlea"},
            [],
        ]
        about_nobody = [
            "reminder_consent",
            {"id": 8, "member_id": karim_k, "owner_id": 1, "answer": "kept"},
            [],
        ]
        async with stage.store.unit() as session:
            await session.execute(
                update(table_of(AccountRow)).where(AccountRow.member_id == lea_l).values(member_id=lea)
            )
            for kept, gone, aside in (
                (lea, lea_l, [["role_grant", {"role": "Zrole"}, []]]),
                (karim, karim_k, [about_lea, about_nobody]),
            ):
                link = MemberLinkRow(network_id=1, gone_id=gone, kept_id=kept, linked_at=NOON)
                link.moved, link.aside, link.changed, link.notes = [], aside, {}, {"p": "Znote"}
                session.add(link)
        await erase(stage, lea)
        async with stage.store.read() as session:
            [link] = await session.scalars(select(MemberLinkRow))
            assert (link.kept_id, link.aside) == (karim, [about_nobody])
            ids = set(await session.scalars(select(MemberRow.id)))
        assert not ids & {lea, lea_l}
        assert b"Zrole" not in bytes_of(tmp_path)


async def test_what_was_posted_for_all_is_emptied_where_it_names_the_person(tmp_path):
    async with scene(tmp_path, probe()) as stage:
        await known(stage, "witness")
        lea, place = await known(stage, "lea")
        async with stage.store.unit() as session:
            said = (f"\ue000m|{lea}|lea\ue001 says", "Zleareal is here", "nobody is")
            letters = [
                Post(text=Markup(""), embeds=(Embed(Markup(text), footer=Markup(text)),)) for text in said
            ]
            for number, content in enumerate(
                [*({"text": text} for text in said), *(one.to_json() for one in letters)]
            ):
                session.add(
                    DeliveryRow(
                        network_id=1, plugin="x", key=str(number), kind="post", place_id=place, stream="p",
                        content=content, language="fr", created_at=NOON, not_before=NOON, state="sent",
                    )
                )  # fmt: skip
            theirs = await session.scalar(select(PlaceRow).where(PlaceRow.member_id == lea))
            session.add(PositionRow(platform=theirs.platform, channel=theirs.external_id, value="5"))
            session.add(PositionRow(platform=theirs.platform, channel="another", value="6"))
        await erase(stage, lea)
        async with stage.store.read() as session:
            rows = await session.scalars(
                select(DeliveryRow).where(DeliveryRow.plugin == "x").order_by(DeliveryRow.id)
            )
            left = [row.content for row in rows]
            assert [content["text"] for content in left[:3]] == ["", "", "nobody is"]
            assert [[embed["footer"] for embed in content["embeds"]] for content in left[3:]] == [
                [],
                [],
                ["nobody is"],
            ]
            assert [row.channel for row in await session.scalars(select(PositionRow))] == ["another"]


@pytest.mark.parametrize(
    ("name", "username", "said", "left"),
    [
        ("France", "france", "France Services ouvre à Feurs", None),
        ("Pierre", "pierre", "la pierre de Pierre-Lise, et Pierre Blanc", None),
        ("Karima", "kb42", "karima Benali, Karima Benali", None),
        ("Karima Benali", "kb_42", "Karima\u202fBENALI et kb_42 vont", "quelqu’un et quelqu’un vont"),
        ("Héléna", "h", "HÉLÉNA vient, dit @h", "quelqu’un vient, dit @quelqu’un"),
        ("Ali [CCAS]", "_ali_", f"{escape('Ali [CCAS]')}, @{escape('_ali_')}", "quelqu’un, @quelqu’un"),
        ("علي", "ali.b", "avec علي mardi, ali.b jeudi", "avec علي mardi, quelqu’un jeudi"),
    ],
)
async def test_what_waits_to_be_sent_loses_names_where_they_mean_the_person(
    tmp_path, name, username, said, left
):
    left = left or said
    async with scene(tmp_path, probe()) as stage:
        await known(stage, "witness")
        person = replace(author(username), name=name)
        speaker = await stage.bot.identity.resolve(person, channel("general"))
        post = Post(text=Markup(said), embeds=(Embed(Markup(said), text=Markup(f"- {said}")),))
        async with stage.store.unit() as session:
            for state in ("pending", "sent"):
                row = DeliveryRow(network_id=1, plugin="x", key=state, kind="post", place_id=speaker.place.id)
                row.stream, row.content, row.language, row.state = "p", post.to_json(), "fr", state
                row.created_at = row.not_before = NOON
                session.add(row)
        await erase(stage, speaker.member.id)
        async with stage.store.read() as session:
            rows = await session.scalars(
                select(DeliveryRow).where(DeliveryRow.plugin == "x").order_by(DeliveryRow.id)
            )
            waiting, sent = [Post.from_json(row.content) for row in rows]
        [embed] = waiting.embeds
        assert (str(waiting.text), str(embed.title), str(embed.text)) == (left, left, f"- {left}")
        assert str(sent.text) == (said if left == said else "")


async def test_the_texts_behind_the_buttons_that_the_person_alone_was_shown_go(tmp_path):
    async with scene(tmp_path, probe()) as stage:
        await known(stage, "witness")
        lea, general = await known(stage, "lea")
        async with stage.store.read() as session:
            own_dm = await session.scalar(select(PlaceRow.id).where(PlaceRow.external_id == "dm-lea"))
        sent = {}
        async with stage.store.unit() as session:
            for key, to in (
                ("by a DM", {"member_id": lea}),
                ("in their DM", {"place_id": own_dm}),
                ("in a channel", {"place_id": general}),
            ):
                row = DeliveryRow(network_id=1, plugin="x", key=key, kind="post", stream="m", **to)
                row.content, row.language, row.state = Post(text=Markup("x")).to_json(), "fr", "sent"
                row.created_at = row.not_before = NOON
                session.add(row)
                await session.flush()
                sent[key] = row.id
        keep, kept = stage.platform.host.keep, stage.platform.host.kept
        theirs = [
            await keep("un besoin, tel que tapé", user="id-lea"),
            await keep("un autre", delivery=sent["by a DM"]),
            await keep("un troisième", delivery=sent["in their DM"]),
        ]
        others = [
            await keep("un besoin, tel que tapé", user="id-witness"),
            await keep("un besoin, tel que tapé", delivery=sent["in a channel"]),
        ]
        assert len({*theirs, *others}) == 5
        assert await keep("un besoin, tel que tapé", user="id-lea") == theirs[0]
        await erase(stage, lea)
        assert [await kept(number) for number in theirs] == [None, None, None]
        assert [await kept(number) for number in others] == ["un besoin, tel que tapé"] * 2


@of_a_file
async def test_a_copy_of_the_database_brings_nobody_back(tmp_path):
    async with scene(tmp_path, probe()) as stage:
        await known(stage, "witness")
        lea, _place = await known(stage, "lea")
        await known(stage, "karim")
    shutil.copy(tmp_path / "maillage.db", tmp_path / "copy")
    async with scene(tmp_path, probe(), at=NOON + timedelta(days=1)) as stage:
        await erase(stage, lea)
        anew, _place = await known(stage, "lea")
    shutil.copy(tmp_path / "maillage.db", tmp_path / "later")
    shutil.copy(tmp_path / "copy", tmp_path / "maillage.db")
    async with scene(tmp_path, probe(), at=NOON + timedelta(days=2)) as stage:
        assert await names(stage) == {"karim", "witness"}
        assert b"Zleareal" not in bytes_of(tmp_path)
    shutil.copy(tmp_path / "later", tmp_path / "maillage.db")
    async with scene(tmp_path, probe(), at=NOON + timedelta(days=2)) as stage:
        assert await names(stage) == {"karim", "lea", "witness"}, "who was met anew stays"
        async with stage.store.read() as session:
            assert await session.get(MemberRow, anew) is not None


async def test_an_erasure_that_failed_is_not_done_later_by_surprise(tmp_path):
    async with scene(tmp_path, probe()) as stage:
        await known(stage, "witness")
        lea, _place = await known(stage, "lea")
        with pytest.raises(RuntimeError, match="killed"):
            await erase(stage, lea, then=RuntimeError("killed"))
        assert "lea" in await names(stage)
    async with scene(tmp_path, probe()) as stage:
        assert await names(stage) == {"lea", "witness"}
        assert list(ErasureJournal(tmp_path).entries()) == []


async def test_who_gave_a_sign_after_an_erasure_that_was_never_finished_stays(tmp_path, monkeypatch):
    async with scene(tmp_path, probe()) as stage:
        await known(stage, "witness")
        lea, _place = await known(stage, "lea")
        with monkeypatch.context() as patched:
            patched.setattr(ErasureJournal, "cancel", lambda _journal, _entry: None)
            with pytest.raises(RuntimeError, match="killed"):
                await erase(stage, lea, then=RuntimeError("killed"))
    async with scene(tmp_path, probe()) as stage:
        assert await names(stage) == {"witness"}, "what was begun is finished"
    async with scene(tmp_path, probe(), at=NOON) as stage:
        again, _place = await known(stage, "lea")
        with monkeypatch.context() as patched:
            patched.setattr(ErasureJournal, "cancel", lambda _journal, _entry: None)
            with pytest.raises(RuntimeError, match="killed"):
                await erase(stage, again, then=RuntimeError("killed"))
        stage.clock.move_to(NOON + timedelta(days=200))
        await stage.write("/dire toujours là", user="lea")
    async with scene(tmp_path, probe(), at=NOON + timedelta(days=201)) as stage:
        assert await names(stage) == {"lea", "witness"}


KILLED_AT = {
    "before the commit": "journal.append(entries); die()",
    "before the journal": "die()",
    "after the commit": "journal.append(entries)",
}


@pytest.mark.parametrize("moment", KILLED_AT)
async def test_whenever_the_bot_is_killed_the_person_is_erased_or_untouched(tmp_path, moment):
    async with scene(tmp_path, probe()) as stage:
        await known(stage, "witness")
        lea, _place = await known(stage, "lea")
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _CHILD.format(work=KILLED_AT[moment]),
        str(tmp_path),
        str(lea),
        cwd=Path(__file__).parents[2],
    )
    assert await child.wait() == -signal.SIGKILL
    async with scene(tmp_path, probe()) as stage:
        expected = {"witness", "lea"} if moment == "before the journal" else {"witness"}
        assert await names(stage) == expected
        if not ON_POSTGRESQL:
            held = bytes_of(tmp_path)
            assert (b"Zleareal" in held) is (moment == "before the journal")
            assert b"Zwitnessreal" in held


_CHILD = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.store.engine import Store
from bot.store.erasures import ErasureJournal
from tests.fakes.bot import scene
from tests.fakes.plugin import probe
from tests.integration.test_erasing import erase

def die(*_anything):
    os.kill(os.getpid(), signal.SIGKILL)

append = ErasureJournal.append

class Journal:
    def __init__(self, real): self.append = lambda entries: append(real, entries)

def written(real, entries):
    journal = Journal(real)
    {work}

async def main():
    async with scene(Path(sys.argv[1]), probe()) as stage:
        ErasureJournal.append = written
        Store.wipe = die
        await erase(stage, int(sys.argv[2]))

asyncio.run(main())
"""


async def test_an_erasure_of_somebody_without_an_account_is_no_error(tmp_path):
    from bot.store.erasures import note_erasure, unknown_entries

    async with empty_store("sqlite", tmp_path) as store:
        await upgrade(store)
        journal = ErasureJournal(tmp_path)
        entry = journal.entry(1, [], NOON, texts=None)
        async with store.unit() as session:
            await note_erasure(session, entry)
            assert await unknown_entries(session, journal) == []


@of_a_file
async def test_a_journal_that_was_lost_is_written_again_from_the_database(tmp_path):
    async with scene(tmp_path, probe()) as stage:
        await known(stage, "witness")
        lea, _place = await known(stage, "lea")
    shutil.copy(tmp_path / "maillage.db", tmp_path / "copy")
    async with scene(tmp_path, probe()) as stage:
        await erase(stage, lea)
    (tmp_path / "erasures.jsonl").unlink()
    async with scene(tmp_path, probe()):
        pass
    shutil.copy(tmp_path / "copy", tmp_path / "maillage.db")
    async with scene(tmp_path, probe()) as stage:
        assert await names(stage) == {"witness"}


async def test_a_plugin_that_cannot_follow_stops_the_erasure(tmp_path):
    stubborn = Plugin("stubborn", title=probe().title)

    @stubborn.on(MemberErasing)
    async def fail(_ctx, _event):
        raise RuntimeError("no")

    async with scene(tmp_path, probe(), stubborn) as stage:
        await known(stage, "witness")
        lea, _place = await known(stage, "lea")
        with pytest.raises(RuntimeError, match="no"):
            await erase(stage, lea)
        assert "lea" in await names(stage)
        assert list(ErasureJournal(tmp_path).entries()) == []


def test_the_journal_is_for_its_owner_only_and_holds_no_name(tmp_path):
    from bot.store.erasures import Account

    journal = ErasureJournal(tmp_path)
    entry = journal.entry(1, [Account("discord", "42", "Léa")], NOON)
    journal.append([entry])
    with (tmp_path / "erasures.jsonl").open("ab") as cut:
        cut.write(b'\xff\x00\n{"at":"2026-11-2')
    journal.append([entry])
    assert list(journal.entries()) == [entry]
    for name in ("erasures.jsonl", "erasures.key"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    assert "éa".encode() not in (tmp_path / "erasures.jsonl").read_bytes()
    journal.forget_before(NOON + timedelta(days=1))
    assert list(journal.entries()) == []
    left = (tmp_path / "erasures.jsonl").read_bytes()
    assert left == b'\xff\x00\n{"at":"2026-11-2\n', "unreadable lines stay"


async def names(stage):
    async with stage.store.read() as session:
        return set(await session.scalars(select(AccountRow.username)))


def test_every_personal_table_is_filled_or_looked_after_by_its_owner():
    for table, declaration in personal_tables():
        is_about_nobody = declaration.hidden or declaration.naming or table.name == "member"
        assert declaration.subjects or is_about_nobody, table.name
    assert isinstance(declared(Base.metadata.tables["reminder"]), Personal)
    assert Erasure.DELETE in declared(Base.metadata.tables["reminder"]).subjects.values()
