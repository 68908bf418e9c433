"""Rate limits, refusals, outages, and the description that bodies have to fit."""

import asyncio
import io
import time

import aiohttp
import discord
import pytest

from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.openapi import OpenApi, description
from tests.fakes.discord.server import MODULES
from tests.unit.fakes.discord.asking import Rest
from tests.unit.fakes.discord.bots import connected

MESSAGES = "/channels/{channel_id}/messages"


class Ticks:
    """Seconds that pass when told."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def ticks(strict):
    strict.rates.ticks = Ticks()
    return strict.rates.ticks


@pytest.fixture
def post(rest, place):
    async def send(content="Bonjour"):
        return await rest("POST", f"/channels/{place.id}/messages", {"content": content})

    return send


async def test_a_limit_of_a_route_is_told_in_headers_and_enforced(strict, post, ticks):
    strict.rates.limit("POST", MESSAGES, 2, 5.0)
    first = await post()
    assert (first.headers["X-RateLimit-Limit"], first.headers["X-RateLimit-Remaining"]) == ("2", "1")
    assert float(first.headers["X-RateLimit-Reset-After"]) == 5.0
    assert float(first.headers["X-RateLimit-Reset"]) == pytest.approx(time.time() + 5, abs=2)
    await post()
    refused = await post()
    assert refused.status == 429
    assert refused.body == {"message": "You are being rate limited.", "retry_after": 5.0, "global": False}
    assert (refused.headers["Retry-After"], refused.headers["X-RateLimit-Scope"]) == ("5", "user")
    assert refused.headers["X-RateLimit-Bucket"] == first.headers["X-RateLimit-Bucket"]
    ticks.now += 5
    assert (await post()).status == 200


async def test_channels_have_their_own_windows(strict, rest, post, ticks, isere):
    strict.rates.limit("POST", MESSAGES, 1, 5.0)
    await post()
    other = isere.channel("autre")
    assert (await rest("POST", f"/channels/{other.id}/messages", {"content": "a"})).status == 200
    assert (await post()).status == 429


async def test_the_global_limit_spares_answers_to_interactions(strict, rest, post, ticks):
    strict.rates.limit_all(1)
    assert (await post()).status == 200
    refused = await post()
    assert (refused.status, refused.body["global"]) == (429, True)
    assert refused.headers["X-RateLimit-Global"] == "true"
    assert (await rest("POST", "/interactions/1/a/callback", {"type": 5})).code == 10062
    ticks.now += 1
    assert (await post()).status == 200


async def test_fifty_requests_a_second_are_the_limit_unless_a_test_sets_another():
    async with FakeDiscord.running() as fake, aiohttp.ClientSession() as http:
        fake.rates.ticks = Ticks()
        rest = Rest(fake, http)
        statuses = [(await rest("GET", "/users/@me")).status for _ in range(51)]
        assert statuses == [200] * 50 + [429]


async def test_a_client_of_discord_py_waits_and_tries_again(fake, loire, general, camille):
    async with connected(fake) as bot:
        fake.rates.limit("POST", MESSAGES, 1, 0.2)
        channel = bot.get_channel(int(general.id))
        await asyncio.gather(channel.send("Un"), channel.send("Deux"), channel.send("Trois"))
        assert sorted(message.text for message in camille.sees(general)) == ["Deux", "Trois", "Un"]


async def test_too_many_refused_requests_ban_the_address(strict, rest, post, ticks):
    strict.rates.refused_most = 3
    for _ in range(3):
        assert (await rest("GET", "/users/@me", token="wrong")).status == 401
    banned = await post()
    assert (banned.status, "1015" in banned.body) == (429, True)
    assert banned.headers["Content-Type"].startswith("text/html")
    assert "Via" not in banned.headers
    ticks.now += 601
    assert (await post()).status == 200


async def test_a_token_that_is_wrong_is_refused_everywhere(strict, rest, place):
    for path in ("/users/@me", f"/channels/{place.id}", "/gateway/bot"):
        refused = await rest("GET", path, token="wrong")
        assert (refused.status, refused.body) == (401, {"message": "401: Unauthorized", "code": 0})
    old = strict.token
    strict.reset_token()
    assert (await rest("GET", "/users/@me", token=old)).status == 401
    assert (await rest("GET", "/users/@me")).status == 200


async def test_clients_name_themselves(rest):
    rest.agent = "Python/3.11"
    refused = await rest("GET", "/users/@me")
    assert (refused.status, refused.code) == (403, 40333)


async def test_a_channel_can_be_refused(strict, post, place):
    strict.refuse_channel(place)
    assert (await post()).code == 50001
    strict.refuse_channel(place, False)
    assert (await post()).status == 200


async def test_a_server_fails_for_a_while(strict, post, place):
    strict.faults.answer(503, "/messages", times=2)
    assert [(await post()).status for _ in range(3)] == [503, 503, 200]
    strict.faults.answer(500, "/messages", "POST", taken=True)
    assert (await post("Malgré tout")).status == 500
    assert [message.text for message in place.messages.values()] == ["Bonjour", "Malgré tout"]


@pytest.mark.parametrize("taken", [True, False])
async def test_an_answer_is_lost(strict, post, place, taken):
    strict.faults.drop("/messages", taken=taken)
    with pytest.raises(aiohttp.ClientError):
        await post()
    assert len(place.messages) == taken


async def test_requests_and_answers_wait(strict, post, place):
    hold = strict.faults.hold("/messages")
    sending = asyncio.create_task(post())
    await hold.arrived()
    assert not place.messages
    hold.release()
    assert (await sending).status == 200
    hold = strict.faults.hold_answer("/messages")
    sending = asyncio.create_task(post())
    await hold.arrived()
    assert len(place.messages) == 2
    strict.faults.lift()
    assert (await sending).status == 200


async def test_an_outage_ends(strict, post, place):
    await strict.down()
    with pytest.raises(aiohttp.ClientError):
        await post()
    await strict.up()
    assert (await post()).status == 200
    assert [one.status for one in strict.seen("POST", MESSAGES)] == [200]


async def test_a_nonce_of_discord_py_finds_the_message_of_a_lost_answer(fake, loire, general):
    async with connected(fake) as bot:
        channel = bot.get_channel(int(general.id))
        fake.faults.drop("/messages")
        with pytest.raises((aiohttp.ClientError, OSError)):
            await channel.send("Bonjour", nonce="d7")
        assert (await channel.send("Bonjour", nonce="d7")).content == "Bonjour"
        assert len(general.messages) == 1


# The description

SMALL = {
    "components": {"schemas": {"SnowflakeType": {"type": "string"}, "Body": {"type": "object"}}},
    "paths": {
        "/things/{thing_id}": {
            "post": {
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {"id": {"$ref": "#/components/schemas/SnowflakeType"}},
                                "required": ["id"],
                            }
                        }
                    }
                },
                "responses": {
                    "200": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}
                    }
                },
            }
        }
    },
}


def test_bodies_and_answers_are_validated():
    api = OpenApi(SMALL)
    path = "/things/{thing_id}"
    assert api.wrong_request("POST", path, {"id": "1"}) is None
    assert api.wrong_request("POST", path, {"id": 1}) is None
    assert "'id' is a required property" in str(api.wrong_request("POST", path, {}))
    assert api.wrong_request("POST", "/unknown", {}) is None
    assert api.wrong_answer("POST", path, 200, {}) is None
    assert api.wrong_answer("POST", path, 200, []) is not None
    assert str(api.wrong_answer("POST", path, 204, None)) == ": status 204 is not described"
    assert str(api.wrong_request("POST", path, {"id": []})).startswith("id: [] is not")


async def test_a_body_that_does_not_fit_is_refused_and_noted(fake, loire, general):
    fake.openapi = OpenApi(
        SMALL | {"paths": {MESSAGES: {"post": SMALL["paths"]["/things/{thing_id}"]["post"]}}}
    )
    async with aiohttp.ClientSession() as http:
        rest = Rest(fake, http)
        path = f"/channels/{general.id}/messages"
        for files in ((), (("a.txt", b"a"),)):
            refused = await rest("POST", path, {"content": "a"}, files=files)
            assert (refused.status, refused.code) == (400, 50035)
        assert [one.split(":")[0] for one in fake.violations] == [f"POST {MESSAGES}"] * 2
        assert (await rest("POST", path, {"content": "a", "id": 1})).status == 200
        assert len(general.messages) == 1


@pytest.mark.skipif(description() is None, reason="no description is at hand")
async def test_what_discord_py_sends_fits_the_description(fake, loire, general):
    async with connected(fake) as bot:
        channel = bot.get_channel(int(general.id))
        view = discord.ui.View()
        view.add_item(discord.ui.Button(label="Oui", custom_id="oui"))
        view.add_item(discord.ui.Select(options=[discord.SelectOption(label="a")]))
        file = discord.File(io.BytesIO(b"a"), "a.txt")
        await channel.send("Bonjour", view=view, embed=discord.Embed(title="a", colour=1), file=file)
        layout = discord.ui.LayoutView()
        layout.add_item(discord.ui.Container(discord.ui.TextDisplay("Bonjour"), discord.ui.Separator()))
        await channel.send(view=layout)
        assert fake.violations == []


@pytest.mark.skipif(description() is None, reason="no description is at hand")
def test_every_operation_of_the_fake_is_one_of_discord():
    api = description()
    ours = [route for module in MODULES for route in module.routes.all]
    assert [one for one in ours if not api.describes(one.method, one.path)] == []
    assert len(ours) > 50
