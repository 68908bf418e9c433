"""Who speaks and where: what is remembered of it, and what is noticed when it changes."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from bot.chat.incoming import Line
from bot.store.people import mark_changed
from bot.store.tables import AccountRow, CommunityRow, MemberRow, NetworkRow, PlaceRow
from tests.fakes.bot import author, channel, dm, scene


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path) as opened:
        yield opened


async def test_what_was_found_before_a_change_is_not_remembered_after_it(stage, monkeypatch):
    identity = stage.bot.identity
    await identity.resolve(author("camille"), channel("general"))
    look_up = identity._look_up

    async def slow_look_up(who, where, network):
        found = await look_up(who, where, network)
        async with stage.store.unit() as session:
            await session.execute(update(PlaceRow).values(territory="42"))
            mark_changed(session)
        return found

    monkeypatch.setattr(identity, "_look_up", slow_look_up)
    await identity.resolve(author("maud"), channel("general"))
    monkeypatch.setattr(identity, "_look_up", look_up)
    assert (await identity.resolve(author("maud"), channel("general"))).place.territory == "42"


async def seen(stage, who, where):
    return await stage.bot.identity.resolve(who, where)


async def names(stage) -> tuple[list[str], list[str]]:
    async with stage.store.read() as session:
        return (
            list(await session.scalars(select(PlaceRow.name))),
            list(await session.scalars(select(CommunityRow.name))),
        )


async def test_renamed_channels_and_communities_are_noticed_even_when_they_get_their_old_name_back(stage):
    old = channel("general")
    new = replace(old, name="accueil", community_name="Équipe")
    for where in (old, new, old, new):
        place = (await seen(stage, author("maud"), where)).place
        assert place.name == where.name
        assert await names(stage) == ([where.name], [where.community_name])


async def test_a_renamed_account_is_noticed_even_when_it_gets_its_old_name_back(stage):
    for name in ("maud", "maude", "maud", "maude"):
        who = replace(author("maud"), username=name)
        assert (await seen(stage, who, channel("general"))).member.username == name
        async with stage.store.read() as session:
            account = (await session.scalars(select(AccountRow))).one()
        assert (account.username, account.folded) == (name, name)


async def test_names_are_kept_no_longer_than_there_is_room_for_them(stage):
    who = replace(author("maud"), username="œ" * 300, name="m" * 300)
    where = replace(channel("general"), name="g" * 300, community_name="t" * 300)
    for _time in range(2):
        speaker = await seen(stage, who, where)
    assert [len(name) for name in (speaker.member.name, speaker.member.username, speaker.place.name)] == [
        200,
        128,
        200,
    ]
    async with stage.store.read() as session:
        account = (await session.scalars(select(AccountRow))).one()
    assert len(account.folded) == 128
    assert [len(name) for [name] in await names(stage)] == [200, 200]


@pytest.mark.parametrize(
    ("chosen", "platforms", "expected"),
    [(None, None, "fr"), (None, "en", "en"), ("en", None, "en"), ("fr", "en", "fr"), (None, "eo", "fr")],
)
async def test_who_belongs_to_several_networks_is_asked_in_their_language(stage, chosen, platforms, expected):
    who = replace(author("maud"), language=platforms)
    await seen(stage, replace(who, language=chosen), channel("general"))
    async with stage.store.unit() as session:
        now = stage.clock.now()
        other = NetworkRow(name="other", language="fr", zone="Europe/Paris", created_at=now)
        session.add(other)
        await session.flush()
        member = MemberRow(network_id=other.id, name="Maud", created_at=now)
        session.add(member)
        await session.flush()
        account = AccountRow(
            network_id=other.id,
            member_id=member.id,
            platform="fake",
            external_id=who.id,
            username="maud",
            folded="maud",
            seen_at=now,
        )
        session.add(account)
    line = Line(author=who, location=dm("maud"), text="/maillage", to_bot=True)
    [question] = await stage.receive(line)
    is_set_in_french = "\u202f?" in question.text
    assert is_set_in_french == (expected == "fr")
    assert {str(button.label) for button in question.buttons} >= {"other"}


async def known(stage) -> set[str]:
    async with stage.store.read() as session:
        return set(await session.scalars(select(MemberRow.name)))


async def test_people_whom_a_message_names_become_known(stage):
    line = Line(
        author=author("maud"),
        location=channel("general"),
        text="/dire bonjour",
        people=(author("paul"), replace(author("ines"), name="Inès R.")),
    )
    await stage.receive(line)
    assert await known(stage) == {"maud", "paul", "Inès R."}
    await stage.receive(line)
    assert len(await known(stage)) == 3


async def test_people_who_are_named_in_private_become_known_to_the_network_of_who_names_them(stage):
    async with stage.store.unit() as session:
        session.add(
            NetworkRow(name="other", language="fr", zone="Europe/Paris", created_at=stage.clock.now())
        )
    await stage.receive(Line(author=author("maud"), location=channel("general"), text="/dire bonjour"))
    line = Line(
        author=author("maud"), location=dm("maud"), text="/dire non", to_bot=True, people=(author("paul"),)
    )
    await stage.receive(line)
    async with stage.store.read() as session:
        found = (await session.scalars(select(MemberRow).where(MemberRow.name == "paul"))).one()
    assert found.network_id == 1


async def test_who_is_named_to_nobody_in_particular_stays_unknown(stage):
    line = Line(
        author=author("maud"), location=channel("general"), text="salut @paul", people=(author("paul"),)
    )
    assert await stage.receive(line) == []
    assert await known(stage) == set()
