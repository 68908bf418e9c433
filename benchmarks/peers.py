"""What stands beside the bot in a measure: the least that answers at all.

`python -m benchmarks.peers handler` is a bare aiohttp application, `… echo URL TOKEN` a bare bot: each prints
a line when it is ready.
"""

from __future__ import annotations

import asyncio
import json
import sys

import aiohttp
from aiohttp import web


async def _command(request: web.Request) -> web.Response:
    form = await request.post()
    return web.json_response({"response_type": "ephemeral", "text": str(form["text"])})


async def _handler() -> None:
    app = web.Application()
    app.router.add_post("/command", _command)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}/command", flush=True)
    await asyncio.Event().wait()


async def _echo(url: str, token: str) -> None:
    """Answer every message that somebody else writes, by another in the same place, under no thread."""
    answering: set[asyncio.Task[None]] = set()
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as http:
        async with http.get(f"{url}/api/v4/users/me") as answer:
            me = (await answer.json())["id"]

        async def reply(channel: str, text: str) -> None:
            async with http.post(
                f"{url}/api/v4/posts", json={"channel_id": channel, "message": text}
            ) as sent:
                await sent.read()

        async with http.ws_connect(f"{url}/api/v4/websocket") as websocket:
            print("ready", flush=True)
            async for frame in websocket:
                event = json.loads(frame.data)
                if event.get("event") != "posted":
                    continue
                post = json.loads(event["data"]["post"])
                if post["user_id"] != me:
                    task = asyncio.create_task(reply(post["channel_id"], post["message"]))
                    answering.add(task)
                    task.add_done_callback(answering.discard)


if __name__ == "__main__":
    asyncio.run(_handler() if sys.argv[1] == "handler" else _echo(sys.argv[2], sys.argv[3]))
