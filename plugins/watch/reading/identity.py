"""Which entries of a feed are new: what tells one item from another, however the feed is written.

A guid is what an item is called, and most feeds keep to it. Some make up new ones at every visit, number
their items from the top each time, give all of them the same, or move to another address: then what entries
link to, and what they say, tells. Which of these a feed does is seen by comparing all of its entries with all
that was seen of it before. Dates alone say nothing: feeds give old items new ones.

Some feeds make up everything at every visit but titles and dates: guids, sessions in addresses, “12 minutes
ago” in texts. Where next to nothing of a feed seems known, entries are known by these.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC
from hashlib import blake2b
from typing import NamedTuple

from plugins.watch.reading.feed import Entry

SIZE = 16
"""Bytes of a digest."""
_MOST_ADDRESSES_OF_ONE = 2
"""An item may move to another address and keep its guid; a guid with more of them names no single item."""
_TITLE, _TEXT, _DATE = 6, 6, 4
"""Bytes of the digests of which that of a content is made: a feed has a few thousand entries at most."""
_SAID = _TITLE + _TEXT
_HARDLY_ANY, _A_FEW = 0.2, 2
"""The share of entries that are known in a feed of which next to nothing is; and how many make a habit."""


class Mark(NamedTuple):
    """What an entry is known by later on: digests of its guid, of its address, and of what it says.

    What it says is its title, its text and its date, one digest behind the other; the last is of zeros where
    there is none.
    """

    guid: bytes | None
    url: bytes | None
    content: bytes

    @property
    def key(self) -> bytes:
        """The mark in `SIZE` bytes: two are equal if all their digests are, whatever their dates."""
        return _digest(self.guid or b"", self.url or b"", self.said)

    @property
    def said(self) -> bytes:
        """What is common to entries of the same title and text."""
        return self.content[:_SAID]

    @property
    def heading(self) -> bytes:
        """What is common to entries of the same title and date."""
        return self.content[:_TITLE] + self.content[_SAID:]

    @property
    def is_dated(self) -> bool:
        """Whether it has a date."""
        return any(self.content[_SAID:])


def marks(entries: Iterable[Entry], same_key: Callable[[str], str]) -> tuple[Mark, ...]:
    """Return the mark of each entry.

    `same_key` returns what is common to all ways of writing an address; it raises ValueError for what is
    none.
    """
    return tuple(_mark(entry, same_key) for entry in entries)


def which_are_new(found: Sequence[Mark], seen: Collection[Mark]) -> tuple[bool, ...]:
    """Return for each mark of a feed whether nothing like it was `seen` in that feed before.

    What stands in the feed twice is new once. Nothing is lost in doubt: an entry that may be new is.
    """
    memory = _Memory(seen)
    shared_urls = _shared((mark.url, mark.said) for mark in found)
    shared_guids = _shared((mark.guid, _thing(mark)) for mark in found)
    habits = _Habits(
        [mark for mark in found if mark.guid not in shared_guids and mark.url not in shared_urls], memory
    )
    headings = _headings(found, memory)
    new = []
    for mark in found:
        is_shared = mark.guid in shared_guids or memory.is_shared(mark.guid)
        is_known = (
            habits.knows(mark)
            if mark.guid is not None and not is_shared and habits.keeps_guids
            else memory.knows_without_guid(mark, is_its_own=mark.url not in shared_urls)
            or (habits.is_elsewhere and mark.said in memory.contents)
        )
        new.append(not is_known)
        if not is_known:
            memory.add(mark)
    return _without_the_renewed(found, new, headings)


def _headings(found: Sequence[Mark], memory: _Memory) -> set[bytes]:
    """Return the titles and dates that stand in a feed once, and stood there before.

    A title without a date tells nothing of an entry with an address: that would be known, too.
    """
    counted = Counter(mark.heading for mark in found if mark.is_dated or mark.url is None)
    return {heading for heading, count in counted.items() if count == 1 and heading in memory.headings}


def _without_the_renewed(
    found: Sequence[Mark], new: Sequence[bool], headings: Collection[bytes]
) -> tuple[bool, ...]:
    """Return which are new, without those of known headings if the feed makes up everything else anew."""
    count = sum(new)
    renewed = {mark for mark, is_new in zip(found, new, strict=True) if is_new and mark.heading in headings}
    makes_up_all = count >= len(found) * (1 - _HARDLY_ANY) and len(renewed) >= max(_A_FEW, count / 2)
    if not makes_up_all:
        return tuple(new)
    return tuple(is_new and mark not in renewed for mark, is_new in zip(found, new, strict=True))


class _Memory:
    """What was seen of a feed, by all that it may be found again by."""

    def __init__(self, seen: Iterable[Mark]) -> None:
        self.things: defaultdict[bytes, set[bytes]] = defaultdict(set)
        self.urls: set[bytes] = set()
        self.contents: set[bytes] = set()
        self.headings: set[bytes] = set()
        self.told: set[tuple[bytes, bytes]] = set()
        for mark in seen:
            self.add(mark)

    def add(self, mark: Mark) -> None:
        """Remember a mark."""
        if mark.guid is not None:
            self.things[mark.guid].add(_thing(mark))
        if mark.url is not None:
            self.urls.add(mark.url)
            self.told.add((mark.url, mark.said))
        self.contents.add(mark.said)
        self.headings.add(mark.heading)

    def is_shared(self, guid: bytes | None) -> bool:
        """Say whether several items have had this guid."""
        return guid is not None and len(self.things.get(guid, set()) & self.urls) > _MOST_ADDRESSES_OF_ONE

    def says_again(self, mark: Mark) -> bool:
        """Say whether the same was said at the same address."""
        return mark.url is not None and (mark.url, mark.said) in self.told

    def knows_without_guid(self, mark: Mark, *, is_its_own: bool) -> bool:
        """Say whether an entry is known whose guid says nothing; `is_its_own` if no other has its address."""
        if mark.url is None:
            return mark.said in self.contents
        return mark.url in self.urls if is_its_own else self.says_again(mark)


class _Habits:
    """What a feed does with its guids, as entries tell that have a guid and an address of their own."""

    def __init__(self, clear: Sequence[Mark], memory: _Memory) -> None:
        self._memory = memory
        told = Counter(self._habit(mark, memory) for mark in clear if mark.guid is not None)
        kept = told["kept"]
        is_renaming = told["renamed"] > max(kept, 1)
        is_numbering = told["shuffled"] + told["replaced"] > kept
        self.is_elsewhere = kept + told["renamed"] + told["shuffled"] == 0 and told["elsewhere"] > 1
        self.keeps_guids = not is_renaming and not is_numbering and not self.is_elsewhere

    def knows(self, mark: Mark) -> bool:
        """Say whether an entry is known in a feed that keeps its guids, but may give one of them anew."""
        return mark.guid in self._memory.things or self._memory.says_again(mark)

    @staticmethod
    def _habit(mark: Mark, memory: _Memory) -> str:
        """Return what became of the guid of an entry since."""
        thing = _thing(mark)
        is_thing_known = thing in memory.urls or thing in memory.contents
        before = memory.things.get(mark.guid) if mark.guid is not None else None
        if before is None:
            return "renamed" if is_thing_known else "elsewhere" if mark.said in memory.contents else "new"
        if thing in before or (not is_thing_known and mark.said in memory.contents):
            return "kept"
        return "shuffled" if is_thing_known else "replaced"


def _thing(mark: Mark) -> bytes:
    """Return what a guid is the name of: a page, or where there is none, a text."""
    return mark.url or mark.said


def _shared(pairs: Iterable[tuple[bytes | None, bytes]]) -> set[bytes | None]:
    """Return the first halves that stand beside several second ones."""
    beside: defaultdict[bytes | None, set[bytes]] = defaultdict(set)
    for one, other in pairs:
        if one is not None:
            beside[one].add(other)
    return {one for one, others in beside.items() if len(others) > 1}


def _mark(entry: Entry, same_key: Callable[[str], str]) -> Mark:
    return Mark(
        guid=_digest(_same(entry.guid, same_key)) if entry.guid else None,
        url=_digest(_same(entry.url, same_key)) if entry.url else None,
        content=_content(entry),
    )


def _content(entry: Entry) -> bytes:
    date = entry.published_at
    dated = date.astimezone(UTC).isoformat().encode() if date is not None else None
    return b"".join(
        (
            blake2b(entry.title.encode(), digest_size=_TITLE).digest(),
            blake2b(entry.summary.encode(), digest_size=_TEXT).digest(),
            blake2b(dated, digest_size=_DATE).digest() if dated is not None else bytes(_DATE),
        )
    )


def _same(name: str, same_key: Callable[[str], str]) -> bytes:
    """Return what is common to all ways of writing a guid or an address."""
    if name.lower().startswith(("http://", "https://")):
        try:
            name = same_key(name)
        except ValueError:
            name = name.partition("://")[2]
    return name.encode()


def _digest(*parts: bytes) -> bytes:
    told = b"".join([len(part).to_bytes(4, "big") + part for part in parts])
    return blake2b(told, digest_size=SIZE).digest()
