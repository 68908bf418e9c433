"""How feeds, and what is wrong with them, are told to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, tzinfo

from bot.chat.markup import clean
from bot.language.messages import Instant, Markup, Message, _
from bot.language.shortening import in_one_line
from bot.plugin import FetchProblem, Refusal
from plugins.watch.feeds.models import INTERNAL, STATUS
from plugins.watch.reading import FeedProblem
from plugins.watch.words import foreign

_TITLE = 200
_FORBIDDEN, _UNKNOWN, _MANY, _SERVER = (401, 403), 404, 429, 500

_REASONS: Mapping[str, Message] = {
    FetchProblem.NO_WEB_ADDRESS: _("its address is none of the web"),
    FetchProblem.CREDENTIALS: _("its address holds a user name or a password"),
    FetchProblem.PORT: _("its address names a port that is not used for the web"),
    FetchProblem.PRIVATE: _("its address leads into a private network, where I do not go"),
    FetchProblem.UNKNOWN_HOST: _("its site is not found (its name is unknown, or it is closed)"),
    FetchProblem.UNREACHABLE: _("its site does not answer"),
    FetchProblem.CERTIFICATE: _("the certificate of its site is not valid, so I cannot trust what it sends"),
    FetchProblem.TOO_SLOW: _("its site is too slow"),
    FetchProblem.TOO_LARGE: _("it is too large"),
    FetchProblem.REDIRECT_LOOP: _("its site sends me round in circles"),
    FetchProblem.TOO_MANY_REDIRECTS: _("its site sends me on from one address to another without end"),
    FetchProblem.INTERRUPTED: _("its site stops in the middle of the answer"),
    FetchProblem.NOT_HTTP: _("what its site answers is not what a website answers"),
    FetchProblem.BADLY_PACKED: _("its site sends something that cannot be unpacked"),
    FeedProblem.EMPTY: _("its site sends nothing at all"),
    FeedProblem.PAGE: _("there is an ordinary page in its place"),
    FeedProblem.DECLARATIONS: _("it holds declarations that could do harm, so I do not read it"),
    FeedProblem.LIST: _("there is a list of feeds (OPML) in its place"),
    FeedProblem.NOT_A_FEED: _("there is something else in its place"),
    FeedProblem.UNREADABLE: _("it is too damaged to be read"),
    INTERNAL: _("I could not make sense of it"),
}


def reason(problem: str | None, status: int | None) -> Message:
    """Return why a feed could not be read, as the end of a sentence."""
    if problem == STATUS and status is not None:
        return _answered(status)
    return _REASONS.get(problem or INTERNAL, _REASONS[INTERNAL])


def _answered(status: int) -> Message:
    if status in _FORBIDDEN:
        return _("its site refuses to give it to me (answer {status})", status=status)
    if status == _UNKNOWN:
        return _("there is nothing at its address any more (answer {status})", status=status)
    if status == _MANY:
        return _("its site finds that I ask too often (answer {status})", status=status)
    if status >= _SERVER:
        return _("its site is out of order (answer {status})", status=status)
    return _("its site gives an answer that I cannot use (answer {status})", status=status)


def shown_title(title: str) -> Markup:
    """Return a title that somebody else wrote as Markdown that shows just that."""
    return foreign(in_one_line(clean(title), _TITLE))


def shown_date(at: datetime, zones: Sequence[tzinfo]) -> Instant:
    """Return the date of an entry as readers of the first of these zones see it.

    Where it is midnight in one of them, whoever wrote the feed gave a day alone.
    """
    for zone in zones:
        wall = at.astimezone(zone)
        if wall.time() == time():
            return Instant(datetime.combine(wall.date(), time(12), zones[0]), all_day=True)
    return Instant(at)


def not_followed(name: str) -> Refusal:
    """Return that a channel follows no feed of a name."""
    return Refusal(
        "not_followed",
        _("This channel follows no feed called “{name}”. `/watch feeds` lists them.", name=name),
    )
