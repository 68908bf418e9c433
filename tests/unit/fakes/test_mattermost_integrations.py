"""Slash commands, buttons and dialogs of the fake server."""

import json

import aiohttp
import pytest

from tests.fakes.mattermost import FakeMattermost, NotThereError, text_of
from tests.fakes.mattermost.listener import Listener
from tests.unit.fakes.asking import refused


async def test_a_plugin_comes_before_a_custom_command(town):
    await town.command("poll")
    town.server.install_plugin("com.example.poll", "poll")
    await town.eddie.execute(town.channel_id, "/poll oui ?")
    assert town.listener.heard == []
    listed = await town.admin.get("/commands", team_id=town.team["id"])
    assert [one["plugin_id"] for one in listed if one["trigger"] == "poll"] == ["com.example.poll", ""]
    assert [one["id"] for one in (await town.admin.get("/plugins"))["active"]] == ["com.example.poll"]


async def test_a_command_that_mentions_colleagues_gives_their_ids(town):
    await town.command()
    await town.eddie.execute(town.channel_id, "/veille pour @relais, et @personne dans ~loire-42")
    form = town.listener.heard[0].form
    assert (form["user_mentions"], form["user_mentions_ids"]) == (["relais"], [town.bot.id])
    assert form["channel_mentions_ids"] == [town.channel_id]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (aiohttp.web.Response(status=503), "api.command.execute_command.failed_resp.app_error"),
        (
            aiohttp.web.Response(text="{", content_type="application/json"),
            "api.command.execute_command.failed.app_error",
        ),
        ({"text": "x" * 1024 * 1024}, "api.command.execute_command.failed.app_error"),
    ],
)
async def test_a_bad_answer_to_a_command_is_an_error(town, answer, error):
    await town.command()
    town.listener.answers["/command"] = answer
    assert await refused(town.eddie.execute(town.channel_id, "/veille")) == (500, error)


@pytest.mark.parametrize("setting", ["SiteURL", "AllowedUntrustedInternalConnections"])
async def test_a_setting_keeps_commands_from_the_integration(town, setting):
    await town.command()
    town.server.config[setting] = ""
    failed = await refused(town.eddie.execute(town.channel_id, "/veille"))
    assert failed == (500, "api.command.execute_command.failed.app_error")
    assert town.listener.heard == []


async def test_a_command_is_answered_later_five_times(town, http):
    await town.command()
    await town.eddie.execute(town.channel_id, "/veille")
    url = town.listener.heard[0].form["response_url"][0]
    statuses = []
    for _ in range(6):
        async with http.post(url, json={"text": "encore"}) as answer:
            statuses.append(answer.status)
    assert statuses == [200] * 5 + [400]


async def test_newer_servers_name_the_thread_of_a_command():
    async with Listener.running() as listener, FakeMattermost.running("11.2.0") as server:
        team = await server.admin.post("/teams", {"name": "t", "display_name": "T", "type": "O"})
        channels = await server.admin.get(f"/users/me/teams/{team['id']}/channels")
        root = await server.admin.say(channels[0]["id"], "racine")
        assert "parent_id" not in root
        body = {"team_id": team["id"], "trigger": "veille", "url": f"{listener.url}/command", "method": "P"}
        await server.admin.post("/commands", body)
        await server.admin.execute(channels[0]["id"], "/veille", under=root["id"])
        assert listener.heard[0].form["root_id"] == [root["id"]]


async def test_an_update_without_text_empties_the_post_and_without_props_keeps_them(town):
    post = await town.bot.say(town.channel_id, "Réunion ?", props=town.buttons("Mardi"))
    town.listener.answers["/action"] = {"update": {"id": "ignored"}}
    await town.eddie.press(post, "Mardi")
    edited = await town.eddie.next_edit(post["id"])
    assert (edited["message"], text_of(edited)) == ("", "Dates")
    town.listener.answers["/action"] = {"update": {"message": "Clos", "props": {}}, "ephemeral_text": "Merci"}
    await town.eddie.press(post, "Mardi")
    assert (await town.eddie.next_edit(post["id"]))["props"] == {}
    assert (await town.eddie.next_ephemeral())["message"] == "Merci"
    with pytest.raises(NotThereError):
        await town.eddie.press(post, "Mardi")


@pytest.mark.parametrize("answer", [aiohttp.web.Response(status=404), aiohttp.web.Response(text="ok")])
async def test_a_bad_answer_to_an_action_is_an_error(town, answer):
    post = await town.bot.say(town.channel_id, "Réunion ?", props=town.buttons("Mardi"))
    town.listener.answers["/action"] = answer
    failed = await refused(town.eddie.press(post, "Mardi"))
    assert failed == (400, "api.post.do_action.action_integration.app_error")


async def test_the_button_of_a_deleted_post_is_not_found(town):
    post = await town.bot.say(town.channel_id, "Réunion ?", props=town.buttons("Mardi"))
    await town.bot.delete(f"/posts/{post['id']}")
    pressed = town.eddie.post(f"/posts/{post['id']}/actions/mardi")
    assert await refused(pressed) == (404, "app.post.get.app_error")


async def test_a_button_of_an_ephemeral_post_works_but_cannot_update_it(town):
    await town.command()
    town.listener.answers["/command"] = {"text": "Pour toi", **town.buttons("Oui")}
    await town.eddie.execute(town.channel_id, "/veille")
    shown = await town.eddie.next_ephemeral()
    await town.eddie.press(shown, "Oui")
    assert json.loads(town.listener.heard[-1].body)["context"] == {"name": "Oui"}
    town.listener.answers["/action"] = {"update": {"message": "non"}}
    assert await refused(town.eddie.press(shown, "Oui")) == (404, "app.post.get.app_error")


async def test_a_trigger_opens_a_dialog_for_some_seconds(http):
    moment = [1_700_000_000.0]
    async with FakeMattermost.running(now=lambda: moment[0]) as server:
        _, trigger = server.triggers.make(server.admin.id)
        request = {"trigger_id": trigger, "url": "https://example.org", "dialog": {"title": "Fiche"}}
        moment[0] += 2.9
        assert await server.admin.post("/actions/dialogs/open", request) == {"status": "OK"}
        moment[0] += 0.2
        late = await refused(server.admin.post("/actions/dialogs/open", request))
        assert late == (400, "interactive_message.decode_trigger_id.expired")


async def test_the_lengths_of_a_dialog_are_bytes(town):
    def request(title):
        _, trigger = town.server.triggers.make(town.eddie.id)
        return {"trigger_id": trigger, "url": "https://example.org", "dialog": {"title": title}}

    await town.bot.post("/actions/dialogs/open", request("é" * 12))
    refusal = await refused(town.bot.post("/actions/dialogs/open", request("é" * 13)))
    assert refusal == (400, "fake.invalid_dialog")
