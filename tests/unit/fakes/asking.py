"""How the tests of the fake server ask it things."""

import json

import pytest

from tests.fakes.mattermost import RefusedError

API = "/api/v4"


async def refused(awaitable):
    """The status and the id with which a request is refused."""
    with pytest.raises(RefusedError) as refusal:
        await awaitable
    return refusal.value.status, refusal.value.id


def bearer(person):
    return {"Authorization": f"Bearer {person.token}"}


def connect(http, person, **query):
    return http.ws_connect(f"{person.url}{API}/websocket", params=query, headers=bearer(person))


async def read_events(socket, count):
    return [json.loads((await socket.receive(timeout=5)).data) for _ in range(count)]
