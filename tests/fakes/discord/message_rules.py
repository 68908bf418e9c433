"""What Discord accepts in the body of a message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from . import limits
from .component_rules import check_components, check_url
from .errors import ApiError, Form, invalid, refusal
from .flags import COMPONENTS_V2
from .media import check_media
from .messages import Message
from .users import Json

File = tuple[str, bytes]

_SHOWN_PARTS = ("title", "description", "fields", "author", "footer", "image", "thumbnail", "video")
_ADDRESSES = (
    ("url",),
    ("image", "url"),
    ("thumbnail", "url"),
    ("author", "url"),
    ("author", "icon_url"),
    ("footer", "icon_url"),
)
_WELL_FORMED = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?([/?#][!-~]*)?", re.IGNORECASE)
"""A host without a dot, such as `localhost`, is refused."""
_V2_FORBIDS = ("content", "embeds", "poll", "sticker_ids")


def check_message(body: Json, *, files: Sequence[File], flags: int, edited: Message | None = None) -> None:
    """Check the body of a message to create, or of an edition.

    Args:
        body: as it was sent.
        files: those that came with it.
        flags: those of the message.
        edited: the message, whose contents stay where the body says nothing.

    Raises:
        ApiError: 50035 for a field, 50006 for a message that would be empty, 40005 for a file too large.
    """
    form = Form()
    form.length(("content",), body.get("content"), limits.CONTENT)
    _check_embeds(form, body.get("embeds") or [])
    _check_nonce(form, body.get("nonce"))
    form.count(("attachments",), body.get("attachments") or [], limits.ATTACHMENTS)
    if len(files) > limits.ATTACHMENTS:
        form.refuse(("files",), "BASE_TYPE_MAX_LENGTH", f"Must be {limits.ATTACHMENTS} or fewer in length.")
    check_components(form, body.get("components") or [], v2=bool(flags & COMPONENTS_V2))
    already = _contents(edited) if edited else {}
    merged = already | {name: value for name, value in body.items() if value is not None or edited}
    names = [name for name, _ in files] + [one.filename for one in (edited.attachments if edited else [])]
    check_media(form, body.get("components") or [], names)
    if flags & COMPONENTS_V2:
        for name in _V2_FORBIDS:
            if merged.get(name):
                words = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                form.refuse((name,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words)
    _check_mentions(form, body.get("allowed_mentions"))
    form.done()
    if not files and not _says_something(merged):
        raise refusal(50006)
    if any(len(content) > limits.ATTACHMENT_BYTES for _, content in files):
        raise refusal(40005)


def _contents(message: Message) -> Json:
    told: Json = {"content": message.content, "embeds": message.embeds, "components": message.components}
    return told | {"attachments": [one.id for one in message.attachments]}


def _says_something(merged: Json) -> bool:
    text = merged.get("content")
    names = ("embeds", "components", "attachments", "sticker_ids", "poll")
    return bool(isinstance(text, str) and text.strip()) or any(merged.get(name) for name in names)


def _check_nonce(form: Form, nonce: Any) -> None:
    if isinstance(nonce, str):
        form.length(("nonce",), nonce, limits.NONCE)


def _check_embeds(form: Form, embeds: list[Json]) -> None:
    form.count(("embeds",), embeds, limits.EMBEDS)
    together = 0
    for number, embed in enumerate(embeds):
        at = ("embeds", number)
        author, footer = embed.get("author") or {}, embed.get("footer") or {}
        fields = embed.get("fields") or []
        form.length((*at, "title"), embed.get("title"), limits.EMBED_TITLE)
        form.length((*at, "description"), embed.get("description"), limits.EMBED_DESCRIPTION)
        form.length((*at, "author", "name"), author.get("name"), limits.EMBED_AUTHOR)
        form.length((*at, "footer", "text"), footer.get("text"), limits.EMBED_FOOTER)
        form.count((*at, "fields"), fields, limits.EMBED_FIELDS)
        for index, one in enumerate(fields):
            _check_field(form, (*at, "fields", index), one)
        if not any(_shows(embed.get(part)) for part in _SHOWN_PARTS):
            form.required((*at, "description"), None)
        _check_addresses(form, at, embed)
        texts = [embed.get("title"), embed.get("description"), author.get("name"), footer.get("text")]
        texts += [one.get(part) for one in fields for part in ("name", "value")]
        together += sum(len(text) for text in texts if isinstance(text, str))
    if together > limits.EMBEDS_TOGETHER:
        words = f"Embed size exceeds maximum size of {limits.EMBEDS_TOGETHER}"
        form.refuse(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", words)


def _shows(part: Any) -> bool:
    return bool(part.strip() if isinstance(part, str) else part)


def _check_addresses(form: Form, at: tuple[str | int, ...], embed: Json) -> None:
    for steps in _ADDRESSES:
        place: Any = embed
        for step in steps:
            place = (place or {}).get(step)
        if place is not None:
            check_url(form, (*at, *steps), place, ("http://", "https://", "attachment://"))
            form.length((*at, *steps), place, limits.EMBED_URL)
            if str(place).startswith("http") and not _WELL_FORMED.fullmatch(str(place)):
                form.refuse((*at, *steps), "URL_TYPE_INVALID_URL", "Not a well formed URL.")


def _check_field(form: Form, at: tuple[str | int, ...], field: Json) -> None:
    for part, most in (("name", limits.EMBED_FIELD_NAME), ("value", limits.EMBED_FIELD_VALUE)):
        if form.required((*at, part), field.get(part) or None):
            form.length((*at, part), field[part], most)


def _check_mentions(form: Form, allowed: Json | None) -> None:
    if not isinstance(allowed, dict):
        return
    parse = allowed.get("parse") or []
    for name in parse:
        form.one_of(("allowed_mentions", "parse"), name, ("roles", "users", "everyone"))
    for name in ("users", "roles"):
        ids = allowed.get(name) or []
        form.count(("allowed_mentions", name), ids, limits.MENTIONS_ALLOWED)
        if name in parse and ids:
            words = f'parse:["{name}"] and {name}: [ids...] are mutually exclusive.'
            form.refuse(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words)


def check_flags(before: int, asked: Any, allowed: int) -> int:
    """The flags of a message after a body asked for some.

    Raises:
        ApiError: 50035 for a flag that a sender may not set, or for leaving components v2.
    """
    if asked is None:
        return before
    if not isinstance(asked, int) or asked & ~(allowed | before):
        raise invalid(("flags",), "MESSAGE_FLAGS_INVALID", "Invalid message flags.")
    after = before & ~allowed | asked & allowed
    if before & COMPONENTS_V2 and not after & COMPONENTS_V2:
        raise _leaves_v2()
    return after


def _leaves_v2() -> ApiError:
    words = "The 'IS_COMPONENTS_V2' flag cannot be removed from a message"
    return invalid(("flags",), "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", words)
