"""A web for tests: a `Fetcher` that serves given pages and failures, and remembers what it was asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.language.messages import Markup
from bot.plugin.fetching import DEADLINE, LIMIT, Fetched, FetchError, FetchProblem


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its address and its headers."""

    url: str
    headers: Mapping[str, str]


@dataclass
class Web:
    """What lies on the web; an address that nothing is known of cannot be reached.

    While `gate` is given, requests wait for it.
    """

    asked: list[Asked] = field(default_factory=list)
    gate: asyncio.Event | None = None
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _answers: dict[str, Fetched | FetchError] = field(default_factory=dict)

    def page(self, url: str, html: str, *, at: str | None = None) -> None:
        """Put a page at an address; it is found `at` another in the end, if that is given."""
        self.answers(url, html.encode(), content_type="text/html; charset=utf-8", at=at)

    def feed(self, url: str, xml: str) -> None:
        """Put a feed at an address."""
        self.answers(url, xml.encode(), content_type="application/rss+xml; charset=utf-8")

    def answers(
        self,
        url: str,
        content: bytes = b"",
        *,
        status: int = 200,
        content_type: str | None = None,
        headers: Mapping[str, str] | None = None,
        at: str | None = None,
        moved_to: str | None = None,
        retry_after: timedelta | None = None,
    ) -> None:
        """Have an address answer so from now on."""
        said = {"content-type": content_type} if content_type else {}
        found = Fetched(
            at or moved_to or url, status, {**said, **(headers or {})}, content, moved_to, retry_after
        )
        self._answers[url] = found

    def fails(self, url: str, problem: FetchProblem = FetchProblem.UNREACHABLE, why: str = "") -> None:
        """Have an address fail so from now on; `why` is told to people."""
        self._answers[url] = FetchError(problem, Markup(why or f"it fails ({problem})"))

    @classmethod
    def of_all_bots(cls, monkeypatch: pytest.MonkeyPatch) -> Web:
        """Return an empty web that all bots of a test read from then on."""
        web = cls()
        monkeypatch.setattr("bot.app.web_fetcher", lambda _config, _clock: web)
        return web

    async def reached(self, requests: int) -> None:
        """Wait until so many requests came."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.asked) >= requests)

    async def close(self) -> None:
        """Nothing is open."""

    @property
    def addresses(self) -> list[str]:
        """The addresses that were asked for, in order."""
        return [asked.url for asked in self.asked]

    async def fetch(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        limit: int = LIMIT,
        deadline: timedelta = DEADLINE,
        partly: bool = False,
    ) -> Fetched:
        """Answer as the tests said, as `bot.plugin.fetching.Fetcher` does."""
        self.asked.append(Asked(url, dict(headers or {})))
        async with self._changed:
            self._changed.notify_all()
        if self.gate is not None:
            await self.gate.wait()
        found = self._answers.get(url)
        if found is None:
            raise FetchError(FetchProblem.UNREACHABLE, Markup("this site cannot be reached"))
        if isinstance(found, FetchError):
            raise FetchError(found.problem, found.text)
        if len(found.content) > limit and partly:
            return replace(found, content=found.content[:limit], is_partial=True)
        if len(found.content) > limit:
            raise FetchError(FetchProblem.TOO_LARGE, Markup("there is too much of it"))
        return found
