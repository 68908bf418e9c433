"""An integration that a test plays itself: it notes what the server sends and answers what the test tells."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web


@dataclass(frozen=True)
class Heard:
    """A request of the server."""

    method: str
    path: str
    headers: dict[str, str]
    body: str

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body, keep_blank_values=True)


class Listener:
    """Listens on a port of the loopback interface; `answers` has one answer (JSON, or a response) a path."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.answers: dict[str, Any] = {}
        self.url = ""

    @classmethod
    @contextlib.asynccontextmanager
    async def running(cls) -> AsyncIterator[Listener]:
        listener = cls()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", listener._hear)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield listener
        finally:
            await runner.cleanup()

    async def _hear(self, request: web.Request) -> web.Response:
        heard = Heard(request.method, request.path, dict(request.headers), await request.text())
        self.heard.append(heard)
        answer = self.answers.get(request.path, {})
        if callable(answer):
            answer = await answer(heard)
        return answer if isinstance(answer, web.Response) else web.json_response(answer)
