"""Rendering: posts and replies in Mattermost's own Markdown, buttons and menus as its message attachments.

https://developers.mattermost.com/integrate/plugins/interactive-messages/
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat.embeds import in_parts
from bot.chat.markup import translate
from bot.chat.messages import Button, Menu, Post
from bot.chat.people import Person
from bot.chat.plain import plain
from bot.language.messages import Markup, Text, escape
from bot.language.shortening import shortened
from bot.platforms.mattermost.limits import MAX_PROPS, MAX_RUNES
from bot.platforms.mattermost.signing import Signer

_WITHOUT_PREVIEW = {"remove_link_preview": "true"}
"""What a client writes when somebody removes the preview of a link: `PostTypes.REMOVE_LINK_PREVIEW` in
`webapp/channels/src/utils/constants.tsx`, which the apps know too."""
_NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9]+")
_ESCAPED = re.compile(r"\\(.)(?=([A-Za-z0-9_/!?])?)")
_IN_A_LIST = re.compile(r"^ *(?:[-*+]|\d+[.)]) +\S", re.MULTILINE)
_BESIDE_ACTIONS = 600
"""So many characters of props are for all else: the delivery, the full shape of an attachment, and what the
server adds (`POST_PROPS_MAX_USER_RUNES` leaves 400 for that)."""
_SHORTEST_OPTION = 15
_SHORTER_BY = 5


@dataclass(frozen=True, slots=True)
class Controls:
    """What makes buttons work: who signs them, where they call back, and the delivery that they stand on."""

    signer: Signer
    url: str
    delivery: str | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A post as Mattermost takes it: one message or more, and the attachments of the last one.

    `props` are those of each message: what stands in embeds needs no preview beside it.
    """

    messages: tuple[str, ...]
    attachments: tuple[dict[str, Any], ...]
    props: Mapping[str, Any]

    def props_of(self, part: int) -> dict[str, Any]:
        """Return the props of a message, the first being 0."""
        is_last = part == len(self.messages) - 1
        below = {"attachments": [*self.attachments]} if is_last and self.attachments else {}
        return {**self.props, **below}


def render(post: Post, controls: Controls, people: Mapping[int, Person]) -> Rendered:
    """Return a rendered post for Mattermost; `people` gives the account there of each member mentioned."""
    actions = actions_of((*post.buttons, *post.menus), controls)
    written = post.changed(lambda text: Markup(markdown(text, people)))
    return Rendered(
        messages=tuple(in_parts(written, MAX_RUNES)) or ("",),
        attachments=({"actions": actions},) if actions else (),
        props=_WITHOUT_PREVIEW if post.embeds else {},
    )


def markdown(text: Text, people: Mapping[int, Person]) -> str:
    """Return a rendered text in Mattermost's Markdown.

    A member without an account there is named and not called. Every `@name` that somebody typed is made
    harmless: each may be a user, a group or everybody.
    """

    def mention(member: int, username: str) -> str:
        if member in people:
            return f"@{people[member].username}"
        return escape(username.replace("@", ""))

    translated = translate(
        str(text),
        mention_form=mention,
        timestamp_form=lambda _seconds, spelled: spelled,
        calls=lambda _name: True,
    )
    return _with_ended_lists(_ESCAPED.sub(_escaped_here, translated))


def _escaped_here(escaped: re.Match[str]) -> str:
    """Return an escaped character so that no client shows a backslash that nobody typed.

    Neither `<` nor, before a letter, a backslash can be escaped in the web client (`inline.escape` in
    `lib/marked.js` of https://github.com/mattermost/marked); an invisible space keeps `<` from being a tag.
    """
    sign, after = escaped.groups()
    if sign == "<":
        return "<\u200b" if after else "<"
    if sign == "\\" and after and after not in "/!?":
        return sign
    return escaped.group()


def _with_ended_lists(text: str) -> str:
    """Return the text with an empty line after each list: else telephones show the rest in its last item."""
    if _IN_A_LIST.search(text) is None:
        return text
    lines: list[str] = []
    is_listed = is_code = False
    for line in text.split("\n"):
        is_code ^= line.lstrip().startswith("```")
        is_item = not is_code and _IN_A_LIST.match(line) is not None
        if is_listed and not is_item and line.strip() and not line.startswith(" "):
            lines.append("")
        is_listed = is_item or (is_listed and line.startswith(" "))
        lines.append(line)
    return "\n".join(lines)


def actions_of(controls: Sequence[Button | Menu], how: Controls) -> list[dict[str, Any]]:
    """Return the buttons and menus as the actions of an attachment, each under an id of its own.

    Where a server has no room for all that menus say, their options have fewer words.
    """
    actions = [
        {"id": identity, **_action(control, how)}
        for identity, control in zip(_ids(controls), controls, strict=True)
    ]
    options = [option for action in actions for option in action.get("options", ())]
    longest = max((len(option["text"]) for option in options), default=0)
    while longest > _SHORTEST_OPTION and _length(actions) > MAX_PROPS - _BESIDE_ACTIONS:
        longest -= _SHORTER_BY
        for option in options:
            option["text"] = shortened(option["text"], longest)
    return actions


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


def _ids(controls: Iterable[Button | Menu]) -> list[str]:
    """Return an id for each, of letters and digits only, as the server's routes want them.

    `channels/api4/integration_action.go` routes `/actions/{action_id:[A-Za-z0-9]+}`. The id says what the
    control does, so a press from a screen that still shows the post as it was never does something else.
    """
    ids: list[str] = []
    for control in controls:
        what = [control.name, control.plugin, control.action, dict(control.arguments)]
        digest = hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:8]
        identity = _NOT_IN_AN_ID.sub("", control.name or control.action) + digest
        ids.append(identity + "x" * ids.count(identity))
    return ids
