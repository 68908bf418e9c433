"""Rights that a platform has to look up: asked when they matter, and not a moment earlier."""

from dataclasses import replace

import pytest

from bot.chat import Role
from bot.chat.incoming import Line
from bot.chat.people import Author, Rights
from bot.runtime.permissions import RightsNeededError
from bot.store.roles import grant_role
from tests.fakes.bakery import bakery
from tests.fakes.bot import author, channel, dm, scene


@pytest.fixture
def baked() -> list[object]:
    return []


@pytest.fixture
async def stage(tmp_path, baked):
    async with scene(tmp_path, bakery(baked)) as opened:
        yield opened


class Asked:
    """Notes when somebody's rights are asked for, and in what units of work that were open then."""

    def __init__(self, stage, rights: Rights) -> None:
        self._stage = stage
        self._rights = rights
        self.times = 0
        self.while_writing = 0

    async def __call__(self) -> Rights:
        self.times += 1
        self.while_writing += self._stage.store.engine.pool.checkedout()
        return self._rights

    @property
    def author(self) -> Author:
        return replace(author("maud"), ask_rights=self)


def line(who: Author, text: str) -> Line:
    return Line(author=who, location=channel("general"), text=text)


async def test_the_rights_of_who_does_what_all_may_do_are_not_asked_for(stage, baked):
    asked = Asked(stage, Rights())
    await stage.receive(line(asked.author, "/cuire pain"))
    assert (baked, asked.times) == (["pain"], 0)


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        (Rights(), []),
        (Rights(place=True), ["closed"]),
        (Rights(community=True), ["closed"]),
    ],
)
async def test_what_is_for_coordinators_is_decided_by_the_rights_of_the_platform(
    stage, baked, rights, expected
):
    asked = Asked(stage, rights)
    await stage.receive(line(asked.author, "/fermer"))
    assert baked == expected
    assert asked.times >= 1


async def test_the_rights_are_asked_for_while_nobody_is_kept_from_writing(stage, baked):
    asked = Asked(stage, Rights(community=True))
    await stage.bot.identity.resolve(asked.author, channel("general"))
    await stage.receive(line(asked.author, "/fermer"))
    assert (baked, asked.times, asked.while_writing) == (["closed"], 1, 0)


@pytest.mark.parametrize(("rights", "seen"), [(Rights(), "cakes"), (Rights(place=True), "keys")])
async def test_a_handler_that_asks_on_its_way_begins_anew_and_leaves_no_trace_of_its_first_try(
    stage, rights, seen
):
    asked = Asked(stage, rights)
    [answer] = await stage.receive(replace(line(asked.author, "/regarder"), key="a"))
    assert (str(answer.text), asked.times, asked.while_writing) == (seen, 1, 0)
    assert stage.platform.texts() == ["somebody looked"]
    assert await stage.receive(replace(line(asked.author, "/regarder"), key="a")) == []


async def role(stage, who: Author, where, *, here=None) -> Role:
    """Return the role of somebody, once the platform was asked for their rights if need be."""
    there = await stage.bot.identity.resolve(who, where)
    place = (await stage.bot.identity.resolve(who, here)).place if here else there.place

    async def decide(asking: Author) -> Role:
        async with stage.store.read() as session:
            return await stage.handlers.permissions.role(
                session, there.network, there.member, there.place, author=asking, platform="fake", here=place
            )

    try:
        return await decide(who)
    except RightsNeededError:
        return await decide(await who.with_rights())


async def test_who_was_given_the_role_is_not_looked_up(stage):
    asked = Asked(stage, Rights())
    speaker = await stage.bot.identity.resolve(asked.author, channel("general"))
    async with stage.store.unit() as session:
        await grant_role(
            session, speaker.member.id, "coordinator", scope="network", scope_id="1", now=stage.clock.now()
        )
    assert await role(stage, asked.author, channel("general")) is Role.COORDINATOR
    assert asked.times == 0


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        (Rights(), [Role.MEMBER] * 3),
        (Rights(place=True), [Role.COORDINATOR, Role.MEMBER, Role.MEMBER]),
        (Rights(community=True), [Role.COORDINATOR, Role.COORDINATOR, Role.MEMBER]),
    ],
)
async def test_rights_count_here_and_in_the_places_of_the_same_community(stage, rights, expected):
    who = Asked(stage, rights).author
    elsewhere = replace(channel("far"), community="other", community_name="Other")
    places = (channel("general"), channel("garden"), elsewhere)
    assert [await role(stage, who, where, here=channel("general")) for where in places] == expected


async def test_rights_over_a_community_count_in_a_direct_message(stage):
    who = Asked(stage, Rights(community=True)).author
    assert await role(stage, who, dm("maud")) is Role.COORDINATOR


async def may_there(stage, who: Author, where, *, here, platform="fake") -> bool:
    """Return whether somebody coordinates a place, who speaks in another one; the platform is asked."""
    there = await stage.bot.identity.resolve(who, where)
    speaks = (await stage.bot.identity.resolve(who, here)).place
    while True:
        try:
            async with stage.store.read() as session:
                held = await stage.handlers.permissions.role(
                    session,
                    there.network,
                    there.member,
                    there.place,
                    author=who,
                    platform=platform,
                    here=speaks,
                    asks=True,
                )
        except RightsNeededError as needed:
            who = await (who.with_place(needed.place) if needed.place else who.with_rights())
        else:
            return held >= Role.COORDINATOR


async def test_rights_over_one_channel_count_elsewhere_where_the_platform_is_asked_for_them(stage):
    asked = []

    async def ask(place: str) -> bool:
        asked.append(place)
        return place == "garden"

    who = replace(Asked(stage, Rights()).author, ask_place=ask)
    assert await may_there(stage, who, channel("garden"), here=dm("maud"))
    assert not await may_there(stage, who, channel("general"), here=dm("maud"))
    assert asked == ["garden", "general"]
    assert not await may_there(stage, who, channel("garden"), here=channel("garden"))
    assert asked == ["garden", "general"]


async def test_a_platform_is_not_asked_for_a_channel_of_another_one(stage):
    async def ask(_place: str) -> bool:
        raise AssertionError

    who = replace(author("maud"), ask_place=ask)
    assert not await may_there(stage, who, channel("garden"), here=dm("maud"), platform="other")


async def test_a_configured_administrator_is_one_whatever_the_platform_says(tmp_path):
    from bot.config import Config

    async with scene(tmp_path, bakery(), config=Config(roles={"admins": ["fake:maud"]})) as stage:
        asked = Asked(stage, Rights())
        assert await role(stage, asked.author, channel("general")) is Role.ADMIN
        assert asked.times == 0


async def test_rights_that_are_known_need_no_asking():
    known = author("maud", administers_place=True)
    assert await known.with_rights() is known
