"""Errors: one base, and each class's docstring is its default message for people who run the bot."""

from __future__ import annotations

import inspect

from bot.language.messages import Markup, Message, Text, _, in_english


class MaillageError(Exception):
    """Something went wrong in Maillage."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or inspect.getdoc(type(self)) or type(self).__name__)


class ConfigurationError(MaillageError):
    """The configuration is not usable; `text` says which file and key, and what is expected there."""

    def __init__(self, text: Text) -> None:
        super().__init__(in_english(text))
        self.text = text


class PluginError(MaillageError):
    """A plugin cannot be loaded; `text` says which, and why in one line."""

    def __init__(self, plugin: str, cause: Text) -> None:
        super().__init__(f"plugin {plugin!r}: {in_english(cause)}")
        self.plugin = plugin
        self.text = _("plugin “{plugin}”: {cause}", plugin=plugin, cause=cause)


class StoreError(MaillageError):
    """The database cannot be used; `text` says why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(in_english(text))
        self.text = text


class WebServerError(MaillageError):
    """The web server cannot listen; `text` says where, why, and what to do."""

    def __init__(self, address: Markup, reason: Message) -> None:
        super().__init__(f"{address}: {in_english(reason)}")
        self.text = _(
            "The web server cannot listen on {address}: {reason}. Another address or port can be chosen in "
            "the configuration, under `[web]`.",
            address=address,
            reason=reason,
        )


class NothingSavedError(MaillageError):
    """The disk is full or read-only: nothing was saved."""


class Refusal(MaillageError):  # noqa: N818 - a refusal is an answer to a person, not a fault
    """The request cannot be done as asked; the person is told why and what to do.

    `code` is a stable name for programs; `text` is what the person reads.
    """

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(f"{code}: {in_english(text)}")
        self.code = code
        self.text = text


class NotAllowed(Refusal):
    """The person may not do that."""

    def __init__(self, text: Text | None = None) -> None:
        super().__init__(
            "not_allowed", text or _("That is not open to you here. A coordinator of the network can do it.")
        )


class FormRefusal(Refusal):
    """Some fields of a form cannot be accepted; `errors` maps field names to what is wrong."""

    def __init__(self, errors: dict[str, Text]) -> None:
        super().__init__("invalid_form", Markup("; ".join(errors)))
        self.errors = errors
