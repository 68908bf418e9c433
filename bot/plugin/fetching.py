"""What lies on the web: the service by which plugins read it, safely, and what can stand in the way."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final, Protocol

from bot.errors import MaillageError
from bot.language.messages import Text, in_english

LIMIT = 15 * 1024 * 1024
"""Bytes of content, once unpacked, that are read at most."""

DEADLINE = timedelta(seconds=20)
"""How long one request may take in all, redirects included; waiting for its turn does not count."""

SOMEBODY_WAITS: ContextVar[bool] = ContextVar("somebody_waits", default=False)
"""Whether somebody waits for what is asked now: the runtime sets it while a look-up is made."""


class FetchProblem(StrEnum):
    """Why nothing could be read; each is a stable name for programs."""

    NO_WEB_ADDRESS = "no_web_address"
    """It is not the address of a web page: another scheme, no host, or not an address at all."""
    CREDENTIALS = "credentials"
    """It holds a user name or a password."""
    PORT = "port"
    """Its port is that of something other than the web."""
    PRIVATE = "private"
    """It leads into a private network, and the configuration does not allow that host."""
    UNKNOWN_HOST = "unknown_host"
    """Nobody knows that host; where nobody could be asked, it is unreachable."""
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    """Who answers cannot prove to be the host that was asked for, or speaks no TLS that can be trusted."""
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    INTERRUPTED = "interrupted"
    """The answer ended before all of it was there."""
    NOT_HTTP = "not_http"
    """What came back is no answer of a web server, or one beyond all bounds."""
    BADLY_PACKED = "badly_packed"
    """The content is compressed, and cannot be unpacked."""


OF_THE_ADDRESS: Final = frozenset(
    (FetchProblem.NO_WEB_ADDRESS, FetchProblem.CREDENTIALS, FetchProblem.PORT, FetchProblem.PRIVATE)
)
"""What is wrong with an address itself, whatever lies there: others could not open it, or should not."""


class FetchError(MaillageError):
    """Nothing could be read.

    `text` tells people why, as the end of a sentence: without a capital letter, without a full stop.
    """

    def __init__(self, problem: FetchProblem, text: Text) -> None:
        super().__init__(f"{problem}: {in_english(text)}")
        self.problem = problem
        self.text = text


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a web server answered, whatever the status is (200, 304, 404, 410, 429, 500).

    `url` is where the answer came from in the end, without a fragment, as WHATWG's URL standard writes it;
    `moved_to` is the same address if it was reached by permanent redirects alone (301 and 308) that never
    left https for http, else None. Names of `headers` are in lower case; values hold no control characters,
    and cookies are not among them. `content` is unpacked. `retry_after` is how long the server asks to wait,
    a week at most, None if it says nothing of it. `is_partial` is whether there was more of the content.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    moved_to: str | None = None
    retry_after: timedelta | None = None
    is_partial: bool = False


class Fetcher(Protocol):
    """Reads what lies on the web.

    It asks public addresses only, and those that the configuration allows; the address is checked when the
    connection is made, on each redirect. A few requests are under way at once, fewer for one host; the others
    wait for their turn, those of look-ups first, for somebody waits for them.
    """

    async def fetch(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        limit: int = LIMIT,
        deadline: timedelta = DEADLINE,
        partly: bool = False,
    ) -> Fetched:
        """Ask for what is at an address, and follow it where it was moved to.

        `headers` are sent besides the fetcher's own, on each redirect, too: `If-None-Match`, `Accept`. Of
        what is longer than `limit`, its beginning is enough if it is asked for `partly`; else nothing is. It
        must not be called inside a unit of work: it takes as long as `deadline`, and longer if many ask at
        once.

        Raises:
            FetchError: nothing could be read, or not all of it.
        """
