"""A web server on a free port, and a client for it."""

from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.counting import Counters
from bot.web.routes import Route
from bot.web.server import WebServer


@pytest.fixture
def counters():
    return Counters()


@pytest.fixture
def serving(counters):
    """Serve routes under a prefix, and give the server with a client that asks it."""

    @asynccontextmanager
    async def serving(*routes, prefix="", limits=None):
        server = WebServer("127.0.0.1", 0, counters, limits)
        server.add(prefix, routes)
        await server.start()
        try:
            async with aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as client:
                yield server, client
        finally:
            await server.stop()

    return serving


@pytest.fixture
def echo():
    """A route that sends back what comes."""

    async def answer(request):
        return aiohttp.web.Response(text=await request.text())

    return Route("echo", "POST", "/echo", answer)
