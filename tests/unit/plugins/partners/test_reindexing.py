"""Where partners are to be found is written anew with their index: communes and EPCI change each year."""

from sqlalchemy import delete, event, select, update

from bot.store import Store
from bot.store.base import table_of
from bot.store.reindexing import reindex
from plugins.partners import register
from plugins.partners.indexing import index
from plugins.partners.models import PartnerReachRow
from tests.fakes.bot import new_database, url_of
from tests.unit.plugins.partners.test_nearness import NOW, ROANNE, add, names, nearest

REACH = table_of(PartnerReachRow)


async def reach(store):
    async with store.read() as session:
        rows = await session.execute(select(REACH.c.partner_id, REACH.c.kind, REACH.c.area, REACH.c.seat))
        return sorted(map(tuple, rows))


async def test_where_partners_are_found_follows_what_places_are_now(tmp_path):
    await new_database(tmp_path)
    store = Store(url_of(tmp_path))
    await add(store, "CCAS", "ccas-cias", "42187")
    gone = await add(store, "MSAP", "msap", "42187", areas=("departement:42",))
    async with store.unit() as session:
        await register.remove(session, await register.find(session, 1, gone), NOW)
    as_it_should_be = await reach(store)
    async with store.unit() as session:
        await session.execute(delete(REACH).where(REACH.c.area == "commune:42187"))
        await session.execute(update(REACH).values(kind="caf"))
    assert names(await nearest(store, "ccas-cias", near=[ROANNE])) == []
    asked: list[str] = []
    event.listen(store.engine.sync_engine, "before_cursor_execute", lambda *what: asked.append(what[2]))
    async for _rows in reindex(store, index, anyway=True):
        pass
    assert sum("FROM partner_service" in one for one in asked) == 1, "they are read once for both"
    assert await reach(store) == as_it_should_be
    assert {partner for partner, *_where in as_it_should_be} == {1}
    assert names(await nearest(store, "ccas-cias", near=[ROANNE])) == ["CCAS"]
    await store.close()
