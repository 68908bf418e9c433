"""The page that says whether the bot is ready."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.web.health import health_route


def health(*reasons):
    async def check():
        return list(reasons)

    return check


async def test_a_bot_that_is_ready_says_so(serving):
    async with serving(health_route(health())) as (_server, client):
        answer = await client.get("/healthz")
        assert answer.status == 200
        assert await answer.json() == {"status": "ready", "reasons": []}
        assert answer.headers["Cache-Control"] == "no-store"


async def test_a_bot_that_is_not_ready_says_why(serving):
    reasons = ["mattermost: the connection is lost", "the database cannot be used"]
    async with serving(health_route(health(*reasons))) as (_server, client):
        answer = await client.get("/healthz")
        assert answer.status == 503
        assert await answer.json() == {"status": "not ready", "reasons": reasons}


async def test_a_check_that_takes_too_long_is_not_waited_for(serving):
    async def endless():
        await asyncio.Event().wait()

    async with serving(health_route(endless, within=0.01)) as (_server, client):
        answer = await client.get("/healthz")
        assert (answer.status, (await answer.json())["reasons"]) == (503, ["the check takes too long"])


async def test_a_check_that_fails_tells_the_log_and_nobody_else(serving):
    async def failing():
        raise RuntimeError("postgresql://maillage:s3cret@db")

    with capture_logs() as logs:
        async with serving(health_route(failing)) as (_server, client):
            answer = await client.get("/healthz")
            assert (answer.status, (await answer.json())["reasons"]) == (503, ["the check failed"])
    assert "the check of health failed" in [entry["event"] for entry in logs]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
async def test_the_page_does_not_exist_for_those_who_come_through_a_proxy(serving, header):
    async with serving(health_route(health("secret reason"))) as (_server, client):
        answer = await client.get("/healthz", headers={header: "127.0.0.1"})
        assert (answer.status, await answer.read()) == (404, b"")
