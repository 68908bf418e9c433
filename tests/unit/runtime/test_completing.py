"""Completing: what an argument may become while somebody types it, by reading alone."""

import asyncio
from dataclasses import replace
from typing import Annotated, Literal

import pytest
from sqlalchemy import func, insert, select

from bot.app import load_plugins
from bot.chat import Role
from bot.chat.incoming import Completion
from bot.chat.markup import mention
from bot.chat.messages import Option
from bot.config import Config
from bot.language.messages import Markup, _, escape
from bot.plugin import (
    Addressee,
    Arg,
    CompletionContext,
    Context,
    Duration,
    MemberRef,
    Moment,
    PlaceRef,
    Plugin,
)
from bot.store.roles import grant_role
from bot.store.settings import set_setting
from bot.store.tables import AccountRow, CommunityRow, MemberRow, NetworkRow, PlaceRow
from tests.fakes.bot import author, channel, dm, scene

FRUITS = tuple(f"fruit-{number}" for number in range(30))


def orchard(asked: list[CompletionContext]) -> Plugin:
    """Return a plugin whose arguments complete; its own completer notes what it is given."""
    plugin = Plugin("orchard", _("Orchard"))

    async def trees(ctx: CompletionContext, typed: str) -> list[Option]:
        asked.append(ctx)
        if typed == "fail":
            raise RuntimeError("worms")
        if typed == "write":
            await ctx.session.execute(insert(NetworkRow).values(name="x", language="fr", zone="UTC"))
        labels = {
            "long": Markup("é" * 150),
            "bold": Markup("**poirier** de " + mention(1, "lea")),
            "foreign": escape("*pommier*\nancien"),
        }
        options = [Option(typed, labels[typed])] if typed in labels else []
        many = [Option(f"tree-{number}", Markup(f"tree {number}")) for number in range(40)]
        return [*options, Option("", Markup("nothing")), Option("v" * 101, Markup("too long")), *many, *many]

    tree = Arg(_("tree"), complete=trees)

    @plugin.command("planter", english="plant", summary=_("Plant"))
    async def plant(
        ctx: Context,
        tree: Annotated[str, tree],
        when: Moment | None = None,
        lasting: Duration | None = None,
        whom: Addressee = None,
        neighbour: MemberRef | None = None,
        where: PlaceRef | None = None,
        trees: Annotated[list[str] | None, tree] = None,
        fruit: Literal[FRUITS] = "fruit-0",
        count: int = 1,
    ) -> None: ...

    @plugin.command("abattre", english="fell", summary=_("Fell"), role=Role.COORDINATOR)
    async def fell(ctx: Context, tree: Annotated[str, tree]) -> None: ...

    return plugin


@pytest.fixture
def asked() -> list[CompletionContext]:
    return []


@pytest.fixture
async def stage(tmp_path, asked):
    network = load_plugins(Config(), ["plugins.network"]).plugins["network"]
    async with scene(tmp_path, orchard(asked), network) as opened:
        yield opened


def typing(argument: str, typed: str = "", *, root="planter", who=None, where=None, **options) -> Completion:
    return Completion(
        author=who or author("camille"),
        location=where or channel("general"),
        root=root,
        argument=argument,
        typed=typed,
        options=options,
    )


async def offered(stage, completion: Completion) -> dict[str, str]:
    """Return the values offered and their labels, in order."""
    options = await stage.platform.host.complete(completion)
    assert len({option.value for option in options}) == len(options) <= 25
    return {option.value: str(option.label).replace("\u00a0", " ") for option in options}


async def known(stage) -> list[int]:
    """Return how many members, accounts, places and communities are known."""
    async with stage.store.read() as session:
        return [
            (await session.execute(select(func.count()).select_from(row))).scalar_one()
            for row in (MemberRow, AccountRow, PlaceRow, CommunityRow)
        ]


async def test_a_stranger_is_offered_what_needs_no_person_and_stays_one(stage, asked):
    before = await known(stage)
    assert (await offered(stage, typing("when", "demain 9h")))["demain 9h"].endswith("24 novembre 2026 à 9 h")
    assert "tree-0" in await offered(stage, typing("tree"))
    assert await offered(stage, typing("whom")) == {"moi": "moi", "ici": "ici, dans general"}
    [ctx] = asked
    assert (ctx.member, ctx.place.id, ctx.place.name, ctx.network.id) == (None, 0, "general", 1)
    assert await known(stage) == before == [0, 0, 0, 0]


async def test_a_stranger_reads_the_language_of_their_platform(stage):
    who = replace(author("john"), language="en")
    label = (await offered(stage, typing("when", "tomorrow 9:00", who=who)))["tomorrow 9:00"]
    assert label == "tomorrow 9:00 → Tuesday 24 November 2026 at 09:00"


async def test_completing_waits_for_nobody_who_writes(stage):
    await stage.say("/maillage aide")
    async with stage.store.unit() as session:
        await set_setting(session, 1, "note", "half written")
        async with asyncio.timeout(10):
            assert "tree-0" in await offered(stage, typing("tree"))
            assert "moi" in await offered(stage, typing("whom", who=author("new")))


async def test_a_completer_is_told_who_types_and_what_they_typed_already(stage, asked):
    await stage.say("/maillage aide")
    await offered(stage, typing("tree", "po", when="demain\ue000 9h"))
    [ctx] = asked
    assert (ctx.member.username, ctx.place.name, ctx.now) == ("camille", "general", stage.clock.now())
    assert ctx.options == {"when": "demain 9h"}
    assert (ctx.reading.zone.key, ctx.reading.language) == ("Europe/Paris", "fr")


@pytest.mark.parametrize("typed", ["fail", "write"])
async def test_a_completer_that_fails_or_writes_offers_nothing_and_its_plugin_is_named(stage, typed):
    assert await offered(stage, typing("tree", typed)) == {}
    assert [fault.plugin for fault in stage.handlers.faults.last()] == ["orchard"]


@pytest.mark.parametrize(
    ("typed", "label"),
    [("long", "é" * 99 + "…"), ("bold", "poirier de lea"), ("foreign", "*pommier* ancien")],
)
async def test_labels_are_plain_words_on_one_line_that_fit(stage, typed, label):
    assert (await offered(stage, typing("tree", typed)))[typed] == label


async def test_what_is_too_long_to_choose_empty_or_there_already_is_left_out(stage):
    assert list(await offered(stage, typing("tree"))) == [f"tree-{number}" for number in range(25)]


async def test_the_last_item_of_a_list_is_completed_and_the_others_stay(stage):
    found = await offered(stage, typing("trees", "chêne; bold"))
    assert found["chêne; bold"] == "chêne; poirier de lea"
    assert "chêne; tree-0" in found
    assert "tree-0" in await offered(stage, typing("trees", ""))


async def test_a_long_list_of_choices_is_searched(stage):
    assert list(await offered(stage, typing("fruit", "FRUIT-2"))) == [
        "fruit-2",
        *(f"fruit-{number}" for number in range(20, 30)),
    ]


async def test_people_are_offered_once_each_and_oneself_as_such(stage):
    for name in ("camille", "léa", "jeanne"):
        await stage.say("/maillage aide", user=name)
    assert await offered(stage, typing("whom", "LE")) == {"@léa": "@léa"}
    assert list(await offered(stage, typing("whom"))) == ["moi", "ici", "@jeanne", "@léa"]
    assert list(await offered(stage, typing("whom", where=dm("camille")))) == ["moi", "@jeanne", "@léa"]
    assert list(await offered(stage, typing("neighbour", "@c"))) == ["@camille"]


async def test_channels_are_those_of_the_same_community(stage):
    elsewhere = replace(channel("secret"), community="other", community_name="Other")
    for place in (channel("loire-42"), channel("rhône-69"), elsewhere):
        await stage.bot.identity.resolve(author("camille"), place)
    found = await offered(stage, typing("where", where=channel("loire-42")))
    assert found == {"ici": "ici, dans loire-42", "loire-42": "loire-42", "rhône-69": "rhône-69"}
    assert list(await offered(stage, typing("where", "rho", where=channel("loire-42")))) == ["rhône-69"]


async def test_a_duration_is_spelled_out(stage):
    assert (await offered(stage, typing("lasting", "1h30")))["1h30"] == "1h30 → 1 h 30"


@pytest.mark.parametrize(
    "completion",
    [
        typing("count"),
        typing("gone"),
        typing("tree", root="gone"),
        typing("tree", who=author("robot", is_bot=True)),
    ],
)
async def test_nothing_is_offered_for_what_has_no_completer_to_a_bot_or_for_what_is_gone(stage, completion):
    assert await offered(stage, completion) == {}


async def test_what_one_may_not_use_offers_nothing(stage):
    here = author("jeanne", administers_place=True)
    assert await offered(stage, typing("tree", root="abattre")) == {}
    await stage.say("/maillage aide", user="jeanne")
    assert await offered(stage, typing("tree", root="abattre", who=here))
    speaker = await stage.bot.identity.resolve(author("camille"), channel("general"))
    async with stage.store.unit() as session:
        await grant_role(
            session, speaker.member.id, "coordinator", scope="network", scope_id="1", now=stage.clock.now()
        )
    assert await offered(stage, typing("tree", root="abattre"))


async def test_a_plugin_that_is_off_or_closed_to_guests_offers_nothing(stage):
    guest = author("gus", is_guest=True)
    assert await offered(stage, typing("tree", who=guest)) == {}
    async with stage.store.unit() as session:
        await stage.handlers.switches.open_to_guests(session, 1, ["orchard"])
    assert await offered(stage, typing("tree", who=guest))
    async with stage.store.unit() as session:
        await stage.handlers.switches.switch(session, 1, ["network"])
    assert await offered(stage, typing("tree")) == {}
    assert await offered(stage, typing("tree", who=guest)) == {}


async def test_a_place_that_is_in_no_network_offers_nothing(stage):
    await stage.bot.communities.admit("fake", ["another"])
    assert await offered(stage, typing("tree")) == {}
    assert await offered(stage, typing("tree", where=dm("camille"))) == {}
    assert stage.handlers.faults.last() == []


async def test_somebody_of_several_networks_is_offered_nothing_in_a_dm_before_they_choose(stage):
    await stage.say("/maillage aide")
    async with stage.store.unit() as session:
        other = NetworkRow(name="Autre", language="fr", zone="Europe/Paris", created_at=stage.clock.now())
        session.add(other)
        await session.flush()
    await stage.bot.identity.resolve(author("camille"), channel("general"), network=other.id)
    assert await offered(stage, typing("tree", where=dm("camille"))) == {}
    assert stage.handlers.faults.last() == []
    await stage.bot.identity.choose(author("camille"), "fake", other.id)
    assert await offered(stage, typing("tree", where=dm("camille")))


async def test_help_is_offered_on_what_one_may_use_by_its_words_or_by_what_it_does(stage):
    def topic(typed: str, who=None) -> Completion:
        return replace(typing("topic", typed, root="maillage", who=who), verb="aide")

    assert (await offered(stage, topic("/planter")))["planter"] == "planter : Plant"
    assert next(iter(await offered(stage, topic("preferences")))) == "maillage préférences"
    assert "maillage préférences" in await offered(stage, topic("fuseau"))
    assert "abattre" not in await offered(stage, topic(""))
    assert "abattre" in await offered(stage, topic("", author("jeanne", administers_community=True)))
