"""Whenever the bot is killed while it reads feeds, each new article is posted once, and none is lost."""

import json
import subprocess
import sys
from collections import Counter

from tests.integration.killed_feeds import FEEDS


def test_no_kill_loses_or_doubles_an_article(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.killed_feeds", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=380,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["at steps"] > 5
    assert report["at any instant"] > 5
    posted = Counter((feed, number) for feed, number in map(tuple, report["posted"]))
    assert set(posted.values()) == {1}
    assert set(posted) == {
        (str(feed), number) for feed in range(FEEDS) for number in range(2, report["lives"] + 1)
    }
