"""Who may do what on the fake server, and how its posts behave."""

import pytest

from tests.fakes.mattermost import FakeMattermost
from tests.unit.fakes.asking import API, refused

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


async def test_a_server_keeps_so_much_of_props_in_the_json_that_it_writes(town):
    await town.bot.say(town.channel_id, "?", props={"about": "x" * 7_900})
    for about in ("x" * 8_000, "<" * 1_400):  # written as `\\u003c`
        too_much = await refused(town.bot.say(town.channel_id, "?", props={"about": about}))
        assert too_much == (400, "model.post.is_valid.props.app_error")


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
    (before,) = [post for post in listed["posts"].values() if post["original_id"]]
    assert set(listed["order"]) == {second["id"], first["id"], before["id"]}
    assert listed["posts"][second["id"]]["delete_at"] > 0
    assert (before["message"], before["original_id"]) == ("a", first["id"])
    assert before["delete_at"] == listed["posts"][first["id"]]["edit_at"]


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


async def test_people_of_a_team_are_listed_by_either_of_two_kinds_of_roles(town):
    team = town.team["id"]
    path = f"/teams/{team}/members/{town.eddie.id}/schemeRoles"
    await town.admin.put(path, {"scheme_admin": True, "scheme_user": True})

    async def listed(query: str) -> set[str]:
        found = await town.admin.get(f"/users?in_team={team}&active=true{query}")
        return {user["username"] for user in found}

    founder = (await town.admin.get("/users/me"))["username"]
    assert await listed("&team_roles=team_admin") == {"eddie"}
    assert await listed("&roles=system_admin") == {founder}
    assert await listed("&roles=system_admin&team_roles=team_admin") == {"eddie", founder}
    assert await listed("") > {"eddie", founder}
