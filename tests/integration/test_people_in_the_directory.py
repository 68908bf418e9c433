"""What people want of the whole bot holds in the directory: to be erased, and to be on pause."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.app import load_plugins
from bot.chat.incoming import Line
from bot.config import Config
from bot.plugin import PersonalData
from bot.runtime.erasing import LiveErasures
from bot.store.erasures import ErasureJournal
from bot.store.people import chosen_peace_of, network_of, peace_of
from bot.store.tables import AccountRow, MemberRow, NetworkRow
from plugins.directory.models import CardRow
from tests.fakes.bot import START, author, dm, scene
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
