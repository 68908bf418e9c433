"""Reading feeds: bytes in, entries out, with no network and no clock.

These are the values that come of it; what makes them is loaded with the first feed (`lenient.read_feed`).
"""

from plugins.watch.reading.feed import Entry, FeedError, FeedProblem, ParsedFeed

__all__ = ["Entry", "FeedError", "FeedProblem", "ParsedFeed"]
