"""Faults of our own while feeds are read: each is in the log once, and says at which feed, no more."""

import pytest
from sqlalchemy.exc import DBAPIError

from plugins.watch.feeds import judging, taking, visits
from tests.fakes.feeds import articles
from tests.fakes.follows import DAY

ADDRESS = "https://journal.example/feed.xml?jeton=secret"


def fail(*_what):
    raise KeyError("nobody thought of this")


def refuse(*_what):
    raise DBAPIError("INSERT", None, ValueError("no"))


@pytest.mark.parametrize(
    ("module", "name", "fault", "kind"),
    [
        (visits, "digest_of", fail, "KeyError"),
        (judging, "_judge", fail, "KeyError"),
        (taking, "_remember", refuse, "DBAPIError"),
    ],
)
async def test_a_fault_is_in_the_log_with_its_feed(
    stage, web, monkeypatch, caplog, module, name, fault, kind
):
    web.feed(ADDRESS, articles(3, 2, 1))
    await stage.say(f"/veille suivre {ADDRESS}")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    with monkeypatch.context() as broken:
        broken.setattr(module, name, fault)
        await stage.advance(DAY)
    records = [one for one in caplog.records if "fault of ours" in one.message]
    assert records
    for told in records:
        assert told.message.endswith("feed 1 at journal.example")
        assert told.exc_info[0].__name__ == kind
        assert "secret" not in told.message
