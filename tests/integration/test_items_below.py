"""What is taken back is found in the letters by its key, however much a network's letters tell."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from plugins.digest import register
from plugins.digest.models import ItemRow, LetterRow, SeriesRow, State
from tests.fakes.bot import START, scene
from tests.fakes.databases import ON_POSTGRESQL, asked_by
from tests.fakes.plugin import probe

KEYS = (
    "card:7",
    "card:7:skills",
    "card:7:",
    "card:7;",
    "card:70",
    "card:70:skills",
    "card:7-b",
    "Card:7:x",
    "card:7@a",
    "card:7:skills@b",
    "card:7A",
    "card:70@c",
)


@pytest.fixture
async def ctx(tmp_path):
    """A letter tells items with these keys."""
    async with scene(tmp_path, probe()) as stage, stage.working() as ctx:
        about = {"network_id": ctx.network.id}
        series = SeriesRow(
            **about,
            place_id=ctx.place.id,
            number=0,
            zone="Europe/Paris",
            lead="",
            sections=[],
            covered_to=START,
            created_at=START,
        )
        ctx.session.add(series)
        await ctx.session.flush()
        letter = LetterRow(
            **about,
            series_id=series.id,
            instant=START,
            state=State.WAITING,
            language="fr",
            title="",
            sections=[],
            editorial="",
            send_at=START,
            since=START - timedelta(days=7),
            until=START,
            missed=0,
        )
        ctx.session.add(letter)
        await ctx.session.flush()
        about |= {"series_id": series.id, "letter_id": letter.id, "section": "cards", "text": "x"}
        ctx.session.add_all(ItemRow(**about, key=key, position=position) for position, key in enumerate(KEYS))
        await ctx.session.flush()
        yield ctx


async def test_an_item_and_those_below_its_key_are_found_and_no_others(ctx):
    found = await register.items_below(ctx, "card:7")
    assert [item.key for item in found] == [
        "card:7",
        "card:7:skills",
        "card:7:",
        "card:7@a",
        "card:7:skills@b",
    ]


async def how_they_are_looked_up(ctx):
    """Return the statement by which items are looked up, with its values."""
    asked = await asked_by(ctx.session)
    await register.items_below(ctx, "card:7")
    (found,) = asked
    return found


@pytest.mark.skipif(ON_POSTGRESQL, reason="it is about how SQLite plans")
async def test_items_are_looked_up_by_their_keys(ctx):
    statement, parameters = await how_they_are_looked_up(ctx)
    connection = await ctx.session.connection()
    plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    steps = [step.detail for step in plan]
    assert any("(network_id=? AND key=?)" in step for step in steps)
    assert any("(network_id=? AND key>? AND key<?)" in step for step in steps)


@pytest.mark.skipif(not ON_POSTGRESQL, reason="it is about how PostgreSQL plans")
async def test_items_are_looked_up_by_their_keys_on_postgresql(ctx):
    (letter,) = await ctx.session.scalars(select(LetterRow))
    about = {"network_id": ctx.network.id, "series_id": letter.series_id, "letter_id": letter.id}
    about |= {"section": "cards", "text": "x", "heading": "", "dropped": False}
    many = [about | {"key": f"share:{number}", "position": number} for number in range(3_000)]
    await ctx.session.execute(insert(ItemRow), many)
    statement, parameters = await how_they_are_looked_up(ctx)
    connection = await ctx.session.connection()
    await connection.exec_driver_sql("ANALYZE digest_item")
    plan = await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
    steps = [step for (step,) in plan if "Index Cond" in step]
    assert len(steps) == 2
    assert all("network_id" in step and "key" in step for step in steps)
