"""lemon24/reader on the same feeds: `PYTHON benchmarks/feed_peer.py FOLDER WORKERS < addresses`.

It needs nothing of this project, so that it runs under any Python that has `reader`. It adds the feeds that
it is given as JSON, updates them twice, and prints what that took.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Take the feeds in, then look again, and print the figures as JSON."""
    import reader

    folder, workers = Path(sys.argv[1]), int(sys.argv[2])
    feeds = reader.make_reader(str(folder / "reader.db"))
    for url in json.load(sys.stdin):
        feeds.add_feed(url)
    start = time.perf_counter()
    feeds.update_feeds(workers=workers)
    first = time.perf_counter() - start
    taken = feeds.get_entry_counts().total
    peak = _peak_mb()
    start = time.perf_counter()
    feeds.update_feeds(scheduled=False, workers=workers)
    print(
        json.dumps(
            {
                "version": reader.__version__,
                "entries": taken,
                "first_s": first,
                "second_s": time.perf_counter() - start,
                "peak_mb": peak,
            }
        )
    )


def _peak_mb() -> float:
    """Return the most memory that this process held, in MB: not what whoever began it held (VmHWM)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
