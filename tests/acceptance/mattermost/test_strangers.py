"""Who is not the chat server learns nothing, and does nothing."""

import asyncio

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from bot.platforms.mattermost.signing import Signer
from tests.acceptance.mattermost.people import said
from tests.acceptance.mattermost.process import until


@pytest_asyncio.fixture(loop_scope="session")
async def http():
    async with ClientSession() as session:
        yield session


def home_url(town):
    return f"{town.process.web}/mattermost/{town.home.secrets.path.get_secret_value()}"


def signer(town):
    return Signer(town.home.secrets.key.get_secret_value())


def whisper(town):
    """The context of a button that is good."""
    return signer(town).context(plugin="kermesse", action="whisper", arguments={})


async def press(http, town, person, context):
    """Call the bot as the server would, with that context."""
    payload = {
        "user_id": person.id,
        "user_name": person.username,
        "channel_id": person.here,
        "channel_name": "loire",
        "team_id": person.team,
        "post_id": "",
        "trigger_id": "none",
        "type": "button",
        "context": context,
    }
    async with http.post(f"{home_url(town)}/action", json=payload) as answer:
        return answer.status, await answer.json()


def command(town, person, token, trigger="rappel"):
    return {
        "token": token,
        "team_id": person.team,
        "channel_id": person.here,
        "channel_name": "loire",
        "user_id": person.id,
        "user_name": person.username,
        "command": f"/{trigger}",
        "text": "liste",
        "trigger_id": "none",
    }


@pytest.mark.parametrize("kind", ["command", "action", "dialog", "ping", ""])
async def test_an_address_without_the_secret_leads_nowhere(town, http, kind):
    async with http.post(f"{town.process.web}/mattermost/{'x' * 32}/{kind}", json={}) as answer:
        assert (answer.status, await answer.read()) == (404, b"")
        assert "aiohttp" not in answer.headers.get("Server", "")


async def test_a_command_needs_its_own_token(town, http, camille):
    tokens = {key: token.get_secret_value() for key, token in town.home.secrets.commands.items()}
    right = tokens[f"{camille.team}/rappel"]
    other = tokens[f"{camille.team}/maillage"]
    for token in ("", "x" * 26, other):
        async with http.post(f"{home_url(town)}/command", data=command(town, camille, token)) as answer:
            assert (answer.status, await answer.read()) == (404, b"")
    async with http.post(f"{home_url(town)}/command", data=command(town, camille, right)) as answer:
        assert answer.status == 200
        assert (await answer.json())["response_type"] == "ephemeral"


async def test_what_is_no_request_of_a_server_is_nothing(town, http):
    for kind in ("command", "action", "dialog"):
        for body in (b"", b"\xff\xfe", b"[1]", b"{", b"null"):
            async with http.post(f"{home_url(town)}/{kind}", data=body) as answer:
                assert (answer.status, await answer.read()) == (404, b"")
        async with http.get(f"{home_url(town)}/{kind}") as answer:
            assert answer.status in (404, 405)


async def test_a_body_without_end_is_refused(town, http):
    async with http.post(f"{home_url(town)}/action", data=b"x" * 1_000_000) as answer:
        assert answer.status == 413


async def test_a_forged_button_is_told_from_a_real_one(town, http, camille):
    status, answer = await press(http, town, camille, whisper(town))
    assert (status, answer["ephemeral_text"]) == (200, "Chut")
    sealed = whisper(town)["sealed"]
    forged = [
        {},
        {"sealed": ""},
        {"sealed": sealed.replace("whisper", "close")},
        {"sealed": sealed.replace('"arguments":{}', '"arguments":{"reminder":1}')},
        Signer("another secret of another bot").context(plugin="kermesse", action="whisper", arguments={}),
        {"plugin": "kermesse", "action": "whisper", "arguments": {}},
        [sealed],
        None,
    ]
    for context in forged:
        status, answer = await press(http, town, camille, context)
        assert status == 200
        assert "Je ne reconnais pas ce bouton" in answer["ephemeral_text"], context


async def test_a_state_of_a_dialog_is_no_button_and_no_other_persons(town, http, camille, karim):
    state = signer(town).state(
        user=camille.id, plugin="kermesse", form="registration", arguments={}, fields=("name",)
    )
    _status, answer = await press(http, town, camille, {"sealed": state})
    assert "Je ne reconnais pas ce bouton" in answer["ephemeral_text"]
    payload = {"user_id": karim.id, "channel_id": karim.here, "state": state, "submission": {"name": "x"}}
    async with http.post(f"{home_url(town)}/dialog", json=payload) as answer:
        assert "Je ne reconnais pas ce formulaire" in (await answer.json())["error"]


async def test_who_asks_for_too_much_is_told_to_wait_and_others_are_not(town, camille, karim):
    for _time in range(20):
        await camille.runs("/rappel liste")
    told = []
    while not told:
        answer = await camille.runs("/rappel liste")
        told = [answer["text"]] if "beaucoup à la fois" in answer["text"] else []
    assert "Réessaie dans 1 seconde." in told[0]
    assert "aucun rappel" in said(await karim.asks("/rappel liste"))
    assert (await town.process.metrics())['maillage_throttled_requests_total{platform="mattermost"}'] >= 1

    async def is_answered_again():
        return "aucun rappel" in (await camille.runs("/rappel liste"))["text"]

    await until(is_answered_again, "she is answered again")


async def test_a_channel_that_asks_for_too_much_is_told_to_wait(town, http, camille):
    token = town.home.secrets.commands[f"{camille.team}/rappel"].get_secret_value()

    async def ask(number):
        asked = command(town, camille, token) | {"user_id": f"{number:03}{camille.id[3:]}"}
        async with http.post(f"{home_url(town)}/command", data=asked) as answer:
            return (await answer.json())["text"]

    texts = await asyncio.gather(*(ask(number) for number in range(150)))
    refused = [text for text in texts if "beaucoup à la fois" in text]
    assert 0 < len(refused) <= 90


async def test_what_watches_over_the_bot_sees_that_it_is_well(town, camille):
    await camille.asks("/rappel liste")
    assert await town.process.health() == (200, {"status": "ready", "reasons": []})
    metrics = await town.process.metrics()
    assert metrics['maillage_platform_connected{platform="mattermost"}'] == 1
    assert metrics['maillage_events_total{kind="line",platform="mattermost"}'] >= 1


async def test_the_secrets_are_in_no_log(town, camille):
    await camille.asks("/rappel liste")
    log = town.process.log.read_text()
    secrets = town.home.secrets
    for secret in (secrets.token, secrets.path, secrets.key, *secrets.commands.values()):
        assert secret.get_secret_value() not in log
