"""Addresses of the web: the form that is kept, and what counts as the same link.

Addresses are read as browsers read them (the URL Standard of the WHATWG). What is kept opens exactly the page
that was given: only what says where the reader came from, or which visit it is, is taken out. Whether two
addresses are one link is another question: `same_key` answers it, more generously, and is neither shown nor
opened.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from bot.language.messages import Message, _, in_english

if TYPE_CHECKING:
    import can_ada

MAX_ADDRESS = 2048
"""Characters of an address; what is longer is no link that people share."""
_DATA = Path(__file__).parent / "data"
_PROTOCOLS = ("http:", "https:")
_VARIANTS = frozenset(("www", "m", "mobile", "amp", "touch"))
"""Names of hosts that show the pages of the site beside them in another form."""
_ENCODED = re.compile("%([0-9A-Fa-f]{2})")
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
_SESSION_NAMES = frozenset(("sid", "sessid", "sessionid", "session_id"))
_SESSION = re.compile(r"(?=[^0-9]*[0-9])[0-9A-Za-z,]{16,}")
"""What stands for a visit under names that mean other things elsewhere: `sid=7` may be an article."""
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


class AddressError(ValueError):
    """An address that cannot be taken: `text` says why, to people."""

    def __init__(self, text: Message) -> None:
        super().__init__(in_english(text))
        self.text = text


def canonical(url: str) -> str:
    """Return the address in the form that is kept: the same page, without what traces the reader.

    Scheme and host are in small letters, the host in Punycode; default ports, empty queries and fragments are
    gone, save fragments that are routes (`#!…`, `#/…`). It is its own canonical form.

    Raises:
        AddressError: it is not an address of the web, has no host, names a user, or is too long.

    >>> canonical("HTTPS://Mairie.example:443/actus?id=3&utm_source=lettre#haut")
    'https://mairie.example/actus?id=3'
    """
    parsed, path, search, fragment = _kept(url)
    return f"{parsed.protocol}//{parsed.host}{path}{search}{fragment}"


def same_key(url: str) -> str:
    """Return what is equal for two addresses of one link: to compare, neither to show nor to open.

    Not part of it are http or https, `www.`, a slash at the end, and how harmless characters are encoded
    (RFC 3986, 6.2.2). The order of parameters is: some sites read it.

    Raises:
        AddressError: as for `canonical`.

    >>> same_key("http://www.mairie.example/actus/?id=3") == same_key("https://mairie.example/actus?id=3")
    True
    """
    parsed, path, search, fragment = _kept(url)
    host = _bare(parsed.hostname)
    port = f":{parsed.port}" if parsed.port else ""
    path = _ENCODED.sub(_plainly, path).removesuffix("/")
    return f"{host}{port}{path}{_ENCODED.sub(_plainly, search)}{fragment}"


def is_home(url: str) -> bool:
    """Return whether an address is the front page of its host."""
    parsed = _parse(url)
    return parsed.pathname == "/" and not parsed.search and not parsed.hash


def shown_host(url: str) -> str:
    """Return the host of an address as people read it: in Unicode, without `www.`.

    A name that is not in Latin letters throughout stays in Punycode: it could pass for another.
    """
    host = _bare(_parse(url).hostname)
    if "xn--" not in host:
        return host
    shown = ".".join(map(_in_unicode, host.split(".")))
    return shown if all(_is_latin(letter) for letter in shown if letter.isalpha()) else host


def same_site(one: str, other: str) -> bool:
    """Return whether two addresses are of one site: of the same host, or below one registered name."""
    first, second = _parse(one), _parse(other)
    if _standard_port(first) != _standard_port(second):
        return False
    return _site(first.hostname) == _site(second.hostname)


_NOT_WEB = _("This is no address of the web: it begins with `http://` or `https://`.")
_NO_HOST = _("This address names no site.")
_TOO_LONG = _("This address is too long: it may have {most} characters.", most=MAX_ADDRESS)
_HAS_USER = _("This address holds a user name or a password: copy it without that.")


def _parse(url: str) -> can_ada.URL:
    """Return the parts of an address of the web."""
    import can_ada

    if len(url) > MAX_ADDRESS:
        raise AddressError(_TOO_LONG)
    try:
        parsed = can_ada.parse(url)
    except (ValueError, TypeError):  # the latter for halves of characters
        raise AddressError(_NOT_WEB) from None
    if parsed.protocol not in _PROTOCOLS:
        raise AddressError(_NOT_WEB)
    if not parsed.hostname.strip("."):
        raise AddressError(_NO_HOST)
    if parsed.username or parsed.password:
        raise AddressError(_HAS_USER)
    return parsed


def _kept(url: str) -> tuple[can_ada.URL, str, str, str]:
    """Return the parts of an address, and what is kept of its path, query and fragment, marks included."""
    parsed = _parse(url)
    query = _without_tracking(parsed.search[1:], parsed.hostname)
    search = f"?{query}" if query else ""
    fragment = parsed.hash if parsed.hash.startswith(("#!", "#/")) else ""
    site = len(parsed.protocol) + len("//") + len(parsed.host)
    path = parsed.pathname
    if ";" in path:
        path = _SESSION_IN_PATH.sub("", path)
    if site + len(path) + len(search) + len(fragment) > MAX_ADDRESS:
        raise AddressError(_TOO_LONG)
    return parsed, path, search, fragment


def _without_tracking(query: str, host: str) -> str:
    """Return the query without the parameters that trace; what stays is as it was, to the letter."""
    if not query:
        return ""
    return "&".join(part for part in query.split("&") if not _traces(part, host))


def _traces(part: str, host: str) -> bool:
    """Return whether a parameter, as it is written in an address of that host, only traces the reader."""
    written, _equals, value = part.partition("=")
    name = unquote_plus(written).lower()
    names, beginnings, somewhere = _tracking()
    if name in names or name.startswith(beginnings):
        return True
    if name in _SESSION_NAMES and _SESSION.fullmatch(value):
        return True
    return any(
        _is_below(host, site)
        for site, (there, begun) in somewhere.items()
        if name in there or (begun and name.startswith(begun))
    )


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...], dict[str, tuple[frozenset[str], tuple[str, ...]]]]:
    """Return the parameters that trace everywhere, how they may begin, and both for single sites."""
    everywhere: list[str] = []
    somewhere: dict[str, list[str]] = {}
    for line in _lines("tracking.txt"):
        name, *sites = line.split()
        for site in sites:
            somewhere.setdefault(site, []).append(name)
        if not sites:
            everywhere.append(name)
    return (*_split(everywhere), {site: _split(names) for site, names in somewhere.items()})


def _split(names: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the whole names, and the beginnings (without their `*`)."""
    listed = list(names)
    return (
        frozenset(name for name in listed if not name.endswith("*")),
        tuple(name.removesuffix("*") for name in listed if name.endswith("*")),
    )


def _lines(file: str) -> list[str]:
    """Return the lines of a file of data, without its comments."""
    lines = (_DATA / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _plainly(encoded: re.Match[str]) -> str:
    """Return an encoded character as it is, if that never means anything else, or in capital digits."""
    character = chr(int(encoded.group(1), 16))
    return character if _UNRESERVED.fullmatch(character) else encoded.group().upper()


def _bare(host: str) -> str:
    """Return the host without `www.` and the dot of the root."""
    host = host.removesuffix(".")
    rest = host.removeprefix("www.")
    return rest if "." in rest else host


def _is_below(host: str, site: str) -> bool:
    """Return whether a host is that one, or below it."""
    return host == site or host.endswith(f".{site}")


def _in_unicode(label: str) -> str:
    """Return one label of a host, out of Punycode (RFC 3492)."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN ")


def _standard_port(parsed: can_ada.URL) -> str:
    return "" if parsed.port in ("80", "443") else parsed.port


@cache
def _shared_suffixes() -> frozenset[str]:
    """Return the names below which different people have theirs."""
    return frozenset(_lines("shared-suffixes.txt"))


def _site(host: str) -> str:
    """Return the name that somebody registered for a host; addresses in numbers are their own."""
    labels = host.removesuffix(".").split(".")
    if labels[-1].isdigit() or host.startswith("["):
        return host
    for size in range(len(labels), 1, -1):
        if ".".join(labels[-size:]) in _shared_suffixes():
            own = [label for label in labels[:-size] if label not in _VARIANTS]
            return ".".join([*own[-1:], *labels[-size:]])
    return ".".join(labels[-2:])
