"""What one request to the REST interface is, and how handlers are found."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from .errors import invalid, refusal
from .flags import Permission
from .places import Channel, Guild
from .users import Json

if TYPE_CHECKING:
    from .server import FakeDiscord


@dataclass
class Created:
    """An answer with status 201."""

    body: Any


@dataclass
class Body:
    """The body of a request: JSON, and the files of a multipart body in the order of their numbers."""

    content: Any = None
    files: list[tuple[str, bytes]] = field(default_factory=list)
    raw: bytes = b""


async def read_body(request: web.Request) -> Body:
    """Read a body of JSON or multipart.

    Raises:
        ApiError: 50109.
    """
    if request.content_type.startswith("multipart/"):
        return await _read_parts(request)
    raw = await request.read()
    if not raw:
        return Body()
    if request.content_type != "application/json":
        raise invalid((), "CONTENT_TYPE_INVALID", 'Expected "Content-Type" header to be application/json.')
    return Body(_json(raw), raw=raw)


async def _read_parts(request: web.Request) -> Body:
    body = Body(content={})
    numbered: dict[int, tuple[str, bytes]] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        name, content = part.name or "", await part.read()
        if name == "payload_json":
            body.content, body.raw = _json(bytes(content)), bytes(content)
        elif name.startswith("files["):
            numbered[int(name[6:-1])] = (part.filename or "unknown", bytes(content))
    body.files = [numbered[number] for number in sorted(numbered)]
    return body


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise refusal(50109) from None


class Call:
    """One request: what is asked, and the server that can answer."""

    def __init__(self, request: web.Request, body: Body, fake: FakeDiscord) -> None:
        self.request = request
        self.files = body.files
        self.fake = fake
        self.state = fake.state
        self.talk = fake.talk
        self.content = body.content

    @property
    def query(self) -> Mapping[str, str]:
        return self.request.query

    def name(self, name: str) -> str:
        return self.request.match_info[name]

    def id(self, name: str) -> str:
        """An id in the path.

        Raises:
            ApiError: 50035 if it is no snowflake.
        """
        given = self.request.match_info[name]
        if not given.isdecimal():
            raise invalid((name,), "NUMBER_TYPE_COERCE", f'Value "{given}" is not snowflake.')
        return given

    @property
    def body(self) -> Json:
        """The JSON object of the request; an empty one if there is none."""
        if self.content is None:
            return {}
        if not isinstance(self.content, dict):
            raise invalid((), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return self.content

    def number(self, name: str, default: int, most: int) -> int:
        """A number of the query, between 1 and a limit."""
        given = self.query.get(name, str(default))
        if not given.isdecimal() or not 1 <= int(given) <= most:
            words = f"int value should be between 1 and {most}."
            raise invalid((name,), "NUMBER_TYPE_MAX", words)
        return int(given)

    def truth(self, name: str) -> bool:
        return self.query.get(name, "").lower() in {"1", "true"}

    def channel(self) -> Channel:
        return self.state.channel(self.id("channel_id"))

    def guild(self) -> Guild:
        return self.state.guild(self.id("guild_id"))

    def needs_in(self, guild: Guild, permission: Permission) -> None:
        """Have the bot hold a permission in a guild.

        Raises:
            ApiError: 50013.
        """
        if permission not in guild.base_rights(self.state.bot):
            raise refusal(50013)


Handler = Callable[[Call], Awaitable[Any]]


@dataclass(frozen=True)
class Route:
    """A path of the OpenAPI and its handler; `is_open` for those whose path carries a token."""

    method: str
    path: str
    handler: Handler
    is_open: bool = False


class Routes:
    """The handlers of a module, by decorator: `@routes("GET", "/users/@me")`."""

    def __init__(self) -> None:
        self.all: list[Route] = []

    def __call__(self, method: str, path: str, *, is_open: bool = False) -> Callable[[Handler], Handler]:
        def add(handler: Handler) -> Handler:
            self.all.append(Route(method, path, handler, is_open))
            return handler

        return add
