"""What the fetcher says of itself in each request, and what it reads of the headers of an answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.language.messages import Language

LONGEST_WAIT = timedelta(days=7)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_UNQUOTABLE = re.compile(r"[^ -~]|[()\\]")
"""What cannot stand in a comment of User-Agent, https://www.rfc-editor.org/rfc/rfc9110#section-5.6.5."""
_ACCEPT_LANGUAGE: Mapping[Language, str] = {"fr": "fr, en;q=0.5", "en": "en, fr;q=0.5"}


def own_headers(version: str, contact: str, language: Language) -> dict[str, str]:
    """Return what is sent with each request; `contact` is how to reach whoever runs the bot."""
    ascii_contact = unicodedata.normalize("NFKD", contact).encode("ascii", "ignore").decode()
    return {
        "User-Agent": f"Maillage/{version} (+{_UNQUOTABLE.sub('', ascii_contact).strip()})",
        "Accept-Encoding": "gzip, deflate, br",
        "Accept-Language": _ACCEPT_LANGUAGE[language],
    }


def read_headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return the headers of an answer by their names in lower case; those that come twice are joined.

    Values are UTF-8, else Latin-1: what they hold can be stored and sent again. Cookies are left out.
    """
    headers: dict[str, str] = {}
    for key, value in raw:
        name = key.decode("latin-1").lower()
        if name == "set-cookie":
            continue
        try:
            text = value.decode()
        except UnicodeDecodeError:
            text = value.decode("latin-1")
        if not text.isprintable():
            text = _CONTROLS.sub(" ", text)
        headers[name] = f"{headers[name]}, {text}" if name in headers else text
    return headers


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how long a server asks to wait: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3.

    A date is seen from the server's own clock where it tells the hour, else from `now`.
    """
    said = headers.get("retry-after")
    if said is None:
        return None
    if said.isascii() and said.isdigit():
        return min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
    until = _date(said)
    if until is None:
        return None
    return max(timedelta(0), min(until - (_date(headers.get("date", "")) or now), LONGEST_WAIT))


def _date(text: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
