"""What is still to be told in a letter is looked up by number, however much a network holds."""

import pytest

from bot.store.people import network_of
from bot.store.tables import NetworkRow
from plugins.referral.sections import HelpfulAnswers, OpenNeeds
from plugins.watch.feeds.sections import FeedsSection
from plugins.watch.sections import MostUseful
from tests.fakes.bot import scene
from tests.fakes.databases import ON_POSTGRESQL, asked_by


@pytest.mark.skipif(ON_POSTGRESQL, reason="it is about how SQLite plans")
@pytest.mark.parametrize(
    ("section", "key"),
    [(MostUseful, "share"), (FeedsSection, "entry"), (OpenNeeds, "need"), (HelpfulAnswers, "answer")],
)
async def test_what_may_still_be_told_is_looked_up_by_number(tmp_path, section, key):
    async with scene(tmp_path) as stage, stage.store.read() as session:
        network = network_of(await session.get_one(NetworkRow, 1))
        asked = await asked_by(session)
        await section().still(session, network, [f"{key}:1", f"{key}:2"], ())
        (statement, parameters), *_what_they_say = asked
        connection = await session.connection()
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        assert "rowid=?" in plan.first().detail
