"""What an address typed by somebody, or given by a server, asks for: read as browsers read it.

The URL standard (https://url.spec.whatwg.org) writes hosts in one way: `http://0x7f.1/`, `http://2130706433/`
and `http://１２７.0.0.1/` all become 127.0.0.1, and international names become ASCII. What is checked is thus
what is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

import can_ada

from bot.fetching.addresses import Allowed, address_of
from bot.language.messages import Markup, Text, _
from bot.plugin.fetching import FetchError, FetchProblem

LONGEST = 8_000
"""Characters of an address; servers need accept no more, https://www.rfc-editor.org/rfc/rfc9110#section-4.1."""

_SCHEMES = ("http:", "https:")

BAD_PORTS = frozenset(
    (
        0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
        103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512,
        513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719,
        1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679,
        6697, 10080,
    )
)  # fmt: skip
"""Ports of other services, which browsers do not ask either: https://fetch.spec.whatwg.org/#port-blocking."""


@dataclass(frozen=True, slots=True)
class Target:
    """A web address that may be asked: `url` is normalised and has no fragment; `host` has no brackets."""

    url: str
    host: str
    is_secure: bool


def locate(url: str, allowed: Allowed, base: str | None = None) -> Target:
    """Return what an address asks for; one that a server gave may be relative to `base`.

    Raises:
        FetchError: it is no web address, or one that must not be asked.
    """
    if len(url) > LONGEST:
        raise FetchError(FetchProblem.NO_WEB_ADDRESS, _("this address is longer than any web address"))
    parsed = _parsed(url, base)
    if parsed.protocol not in _SCHEMES or not parsed.hostname:
        raise _no_web_address()
    if parsed.username or parsed.password:
        raise FetchError(
            FetchProblem.CREDENTIALS,
            _("it holds a user name or a password, which are to be left out"),
        )
    if parsed.port and int(parsed.port) in BAD_PORTS:
        raise FetchError(
            FetchProblem.PORT,
            _("port {port} is that of another service than the web", port=parsed.port),
        )
    host = parsed.hostname.strip("[]")
    address = address_of(host)
    if address is not None and not allowed.may_be_asked(address):
        raise FetchError(FetchProblem.PRIVATE, private(host))
    return Target(parsed.href.partition("#")[0], host, parsed.protocol == "https:")


def _parsed(url: str, base: str | None) -> can_ada.URL:
    try:
        return can_ada.parse(url)
    except (ValueError, TypeError):  # half a character, which no encoding knows, is the latter
        if base is None:
            raise _no_web_address() from None
    try:
        return can_ada.parse(urljoin(base, url.strip().replace("\\", "/")))
    except (ValueError, TypeError):
        raise _no_web_address() from None


def locate_next(url: str, allowed: Allowed, base: str) -> Target:
    """Return what an address asks for to which a server sends on those who ask at `base`.

    Raises:
        FetchError: it is no web address, or one that must not be asked; it says that somebody else wrote it.
    """
    try:
        return locate(url, allowed, base)
    except FetchError as error:
        raise FetchError(error.problem, _SENT_ON.get(error.problem, error.text)) from error


_SENT_ON = {
    FetchProblem.NO_WEB_ADDRESS: _("it sends me on to an address that is none of the web"),
    FetchProblem.CREDENTIALS: _("it sends me on to an address that holds a user name or a password"),
}


def private(host: str) -> Text:
    """Return why a host of a private network is not asked."""
    return _(
        "“{host}” is in a private network, where I do not go; whoever runs me can allow it in the "
        "configuration, under {section}",
        host=host,
        section=Markup("`[fetching]`"),
    )


def ascii_host(host: str) -> str:
    """Return a host as a normalised URL has it: a name in ASCII and lower case, an address in its usual form.

    Raises:
        ValueError: there can be no such host.
    """
    return str(can_ada.parse(f"http://{host}/").hostname).strip("[]")


def _no_web_address() -> FetchError:
    return FetchError(
        FetchProblem.NO_WEB_ADDRESS,
        _("this is not the address of a web page, which begins with https:// or http://"),
    )
