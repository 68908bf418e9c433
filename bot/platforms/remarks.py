"""Remarks: what is said of a chat network that was looked at, what is good, what is not, what to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.language.messages import Message, Text, _
from bot.platforms.reaching import Obstacle, Reached

State = Literal["ok", "warning", "error"]
Subject = tuple[str, Message]
"""What a remark is about: a stable name for programs, and a title for people."""

SECRETS: Subject = ("secrets", _("secrets"))
CONFIGURATION: Subject = ("configuration", _("configuration"))

_OBSTACLES: Mapping[Obstacle, Message] = {
    Obstacle.NAME: _("this name is not known here: is it spelled right, and is it in the DNS?"),
    Obstacle.CERTIFICATE: _(
        "its TLS certificate is not valid: {detail}. It may have expired, be for another name, or come from "
        "an authority of your own, which then has to be among those of this machine (`SSL_CERT_FILE`)."
    ),
    Obstacle.TLS: _(
        "it does not speak TLS as expected: {detail}. Perhaps the address begins with http://, or "
        "has another port."
    ),
    Obstacle.CLOSED: _(
        "the connection is refused: {detail}. Does anything run there, and does a firewall let it through?"
    ),
    Obstacle.SILENCE: _("nothing answers within ten seconds. Does a firewall let the connection through?"),
    Obstacle.PROTOCOL: _("what answers does not speak HTTP as expected: {detail}"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """What was looked at or done, and how it is. `name` is stable, for programs; `title` is for people."""

    name: str
    title: Message
    state: State
    text: Text


def good(subject: Subject, text: Text) -> Remark:
    """Return that something is as it should be."""
    return Remark(*subject, "ok", text)


def to_see_to(subject: Subject, text: Text) -> Remark:
    """Return that something works, though not wholly, or may not work for long."""
    return Remark(*subject, "warning", text)


def wrong(subject: Subject, text: Text) -> Remark:
    """Return that something does not work, and what to change."""
    return Remark(*subject, "error", text)


def obstacle(met: Reached) -> Message:
    """Return what stands between this machine and an address, as a part of a sentence."""
    assert met.obstacle is not None  # noqa: S101 - whoever calls looked
    return _OBSTACLES[met.obstacle](detail=met.detail)
