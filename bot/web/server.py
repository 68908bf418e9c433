"""A small HTTP server, behind a reverse proxy or on a private network, that tells strangers nothing.

It finds a route by the exact method and path, and answers 404 without a body to all else, whether the path
exists or not. A path may hold a secret: it is looked up by its hash, which is keyed anew for each process, so
that the time of an answer does not tell how much of a guess was right. Neither paths nor bodies are logged.

aiohttp's low-level server stands under it rather than its application, whose router, middlewares and
signals are not needed here: what stands between the socket and a handler is a look-up, the reading of the
body and the taking of time.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from time import perf_counter

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import RawRequestMessage

from bot.counting import Counters, Durations
from bot.errors import WebServerError
from bot.language.messages import Markup
from bot.language.reasons import reason_of
from bot.logs import get_logger
from bot.web.routes import Handler, Route, empty

log = get_logger(__name__)

_SERVER_NAME = "web"
"""What the `Server` header says, in place of aiohttp's name and version."""

_UNHEARD = logging.getLogger(f"{__name__}.aiohttp")
"""For aiohttp, which would log requests that are not HTTP with what stands in them."""
_UNHEARD.disabled = True


@dataclass(frozen=True, slots=True)
class Limits:
    """What the server bears from whoever connects; times are in seconds.

    `headers_within` holds for the first request of a connection; later ones have `idle` from the last
    answer on, which has to be longer than chat servers and proxies keep a connection (Mattermost 90 s).
    """

    body: int = 256 * 1024
    body_within: float = 10.0
    headers_within: float = 10.0
    idle: float = 100.0
    connections: int = 500
    drain: float = 5.0
    linger: float = 2.0


@dataclass(slots=True)
class _Mounted:
    name: str
    handler: Handler
    durations: Durations


class WebServer:
    """Serves the routes that are added to it, before it starts or later.

    Port 0 takes any free port; `port` tells which. On stopping, requests that are being handled have
    `Limits.drain` seconds to end.
    """

    def __init__(self, host: str, port: int, counters: Counters, limits: Limits | None = None) -> None:
        self._host = host
        self._port = port
        self._counters = counters
        self._limits = limits or Limits()
        self._routes: dict[tuple[str, str], _Mounted] = {}
        self._runner: web.ServerRunner | None = None

    @property
    def port(self) -> int:
        """The port on which the server listens, or is to listen."""
        addresses = self._runner.addresses if self._runner is not None else []
        return int(addresses[0][1]) if addresses else self._port

    def add(self, prefix: str, routes: Iterable[Route]) -> None:
        """Serve those routes, whose paths start below `prefix`; their names are the kinds of the metrics.

        Raises:
            ValueError: something is served there already.
        """
        for route in routes:
            key = (route.method, prefix + route.path)
            if key in self._routes:
                raise ValueError(f"two routes for one path: {self._routes[key].name} and {route.name}")
            durations = self._counters.durations("maillage_callback_seconds", kind=route.name)
            self._routes[key] = _Mounted(route.name, route.handler, durations)

    async def start(self) -> None:
        """Listen.

        Raises:
            WebServerError: the address is taken, or this machine has none such.
        """
        listener = _Listener(self._answer, self._limits, self._counters)
        self._runner = web.ServerRunner(listener, shutdown_timeout=self._limits.drain)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self.stop()
            host = f"[{self._host}]" if ":" in self._host else self._host
            raise WebServerError(Markup(f"{host}:{self._port}"), reason_of(error)) from None
        log.info("the web server listens", host=self._host, port=self.port)

    async def stop(self) -> None:
        """Accept nothing more, let what is being handled end, and close all connections."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        route = self._routes.get((request.method, request.path))
        response = self._turned_away(404, "unknown") if route is None else await self._serve(route, request)
        response.headers["Server"] = _SERVER_NAME
        return response

    async def _serve(self, route: _Mounted, request: web.BaseRequest) -> web.StreamResponse:
        refusal = await self._read(request)
        if refusal is not None:
            return refusal
        start = perf_counter()
        try:
            return await route.handler(request)
        except web.HTTPException as answer:
            return self._turned_away(answer.status, "refused")
        except Exception as error:  # noqa: BLE001 - it is logged without its message, which may quote a body
            self._counters.add("maillage_errors_total", part="web")
            _log_error(route.name, error)
            return empty(500)
        finally:
            route.durations.observe(perf_counter() - start)

    async def _read(self, request: web.BaseRequest) -> web.Response | None:
        """Read the body, which the request keeps; return the answer to one that is not as it should be."""
        if not request.body_exists:
            return None
        try:
            if request.content.is_eof():  # it came with the headers, as most do: there is nothing to wait for
                await request.read()
                return None
            if (request.content_length or 0) > self._limits.body:
                return self._turned_away(413, "too large", close=True)
            async with asyncio.timeout(self._limits.body_within):
                await request.read()
        except web.HTTPRequestEntityTooLarge:
            return self._turned_away(413, "too large", close=True)
        except TimeoutError:
            return self._turned_away(408, "too slow", close=True)
        except (web.RequestPayloadError, ConnectionError):
            return self._turned_away(400, "malformed", close=True)
        return None

    def _turned_away(self, status: int, reason: str, *, close: bool = False) -> web.Response:
        self._counters.add("maillage_web_refusals_total", reason=reason)
        response = empty(status)
        if close:
            response.force_close()
        return response


def _log_error(route: str, error: BaseException) -> None:
    """Log where a handler failed, without the words of the error, which may quote what people wrote."""
    trace = "".join(traceback.format_tb(error.__traceback__))
    log.error("a web request failed", route=route, error=type(error).__name__, trace=trace)


class _Listener(web.Server):
    """Accepts connections: no more than `Limits.connections`, none that stays silent."""

    def __init__(self, handler: Handler, limits: Limits, counters: Counters) -> None:
        super().__init__(handler, request_factory=self._request)
        self._event_loop = asyncio.get_running_loop()
        self._limits = limits
        self._counters = counters
        self._headers_due: dict[web.RequestHandler, asyncio.TimerHandle] = {}

    def __call__(self) -> web.RequestHandler:
        """Return what handles one new connection."""
        return _Connection(
            self,
            loop=self._event_loop,
            keepalive_timeout=self._limits.idle,
            lingering_time=self._limits.linger,
            auto_decompress=False,
            access_log=_UNHEARD,
            logger=_UNHEARD,
        )

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        """Take a connection on, if there are not too many, for as long as it does not stay silent."""
        super().connection_made(handler, transport)
        if len(self._headers_due) >= self._limits.connections:
            self._counters.add("maillage_web_refusals_total", reason="too many")
            transport.abort()
            return
        wait = self._limits.headers_within
        self._headers_due[handler] = self._event_loop.call_later(wait, self._drop, transport)

    def connection_lost(self, handler: web.RequestHandler, exc: BaseException | None = None) -> None:
        """Forget a connection."""
        super().connection_lost(handler, exc)
        timer = self._headers_due.pop(handler, None)
        if timer is not None:
            timer.cancel()

    def _drop(self, transport: asyncio.Transport) -> None:
        self._counters.add("maillage_web_refusals_total", reason="silent")
        transport.abort()

    def _request(
        self,
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: web.RequestHandler,
        writer: AbstractStreamWriter,
        task: asyncio.Task[None],
    ) -> web.BaseRequest:
        timer = self._headers_due.get(protocol)
        if timer is not None:
            timer.cancel()
        return web.BaseRequest(
            message,
            payload,
            protocol,
            writer,
            task,
            self._event_loop,
            client_max_size=self._limits.body,
        )


class _Connection(web.RequestHandler):
    """One connection; what goes wrong before a handler is answered by a status alone."""

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        _message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what is not HTTP, or what a handler returned that is no answer."""
        if exc is not None and status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _log_error("unknown", exc)
        if request.writer.output_size > 0:
            raise ConnectionError("a part of the answer is gone already")
        response = empty(status)
        response.headers["Server"] = _SERVER_NAME
        response.force_close()
        return response
