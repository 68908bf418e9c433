"""Whenever the bot is killed while it reads feeds, each new article is posted once, and none is lost."""

from collections import Counter

from tests.integration.killed_feeds import FEEDS
from tests.integration.killing import report_of


def test_no_kill_loses_or_doubles_an_article(tmp_path):
    report = report_of("killed_feeds", tmp_path)
    assert report["at steps"] > 5
    assert report["at any instant"] > 5
    posted = Counter((feed, number) for feed, number in map(tuple, report["posted"]))
    assert set(posted.values()) == {1}
    assert set(posted) == {
        (str(feed), number) for feed in range(FEEDS) for number in range(2, report["lives"] + 1)
    }
