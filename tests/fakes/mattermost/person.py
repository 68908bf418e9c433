"""Somebody who uses Mattermost, through the same REST interface and WebSocket as a real client.

Knows nothing of the fake: works against any server.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from .reading import Dialog, action_named, option_named

Json = dict[str, Any]
Where = Callable[[Json], bool]
PASSWORD = "Passw0rd!x9"
PATIENCE = 20.0
"""Seconds to wait for something that should come, on a machine with much else to do."""
_RETRY = 0.05
_IN_STRINGS = ("post", "reaction", "mentions", "dialog", "channelMember", "member")


class RefusedError(Exception):
    """The server refused a request."""

    def __init__(self, status: int, answer: Any) -> None:
        self.status = status
        self.answer = answer
        self.id = answer.get("id", "") if isinstance(answer, dict) else ""
        super().__init__(f"{status} {self.id or str(answer)[:200]}")


class NothingCameError(AssertionError):
    """What somebody waited for did not come in time."""


@dataclass(frozen=True)
class Event:
    """An event of the WebSocket; what is JSON in a text in `data` is read already."""

    kind: str
    data: Json
    broadcast: Json
    seq: int


class Person:
    """An account that acts. `async with` closes it; so does `close`."""

    def __init__(self, url: str, token: str, profile: Json) -> None:
        self.url = url.rstrip("/")
        self.token = token
        self.id: str = profile["id"]
        self.username: str = profile["username"]
        self.events: list[Event] = []
        self._unread: list[Event] = []
        self._changed = asyncio.Condition()
        self._http: aiohttp.ClientSession | None = None
        self._listening: asyncio.Task[None] | None = None
        self._greeted = asyncio.Event()

    # Coming and going

    @classmethod
    async def log_in(cls, url: str, username: str, password: str = PASSWORD) -> Person:
        """Somebody who logs in with a password."""
        body = {"login_id": username, "password": password}
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"{url.rstrip('/')}/api/v4/users/login", json=body) as answer,
        ):
            profile = await answer.json()
            if answer.status != 200:
                raise RefusedError(answer.status, profile)
            return cls(url, answer.headers["Token"], profile)

    @classmethod
    async def with_token(cls, url: str, token: str) -> Person:
        """Somebody who has a token: a bot, or an administrator."""
        person = cls(url, token, {"id": "me", "username": ""})
        try:
            profile = await person.get("/users/me")
        except BaseException:
            await person.close()
            raise
        person.id, person.username = profile["id"], profile["username"]
        return person

    async def invite(self, username: str, team_id: str = "", *channel_ids: str, **profile: Any) -> Person:
        """As an administrator: make an account, in a team and in channels; it is logged in and listens."""
        account = {"username": username, "email": f"{username}@example.org", "password": PASSWORD}
        user = await self.post("/users", account | profile)
        if team_id:
            await self.post(f"/teams/{team_id}/members", {"team_id": team_id, "user_id": user["id"]})
        for channel_id in channel_ids:
            await self.post(f"/channels/{channel_id}/members", {"user_id": user["id"]})
        person = await Person.log_in(self.url, username)
        await person.listen()
        return person

    async def __aenter__(self) -> Person:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
            self._listening = None
        if self._http is not None:
            await self._http.close()
            self._http = None

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            timeout = aiohttp.ClientTimeout(total=60)
            self._http = aiohttp.ClientSession(
                headers={"Authorization": f"Bearer {self.token}"}, timeout=timeout
            )
        return self._http

    # REST

    async def call(self, method: str, path: str, body: Any = None, **query: str | int) -> Any:
        """One request under `/api/v4`; gives the JSON of the answer.

        Raises:
            RefusedError: the status is not 2xx.
        """
        query = {name: str(value) for name, value in query.items()}
        url = f"{self.url}/api/v4{path}"
        async with self._session().request(method, url, json=body, params=query) as answer:
            text = await answer.text()
            try:
                content = json.loads(text)
            except ValueError:
                content = text
            if not 200 <= answer.status < 300:
                raise RefusedError(answer.status, content)
            return content

    async def get(self, path: str, **query: str | int) -> Any:
        return await self.call("GET", path, **query)

    async def post(self, path: str, body: Any = None) -> Any:
        return await self.call("POST", path, body)

    async def put(self, path: str, body: Any = None) -> Any:
        return await self.call("PUT", path, body)

    async def delete(self, path: str) -> Any:
        return await self.call("DELETE", path)

    # Writing and reading

    async def say(self, channel_id: str, message: str, *, under: str = "", **fields: Any) -> Json:
        """Post a message, in the thread of another if `under` is its id."""
        post: Json = await self.post(
            "/posts", {"channel_id": channel_id, "message": message, "root_id": under} | fields
        )
        return post

    async def direct(self, user_id: str) -> str:
        """The id of the channel of direct messages with somebody."""
        channel = await self.post("/channels/direct", [self.id, user_id])
        return str(channel["id"])

    async def say_to(self, user_id: str, message: str, **fields: Any) -> Json:
        """Send a direct message."""
        return await self.say(await self.direct(user_id), message, **fields)

    async def react(self, post_id: str, emoji: str) -> Json:
        reaction: Json = await self.post(
            "/reactions", {"user_id": self.id, "post_id": post_id, "emoji_name": emoji}
        )
        return reaction

    async def unreact(self, post_id: str, emoji: str) -> None:
        await self.delete(f"/users/{self.id}/posts/{post_id}/reactions/{emoji}")

    async def read(self, channel_id: str, *, system: bool = False) -> list[Json]:
        """The last posts of a channel (200 at most), oldest first; those of the system only if asked."""
        listed = await self.get(f"/channels/{channel_id}/posts", per_page=200)
        posts = [listed["posts"][key] for key in reversed(listed["order"])]
        return [post for post in posts if system or not post["type"].startswith("system_")]

    async def upload(self, channel_id: str, name: str, content: bytes) -> str:
        """Upload a file, to be put in a post by its id."""
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("channel_id", channel_id)
        form.add_field("files", content, filename=name)
        async with self._session().post(f"{self.url}/api/v4/files", data=form) as answer:
            content_of_answer = await answer.json()
            if answer.status != 201:
                raise RefusedError(answer.status, content_of_answer)
            return str(content_of_answer["file_infos"][0]["id"])

    async def download(self, file_id: str) -> bytes:
        async with self._session().get(f"{self.url}/api/v4/files/{file_id}") as answer:
            content = await answer.read()
            if answer.status != 200:
                raise RefusedError(answer.status, content.decode(errors="replace"))
            return content

    # Commands, buttons, dialogs

    async def execute(self, channel_id: str, command: str, *, team_id: str = "", under: str = "") -> Json:
        """Type a slash command; in a direct message the team in front of the person has to be named."""
        body = {"channel_id": channel_id, "command": command, "team_id": team_id, "root_id": under}
        answer: Json = await self.post("/commands/execute", body)
        return answer

    async def press(self, post: Json, label: str) -> Json:
        """Press the button with a label; of an ephemeral post as it came, of a stored one as it is now."""
        return await self._act(post, label, "")

    async def choose(self, post: Json, label: str, option: str) -> Json:
        """Choose from the menu with a label: an option by text or value, a person or channel by its id."""
        return await self._act(post, label, option)

    async def _act(self, post: Json, label: str, option: str) -> Json:
        if post["type"] != "system_ephemeral":
            post = await self.get(f"/posts/{post['id']}")
        action = action_named(post, label)
        body = {"selected_option": option_named(action, option)}
        if action.get("cookie"):
            body["cookie"] = action["cookie"]
        answer: Json = await self.post(f"/posts/{post['id']}/actions/{action['id']}", body)
        return answer

    async def submit(self, dialog: Dialog, channel_id: str, team_id: str, **values: Any) -> Json:
        """Fill in a dialog, by names of its fields, and submit it; `errors` or `error` if it stays open.

        What is not given keeps its default. As in the real clients, nothing goes out while a required field
        is empty.
        """
        submission = dialog.filled(values)
        return await self._submit(dialog, channel_id, team_id, {"submission": submission})

    async def cancel(self, dialog: Dialog, channel_id: str, team_id: str) -> Json:
        """Close a dialog; the integration hears of it only if it asked to."""
        if not dialog.content["notify_on_cancel"]:
            return {}
        return await self._submit(dialog, channel_id, team_id, {"submission": {}, "cancelled": True})

    async def _submit(self, dialog: Dialog, channel_id: str, team_id: str, more: Json) -> Json:
        body = {
            "url": dialog.url,
            "callback_id": dialog.content["callback_id"],
            "state": dialog.content["state"],
            "channel_id": channel_id,
            "team_id": team_id,
        }
        answer: Json = await self.post("/actions/dialogs/submit", body | more)
        return answer

    # Listening

    async def listen(self) -> None:
        """Open a WebSocket, and again whenever it is lost, until `close`."""
        if self._listening is None:
            self._listening = asyncio.create_task(self._keep_listening())
        async with asyncio.timeout(PATIENCE):
            await self._greeted.wait()

    async def _keep_listening(self) -> None:
        resume: dict[str, str] = {}
        while True:
            with contextlib.suppress(aiohttp.ClientError, ConnectionError):
                async with self._session().ws_connect(
                    f"{self.url}/api/v4/websocket", params=resume
                ) as socket:
                    async for frame in socket:
                        if frame.type is aiohttp.WSMsgType.TEXT:
                            await self._hear(json.loads(frame.data), resume)
            await asyncio.sleep(_RETRY)

    async def _hear(self, message: Json, resume: dict[str, str]) -> None:
        if "event" not in message:
            return
        data = dict(message.get("data") or {})
        for name in _IN_STRINGS:
            if isinstance(data.get(name), str):
                data[name] = json.loads(data[name])
        event = Event(message["event"], data, message.get("broadcast") or {}, message["seq"])
        resume["sequence_number"] = str(event.seq + 1)
        if event.kind == "hello":
            resume["connection_id"] = data.get("connection_id", "")
            self._greeted.set()
        self.events.append(event)
        async with self._changed:
            self._unread.append(event)
            self._changed.notify_all()

    async def next(self, kind: str, where: Where = lambda _: True, within: float = PATIENCE) -> Json:
        """The data of the first event of a kind that nobody asked for yet; waits for it.

        Raises:
            NothingCameError: none came in time; it says what came instead.
        """

        def found() -> Event | None:
            return next((one for one in self._unread if one.kind == kind and where(one.data)), None)

        try:
            async with asyncio.timeout(within), self._changed:
                await self._changed.wait_for(lambda: found() is not None)
        except TimeoutError:
            came = ", ".join(event.kind for event in self._unread[-10:]) or "nothing"
            raise NothingCameError(f"{self.username} got no {kind} in {within} s; unread: {came}") from None
        event = found()
        assert event is not None
        self._unread.remove(event)
        return event.data

    async def next_post(
        self, channel_id: str | None = None, by: str | None = None, where: Where = lambda _: True
    ) -> Json:
        """The next message that appears: in a channel, by an account (an id), or such as `where` wants."""

        def wanted(data: Json) -> bool:
            post = data["post"]
            by_them = by is None or post["user_id"] == by
            return by_them and channel_id in {None, post["channel_id"]} and where(post)

        return dict((await self.next("posted", wanted))["post"])

    async def next_edit(self, post_id: str) -> Json:
        """A post as it is after its next edition."""
        return dict((await self.next("post_edited", lambda data: data["post"]["id"] == post_id))["post"])

    async def next_ephemeral(self, channel_id: str | None = None) -> Json:
        """The next post that only this person sees."""
        data = await self.next(
            "ephemeral_message", lambda data: channel_id in {None, data["post"]["channel_id"]}
        )
        return dict(data["post"])

    async def next_dialog(self) -> Dialog:
        """The next dialog that opens."""
        return Dialog((await self.next("open_dialog"))["dialog"])

    def forget(self) -> None:
        """Take everything that came so far as read."""
        self._unread.clear()
