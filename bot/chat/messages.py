"""What the bot says: posts and replies, with embeds, buttons, menus and files.

A text is a `Message` until its reader is known, and `Markup` once `rendered`; only rendered posts are stored
or handed to a platform.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from bot.language.messages import Markup, Renderer, Text

_NO_WORDS = Markup("")


class Style(StrEnum):
    """How a button looks; the meaning is always in its label as well."""

    DEFAULT = "default"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A button that runs an action of a plugin.

    `arguments` are small values (integers, booleans, short strings): they travel inside the button itself.
    `name` is stable and language-free; it is the action's name if not given. `plugin` is the one that sends
    the post, if not given. From `until` (aware) on, the button is refused.
    """

    label: Text
    action: str
    arguments: Mapping[str, int | str | bool] = field(default_factory=dict)
    style: Style = Style.DEFAULT
    name: str | None = None
    plugin: str | None = None
    until: datetime | None = None

    def rendered(self, words: Renderer, plugin: str) -> Button:
        """Return the button in the reader's words, with its name and its plugin decided."""
        return replace(
            self, label=words(self.label), name=self.name or self.action, plugin=self.plugin or plugin
        )


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a menu or of a form's select."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Menu:
    """A drop-down list: choosing runs the action, and `ctx.choice` is the option's value.

    `chosen` is what it shows as chosen, "" for nothing yet: such a menu is a question, and its answer.
    """

    label: Text
    action: str
    options: tuple[Option, ...]
    arguments: Mapping[str, int | str | bool] = field(default_factory=dict)
    name: str | None = None
    plugin: str | None = None
    chosen: str | None = None

    def rendered(self, words: Renderer, plugin: str) -> Menu:
        """Return the menu in the reader's words, with its name and its plugin decided."""
        return replace(
            self,
            label=words(self.label),
            options=tuple(Option(option.value, words(option.label)) for option in self.options),
            name=self.name or self.action,
            plugin=self.plugin or plugin,
        )


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a message; `type` is its media type."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Embed:
    """A part of a post that has a title of its own: an article, a section of a letter.

    Title, text and footer are neutral Markdown, of any length. The title links to `url`, if that is a web
    address.
    """

    title: Text
    text: Text = _NO_WORDS
    url: str | None = None
    footer: Text | None = None

    def changed(self, change: Callable[[Text], Text]) -> Embed:
        """Return the embed with something done to each of its texts."""
        footer = change(self.footer) if self.footer is not None else None
        return replace(self, title=change(self.title), text=change(self.text), footer=footer)

    def to_json(self) -> dict[str, Any]:
        """Return the rendered embed as JSON values."""
        return {
            "title": str(self.title),
            "text": str(self.text),
            "url": self.url,
            "footer": str(self.footer) if self.footer is not None else None,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Embed:
        """Return the rendered embed that `to_json` stored."""
        footer = stored["footer"]
        return cls(
            title=Markup(stored["title"]),
            text=Markup(stored["text"]),
            url=stored["url"],
            footer=Markup(footer) if footer is not None else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message that the bot authors: its text, then its embeds, then what can be pressed, then its files.

    Any number of embeds of any length: a platform shows them within its limits, in several messages if need
    be, with the buttons under the last.
    """

    text: Text
    embeds: tuple[Embed, ...] = ()
    buttons: tuple[Button, ...] = ()
    menus: tuple[Menu, ...] = ()
    files: tuple[File, ...] = ()

    @property
    def texts(self) -> Iterator[Text]:
        """All that is read in it but what can be pressed, in order."""
        yield self.text
        for embed in self.embeds:
            yield embed.title
            yield embed.text
            if embed.footer is not None:
                yield embed.footer

    def posted(self) -> Post:
        """Return it as a post like any other."""
        return Post(**{said.name: getattr(self, said.name) for said in fields(Post)})

    def changed(self, change: Callable[[Text], Text]) -> Self:
        """Return the post with something done to each of its `texts`."""
        return replace(
            self, text=change(self.text), embeds=tuple(embed.changed(change) for embed in self.embeds)
        )

    def rendered(self, words: Renderer, plugin: str) -> Self:
        """Return the post in the reader's words."""
        return replace(
            self.changed(words),
            buttons=tuple(button.rendered(words, plugin) for button in self.buttons),
            menus=tuple(menu.rendered(words, plugin) for menu in self.menus),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the rendered post as JSON values, to be stored until it is sent."""
        return {
            "text": str(self.text),
            "embeds": [embed.to_json() for embed in self.embeds],
            "buttons": [
                {
                    "label": str(button.label),
                    "action": button.action,
                    "arguments": dict(button.arguments),
                    "style": button.style.value,
                    "name": button.name,
                    "plugin": button.plugin,
                    "until": button.until.isoformat() if button.until else None,
                }
                for button in self.buttons
            ],
            "menus": [
                {
                    "label": str(menu.label),
                    "action": menu.action,
                    "options": [[option.value, str(option.label)] for option in menu.options],
                    "arguments": dict(menu.arguments),
                    "name": menu.name,
                    "plugin": menu.plugin,
                    "chosen": menu.chosen,
                }
                for menu in self.menus
            ],
            "files": [[file.name, file.type, file.content.hex()] for file in self.files],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return the rendered post that `to_json` stored; there were no embeds once."""
        return cls(
            text=Markup(stored["text"]),
            embeds=tuple(map(Embed.from_json, stored.get("embeds", ()))),
            buttons=tuple(
                Button(
                    label=Markup(button["label"]),
                    action=button["action"],
                    arguments=button["arguments"],
                    style=Style(button["style"]),
                    name=button["name"],
                    plugin=button["plugin"],
                    until=datetime.fromisoformat(button["until"]) if button.get("until") else None,
                )
                for button in stored["buttons"]
            ),
            menus=tuple(
                Menu(
                    label=Markup(menu["label"]),
                    action=menu["action"],
                    options=tuple(Option(value, Markup(label)) for value, label in menu["options"]),
                    arguments=menu["arguments"],
                    name=menu["name"],
                    plugin=menu["plugin"],
                    chosen=menu.get("chosen"),
                )
                for menu in stored["menus"]
            ),
            files=tuple(File(name, kind, bytes.fromhex(content)) for name, kind, content in stored["files"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Post):
    """What a handler answers to the person who asked: for their eyes only unless `public`.

    The answer to a message that mentions the bot stands under it, for all to see, unless it is `private`. To
    such a message none is given that `is_seen`: what it says shows in a post that goes to the place anyway.
    One that `leaves_no_trace` is given only where it can be shown at once: elsewhere it would be kept, and
    tell who answered an anonymous question. Where one has to be posted to the person, it takes the place of
    the last one that was `about` the same, so that what can be pressed does not pile up there.
    """

    public: bool = False
    private: bool = False
    is_seen: bool = False
    leaves_no_trace: bool = False
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Update(Post):
    """What an action answers to replace the message that its button stands on."""
