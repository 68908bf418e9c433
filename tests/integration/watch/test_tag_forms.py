"""Tags and subscriptions from before the forms of a word were one tag."""

import pytest
from sqlalchemy import text

from bot.store import Store
from bot.store.migrate import migrate, migrations_folder
from tests.fakes.bot import url_of

_BEFORE = """
INSERT INTO network (id, name, language, zone, created_at)
VALUES (1, 'One', 'fr', 'Europe/Paris', '2026-01-01');
INSERT INTO member (id, network_id, name, created_at)
VALUES (1, 1, 'Marie', 0),
(2, 1, 'Paul', 0);
INSERT INTO watch_share (id, network_id, url, site, title, description, created_at)
VALUES (1, 1, 'u', 's', 't', 'd', 0),
(2, 1, 'v', 's', 't', 'd', 0);
INSERT INTO watch_tag (network_id, share_id, name, folded)
VALUES (1, 1, 'Séniors', 'seniors'),
(1, 2, 'aide-à-domicile', 'aide-a-domicile');
INSERT INTO watch_subscription (id, network_id, member_id, topic, name, folded, at_once, created_at)
VALUES (1, 1, 1, 'tag', 'senior', 'senior', 0, 0),
(2, 1, 1, 'tag', 'seniors', 'seniors', 1, 0),
(3, 1, 2, 'tag', 'seniors', 'seniors', 0, 0),
(4, 1, 2, 'words', 'seniors', 'seniors', 0, 0);
INSERT INTO watch_waiting (network_id, subscription_id, share_id, found_at)
VALUES (1, 1, 1, 0),
(1, 2, 1, 0),
(1, 2, 2, 0),
(1, 3, 1, 0)
"""


@pytest.fixture
async def store(tmp_path, monkeypatch):
    """Give a database as it was before, with rows in it."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((migrations_folder() / "env.py").read_text())
    for source in (migrations_folder() / "versions").glob("[0-9]*.py"):
        if source.name < "0026":
            (folder / "versions" / source.name).write_text(source.read_text())
    store = Store(url_of(tmp_path))
    with monkeypatch.context() as then:
        then.setattr("bot.store.migrate.migrations_folder", lambda: folder)
        await migrate(store)
    async with store.unit() as session:
        for statement in _BEFORE.split(";"):
            await session.execute(text(statement))
    yield store
    await store.close()


async def test_what_people_tagged_and_subscribed_to_before_is_joined(store):
    await migrate(store)
    async with store.read() as session:
        tags = await session.execute(text("SELECT name, stem FROM watch_tag ORDER BY id"))
        assert [tuple(row) for row in tags] == [("Séniors", "senior"), ("aide-à-domicile", "aideadomicile")]
        rows = await session.execute(
            text("SELECT id, topic, name, folded, at_once FROM watch_subscription ORDER BY id")
        )
        assert [tuple(row) for row in rows] == [
            (1, "tag", "senior", "senior", 1),
            (3, "tag", "seniors", "senior", 0),
            (4, "words", "seniors", "seniors", 0),
        ]
        waiting = await session.execute(
            text("SELECT subscription_id, share_id FROM watch_waiting ORDER BY subscription_id, share_id")
        )
        assert [tuple(row) for row in waiting] == [(1, 1), (1, 2), (3, 1)]
