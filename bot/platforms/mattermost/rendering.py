"""Rendering: posts and replies in Mattermost's own Markdown, with what can be pressed below them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.embeds import in_parts
from bot.chat.markup import translate
from bot.chat.messages import Post
from bot.chat.people import Person
from bot.language.messages import Markup, Text, escape
from bot.platforms.mattermost.controls import Controls, actions_of
from bot.platforms.mattermost.limits import MAX_RUNES

_WITHOUT_PREVIEW = {"remove_link_preview": "true"}
"""What a client writes when somebody removes the preview of a link: `PostTypes.REMOVE_LINK_PREVIEW` in
`webapp/channels/src/utils/constants.tsx`, which the apps know too."""
_ESCAPED = re.compile(r"\\(.)(?=([A-Za-z0-9_/!?])?)")
_IN_A_LIST = re.compile(r"^ *(?:[-*+]|\d+[.)]) +\S", re.MULTILINE)


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
    actions = actions_of(post.buttons, post.menus, controls)
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
