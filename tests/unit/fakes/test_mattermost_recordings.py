"""The fake answers with the same statuses and the same fields as a real Mattermost 5.37 did."""

import asyncio
import json
from pathlib import Path

import aiohttp
import pytest

from tests.fakes.mattermost import RefusedError
from tests.fakes.mattermost import server as place

RECORDED = json.loads((Path(place.__file__).parent / "recorded" / "5.37.json").read_text())
IDS_AS_KEYS = {"posts"}


def shape(value, name=""):
    """The fields and the types of a JSON value; ids that serve as fields, and empty lists, say nothing."""
    if isinstance(value, dict):
        if name in IDS_AS_KEYS:
            return [shape(one) for one in value.values()][:1]
        return {key: shape(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [shape(one) for one in value][:1]
    return type(value).__name__


def same(name, got):
    assert shape(got) == shape(RECORDED[name]["body"]), name


def refused_alike(name, refusal):
    """The same status, id and sentence: all but the id of the request."""
    recorded = RECORDED[name]["body"]
    assert (refusal.status, {**refusal.answer, "request_id": ""}) == (
        RECORDED[name]["status"],
        {**recorded, "request_id": ""},
    )
    assert len(refusal.answer["request_id"]) == 26


async def answer(person, method, path, body=None):
    """Status and JSON of one request."""
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {person.token}"}) as http,
        http.request(method, f"{person.url}/api/v4{path}", json=body) as got,
    ):
        return got.status, await got.json()


def asked(name, **changes):
    return {**RECORDED[name]["request"]["json"], **changes}


async def test_accounts_teams_and_channels_look_as_recorded(town):
    same("create_team", town.team)
    same("create_channel", town.channel)
    same("create_bot", town.bot_account)
    same("create_token", town.bot_token)
    status, user = await answer(
        town.admin, "POST", "/users", asked("create_user", username="laurie", email="l@x.fr")
    )
    assert status == RECORDED["create_user"]["status"]
    same("create_user", user)
    added = {"team_id": town.team["id"], "user_id": user["id"]}
    status, member = await answer(town.admin, "POST", f"/teams/{town.team['id']}/members", added)
    assert status == RECORDED["add_team_member"]["status"]
    same("add_team_member", member)
    assert member["roles"] == RECORDED["add_team_member"]["body"]["roles"]
    status, member = await answer(
        town.admin, "POST", f"/channels/{town.channel_id}/members", {"user_id": user["id"]}
    )
    assert status == RECORDED["add_channel_member"]["status"]
    same("add_channel_member", member)
    same("channel_member", await town.bot.get(f"/channels/{town.channel_id}/members/{town.eddie.id}"))
    same("team_member", await town.bot.get(f"/teams/{town.team['id']}/members/{town.eddie.id}"))
    same("get_channel", await town.bot.get(f"/channels/{town.channel_id}"))
    same("get_user_as_bot", await town.bot.get(f"/users/{town.eddie.id}"))
    same("users_me_bot", await town.bot.get("/users/me"))
    listed = await town.bot.get("/users", in_channel=town.channel_id)
    same("users_in_channel", listed)
    assert [one["username"] for one in listed] == ["admin", "eddie", "laurie", "relais"]


async def test_a_direct_channel_and_its_posts_look_as_recorded(town):
    status, channel = await answer(town.eddie, "POST", "/channels/direct", [town.eddie.id, town.bot.id])
    assert status == RECORDED["create_dm"]["status"]
    same("create_dm", channel)
    same("user_dm_post", await town.eddie.say(channel["id"], "rappelle-moi demain"))
    post = await town.eddie.say(town.channel_id, asked("user_mention_post")["message"])
    same("user_mention_post", post)
    assert post["hashtags"] == RECORDED["user_mention_post"]["body"]["hashtags"]


async def test_a_post_with_buttons_lives_as_recorded(town):
    body = asked("bot_create_post", channel_id=town.channel_id)
    status, post = await answer(town.bot, "POST", "/posts", body)
    assert status == RECORDED["bot_create_post"]["status"]
    same("bot_create_post", post)
    assert post["props"] == RECORDED["bot_create_post"]["body"]["props"]

    again = asked("bot_create_post_same_pending_post_id", channel_id=town.channel_id)
    status, repeated = await answer(town.bot, "POST", "/posts", again)
    assert (status, repeated["id"]) == (201, post["id"])
    same("bot_create_post_same_pending_post_id", repeated)

    reaction = asked("add_reaction", post_id=post["id"], user_id=town.eddie.id)
    status, reacted = await answer(town.eddie, "POST", "/reactions", reaction)
    assert status == RECORDED["add_reaction"]["status"]
    same("add_reaction", reacted)
    same("patch_post", await town.bot.put(f"/posts/{post['id']}/patch", asked("patch_post")))
    same("delete_post", await town.bot.delete(f"/posts/{post['id']}"))


async def test_the_server_refuses_as_recorded(town):
    with pytest.raises(RefusedError) as refusal:
        await town.bot.say(town.channel_id, "x" * 16_384)
    refused_alike("post_too_long", refusal.value)
    with pytest.raises(RefusedError) as refusal:
        await town.bot.get("/posts/doesnotexist0000000000000")
    refused_alike("get_post_404", refusal.value)
    body = {"user_id": town.eddie.id, "post": {"channel_id": town.channel_id, "message": "éphémère"}}
    with pytest.raises(RefusedError) as refusal:
        await town.bot.post("/posts/ephemeral", body)
    refused_alike("ephemeral_as_plain_bot", refusal.value)
    same("ephemeral_as_admin", await town.admin.post("/posts/ephemeral", body))
    await town.server.revoke(town.bot.token)
    with pytest.raises(RefusedError) as refusal:
        await town.bot.get("/users/me")
    refused_alike("bad_token", refusal.value)


async def test_of_requests_at_once_with_one_pending_post_id_one_succeeds(town):
    body = {"channel_id": town.channel_id, "message": "concurrent", "pending_post_id": "concurrent-1"}
    hold = town.server.faults.hold("/posts$", "POST", times=4)
    asking = [asyncio.create_task(answer(town.bot, "POST", "/posts", body)) for _ in range(4)]
    await hold.arrived(4)
    hold.release()
    answers = sorted(await asyncio.gather(*asking), key=lambda one: one[0])
    assert [status for status, _ in answers] == [201, 500, 500, 500]
    for _, one in answers[1:]:
        assert {**one, "request_id": ""} == {
            **RECORDED["concurrent_pending_post_id"]["body"],
            "request_id": "",
        }


async def test_commands_are_registered_as_recorded(town):
    body = asked("create_command_as_admin", team_id=town.team["id"])
    with pytest.raises(RefusedError) as refusal:
        await town.bot.post("/commands", body)
    refused_alike("create_command_as_plain_bot", refusal.value)
    status, command = await answer(town.admin, "POST", "/commands", body)
    assert status == RECORDED["create_command_as_admin"]["status"]
    same("create_command_as_admin", command)
    with pytest.raises(RefusedError) as refusal:
        await town.admin.post("/commands", body)
    refused_alike("create_command_duplicate_trigger", refusal.value)
    same("list_commands", await town.admin.get("/commands", team_id=town.team["id"], custom_only="true"))


async def test_a_command_reaches_the_integration_as_recorded(town):
    await town.command()
    town.listener.answers["/command"] = {"response_type": "ephemeral", "text": "Bien reçu **éphémère**"}
    typed = asked("execute_command_ephemeral")["command"]
    same("execute_command_ephemeral", await town.eddie.execute(town.channel_id, typed))
    heard, recorded = town.listener.heard[0], RECORDED["inbound"]["command"][0]
    assert set(heard.headers) == set(recorded["headers"])
    for name in ("Accept", "Accept-Encoding", "Content-Type", "User-Agent"):
        assert heard.headers[name] == recorded["headers"][name]
    names = [pair.split("=")[0] for pair in recorded["body"].split("&")]
    assert [pair.split("=")[0] for pair in heard.body.split("&")] == names
    assert heard.form["text"] == [typed.removeprefix("/veille ")]
    assert heard.headers["Authorization"] == f"Token {heard.form['token'][0]}"

    shown = await town.eddie.next_ephemeral(town.channel_id)
    assert (shown["message"], shown["user_id"], shown["type"]) == (
        "Bien reçu **éphémère**",
        town.eddie.id,
        "system_ephemeral",
    )
    async with aiohttp.ClientSession() as http:
        later = {"response_type": "in_channel", "text": "réponse différée"}
        async with http.post(heard.form["response_url"][0], json=later) as late:
            assert (late.status, await late.text()) == (200, RECORDED["response_url_delayed"]["body"])
    assert (await town.bot.next_post(where=lambda post: post["message"] == later["text"]))[
        "user_id"
    ] == town.eddie.id


async def test_an_action_reaches_the_integration_as_recorded(town):
    await town.command()
    recorded = RECORDED["execute_command_in_channel"]["body"]
    actions = json.loads(json.dumps(recorded["attachments"][0]["actions"]))
    for action in actions:
        action["integration"]["url"] = f"{town.listener.url}/action"
    attachments = [{"text": "Quelle date ?", "actions": actions}]
    town.listener.answers["/command"] = {
        "response_type": "in_channel",
        "text": "Bien reçu",
        "username": "Relais",
        "attachments": attachments,
    }
    same("execute_command_in_channel", await town.eddie.execute(town.channel_id, "/veille boutons"))
    post = await town.eddie.next_post(by=town.eddie.id)
    stored = await town.eddie.get(f"/posts/{post['id']}")
    same("post_with_actions", stored)
    assert stored["props"] == RECORDED["post_with_actions"]["body"]["props"]

    town.listener.answers["/action"] = {"update": {"message": "Vote pris en compte", "props": {}}}
    same("do_action_button", await town.eddie.press(post, "Oui"))
    heard, recorded = town.listener.heard[-1], RECORDED["inbound"]["action"][0]
    assert set(heard.headers) == set(recorded["headers"])
    assert shape(json.loads(heard.body)) == shape(json.loads(recorded["body"]))
    assert json.loads(heard.body)["context"] == json.loads(recorded["body"])["context"]
    edited = await town.bot.next_edit(post["id"])
    assert shape(edited) == shape(json.loads(RECORDED["events"]["post_edited"]["data"]["post"]))
    assert edited["props"] == {"from_webhook": "true"}


async def test_a_menu_and_a_dialog_reach_the_integration_as_recorded(town):
    body = json.loads(json.dumps(asked("bot_create_post", channel_id=town.channel_id, pending_post_id="")))
    for action in body["props"]["attachments"][0]["actions"]:
        action["integration"]["url"] = f"{town.listener.url}/action"
    post = await town.bot.post("/posts", body)
    same("do_action_bot_select_user", await town.eddie.choose(post, "Choisir", town.eddie.id))
    heard = json.loads(town.listener.heard[-1].body)
    recorded = json.loads(RECORDED["inbound"]["action"][2]["body"])
    assert shape(heard) == shape(recorded)
    assert (heard["data_source"], heard["context"]) == ("users", {"k": "m", "selected_option": town.eddie.id})

    opening = asked("open_dialog", trigger_id=heard["trigger_id"], url=f"{town.listener.url}/dialog")
    opening["dialog"]["elements"][0]["min_length"] = 1
    same("open_dialog", await town.bot.post("/actions/dialogs/open", opening))
    dialog = await town.eddie.next_dialog()
    town.listener.answers["/dialog"] = {"errors": {"nom": "Nom déjà pris"}}
    answered = await town.eddie.submit(
        dialog, town.channel_id, town.team["id"], Nom="Eddie", Public="Seniors", Accord=True
    )
    assert answered == RECORDED["submit_dialog_with_error"]["body"]
    assert set(town.listener.heard[-1].headers) == set(RECORDED["inbound"]["dialog"][0]["headers"])
    heard = json.loads(town.listener.heard[-1].body)
    recorded = json.loads(RECORDED["inbound"]["dialog"][0]["body"])
    assert (shape(heard), heard["submission"]) == (shape(recorded), recorded["submission"])


async def test_the_bot_hears_the_events_that_were_recorded(town):
    laurie = await town.server.person("laurie", town.team["id"])
    await town.admin.post(f"/channels/{town.channel_id}/members", {"user_id": laurie.id})
    await laurie.say_to(town.bot.id, "bonjour")
    await laurie.say(town.channel_id, "@relais qui ? #veille")
    post = await laurie.say(town.channel_id, "rien")
    await laurie.react(post["id"], "white_check_mark")
    await laurie.delete(f"/posts/{post['id']}")
    await town.bot.next("post_deleted")
    heard = {}
    for event in town.bot.events:
        heard.setdefault(event.kind, event)
    wanted = {name.split()[0] for name in RECORDED["events"]} - {"reply", "post_edited", "channel_viewed"}
    assert wanted <= set(heard)
    for name in ("hello", "status_change", "direct_added", "reaction_added", "new_user", "user_added"):
        recorded = RECORDED["events"][name]
        data = {key: json.loads(one) if key == "reaction" else one for key, one in recorded["data"].items()}
        assert (shape(heard[name].data), heard[name].broadcast.keys()) == (
            shape(data),
            recorded["broadcast"].keys(),
        )
    for name, recorded in RECORDED["events"].items():
        if not name.startswith("posted ") or "slack" in name:
            continue
        event = next(one for one in town.bot.events if _label(one) == name)
        data = recorded["data"] | {"post": {}, "mentions": []}
        assert event.data.keys() | {"mentions"} == data.keys()
        assert ("mentions" in event.data) == ("mentions" in recorded["data"])
        assert set(event.data["post"]) - {"has_reactions"} == set(json.loads(recorded["data"]["post"])) - {
            "has_reactions"
        }
        assert event.data["sender_name"].startswith("@") == recorded["data"]["sender_name"].startswith("@")


def _label(event):
    if event.kind != "posted":
        return event.kind
    post, direct = event.data["post"], event.data["channel_type"] == "D"
    label = f"posted {post['type'] or ('direct' if direct else 'plain')}"
    return label + (" mention" if "mentions" in event.data and not direct else "")


async def test_the_history_of_a_channel_is_listed_as_recorded(town):
    await town.command()
    actions = [
        {"id": "oui", "name": "Oui", "type": "button", "integration": {"url": f"{town.listener.url}/action"}}
    ]
    town.listener.answers["/command"] = {
        "response_type": "in_channel",
        "text": "Bien reçu",
        "attachments": [{"text": "Quelle date ?", "actions": actions}],
    }
    await town.eddie.execute(town.channel_id, "/veille")
    listed = await town.bot.get(f"/channels/{town.channel_id}/posts")
    recorded = RECORDED["channel_posts_after_in_channel"]["body"]
    assert listed.keys() == recorded.keys()
    newest = listed["posts"][listed["order"][0]]
    assert set(newest) == set(recorded["posts"][recorded["order"][0]])
    assert newest["message"] == "Bien reçu"
    kinds = [listed["posts"][key]["type"] for key in listed["order"]]
    assert kinds == [recorded["posts"][key]["type"] for key in recorded["order"]]
