"""The server of the stories: the fake by default, a real one if the environment names it.

`MAILLAGE_TEST_MATTERMOST_URL` and `MAILLAGE_TEST_MATTERMOST_ADMIN_TOKEN`, of a system administrator, name a
real server. `MAILLAGE_TEST_CALLBACK_HOST` is the address of this machine as that server reaches it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from tests.fakes.mattermost import FakeMattermost, Person

CALLBACK_HOST = os.environ.get("MAILLAGE_TEST_CALLBACK_HOST", "127.0.0.1")
_URL = os.environ.get("MAILLAGE_TEST_MATTERMOST_URL", "").rstrip("/")
_TOKEN = os.environ.get("MAILLAGE_TEST_MATTERMOST_ADMIN_TOKEN", "")
IS_REAL = bool(_URL and _TOKEN)

on_the_fake = pytest.mark.skipif(IS_REAL, reason="a real server cannot be told to misbehave so")
"""For stories in which the server itself fails, or is set up in a way of its own."""


@dataclass(frozen=True)
class Target:
    """A server, and an administrator of it."""

    url: str
    admin: Person
    fake: FakeMattermost | None
    version: tuple[int, ...]


@contextlib.asynccontextmanager
async def target(version: str = "5.37.0") -> AsyncIterator[Target]:
    """The server; a fake is of that version."""
    if IS_REAL:
        async with await Person.with_token(_URL, _TOKEN) as admin:
            yield Target(_URL, admin, None, await _version(admin))
    else:
        async with FakeMattermost.running(version) as fake:
            yield Target(fake.url, fake.admin, fake, await _version(fake.admin))


async def _version(admin: Person) -> tuple[int, ...]:
    config = await admin.get("/config/client", format="old")
    return tuple(int(part) for part in config["Version"].split(".")[:3])
