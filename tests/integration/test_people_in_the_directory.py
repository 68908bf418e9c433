"""What people want of the whole bot holds in the directory: to be erased, and to be on pause."""

import shutil
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.app import load_plugins
from bot.chat import Post
from bot.chat.incoming import Line
from bot.config import Config
from bot.language import remembering
from bot.language.messages import _
from bot.plugin import PersonalData
from bot.runtime.erasing import LiveErasures
from bot.store.erasures import ErasureJournal
from bot.store.people import chosen_peace_of, network_of, peace_of
from bot.store.tables import AccountRow, DeliveryRow, MemberRow, NetworkRow
from plugins.directory import entries
from plugins.directory.models import CardRow
from tests.fakes.bot import START, author, dm, scene
from tests.fakes.databases import of_a_file
from tests.fakes.platform import Fail
from tests.unit.plugins.directory.people_asked import FakeDesk, Given, line, table


@pytest.fixture
async def stage(tmp_path):
    host = load_plugins(Config())
    async with scene(tmp_path, *host.plugins.values()) as one:
        one.folder = tmp_path
        yield one


async def given_at(stage):
    async with stage.store.read() as session:
        row = await session.get(NetworkRow, 1)
        erasures = LiveErasures(ErasureJournal(stage.folder))
        return Given(stage.store, FakeDesk(stage.store, network_of(row), erasures))


async def member(stage, username):
    async with stage.store.read() as session:
        return await session.scalar(select(AccountRow.member_id).where(AccountRow.username == username))


async def erase(stage, username):
    gone = await member(stage, username)
    async with stage.working("witness") as ctx:
        await stage.handlers.service(PersonalData).erase(ctx, await ctx.find_member(gone))


async def accounts(stage):
    async with stage.store.read() as session:
        return set(await session.scalars(select(CardRow.account)))


async def test_nothing_of_who_is_erased_is_remembered_by_the_process(stage):
    await stage.say("/rappel liste", "jeanne")
    given = await given_at(stage)
    await given.take(table(line("jeanne", nom="Zébulonne Tréfouel", competences="xylophonage")))
    assert await given.ask("xylophonage") == ["jeanne"]
    assert await given.ask("Zébulonne") == ["jeanne"]
    caches = [one for one in remembering._memories if hasattr(one, "cache_info")]
    assert sum(one.cache_info().currsize > 0 for one in caches) > 10
    assert words_known(stage)
    await erase(stage, "jeanne")
    assert {one.__qualname__: one.cache_info().currsize for one in caches if one.cache_info().currsize} == {}
    assert not words_known(stage)
    assert await given.ask("xylophonage") == []


def words_known(stage):
    """Return the words that the process knows of the directory’s index in that database."""
    database = stage.store.url.render_as_string()
    vocabulary = entries.index._vocabularies._known.get(database)
    return [] if vocabulary is None else list(vocabulary.words)


FORMS = [
    "Fake:Marie",
    "fake: marie",
    "FAKE:#id-marie",
    "fake:#ID-Marie",
    "@@marie",
    "fake:@marie",
    " @fake:Marié",
]


@pytest.mark.parametrize("form", FORMS)
async def test_no_file_brings_back_who_was_erased_however_it_writes_the_account(stage, form):
    given = await given_at(stage)
    await stage.write("/rappel liste", user="marie")
    await erase(stage, "marie")
    await given.take(table(line(form, competences="Pix")))
    assert await accounts(stage) == set()


async def test_no_file_brings_back_who_was_erased_under_an_earlier_user_name(stage):
    given = await given_at(stage)
    file = table(line("mdupont", competences="Pix"))
    await given.take(file)
    await stage.write("/rappel liste", user="mdupont")
    renamed = replace(author("mdupont"), username="marie.dupont")
    await stage.receive(Line(author=renamed, location=dm("mdupont"), text="/rappel liste", to_bot=True))
    await erase(stage, "marie.dupont")
    await given.take(file)
    assert await accounts(stage) == set()


async def pause(stage, username, at):
    async with stage.store.unit() as session:
        row = await session.get(MemberRow, await member(stage, username))
        row.paused_at = at


@pytest.mark.parametrize("is_imported_first", [True, False])
async def test_who_is_on_pause_is_found_by_nobody_whenever_their_card_came(stage, is_imported_first):
    given = await given_at(stage)
    await stage.write("/rappel liste", user="karim")
    file = table(line("karim", competences="Soudure"))
    if is_imported_first:
        await given.take(file)
        assert await given.ask("soudure") == ["karim"]
    await pause(stage, "karim", START)
    if not is_imported_first:
        await given.take(file)
    assert await given.ask("soudure") == []
    await pause(stage, "karim", None)
    assert await given.ask("soudure") == ["karim"]


async def test_a_pause_sends_nothing_unasked_and_forgets_no_choice(stage):
    await stage.write("/rappel liste", user="karim")
    async with stage.store.unit() as session:
        row = await session.get(MemberRow, await member(stage, "karim"))
        row.daily_cap, row.paused_at = 7, START
        assert (peace_of(row).daily_cap, chosen_peace_of(row).daily_cap) == (0, 7)
        row.paused_at = None
        assert peace_of(row).daily_cap == 7


async def test_what_waits_to_be_posted_names_an_erased_person_no_more_and_others_lose_nothing(stage):
    who = replace(author("marie_dupont"), name="Marie O'Neil *x*")
    await stage.receive(Line(author=who, location=dm("marie_dupont"), text="/rappel liste", to_bot=True))
    await stage.write("/rappel liste", user="e")
    marie = await member(stage, "marie_dupont")
    async with stage.working("witness") as ctx:
        await ctx.post(ctx.place, Post(text=_("Sent: {name}.", name=(await ctx.find_member(marie)).name)))
        await ctx.post(ctx.place, Post(text=_("The others are here")))
    await stage.bot.settle()
    stage.platform.will(*[Fail()] * 3, at="general")
    async with stage.working("witness") as ctx:
        await ctx.post(ctx.place, Post(text=_("Waiting: {name}.", name="marie_dupont")))
    await stage.bot.settle()
    await erase(stage, "marie_dupont")
    await erase(stage, "e")
    async with stage.store.read() as session:
        posted = select(DeliveryRow).where(DeliveryRow.place_id.is_not(None)).order_by(DeliveryRow.id)
        rows = await session.scalars(posted)
        texts = [row.content["text"] for row in rows if row.plugin == "probe"]
    assert texts == ["", "The others are here", "Waiting: quelqu’un."]
    held = b"".join(file.read_bytes() for file in stage.folder.glob("maillage.db*"))
    assert b"Neil" not in held
    assert b"marie_dupont" not in held


@of_a_file
async def test_a_copy_made_before_somebody_was_met_does_not_bring_back_their_imported_card(tmp_path):
    host = load_plugins(Config())
    plugins = list(host.plugins.values())
    async with scene(tmp_path, *plugins) as stage:
        stage.folder = tmp_path
        await (await given_at(stage)).take(table(line("Marie", competences="Pix"), line("karim")))
    shutil.copy(tmp_path / "maillage.db", tmp_path / "copy")
    async with scene(tmp_path, *plugins) as stage:
        await stage.write("/rappel liste", user="marie")
        await erase(stage, "marie")
    shutil.copy(tmp_path / "copy", tmp_path / "maillage.db")
    async with scene(tmp_path, *plugins) as stage:
        assert await accounts(stage) == {"karim"}
