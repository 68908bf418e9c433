"""What stands beside the bot in a measure: the least that answers at all.

`python -m benchmarks.peers handler` is a bare aiohttp application, `… echo URL TOKEN` a bare bot, and
`… discord URL` a bare bot on discord.py: each prints a line when it is ready.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import aiohttp
from aiohttp import web


async def _command(request: web.Request) -> web.Response:
    form = await request.post()
    return web.json_response({"response_type": "ephemeral", "text": str(form["text"])})


async def _press(request: web.Request) -> web.Response:
    pressed = await request.json()
    return web.json_response({"ephemeral_text": str(pressed["user_id"])})


async def _handler() -> None:
    app = web.Application()
    app.router.add_post("/command", _command)
    app.router.add_post("/press", _press)
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


async def _discord(url: str) -> None:
    """Answer every command with the text of its last argument."""
    import discord

    discord.http.Route.BASE = f"{url}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = discord.gateway.yarl.URL(
        f"{url.replace('http', 'ws')}/gateway/"
    )
    client = discord.Client(intents=discord.Intents(guilds=True))

    @client.event
    async def on_ready() -> None:
        print("ready", flush=True)

    @client.event
    async def on_interaction(interaction: discord.Interaction[Any]) -> None:
        data: Any = interaction.data
        text = data["options"][0]["options"][-1]["value"]
        await interaction.response.send_message(text, ephemeral=True)

    await client.start("MTAw.token.of-the-bot")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["handler"]:
            asyncio.run(_handler())
        case ["echo", url, token]:
            asyncio.run(_echo(url, token))
        case ["discord", url]:
            asyncio.run(_discord(url))
