"""Controls: buttons and menus as Mattermost's message attachments.

https://developers.mattermost.com/integrate/plugins/interactive-messages/
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from bot.chat.messages import Button, Menu
from bot.chat.plain import plain
from bot.language.catalogue import Words
from bot.language.messages import Language, _
from bot.language.shortening import shortened
from bot.logs import get_logger
from bot.platforms.mattermost.limits import MAX_PROPS
from bot.platforms.mattermost.signing import Choice, Signer

log = get_logger(__name__)

_NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9]+")
_BESIDE_ACTIONS = 600
"""So many characters of props are for all else: the delivery, the full shape of an attachment, and what the
server adds (`POST_PROPS_MAX_USER_RUNES` leaves 400 for that)."""
_SHORTEST_OPTION = 15
_SHORTER_BY = 5
_MORE = _("More choices")


@dataclass(frozen=True, slots=True)
class Controls:
    """What makes buttons work: who signs them, where they call back, and the delivery that they stand on.

    `language` is that of the post.
    """

    signer: Signer
    url: str
    delivery: str | None = None
    language: Language = "fr"


def actions_of(buttons: Sequence[Button], menus: Sequence[Menu], how: Controls) -> list[dict[str, Any]]:
    """Return the buttons and menus as the actions of an attachment, each under an id of its own.

    Where a server has no room for all of them, the options of menus have fewer words; then as many of the
    last buttons as need be are choices of one menu.
    """
    made = _made((*buttons, *menus), how)
    pressed, menus_shown = made[: len(buttons)], made[len(buttons) :]
    if _fit([*pressed, *menus_shown]):
        return [*pressed, *menus_shown]
    for kept in range(len(buttons) - 2, -1, -1):
        gathered = [*pressed[:kept], _gathered(buttons[kept:], how), *menus_shown]
        if _length(gathered) <= _room() or (kept == 0 and _fit(gathered)):
            return gathered
    return _those_that_fit([*pressed, *menus_shown])


def _those_that_fit(actions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the first actions, as many as the server takes: a post with fewer is better than none."""
    log.warning("a post has too much that can be pressed: the last of it is left out", count=len(actions))
    kept: list[dict[str, Any]] = []
    for action in actions:
        if _length([*kept, action]) <= _room():
            kept.append(action)
    return kept


def _made(controls: Sequence[Button | Menu], how: Controls) -> list[dict[str, Any]]:
    ids = _ids(controls)
    return [
        {"id": identity, **_action(control, how)} for identity, control in zip(ids, controls, strict=True)
    ]


def _fit(actions: Sequence[Mapping[str, Any]]) -> bool:
    """Shorten the options of menus as far as need be; return whether the server has room for the actions."""
    options = [option for action in actions for option in action.get("options", ())]
    longest = max((len(option["text"]) for option in options), default=0)
    while longest > _SHORTEST_OPTION and _length(actions) > _room():
        longest -= _SHORTER_BY
        for option in options:
            option["text"] = shortened(option["text"], longest)
    return _length(actions) <= _room()


def _room() -> int:
    return MAX_PROPS - _BESIDE_ACTIONS


def _length(actions: Sequence[Mapping[str, Any]]) -> int:
    """Return how many characters the server's JSON of actions has, in which some are written as six."""
    written = json.dumps(actions, ensure_ascii=False, separators=(",", ":"))
    return len(written) + 5 * sum(map(written.count, "<>&\u2028\u2029"))


def _action(control: Button | Menu, how: Controls) -> dict[str, Any]:
    context = how.signer.context(
        plugin=control.plugin or "",
        action=control.action,
        arguments=control.arguments,
        delivery=how.delivery,
        until=control.until if isinstance(control, Button) else None,
    )
    action = {"name": plain(str(control.label)), "integration": {"url": how.url, "context": context}}
    if isinstance(control, Button):
        return {**action, "type": "button", "style": control.style.value}
    options = [{"text": plain(str(option.label)), "value": option.value} for option in control.options]
    return {**action, "type": "select", "options": options}


def _gathered(buttons: Sequence[Button], how: Controls) -> dict[str, Any]:
    """Return a menu of which each option does what a button would."""
    choices = [Choice(one.plugin or "", one.action, one.arguments, one.until) for one in buttons]
    context = how.signer.choices(choices, delivery=how.delivery)
    return {
        "id": "more" + _digest(_ids(buttons)),
        "name": Words(how.language, ZoneInfo("UTC"))(_MORE),
        "integration": {"url": how.url, "context": context},
        "type": "select",
        "options": [
            {"text": plain(str(one.label)), "value": str(number)} for number, one in enumerate(buttons)
        ],
    }


def _ids(controls: Iterable[Button | Menu]) -> list[str]:
    """Return an id for each, of letters and digits only, as the server's routes want them.

    `channels/api4/integration_action.go` routes `/actions/{action_id:[A-Za-z0-9]+}`. The id says what the
    control does, so a press from a screen that still shows the post as it was never does something else.
    """
    ids: list[str] = []
    for control in controls:
        digest = _digest([control.name, control.plugin, control.action, dict(control.arguments)])
        identity = _NOT_IN_AN_ID.sub("", control.name or control.action) + digest
        ids.append(identity + "x" * ids.count(identity))
    return ids


def _digest(what: object) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:8]
