"""The least that can be a Mattermost server: `python -m benchmarks.floor_server` prints its address.

It knows accounts, DMs, channels, posts, dialogs that open, and a WebSocket that tells of them: enough for a
bot to work and for people to use it, and no more, so that it costs less than those who are measured. What
follows the shape of the real server's JSON is what the bot reads. It forgets everything at its end, and
resumes no connection. Under `/floor` it tells those who measure what no real server tells.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import string
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSMsgType, web

Json = dict[str, Any]
_API = "/api/v4"
_LETTERS = string.ascii_lowercase + string.digits
_SOCKETS_CLOSE = {WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR}
_VERSION = "5.37.0"


def _new_id() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(26))


class _NotFoundError(Exception):
    """There is no such thing here."""


class FloorServer:
    """All that the server knows, and what it answers."""

    def __init__(self) -> None:
        self._users: dict[str, Json] = {}
        self._by_token: dict[str, str] = {}
        self._teams: dict[str, Json] = {}
        self._channels: dict[str, Json] = {}
        self._posts: dict[str, list[Json]] = defaultdict(list)
        self._post: dict[str, Json] = {}
        self._sockets: dict[str, set[_Socket]] = defaultdict(set)
        self._dialogs: dict[str, Json] = {}
        self._changed: dict[str, list[float]] = defaultdict(list)
        self._last = 0
        self.admin_token = self._token_of(self._user({"username": "admin", "roles": "system_admin"})["id"])

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        me = self._by_token.get(request.headers.get("Authorization", "").removeprefix("Bearer "), "")
        path = request.path.removeprefix(_API).strip("/").split("/")
        if path == ["websocket"]:
            return await self._listen(request, me)
        body = await request.read()
        try:
            content = json.loads(body) if body else None
            is_of_polls = path[0] in ("floor", "actions") or (request.method, path) == ("GET", ["users"])
            answer = (
                self._of_polls(request, path, content)
                if is_of_polls
                else self._answer(request, path, me, content)
            )
        except (_NotFoundError, KeyError):
            return web.json_response({"id": "not.found", "message": "", "status_code": 404}, status=404)
        if isinstance(answer, web.Response):
            return answer
        return web.Response(text=json.dumps(answer), content_type="application/json")

    def _answer(self, request: web.BaseRequest, path: list[str], me: str, body: Any) -> Any:  # noqa: ANN401 - JSON
        match request.method, path:
            case "POST", ["posts"]:
                return self._create(body, me)
            case "GET", ["channels", channel, "posts"]:
                return self._listed(channel, dict(request.query))
            case "PUT", ["posts", post, "patch"]:
                self._changed[post].append(time.time())
                self._post[post].update(body)
                return self._post[post]
            case "GET", ["users", user]:
                return self._users[me if user == "me" else user]
            case "POST", ["channels", "direct"]:
                return self._direct(body[0], body[1])
            case "GET", ["users", "me", "teams", _team, "channels"]:
                return [channel for channel in self._channels.values() if me in channel["members"]]
            case "GET", ["users", "me", "teams"]:
                return list(self._teams.values())
            case "GET", ["system", "ping"] | ["config", "client"]:
                return {"status": "OK", "Version": _VERSION, "DefaultClientLocale": "en"}
            case "DELETE", _:
                return {"status": "OK"}
            case _:
                return self._made(path, body)

    def _made(self, path: list[str], body: Any) -> Any:  # noqa: ANN401 - JSON
        """Answer the requests that prepare a measure."""
        match path:
            case ["channels"]:
                channel = {"delete_at": 0, "last_post_at": 0, **body, "id": _new_id()}
                self._channels[channel["id"]] = channel
                return channel
            case ["channels", channel]:
                return self._channels.get(channel) or {"id": channel, "name": channel, "type": "O"}
            case ["users"]:
                return self._user(body)
            case ["bots"]:
                return {"user_id": self._user(body | {"is_bot": True})["id"]}
            case ["users", "login"]:
                user = next(one for one in self._users.values() if one["username"] == body["login_id"])
                return web.json_response(user, headers={"Token": self._token_of(user["id"])})
            case ["users", user, "tokens"]:
                return {"token": self._token_of(user)}
            case ["teams"]:
                team = body | {"id": _new_id()}
                self._teams[team["id"]] = team
                return team
            case ["teams", _team, "members"]:
                return {}
        raise _NotFoundError

    def _of_polls(self, request: web.BaseRequest, path: list[str], body: Any) -> Any:  # noqa: ANN401 - JSON
        """Open a dialog, or tell who is in a channel; tell those who measure what became of either."""
        match path:
            case ["actions", "dialogs", "open"]:
                self._dialogs[body["trigger_id"]] = body["dialog"]
                return {"status": "OK"}
            case ["users"]:
                channel = self._channels.get(request.query.get("in_channel", ""), {"members": []})
                size, page = int(request.query["per_page"]), int(request.query.get("page", 0))
                return [self._users[one] for one in channel["members"][page * size : (page + 1) * size]]
            case ["floor", "dialogs", trigger]:
                return self._dialogs.pop(trigger)
            case ["floor", "changes", post]:
                return {"post": self._post[post], "at": self._changed[post]}
        raise _NotFoundError

    def _user(self, given: Json) -> Json:
        user = {"roles": "system_user", "locale": "fr", "delete_at": 0, **given, "id": _new_id()}
        self._users[user["id"]] = user
        return user

    def _token_of(self, user: str) -> str:
        token = _new_id()
        self._by_token[token] = user
        return token

    def _direct(self, one: str, other: str) -> Json:
        name = "__".join(sorted((one, other)))
        for channel in self._channels.values():
            if channel["name"] == name:
                return channel
        channel = {"id": _new_id(), "name": name, "type": "D", "team_id": "", "delete_at": 0}
        self._channels[channel["id"]] = channel | {"members": [one, other], "last_post_at": 0}
        return self._channels[channel["id"]]

    def _create(self, body: Json, me: str) -> Json:
        channel = self._channels[body["channel_id"]]
        self._last = max(self._last + 1, int(time.time() * 1000))
        post = {"root_id": "", "type": "", "props": {}, "edit_at": 0, "delete_at": 0, **body}
        post |= {"id": _new_id(), "user_id": me, "create_at": self._last, "update_at": self._last}
        channel["last_post_at"] = self._last
        self._posts[channel["id"]].append(post)
        self._post[post["id"]] = post
        data = {
            "channel_display_name": "",
            "channel_name": channel["name"],
            "channel_type": channel["type"],
            "post": json.dumps(post),
            "sender_name": "",
            "team_id": "",
        }
        for member in channel["members"]:
            for connected in self._sockets[member]:
                connected.tell("posted", data, {"user_id": "", "channel_id": channel["id"], "team_id": ""})
        return post

    def _listed(self, channel: str, query: dict[str, str]) -> Json:
        """Return a page of posts, newest first; pages count from the newest, or from the post they follow."""
        posts = self._posts[channel]
        page, size = int(query.get("page", 0)), int(query.get("per_page", 60))
        if "after" in query:
            places = {post["id"]: place for place, post in enumerate(posts)}
            begin = places[query["after"]] + 1 + page * size
            found = posts[begin : begin + size]
        else:
            end = max(len(posts) - page * size, 0)
            found = posts[max(end - size, 0) : end]
        return {
            "order": [post["id"] for post in reversed(found)],
            "posts": {post["id"]: post for post in found},
        }

    async def _listen(self, request: web.BaseRequest, me: str) -> web.StreamResponse:
        websocket = web.WebSocketResponse(compress=False, autoclose=False)
        await websocket.prepare(request)
        connected = _Socket(websocket)
        connected.tell("hello", {"connection_id": _new_id(), "server_version": _VERSION}, {"user_id": me})
        self._sockets[me].add(connected)
        writing = asyncio.create_task(connected.write())
        try:
            while (frame := await websocket.receive()).type not in _SOCKETS_CLOSE:
                asked = json.loads(frame.data)
                connected.put({"status": "OK", "data": {"text": "pong"}, "seq_reply": asked["seq"]})
        finally:
            self._sockets[me].discard(connected)
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
        return websocket


class _Socket:
    """One WebSocket: what it is told goes out in order."""

    def __init__(self, websocket: web.WebSocketResponse) -> None:
        self._websocket = websocket
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._seq = 0

    def tell(self, event: str, data: Json, broadcast: Json) -> None:
        """Queue an event under the next number."""
        self.put({"event": event, "data": data, "broadcast": broadcast, "seq": self._seq})
        self._seq += 1

    def put(self, message: Json) -> None:
        """Queue a message."""
        self._waiting.put_nowait(json.dumps(message))

    async def write(self) -> None:
        """Send what waits, until cancelled."""
        while True:
            await self._websocket.send_str(await self._waiting.get())


async def _main() -> None:
    server = FloorServer()
    handler: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]] = server.serve
    runner = web.ServerRunner(web.Server(handler))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]} {server.admin_token}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main())
