"""What went wrong with a request to a Mattermost server, in the words of those who asked.

The courier hears `bot.chat.delivery`'s errors, since it must know whether a message may have been taken;
everybody else hears a `RequestError`. A refusal counts only in the server's own words (a JSON object with an
id): a proxy's page says nothing about the request, only that the server is not reached.
"""

from __future__ import annotations

from dataclasses import dataclass

import httpx
from mattermostautodriver.exceptions import InvalidMattermostError, MattermostError, TooManyRequests

from bot.chat.delivery import (
    NotInPlaceError,
    RateLimitedError,
    SendFailedError,
    SendRefusedError,
    SendUnclearError,
)
from bot.language.messages import _

GONE = _("the channel is archived or gone")
NO_ENTRY = _("I am not in this channel, or may not write there")
SHORTEST_WAIT = 1.0
"""The server tells whole seconds, rounded down: 0 means less than one."""
LONGEST_WAIT = 3600.0
_BAD_ID = "api.context.invalid_url_param.app_error"
"""What a server says of an id that cannot be: there is nothing of that name."""
_NO_SUCH_CHANNEL = frozenset(
    {"api.post.create_post.can_not_post_to_deleted.error", "app.channel.get.existing.app_error"}
)
"""What a server says of a channel that was archived, or is not there."""
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.LocalProtocolError)


class RequestError(Exception):
    """A request got no answer that can be used. `id` is the server's name of the error, if it gave one."""

    def __init__(self, reason: str, error_id: str | None = None) -> None:
        super().__init__(reason)
        self.id = error_id


class ServerUnavailableError(RequestError):
    """The server is not reached, or cannot answer now: try again later."""


class NotThereError(RequestError):
    """There is nothing of that id or name, or it is hidden from the bot."""


class NotPermittedError(RequestError):
    """The bot may not do that."""


class RequestRefusedError(RequestError):
    """The server does not accept the request as it is: its content, or a feature that is switched off."""


class TokenRevokedError(SendFailedError, ServerUnavailableError):
    """The token is not valid any more: nothing works until it is accepted again, or there is another one."""


class SendNotPermittedError(SendRefusedError):
    """The bot may not post there: it is not in the channel, or has not the right."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed request. `status` is the HTTP status, None if no answer came.

    `error_id` is None unless the server itself refused. `sent` is false if the server surely has nothing of
    it; `after` is how many seconds the server asks to wait. `is_revoked` if the token is not valid any more,
    which one refusal of it (401) does not tell by itself.
    """

    reason: str
    status: int | None = None
    error_id: str | None = None
    sent: bool = True
    after: float | None = None
    is_revoked: bool = False

    @property
    def is_refusal_of_token(self) -> bool:
        """Whether the server itself says that it does not know the token."""
        return self.error_id is not None and self.status == 401

    def for_reader(self) -> RequestError:
        """Return the error for somebody who asked for something."""
        if self.error_id is None:
            return ServerUnavailableError(self.reason)
        if self.is_refusal_of_token:
            kind = TokenRevokedError if self.is_revoked else ServerUnavailableError
            return kind(self.reason, self.error_id)
        if self.status == 404 or self.error_id == _BAD_ID:
            return NotThereError(self.reason, self.error_id)
        if self.status == 403:
            return NotPermittedError(self.reason, self.error_id)
        if self._is_refusal():
            return RequestRefusedError(self.reason, self.error_id)
        return ServerUnavailableError(self.reason, self.error_id)

    def for_courier(self, *, repeatable: bool) -> Exception:
        """Return the error for the courier; what is `repeatable` does no harm when it is done twice."""
        if self.after is not None:
            return RateLimitedError(self.after)
        if self.is_refusal_of_token:
            return (
                TokenRevokedError(self.reason, self.error_id)
                if self.is_revoked
                else SendFailedError(self.reason)
            )
        if self.error_id is not None and self.status == 403:
            return SendNotPermittedError(self.reason)
        if self.error_id in _NO_SUCH_CHANNEL:
            return NotInPlaceError(self.reason, GONE)
        if self.status == 413 or (self.error_id is not None and self._is_refusal()):
            return SendRefusedError(self.reason)
        if self.sent and not repeatable and (self.status is None or self.status >= 500):
            return SendUnclearError(self.reason)
        return SendFailedError(self.reason)

    def _is_refusal(self) -> bool:
        return self.status is not None and (400 <= self.status < 500 or self.status == 501)


def failure_of(error: Exception) -> Failure:
    """Return what an error of the driver, of its HTTP client or of decoding an answer tells.

    The reason never holds the text of an error that could quote the request, for its header has the token.
    """
    match error:
        case TooManyRequests():
            after = SHORTEST_WAIT if error.retry_after is None else error.retry_after
            return Failure("rate limited", 429, after=min(max(after, SHORTEST_WAIT), LONGEST_WAIT))
        case MattermostError():
            return Failure(f"HTTP {error.status_code} {error.error_id}", error.status_code, error.error_id)
        case InvalidMattermostError():
            return Failure(f"HTTP {error.status_code}, not in Mattermost's words", error.status_code)
        case httpx.ConnectError() | httpx.ProxyError():
            return Failure(f"not reached: {error}", sent=False)
        case httpx.HTTPError():
            return Failure(type(error).__name__, sent=not isinstance(error, _NEVER_SENT))
        case _:
            return Failure("the answer is not Mattermost's")
