"""What stands before pages: doors where people sign in or agree to something, and checks of who comes.

They answer as pages do. Hosts and paths tell doors, titles tell checks: nothing there is of the page behind.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.language.folding import fold
from plugins.watch.pages.page import Page

_DOORS = re.compile(r"(?:consent|guce|login|signin|auth|sso|accounts?|idp|cas|connexion)\.", re.IGNORECASE)
_DOOR_PATHS = re.compile(
    r"/(?:[a-z]{2}/)?(?:login|log-in|signin|sign-in|authwall|checkpoint|connexion|consent|sso|cas/login)(?:[/.]|$)|/wp-login",
    re.IGNORECASE,
)
_CHECKS = re.compile(
    r"(?:just a moment|checking your browser|verifying you are human"
    r"|attention required!?|access denied|acces refuse|security check(?:point)?|verification de securite"
    r"|are you a robot\??|robot check|ddos-guard|client challenge|bot verification|human verification"
    r"|verification humaine|verify you are human)[ .…!]*(?:\| ?(?:cloudflare|ddos-guard))?"
)
"""Whole titles of what asks whether a person comes."""
_QUESTIONS = re.compile(
    r"(?:avant d'acceder a|avant de continuer|before you continue)\b"
    r"|(?:un instant|one moment,? please|please wait)[ .…!]*$"
)
"""Titles of what asks for an agreement, or to wait; articles may be called so, but say more of themselves."""


def is_a_door(url: str) -> bool:
    """Return whether an address is one where people are led that a site does not know yet."""
    parts = urlsplit(url)
    return bool(_DOORS.match(parts.hostname or "") or _DOOR_PATHS.match(parts.path))


def is_a_check(page: Page) -> bool:
    """Return whether what was read is but a check or a question that stands before a page.

    >>> is_a_check(Page("https://mairie.example/a", "Just a moment...", "mairie.example"))
    True
    """
    title = fold(page.title)
    if _CHECKS.fullmatch(title):
        return True
    return not page.description and page.published_on is None and _QUESTIONS.match(title) is not None
