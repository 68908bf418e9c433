"""Communities that join a network by a code, and leave it; and those that are in none."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.chat.answers import Failure
from bot.chat.incoming import Invocation, Joined, Line, Linked, Press, Reacted, Shows
from bot.chat.messages import Reply
from bot.chat.people import Rights
from bot.chat.places import platform_title
from bot.store.base import Base
from bot.store.tables import CommunityRow, NetworkRow, PlaceRow
from tests.fakes.two_sides import AWAY, HOME, Both, both, code_in, code_of


@pytest.fixture
async def sides(tmp_path):
    async with both(tmp_path) as opened:
        yield opened


@pytest.fixture
def coordinator(sides):
    return sides.at_home("chef", administers=True)


@pytest.fixture
def admin(sides):
    """Who administers the guild."""
    return sides.away_from_home("admin.d", administers=True)


async def community_code(coordinator) -> str:
    [answer] = await coordinator.say("/maillage lier communauté")
    assert isinstance(answer, Reply), answer
    return code_in(answer)


async def join(coordinator, admin, guild: str = "guild") -> None:
    [answer] = await admin.say(f"/maillage lier {await community_code(coordinator)}", guild)
    assert isinstance(answer, Reply), answer
    assert not isinstance(answer, Failure), answer


async def rows(stage: Both) -> dict[str, int]:
    """Return how many rows each table has, but for what the bot notes of its own indexes after a start."""
    async with stage.store.read() as session:
        return {
            table.name: await session.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
            if table.name != "indexed"
        }


async def test_a_community_in_no_network_is_told_how_to_join_and_nothing_is_kept_of_it(sides, admin):
    before = await rows(sides)
    [answer] = await admin.say("/rappel demain 9h relire", "guild")
    assert code_of([answer]) == "not_joined"
    assert "`/maillage lier communauté`" in str(answer.text)
    where, who = admin.channel("guild", "general"), admin.author
    for event in (
        Joined(author=who, location=where),
        Reacted(author=who, location=where, emoji="x", post="1"),
        Linked(author=who, location=where, text="x", links=("https://a.fr",), tags=(), post="1"),
    ):
        assert await sides.bot.receive(event) == []
    press = Press(author=who, location=where, plugin="network", action="part", arguments={"account": 1})
    assert code_of(await sides.bot.receive(press)) == "not_joined"
    assert await rows(sides) == before


async def test_where_nothing_can_be_shown_a_newcomer_is_answered_in_the_channel(sides, admin):
    assert await admin.say("/maillage aide", "guild", shows=Shows.NOTHING) == []
    [text] = sides.away.texts("guild-general")
    assert "aucun de mes réseaux" in text


async def test_who_is_known_to_no_network_is_told_so_in_private_and_nothing_is_kept(sides):
    before = await rows(sides)
    stranger = sides.away_from_home("stranger")
    assert code_of(await stranger.write("bonjour")) == "not_joined"
    assert code_of(await stranger.write("/maillage lier 222-222-222")) == "wrong_code"
    assert code_of(await stranger.write("/maillage lier")) == "not_joined"
    assert await rows(sides) == before


async def test_a_community_joins_by_a_code_of_a_coordinator_entered_by_who_administers_it(
    sides, coordinator, admin
):
    assert not await sides.away.host.is_joined("guild")
    await join(coordinator, admin)
    assert await sides.away.host.is_joined("guild")
    [answer] = await sides.away_from_home("maud.d").say("/rappel demain 9h relire", "guild")
    assert not isinstance(answer, Failure)
    async with sides.store.read() as session:
        assert await session.scalar(select(func.count()).select_from(NetworkRow)) == 1


async def test_only_coordinators_get_a_code_for_a_community(sides):
    assert code_of(await sides.at_home("maud").say("/maillage lier communauté")) == "not_allowed"


async def test_who_does_not_administer_a_community_cannot_have_it_join(sides, coordinator, admin):
    code = await community_code(coordinator)
    before = await rows(sides)
    maud = sides.away_from_home("maud.d")
    assert code_of(await maud.say(f"/maillage lier {code}", "guild")) == "not_allowed"
    assert await rows(sides) == before
    [answer] = await admin.say(f"/maillage lier {code}", "guild")
    assert not isinstance(answer, Failure)


async def test_an_account_code_entered_in_a_community_of_no_network_leaves_nothing(sides, admin):
    code = await sides.at_home().code()
    before = await rows(sides)
    assert code_of(await admin.say(f"/maillage lier {code}", "guild")) == "enter_in_private"
    assert await rows(sides) == before


async def test_a_community_code_is_not_for_a_direct_message(sides, coordinator, admin):
    code = await community_code(coordinator)
    before = await rows(sides)
    assert code_of(await admin.write(f"/maillage lier {code}")) == "not_in_a_community"
    assert await rows(sides) == before


async def test_a_community_that_is_in_the_network_says_so(sides, coordinator):
    code = await community_code(coordinator)
    assert code_of(await coordinator.say(f"/maillage lier {code}")) == "joined_already"


async def test_a_community_that_leaves_is_not_served_and_finds_all_again_when_it_joins(
    sides, coordinator, admin
):
    await join(coordinator, admin)
    await admin.say("/rappel ici demain 9h relire", "guild")
    [left] = await admin.say("/maillage délier communauté", "guild")
    assert not isinstance(left, Failure), left
    assert code_of(await admin.say("/maillage aide", "guild")) == "not_joined"
    assert not await sides.away.host.is_joined("guild")
    before = await rows(sides)
    await join(coordinator, admin)
    after = await rows(sides)
    assert (before["place"], before["community"]) == (after["place"], after["community"])
    await sides.advance(timedelta(days=1))
    assert any("relire" in text for text in sides.away.texts("guild-general"))


async def test_nothing_is_posted_in_a_community_that_left(sides, coordinator, admin):
    await join(coordinator, admin)
    await admin.say("/rappel ici demain 9h relire", "guild")
    await admin.say("/maillage délier communauté", "guild")
    await sides.advance(timedelta(days=1))
    assert not any("relire" in text for text in sides.away.texts("guild-general"))


async def test_roles_in_a_community_that_left_count_no_more(sides, coordinator, admin):
    await join(coordinator, admin)
    helper = sides.away_from_home("helper.d")
    await sides.bot.grant(helper.author, helper.channel("guild", "general"), "coordinator", everywhere=True)
    assert code_of(await helper.write("/maillage lier communauté")) is None
    await admin.say("/maillage délier communauté", "guild")
    assert code_of(await helper.write("/maillage lier communauté")) == "not_allowed"


async def test_only_coordinators_have_a_community_leave(sides, coordinator, admin):
    await join(coordinator, admin)
    maud = sides.away_from_home("maud.d")
    assert code_of(await maud.say("/maillage délier communauté", "guild")) == "not_allowed"
    assert await sides.away.host.is_joined("guild")


async def test_a_community_of_the_configuration_is_not_taken_out_by_command(tmp_path):
    async with both(tmp_path, admitted=("named",)) as stage:
        home = stage.at_home(administers=True)
        assert code_of(await home.say("/maillage délier communauté")) == "configured"
        away = stage.away_from_home(administers=True)
        answers = await away.say("/maillage délier communauté", "named")
        assert code_of(answers) == "configured"
        assert platform_title(AWAY) in str(answers[0].text)


async def test_a_community_that_the_configuration_names_no_longer_leaves_and_its_coordinators_are_none(
    tmp_path,
):
    async with both(tmp_path, admitted=("named",)) as stage:
        boss = stage.away_from_home("boss", administers=True)
        await boss.say("/rappel ici demain 9h relire", "named")
        helper = stage.away_from_home("helper.d")
        there = helper.channel("named", "general")
        await stage.bot.grant(helper.author, there, "coordinator", everywhere=True)
    async with both(tmp_path) as stage:
        boss, helper = stage.away_from_home("boss", administers=True), stage.away_from_home("helper.d")
        assert not await stage.away.host.is_joined("named")
        assert code_of(await boss.say("/maillage configurer", "named")) == "not_joined"
        assert code_of(await helper.write("/maillage lier communauté")) == "not_allowed"
        await stage.advance(timedelta(days=2))
        assert stage.away.texts("named-general") == []


async def test_a_community_that_the_configuration_names_again_gets_what_waited_for_it(tmp_path):
    async with both(tmp_path, admitted=("named",)) as stage:
        await stage.away_from_home("boss").say("/rappel ici demain 9h relire", "named")
    async with both(tmp_path):
        pass
    async with both(tmp_path, admitted=("named",)) as stage:
        assert await stage.away.host.is_joined("named")
        await stage.advance(timedelta(days=1))
        assert any("relire" in text for text in stage.away.texts("named-general"))


async def test_a_community_that_joined_by_a_code_stays_whatever_the_configuration_names(tmp_path):
    async with both(tmp_path) as stage:
        guest = stage.away_from_home("admin.d", administers=True)
        await join(stage.at_home("chef", administers=True), guest)
    for admitted in [(), ("guild",), ("other",)]:
        async with both(tmp_path, admitted=admitted) as stage:
            guest = stage.away_from_home("admin.d", administers=True)
            assert code_of(await guest.say("/maillage aide", "guild")) is None
            assert await stage.away.host.is_joined("guild")


async def test_a_community_that_left_by_command_and_is_named_for_a_while_does_not_stay(tmp_path):
    async with both(tmp_path) as stage:
        guest = stage.away_from_home("admin.d", administers=True)
        await join(stage.at_home("chef", administers=True), guest)
        await guest.say("/maillage délier communauté", "guild")
    for admitted in [("guild",), ()]:
        async with both(tmp_path, admitted=admitted) as stage:
            assert await stage.away.host.is_joined("guild") == bool(admitted)


async def test_a_community_is_in_one_network_at_a_time(sides, coordinator, admin):
    await join(coordinator, admin)
    code = await community_code(coordinator)
    async with sides.store.unit() as session:
        other = NetworkRow(name="Autre", language="fr", zone="Europe/Paris", created_at=sides.clock.now())
        session.add(other)
        await session.flush()
        session.add(
            CommunityRow(
                network_id=other.id,
                platform=HOME,
                external_id="elsewhere",
                name="Elsewhere",
                created_at=sides.clock.now(),
            )
        )
    there = sides.at_home("autre", administers=True)
    assert code_of(await there.say(f"/maillage lier {code}", "elsewhere")) == "other_network"


async def test_a_community_that_left_one_network_may_join_another_which_sees_nothing_of_it(
    sides, coordinator, admin
):
    await join(coordinator, admin)
    await admin.say("/maillage délier communauté", "guild")
    async with sides.store.unit() as session:
        other = NetworkRow(name="Autre", language="fr", zone="Europe/Paris", created_at=sides.clock.now())
        session.add(other)
        await session.flush()
        network = other.id
        session.add(
            CommunityRow(
                network_id=network,
                platform=HOME,
                external_id="elsewhere",
                name="Elsewhere",
                created_at=sides.clock.now(),
            )
        )
    there = sides.at_home("autre", administers=True)
    [given] = await there.say("/maillage lier communauté", "elsewhere")
    [answer] = await admin.say(f"/maillage lier {code_in(given)}", "guild")
    assert not isinstance(answer, Failure), answer
    async with sides.store.read() as session:
        places = (await session.scalars(select(PlaceRow).where(PlaceRow.network_id == network))).all()
        assert {place.name for place in places if place.platform == AWAY} == {"general"}


async def test_the_rights_of_who_enters_a_code_are_asked_of_the_platform_now(sides, coordinator):
    code = await community_code(coordinator)
    side = sides.away_from_home("admin.d")
    asked = []

    async def ask() -> Rights:
        asked.append(True)
        return Rights(community=True)

    line = Line(
        author=replace(side.author, ask_rights=ask),
        location=side.channel("guild", "general"),
        text=f"/maillage lier {code}",
        to_bot=True,
    )
    [answer] = await sides.receive(line)
    assert not isinstance(answer, Failure), answer
    assert asked


async def test_a_community_joins_by_a_command_of_the_platforms_own_list(sides, coordinator, admin):
    call = Invocation(
        author=admin.author, location=admin.channel("guild", "general"), root="maillage", verb="lier"
    )
    assert code_of(await sides.receive(call)) == "not_joined"
    code = await community_code(coordinator)
    [answer] = await sides.receive(replace(call, options={"code": code}))
    assert not isinstance(answer, Failure), answer
    assert await sides.away.host.is_joined("guild")


async def test_a_direct_message_of_who_is_in_a_community_of_the_network_makes_them_a_member(
    sides, coordinator, admin
):
    await join(coordinator, admin)
    maud = sides.away_from_home("maud.d")
    line = Line(author=maud.author, location=maud.dm, text="/maillage aide", to_bot=True)
    assert code_of(await sides.receive(line)) == "not_joined"
    there = replace(line, location=replace(maud.dm, community="guild", community_name="Guild"))
    assert code_of(await sides.receive(there)) is None
    assert code_of(await sides.receive(line)) is None


async def test_who_is_in_no_community_of_the_network_any_more_is_a_stranger_in_private(
    sides, coordinator, admin
):
    await join(coordinator, admin)
    eve = sides.away_from_home("eve.d")
    await eve.say("/rappel demain 9h le pain", "guild")
    await sides.bot.grant(eve.author, eve.channel("guild", "general"), "coordinator", everywhere=True)
    inside = Line(author=eve.author, location=eve.dm, text="/rappel liste", to_bot=True)
    [answer] = await sides.receive(inside)
    assert "le pain" in str(answer.text)
    outside = replace(inside, author=replace(eve.author, is_outside=True))
    assert code_of(await sides.receive(outside)) == "not_joined"
    assert code_of(await sides.receive(replace(outside, text="/maillage configurer"))) == "not_joined"
    [answer] = await sides.receive(inside)
    assert "le pain" in str(answer.text)


async def test_who_is_in_the_network_by_another_account_is_no_stranger_in_private(sides):
    home, away = sides.at_home(), sides.away_from_home()
    await away.enter(await home.code())
    line = Line(
        author=replace(away.author, is_outside=True), location=away.dm, text="/rappel liste", to_bot=True
    )
    assert code_of(await sides.receive(line)) is None


async def test_who_is_outside_by_all_their_accounts_of_a_platform_is_a_stranger_by_each(
    sides, coordinator, admin
):
    await join(coordinator, admin)
    eve, other = sides.away_from_home("eve.d"), sides.away_from_home("eve2.d")
    await eve.say("/rappel liste", "guild")
    await other.enter(await eve.code())
    for side in (eve, other):
        line = Line(
            author=replace(side.author, is_outside=True), location=side.dm, text="/rappel liste", to_bot=True
        )
        assert code_of(await sides.receive(line)) == "not_joined"
