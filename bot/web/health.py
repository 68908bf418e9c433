"""Whether the bot is ready, for whatever watches over it: systemd, a container, a monitor."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.logs import get_logger
from bot.web.routes import Route, for_neighbours

log = get_logger(__name__)

Health = Callable[[], Awaitable[list[str]]]
"""Returns why the bot is not ready, without secrets; nothing if it is."""

CHECKED_WITHIN = 2.0
"""Seconds after which a check that has not ended counts as a reason of its own."""


def health_route(health: Health, within: float = CHECKED_WITHIN) -> Route:
    """Return `/healthz`, for neighbours only.

    It answers `{"status": "ready", "reasons": []}` with 200, or `{"status": "not ready", "reasons": […]}`
    with 503.
    """

    async def answer(_request: web.BaseRequest) -> web.Response:
        reasons = await _reasons(health, within)
        return web.json_response(
            {"status": "not ready" if reasons else "ready", "reasons": reasons},
            status=503 if reasons else 200,
            headers={"Cache-Control": "no-store"},
        )

    return Route("health", "GET", "/healthz", for_neighbours(answer))


async def _reasons(health: Health, within: float) -> list[str]:
    try:
        async with asyncio.timeout(within):
            return await health()
    except TimeoutError:
        return ["the check takes too long"]
    except Exception:
        log.exception("the check of health failed")
        return ["the check failed"]
