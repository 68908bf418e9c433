"""Requests of a bot without a library, to see what the fake answers to the letter."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.fakes.discord import FakeDiscord


@dataclass(frozen=True)
class Answer:
    """An answer; `body` is None if there is none, a text if it is no JSON."""

    status: int
    body: Any
    headers: Any

    @property
    def code(self) -> int:
        """Discord's error code."""
        return int(self.body["code"])

    def error(self, *path: str | int) -> str:
        """The code of what is wrong with a field; 50035 has to be the refusal."""
        assert (self.status, self.code) == (400, 50035), self.body
        place = self.body["errors"]
        for step in path:
            place = place[str(step)]
        return str(place["_errors"][0]["code"])


class Rest:
    """The REST interface, with the token of the bot."""

    def __init__(self, fake: FakeDiscord, http: aiohttp.ClientSession) -> None:
        self.fake = fake
        self.http = http
        self.agent = "DiscordBot (https://example.org, 1)"

    async def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        files: tuple[tuple[str, bytes], ...] = (),
        token: str | None = None,
    ) -> Answer:
        headers = {"Authorization": f"Bot {token or self.fake.token}", "User-Agent": self.agent}
        data: Any = None
        if files:
            data = aiohttp.FormData(quote_fields=False)
            data.add_field("payload_json", json.dumps(body or {}), content_type="application/json")
            for number, (name, content) in enumerate(files):
                data.add_field(f"files[{number}]", io.BytesIO(content), filename=name)
        elif body is not None:
            headers["Content-Type"] = "application/json"
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
        url = f"{self.fake.url}/api/v10{path}"
        async with self.http.request(method, url, data=data, headers=headers) as response:
            text = await response.text()
            told = text or None
            if response.content_type == "application/json" and text:
                told = json.loads(text)
            return Answer(response.status, told, response.headers)


class Hour:
    """A clock that stands until it is moved."""

    def __init__(self, moment: Any) -> None:
        self.moment = moment

    def __call__(self) -> Any:
        return self.moment
