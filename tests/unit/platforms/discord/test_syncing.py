"""Telling Discord of the commands: once, again when they changed, later when it cannot be reached."""

from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
from structlog.testing import capture_logs

from bot.platforms.backing_off import BackOff
from bot.platforms.discord.syncing import reasons, synchronise

APPLICATION = 1173258291283034152
PAYLOAD = [
    {"name": "maillage", "options": [{"name": "aide", "options": [{"name": "commande"}]}]},
    {"name": "rappel"},
]


class Commands:
    def __init__(self, fingerprint="a") -> None:
        self.payload = PAYLOAD
        self.fingerprint = fingerprint


class Registrar:
    """Discord, which meets each request with what it is told to: an error, or nothing."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.asked: list[tuple[int, Any]] = []

    async def bulk_upsert_global_commands(self, application_id: int, payload: list) -> None:
        self.asked.append((application_id, payload))
        if self.errors:
            raise self.errors.pop(0)


class Memory:
    def __init__(self) -> None:
        self.kept = {"42": "a position of something else"}

    async def positions(self):
        return self.kept

    async def remember(self, positions) -> None:
        self.kept |= positions


class Waits(list):
    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


def refused(status: int, body: dict | str) -> discord.HTTPException:
    return discord.HTTPException(SimpleNamespace(status=status, reason="?"), body)


async def sync(registrar, memory, *, commands=None, application=APPLICATION, waits=None):
    back_off = BackOff(lambda: 1.0)
    found = commands or Commands()
    return await synchronise(
        found, registrar, application, memory, back_off, Waits() if waits is None else waits
    )


async def test_commands_are_registered_once():
    memory, registrar = Memory(), Registrar()
    assert await sync(registrar, memory)
    assert registrar.asked == [(APPLICATION, PAYLOAD)]
    again = Registrar()
    assert await sync(again, memory)
    assert again.asked == []


async def test_commands_that_changed_and_those_of_another_application_are_registered_anew():
    memory = Memory()
    await sync(Registrar(), memory)
    changed, other = Registrar(), Registrar()
    assert await sync(changed, memory, commands=Commands("b"))
    assert await sync(other, memory, commands=Commands("b"), application=5)
    assert (len(changed.asked), len(other.asked)) == (1, 1)


async def test_what_was_registered_is_remembered_beside_all_else():
    memory = Memory()
    await sync(Registrar(), memory)
    assert memory.kept["42"] == "a position of something else"


@pytest.mark.parametrize(
    ("error", "waited"),
    [
        (refused(503, "unavailable"), [0.5]),
        (refused(429, {"code": 0, "message": "slow down"}), [0.5]),
        (aiohttp.ClientConnectionError(), [0.5]),
        (OSError(), [0.5]),
        (discord.RateLimited(7.5), [7.5]),
        (discord.RateLimited(86_400), [600.0]),
    ],
)
async def test_a_discord_that_cannot_be_reached_is_asked_again(error, waited):
    memory, waits = Memory(), Waits()
    assert await sync(Registrar(error), memory, waits=waits)
    assert waits == waited
    assert "commands" in memory.kept


async def test_waits_grow():
    waits = Waits()
    assert await sync(Registrar(*[OSError()] * 3), Memory(), waits=waits)
    assert waits == [0.5, 1.0, 2.0]


async def test_what_discord_refuses_is_told_by_the_words_of_the_command_and_not_asked_again():
    wrong = {"_errors": [{"code": "BASE_TYPE_BAD_LENGTH", "message": "Must be 100 or fewer in length."}]}
    body = {
        "code": 50035,
        "message": "Invalid Form Body",
        "errors": {
            "0": {"options": {"0": {"options": {"0": {"description": wrong}}}}},
            "1": {"name": wrong},
        },
    }
    memory, registrar = Memory(), Registrar(refused(400, body))
    with capture_logs() as logged:
        assert not await sync(registrar, memory)
    assert len(registrar.asked) == 1
    assert "commands" not in memory.kept
    (event,) = logged
    assert event["code"] == 50035
    assert event["reasons"] == [
        "/maillage aide commande: description: Must be 100 or fewer in length.",
        "/rappel: name: Must be 100 or fewer in length.",
    ]


def test_a_refusal_that_names_no_command_is_told_as_it_is():
    assert reasons("Missing Access", PAYLOAD) == ["Missing Access"]
    assert reasons("Invalid Form Body\nIn 9.name: bad", PAYLOAD) == ["/9: name: bad"]
    assert reasons("Invalid Form Body\nIn 1.options.3.name: bad", PAYLOAD) == ["/rappel: options.3.name: bad"]
