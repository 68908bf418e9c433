"""Reading feeds: bytes in, entries out, with no network and no clock."""

from plugins.watch.reading.feed import Entry, FeedError, FeedProblem, ParsedFeed
from plugins.watch.reading.lenient import read_feed
from plugins.watch.reading.parsing import parse

__all__ = ["Entry", "FeedError", "FeedProblem", "ParsedFeed", "parse", "read_feed"]
