"""What the console shows: one output for each thing that happens, the same for people and for programs."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.chat.embeds import as_text
from bot.chat.forms import FormView
from bot.chat.markup import translate
from bot.chat.messages import File, Post
from bot.language.messages import Markup, Text
from bot.platforms.console.limits import MAX_BINARY_FILE, MAX_TEXT_FILE
from bot.platforms.console.lines import BOT_NAME

_BROADCASTS = frozenset({"channel", "all", "here", "everyone"})


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an output is shown: a channel of a community, or somebody's DM with the bot (`user`)."""

    community: str
    channel: str | None
    user: str | None = None

    @property
    def name(self) -> str:
        """The channel's name, or `@name` for a DM."""
        return self.channel if self.channel is not None else f"@{self.user}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One thing that the console shows.

    `seen_by` is the only person who sees it, None if all there do. `edits` is the output that it replaces,
    deletes or reacts to, `root` the one that its thread hangs under, `line` the input line that caused it.
    `key` is that of the delivery that it comes from.
    """

    kind: str
    to: Destination
    at: datetime
    id: int = 0
    by: str = BOT_NAME
    ephemeral: bool = False
    post: Post = field(default_factory=lambda: Post(text=Markup("")))
    form: FormView | None = None
    edits: int | None = None
    root: int | None = None
    line: int | None = None
    code: str | None = None
    seen_by: str | None = None
    key: str | None = None

    def numbered(self, number: int) -> Output:
        """Return the output under its id."""
        return replace(self, id=number)

    def as_json(self) -> dict[str, Any]:
        """Return the output as the contract of `--json` says."""
        return {
            "id": self.id,
            "kind": self.kind,
            "to": self.to.name,
            "by": self.by,
            "ephemeral": self.ephemeral,
            "at": self.at.isoformat(timespec="seconds"),
            "text": str(self.post.text),
            "buttons": [
                {"name": button.name, "label": str(button.label), "style": button.style.value}
                for button in self.post.buttons
            ],
            "menus": [
                {
                    "name": menu.name,
                    "label": str(menu.label),
                    "options": [
                        {"value": option.value, "label": str(option.label)} for option in menu.options
                    ],
                }
                for menu in self.post.menus
            ],
            "files": [_file(file) for file in self.post.files],
            "form": _form(self.form) if self.form is not None else None,
            "edits": self.edits,
            "root": self.root,
            "line": self.line,
            "code": self.code,
        }


def translated(post: Post) -> Post:
    """Return the post in the console's own Markdown, its embeds as sections of the text."""
    return replace(
        post,
        text=as_text(post.changed(plain_text)),
        embeds=(),
        buttons=tuple(replace(button, label=plain_text(button.label)) for button in post.buttons),
        menus=tuple(replace(menu, label=plain_text(menu.label)) for menu in post.menus),
    )


def plain_form(form: FormView) -> FormView:
    """Return the form with its texts in the console's own Markdown."""
    return replace(
        form,
        title=plain_text(form.title),
        introduction=plain_text(form.introduction) if form.introduction else None,
        fields=tuple(
            replace(
                item,
                label=plain_text(item.label),
                help=plain_text(item.help) if item.help else None,
                error=plain_text(item.error) if item.error else None,
            )
            for item in form.fields
        ),
    )


def plain_text(text: Text) -> Markup:
    """Return a rendered text in the console's own Markdown."""
    return Markup(
        translate(
            str(text),
            mention_form=lambda _member, username: f"@{username}",
            timestamp_form=lambda _seconds, spelled: spelled,
            calls=lambda name: name.lower() in _BROADCASTS,
        )
    )


def _file(file: File) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": file.name, "type": file.type}
    is_text = file.type.startswith("text/") or file.type in ("application/json", "application/xml")
    if is_text and len(file.content) <= MAX_TEXT_FILE:
        shown["text"] = file.content.decode("utf-8", errors="replace")
    elif not is_text and len(file.content) <= MAX_BINARY_FILE:
        shown["base64"] = base64.b64encode(file.content).decode("ascii")
    return shown


def _form(form: FormView) -> Mapping[str, Any]:
    return {
        "title": str(form.title),
        "fields": [
            {
                "name": item.name,
                "label": str(item.label),
                "type": item.kind.value,
                "options": [{"value": option.value, "label": str(option.label)} for option in item.options],
                "value": item.value,
                "required": item.required,
                "help": str(item.help) if item.help else None,
                "error": str(item.error) if item.error else None,
            }
            for item in form.fields
        ],
    }
