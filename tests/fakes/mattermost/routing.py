"""What one request to the REST interface is, and how handlers are found."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .accounts import Session, User
from .errors import bad_body, bad_url, session_expired
from .ids import is_id
from .state import State
from .talk import Talk

if TYPE_CHECKING:
    from .integrations import Integrations
    from .websocket import Hub

OK = {"status": "OK"}
DEFAULT_PAGE = 60
LARGEST_PAGE = 200


@dataclass
class Created:
    """An answer with status 201."""

    body: Any


def json_response(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """JSON as the server sends it: compact, its type without a character set."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return web.Response(body=text.encode(), status=status, content_type="application/json", headers=headers)


class Call:
    """One request: who asks, what, and the parts of the server that can answer."""

    def __init__(
        self,
        request: web.Request,
        raw: bytes,
        session: Session | None,
        state: State,
        talk: Talk,
        hub: Hub,
        integrations: Integrations,
    ) -> None:
        self.request = request
        self.raw = raw
        self.session = session
        self.state = state
        self.talk = talk
        self.hub = hub
        self.integrations = integrations

    @property
    def user(self) -> User:
        """Who asks.

        Raises:
            ApiError: 401 without a session.
        """
        if self.session is None:
            raise session_expired()
        return self.state.user(self.session.user_id)

    @property
    def query(self) -> Mapping[str, str]:
        return self.request.query

    def id(self, name: str) -> str:
        """An id in the path; `me` stands for the account that asks."""
        given = self.request.match_info[name]
        if given == "me" and name == "user_id":
            return self.user.id
        if not is_id(given):
            raise bad_url(name)
        return given

    def name(self, name: str) -> str:
        return self.request.match_info[name]

    def _json(self) -> Any:
        try:
            return json.loads(self.raw)
        except ValueError:
            return None

    def body(self, name: str) -> dict[str, Any]:
        """The JSON object of the request; `name` is what the refusal calls it."""
        body = self._json()
        if not isinstance(body, dict):
            raise bad_body(name)
        return body

    def ids(self, name: str) -> list[str]:
        """A JSON list of texts."""
        body = self._json()
        if not isinstance(body, list) or not body or not all(isinstance(one, str) for one in body):
            raise bad_body(name)
        return body

    def page(self, things: list[Any]) -> list[Any]:
        """The part of a list that `page` and `per_page` ask for."""
        start, end = self.slice()
        return things[start:end]

    def slice(self) -> tuple[int, int]:
        page = _number(self.query.get("page"), 0)
        size = min(_number(self.query.get("per_page"), DEFAULT_PAGE), LARGEST_PAGE)
        return page * size, (page + 1) * size


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() else default


Handler = Callable[[Call], Awaitable[Any]]


@dataclass(frozen=True)
class Route:
    """A path under `/api/v4` (or from the root, for one that begins with `//`) and its handler."""

    method: str
    path: str
    handler: Handler
    open: bool = False


class Routes:
    """The handlers of a module, by decorator."""

    def __init__(self) -> None:
        self.all: list[Route] = []

    def _add(self, method: str, path: str, is_open: bool) -> Callable[[Handler], Handler]:
        def add(handler: Handler) -> Handler:
            self.all.append(Route(method, path, handler, is_open))
            return handler

        return add

    def get(self, path: str, *, is_open: bool = False) -> Callable[[Handler], Handler]:
        return self._add("GET", path, is_open)

    def post(self, path: str, *, is_open: bool = False) -> Callable[[Handler], Handler]:
        return self._add("POST", path, is_open)

    def put(self, path: str) -> Callable[[Handler], Handler]:
        return self._add("PUT", path, False)

    def delete(self, path: str) -> Callable[[Handler], Handler]:
        return self._add("DELETE", path, False)
