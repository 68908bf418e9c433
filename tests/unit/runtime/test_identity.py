"""Who speaks and where: what is remembered of it, and what is noticed when it changes."""

import pytest
from sqlalchemy import update

from bot.store.people import mark_changed
from bot.store.tables import PlaceRow
from tests.fakes.bot import author, channel, scene


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path) as opened:
        yield opened


async def test_what_was_found_before_a_change_is_not_remembered_after_it(stage, monkeypatch):
    identity = stage.bot.identity
    await identity.resolve(author("camille"), channel("general"))
    look_up = identity._look_up

    async def slow_look_up(who, where):
        found = await look_up(who, where)
        async with stage.store.unit() as session:
            await session.execute(update(PlaceRow).values(territory="42"))
            mark_changed(session)
        return found

    monkeypatch.setattr(identity, "_look_up", slow_look_up)
    await identity.resolve(author("maud"), channel("general"))
    monkeypatch.setattr(identity, "_look_up", look_up)
    assert (await identity.resolve(author("maud"), channel("general"))).place.territory == "42"
