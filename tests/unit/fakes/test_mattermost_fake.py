"""What the fake server does beyond the recorded exchanges: its rules, its WebSocket, its faults."""

import asyncio
import json

import aiohttp
import pytest

from tests.fakes.mattermost import FakeMattermost, NotThereError, Person, RefusedError, text_of
from tests.fakes.mattermost.listener import Listener

API = "/api/v4"


async def refused(awaitable):
    with pytest.raises(RefusedError) as refusal:
        await awaitable
    return refusal.value.status, refusal.value.id


@pytest.fixture
async def http():
    async with aiohttp.ClientSession() as session:
        yield session


def bearer(person):
    return {"Authorization": f"Bearer {person.token}"}


async def read_events(socket, count):
    return [json.loads((await socket.receive(timeout=5)).data) for _ in range(count)]


def connect(http, person, **query):
    return http.ws_connect(f"{person.url}{API}/websocket", params=query, headers=bearer(person))


# Rights


async def test_who_is_not_in_a_channel_cannot_post_there(town):
    laurie = await town.server.person("laurie", town.team["id"])
    assert await refused(laurie.say(town.channel_id, "?")) == (403, "api.context.permissions.app_error")


async def test_nothing_can_be_posted_in_an_archived_channel(town):
    await town.admin.delete(f"/channels/{town.channel_id}")
    archived = await refused(town.bot.say(town.channel_id, "?"))
    assert archived == (400, "api.post.create_post.can_not_post_to_deleted.error")


async def test_only_its_author_or_an_administrator_changes_a_post(town):
    post = await town.eddie.say(town.channel_id, "un")
    assert (await refused(town.bot.put(f"/posts/{post['id']}/patch", {"message": "deux"})))[0] == 403
    edited = await town.admin.put(f"/posts/{post['id']}/patch", {"message": "deux"})
    assert (edited["message"], edited["edit_at"] > 0) == ("deux", True)
    await town.eddie.delete(f"/posts/{post['id']}")
    assert await refused(town.eddie.get(f"/posts/{post['id']}")) == (404, "app.post.get.app_error")


async def test_an_administrator_of_the_team_registers_commands(town):
    path = f"/teams/{town.team['id']}/members/{town.eddie.id}/schemeRoles"
    await town.admin.put(path, {"scheme_admin": True, "scheme_user": True})
    body = {"team_id": town.team["id"], "trigger": "Rappel", "url": "https://example.org/x", "method": "P"}
    assert (await town.eddie.post("/commands", body))["trigger"] == "rappel"


@pytest.mark.parametrize("trigger", ["échange", "/x", "deux mots", ""])
async def test_a_trigger_has_no_accents_and_no_spaces(town, trigger):
    refusal = await refused(town.command(trigger))
    assert refusal == (400, "model.command.is_valid.trigger.app_error")


async def test_a_built_in_trigger_is_taken(town):
    assert await refused(town.command("away")) == (400, "api.command.duplicate_trigger.app_error")


async def test_updating_a_command_keeps_its_token_until_a_new_one_is_asked(town):
    command = await town.command()
    changed = await town.admin.put(f"/commands/{command['id']}", command | {"description": "autre"})
    assert (changed["token"], changed["description"]) == (command["token"], "autre")
    token = await town.admin.put(f"/commands/{command['id']}/regen_token")
    assert token["token"] != command["token"]


async def test_what_nobody_made_is_not_found_in_json(town):
    assert await refused(town.bot.get("/nothing/here")) == (404, "api.context.404.app_error")


async def test_settings_are_for_administrators_and_told_to_clients_as_texts(town, http):
    await town.admin.put("/config/patch", {"ServiceSettings": {"SiteURL": "https://chat.example.org"}})
    assert (await refused(town.bot.get("/config")))[0] == 403
    client = await town.bot.get("/config/client", format="old")
    assert (client["Version"], client["EnableBotAccountCreation"]) == ("5.37.0", "true")
    assert client["SiteURL"] == "https://chat.example.org"
    async with http.get(f"{town.server.url}{API}/system/ping") as answer:
        assert (await answer.json())["status"] == "OK"
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["X-Version-Id"].startswith("5.37.0.")
        assert len(answer.headers["X-Request-ID"]) == 26


async def test_no_bot_is_made_where_bots_are_switched_off(town):
    town.server.config["EnableBotAccountCreation"] = False
    assert await refused(town.admin.post("/bots", {"username": "b"})) == (403, "api.bot.create_disabled")


async def test_the_profile_of_a_person_changes_and_everybody_hears(town):
    zone = {"useAutomaticTimezone": "false", "manualTimezone": "Indian/Reunion"}
    await town.eddie.put("/users/me/patch", {"locale": "en", "timezone": zone})
    profile = await town.bot.get("/users/username/eddie")
    assert (profile["locale"], profile["timezone"]["manualTimezone"]) == ("en", "Indian/Reunion")
    assert (await town.bot.next("user_updated"))["user"]["locale"] == "en"


async def test_the_channel_and_the_person_hear_of_a_departure(town):
    await town.admin.delete(f"/channels/{town.channel_id}/members/{town.eddie.id}")
    assert (await town.bot.next("user_removed"))["user_id"] == town.eddie.id
    assert (await town.eddie.next("user_removed"))["channel_id"] == town.channel_id
    gone = await refused(town.bot.get(f"/channels/{town.channel_id}/members/{town.eddie.id}"))
    assert gone == (404, "app.channel.get_member.missing.app_error")


async def test_a_private_channel_is_for_its_members(town):
    body = {"team_id": town.team["id"], "name": "comite", "display_name": "Comité", "type": "P"}
    channel = await town.eddie.post("/channels", body)
    assert (await refused(town.bot.get(f"/channels/{channel['id']}")))[0] == 403
    path = f"/teams/{town.team['id']}/channels/name/comite"
    assert await refused(town.bot.get(path)) == (404, "app.channel.get_by_name.missing.app_error")
    assert (await town.eddie.get(path))["id"] == channel["id"]


# Posts


async def test_the_length_of_a_post_is_counted_in_characters(town):
    post = await town.bot.say(town.channel_id, "é" * 16_383)
    assert len(post["message"]) == 16_383


async def test_a_pending_post_id_counts_for_half_a_minute():
    moment = [1_700_000_000.0]
    async with FakeMattermost.running(now=lambda: moment[0]) as server:
        channel = await server.admin.direct(server.admin.id)
        first = await server.admin.say(channel, "un", pending_post_id="p")
        assert (await server.admin.say(channel, "deux", pending_post_id="p"))["id"] == first["id"]
        moment[0] += 31
        assert (await server.admin.say(channel, "trois", pending_post_id="p"))["id"] != first["id"]


async def test_posts_are_listed_in_pages_and_around_a_post(town):
    made = [(await town.bot.say(town.channel_id, str(number)))["id"] for number in range(5)]
    path = f"/channels/{town.channel_id}/posts"
    after = await town.bot.get(path, after=made[0], per_page=2)
    assert (after["order"], after["next_post_id"], after["prev_post_id"]) == (
        [made[2], made[1]],
        made[3],
        made[0],
    )
    following = await town.bot.get(path, after=made[0], per_page=2, page=1)
    assert (following["order"], following["next_post_id"]) == ([made[4], made[3]], "")
    before = await town.bot.get(path, before=made[3], per_page=2)
    assert before["order"] == [made[2], made[1]]
    assert (await town.bot.get(path, after=made[4]))["order"] == []
    assert (await town.bot.get(path, after="a" * 26))["order"] == []


async def test_since_shows_what_changed_and_what_was_deleted(town):
    first, second, third = [await town.bot.say(town.channel_id, text) for text in "abc"]
    await town.bot.put(f"/posts/{first['id']}/patch", {"message": "A"})
    await town.bot.delete(f"/posts/{second['id']}")
    listed = await town.bot.get(f"/channels/{town.channel_id}/posts", since=third["create_at"])
    assert listed["order"] == [second["id"], first["id"]]
    assert listed["posts"][second["id"]]["delete_at"] > 0


async def test_a_thread_has_one_level(town):
    root = await town.bot.say(town.channel_id, "racine")
    reply = await town.bot.say(town.channel_id, "réponse", under=root["id"])
    deeper = await refused(town.bot.say(town.channel_id, "plus bas", under=reply["id"]))
    assert deeper == (400, "api.post.create_post.root_id.app_error")
    thread = await town.bot.get(f"/posts/{root['id']}/thread")
    assert set(thread["order"]) == {root["id"], reply["id"]}


async def test_a_file_goes_with_a_post(town):
    content = b"a\r\n\x00\xff\r"
    file = await town.bot.upload(town.channel_id, "été.ics", content)
    assert (await refused(town.eddie.get(f"/files/{file}/info")))[0] == 403
    post = await town.bot.say(town.channel_id, "le fichier", file_ids=[file])
    assert post["metadata"]["files"][0]["name"] == "été.ics"
    assert await town.eddie.download(file) == content


async def test_reactions_come_and_go(town):
    post = await town.bot.say(town.channel_id, "?")
    await town.eddie.react(post["id"], "+1")
    assert [one["emoji_name"] for one in await town.bot.get(f"/posts/{post['id']}/reactions")] == ["+1"]
    await town.eddie.unreact(post["id"], "+1")
    assert (await town.bot.next("reaction_removed"))["reaction"]["user_id"] == town.eddie.id


# Commands, actions, dialogs


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


# WebSocket


async def test_a_dead_connection_is_resumed_where_it_was(town, http):
    async with connect(http, town.bot) as socket:
        (hello,) = await read_events(socket, 1)
    connection_id = hello["data"]["connection_id"]
    await town.eddie.say(town.channel_id, "pendant la coupure")
    async with connect(http, town.bot, connection_id=connection_id, sequence_number=1) as socket:
        (event,) = await read_events(socket, 1)
        assert (event["event"], event["seq"]) == ("posted", 1)


async def test_a_challenge_never_resumes(town, http):
    async with connect(http, town.bot) as socket:
        (hello,) = await read_events(socket, 1)
    query = {"connection_id": hello["data"]["connection_id"], "sequence_number": "1"}
    async with http.ws_connect(f"{town.server.url}{API}/websocket", params=query) as socket:
        challenge = {"seq": 1, "action": "authentication_challenge", "data": {"token": town.bot.token}}
        await socket.send_json(challenge)
        again, reply = await read_events(socket, 2)
        assert again["data"]["connection_id"] != query["connection_id"]
        assert reply == {"status": "OK", "seq_reply": 1}


async def test_nothing_is_resumed_after_a_restart_or_a_longer_loss(town, http):
    async def reconnected(connection_id):
        async with connect(http, town.bot, connection_id=connection_id, sequence_number=1) as socket:
            (event,) = await read_events(socket, 1)
            return event

    async with connect(http, town.bot) as socket:
        (hello,) = await read_events(socket, 1)
    for number in range(260):
        await town.eddie.say(town.channel_id, str(number))
    again = await reconnected(hello["data"]["connection_id"])
    assert (again["event"], again["seq"]) == ("hello", 0)
    await town.server.restart()
    assert (await reconnected(again["data"]["connection_id"]))["event"] == "hello"


async def test_a_large_frame_closes_the_socket(town, http):
    async with connect(http, town.bot) as socket:
        await read_events(socket, 1)
        await socket.send_str("x" * 9000)
        assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE


async def test_a_half_open_socket_is_silent_and_cannot_be_resumed(town, http):
    async with connect(http, town.bot) as socket:
        (hello,) = await read_events(socket, 1)
        town.server.go_half_open(town.bot.token)
        await socket.send_json({"seq": 1, "action": "ping"})
        await socket.ping()
        await town.eddie.say(town.channel_id, "personne n’entend")
        with pytest.raises(TimeoutError):
            await socket.receive(timeout=0.1)
    connection_id = hello["data"]["connection_id"]
    async with connect(http, town.bot, connection_id=connection_id, sequence_number=1) as socket:
        (event,) = await read_events(socket, 1)
        assert event["data"]["connection_id"] != connection_id


async def test_a_half_open_socket_does_not_answer_a_farewell(town, http):
    url, patience = f"{town.server.url}{API}/websocket", aiohttp.ClientWSTimeout(ws_close=0.1)
    async with http.ws_connect(url, headers=bearer(town.bot), timeout=patience) as socket:
        await read_events(socket, 1)
        town.server.go_half_open(town.bot.token)
        await socket.close()
        assert socket.close_code == aiohttp.WSCloseCode.ABNORMAL_CLOSURE


@pytest.mark.parametrize("close_frame", [True, False])
async def test_sockets_are_dropped_with_or_without_a_word(town, http, close_frame):
    async with connect(http, town.bot) as socket:
        await read_events(socket, 1)
        await town.server.drop_sockets(town.bot.token, close_frame=close_frame)
        end = await socket.receive(timeout=5)
        assert end.type is (aiohttp.WSMsgType.CLOSE if close_frame else aiohttp.WSMsgType.CLOSED)


async def test_the_server_pings(http):
    async with FakeMattermost.running(ping_every=0.05) as server:
        url = f"{server.url}{API}/websocket"
        async with http.ws_connect(url, headers=bearer(server.admin), autoping=False) as socket:
            await read_events(socket, 2)
            assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.PING


async def test_a_bad_token_opens_a_socket_that_soon_ends(http):
    async with FakeMattermost.running(authenticate_within=0.05) as server:
        headers = {"Authorization": "Bearer nonsense"}
        async with http.ws_connect(f"{server.url}{API}/websocket", headers=headers) as socket:
            await socket.send_json({"seq": 1, "action": "ping"})
            assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSED


async def test_a_person_hears_again_after_a_restart(town):
    await town.server.restart()
    await town.eddie.next("hello")
    await town.eddie.next("hello")
    await town.bot.say(town.channel_id, "revenu")
    assert (await town.eddie.next_post(by=town.bot.id))["message"] == "revenu"


# Faults


@pytest.mark.parametrize("taken", [True, False])
async def test_an_answer_is_lost(town, taken):
    town.server.faults.cut("/posts$", "POST", taken=taken)
    with pytest.raises(aiohttp.ClientConnectionError):
        await town.bot.say(town.channel_id, "unique")
    assert len(await town.eddie.read(town.channel_id)) == taken


async def test_a_request_never_gets_an_answer(town):
    fault = town.server.faults.time_out("/posts$", "POST", taken=True, token=town.bot.token)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await town.bot.say(town.channel_id, "unique")
    assert fault.met == 1
    await town.eddie.say(town.channel_id, "moi, ça va")
    assert [post["message"] for post in await town.eddie.read(town.channel_id)] == ["unique", "moi, ça va"]


async def test_a_server_that_is_asked_too_often_says_when_to_come_back(town, http):
    town.server.faults.limit_rate(2, "/users/me")
    async with http.get(f"{town.server.url}{API}/users/me", headers=bearer(town.bot)) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "2")
        assert answer.content_type == "text/plain"
    assert (await town.bot.get("/users/me"))["username"] == "relais"


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_server_in_trouble_answers_with_a_status(town, status):
    town.server.faults.answer(status, "/posts$", "POST", times=2)
    assert [(await refused(town.bot.say(town.channel_id, "?")))[0] for _ in range(2)] == [status] * 2
    assert (await town.bot.say(town.channel_id, "enfin"))["message"] == "enfin"


async def test_a_stopped_server_comes_back_on_its_port_with_its_posts(town):
    post = await town.bot.say(town.channel_id, "reste")
    await town.server.down()
    with pytest.raises(aiohttp.ClientConnectionError):
        await town.bot.get("/users/me")
    await town.server.up()
    assert (await town.bot.get(f"/posts/{post['id']}"))["message"] == "reste"


async def test_a_revoked_token_ends_its_sockets_and_is_refused(town, http):
    sessions = await town.admin.get(f"/users/{town.bot.id}/sessions")
    assert [one["props"]["type"] for one in sessions] == ["UserAccessToken"]
    async with connect(http, town.bot) as socket:
        await read_events(socket, 1)
        await town.admin.post("/users/tokens/revoke", {"token_id": town.bot_token["id"]})
        assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE
    assert await refused(town.bot.get("/users/me")) == (401, "api.context.session_expired.app_error")


async def test_a_deactivated_account_cannot_log_in(town):
    await town.admin.put(f"/users/{town.eddie.id}/active", {"active": False})
    assert (await refused(town.eddie.get("/users/me")))[0] == 401
    with pytest.raises(RefusedError) as refusal:
        await Person.log_in(town.server.url, "eddie")
    assert refusal.value.id == "api.user.login.inactive.app_error"
