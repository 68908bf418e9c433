"""What Discord accepts as a message, and what it answers otherwise."""

from datetime import timedelta

import pytest

from tests.fakes.discord import Intent, Permission

TOO_LONG = "BASE_TYPE_MAX_LENGTH"
LENGTH = "BASE_TYPE_BAD_LENGTH"


@pytest.fixture
def post(rest, place):
    """Send a message to the channel."""

    async def send(body=None, files=(), **fields):
        return await rest("POST", f"/channels/{place.id}/messages", body or fields, files=files)

    return send


async def test_a_message_has_2000_characters(post):
    assert (await post(content="a" * 2000)).status == 200
    assert (await post(content="a" * 2001)).error("content") == TOO_LONG


@pytest.mark.parametrize("content", ["", "  \n ", None])
async def test_a_message_says_something(post, content):
    refused = await post({"content": content})
    assert (refused.status, refused.code) == (400, 50006)


@pytest.mark.parametrize(
    ("embed", "path"),
    [
        ({"title": "a" * 257}, ("title",)),
        ({"description": "a" * 4097}, ("description",)),
        ({"title": "a", "author": {"name": "a" * 257}}, ("author", "name")),
        ({"title": "a", "footer": {"text": "a" * 2049}}, ("footer", "text")),
        ({"fields": [{"name": "a" * 257, "value": "a"}]}, ("fields", 0, "name")),
        ({"fields": [{"name": "a", "value": "a" * 1025}]}, ("fields", 0, "value")),
        ({"fields": [{"name": "a", "value": "a"}] * 26}, ("fields",)),
    ],
)
async def test_the_parts_of_an_embed_have_their_lengths(post, embed, path):
    assert (await post(embeds=[embed])).error("embeds", 0, *path) == TOO_LONG


async def test_a_field_of_an_embed_has_a_name_and_a_value(post):
    refused = await post(embeds=[{"fields": [{"name": "a", "value": ""}]}])
    assert refused.error("embeds", 0, "fields", 0, "value") == "BASE_TYPE_REQUIRED"


async def test_an_embed_shows_something_and_links_to_the_web(post):
    assert (await post(embeds=[{"color": 1}])).error("embeds", 0, "description") == "BASE_TYPE_REQUIRED"
    refused = await post(embeds=[{"title": "a", "url": "mailto:a@example.org"}])
    assert refused.error("embeds", 0, "url") == "URL_TYPE_INVALID_SCHEME"
    refused = await post(embeds=[{"image": {"url": "a.png"}}])
    assert refused.error("embeds", 0, "image", "url") == "URL_TYPE_INVALID_SCHEME"
    assert (await post(embeds=[{"title": "a", "url": "https://example.org"}])).status == 200


@pytest.mark.parametrize(
    "url", ["http://localhost/a", "https://example", "https://example.org/a b", "https://example.org/é"]
)
async def test_the_address_of_an_embed_is_well_formed(post, url):
    refused = await post(embeds=[{"title": "a", "url": url}])
    assert refused.error("embeds", 0, "url") == "URL_TYPE_INVALID_URL"


async def test_the_address_of_an_embed_has_2048_characters(post):
    url = "https://example.org/".ljust(2048, "a")
    assert (await post(embeds=[{"title": "a", "url": url}])).status == 200
    assert (await post(embeds=[{"title": "a", "url": f"{url}a"}])).error("embeds", 0, "url") == TOO_LONG


async def test_the_texts_of_an_embed_are_trimmed_and_blank_ones_show_nothing(post):
    told = (await post(embeds=[{"title": " a\n", "description": "\nb ", "footer": {"text": " c"}}])).body
    [embed] = told["embeds"]
    assert (embed["title"], embed["description"], embed["footer"]["text"]) == ("a", "b", "c")
    refused = await post(embeds=[{"description": " "}])
    assert refused.error("embeds", 0, "description") == "BASE_TYPE_REQUIRED"


async def test_the_flag_that_leaves_out_previews_leaves_out_every_embed(post):
    assert (await post(content="a", embeds=[{"title": "b"}], flags=4)).body["embeds"] == []


async def test_embeds_are_ten_and_have_6000_characters_together(post):
    assert (await post(embeds=[{"title": "a"}] * 10)).status == 200
    assert (await post(embeds=[{"title": "a"}] * 11)).error("embeds") == TOO_LONG
    assert (await post(embeds=[{"description": "a" * 3000}] * 2)).status == 200
    assert (await post(embeds=[{"description": "a" * 3001}] * 2)).error("embeds") == "MAX_EMBED_SIZE_EXCEEDED"


async def test_files_are_ten_of_ten_mebibytes(post, karim, place):
    assert (await post(files=[("a.txt", b"a")] * 10)).status == 200
    assert list(karim.sees(place)[0].files.values()) == [b"a"]
    assert len(karim.sees(place)[0].attachments) == 10
    assert (await post(files=[("a.txt", b"a")] * 11)).error("files") == TOO_LONG
    refused = await post(files=[("a.txt", b"a" * (10 * 1024 * 1024 + 1))])
    assert (refused.status, refused.code) == (413, 40005)


async def test_a_nonce_that_is_enforced_gives_the_message_that_was_sent(post, place, hour):
    first = await post(content="Bonjour", nonce="d1", enforce_nonce=True)
    again = await post(content="Bonjour", nonce="d1", enforce_nonce=True)
    assert again.body["id"] == first.body["id"]
    assert len(place.messages) == 1
    hour.moment += timedelta(minutes=6)
    assert (await post(content="Bonjour", nonce="d1", enforce_nonce=True)).body["id"] != first.body["id"]


async def test_a_nonce_that_is_not_enforced_changes_nothing(post, place):
    await post(content="Bonjour", nonce="d1")
    await post(content="Bonjour", nonce="d1")
    assert len(place.messages) == 2
    assert (await post(content="Bonjour", nonce="a" * 26)).error("nonce") == TOO_LONG


async def test_everybody_named_is_pinged_unless_mentions_are_restricted(post, place, isere, karim, strict):
    text = f"@everyone {karim.mention} {isere.everyone.mention}"
    await post(content=text)
    await post(content=text, allowed_mentions={"parse": []})
    await post(content=text, allowed_mentions={"users": [karim.id]})
    await post(content=text, allowed_mentions={"parse": ["everyone"]})
    pinged = [message.pinged - {isere.id} for message in place.messages.values()]
    assert pinged == [{karim.id, "@everyone"}, set(), {karim.id}, {"@everyone"}]


async def test_mentions_in_code_ping_nobody(post, place, karim):
    await post(content=f"`{karim.mention}` ```\n@everyone\n```")
    [message] = place.messages.values()
    assert message.pinged == set()


async def test_everyone_and_roles_need_the_permission(rest, strict, karim):
    guild = strict.guild("Ain", permissions=Permission(0))
    guild.everyone.permissions &= ~Permission.MENTION_EVERYONE
    silent, loud = guild.role("Silencieux"), guild.role("Sonore", mentionable=True)
    channel = guild.channel("accueil")
    text = f"@everyone {silent.mention} {loud.mention}"
    await rest("POST", f"/channels/{channel.id}/messages", {"content": text})
    [message] = channel.messages.values()
    assert message.pinged == {loud.id}


async def test_mentions_cannot_be_allowed_twice(post, karim):
    refused = await post(content="a", allowed_mentions={"parse": ["users"], "users": [karim.id]})
    assert refused.error("allowed_mentions") == "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"
    refused = await post(content="a", allowed_mentions={"users": [str(n) for n in range(101)]})
    assert refused.error("allowed_mentions", "users") == TOO_LONG


async def test_unknown_things_have_their_codes(rest, place, strict):
    for path, code in (
        ("/channels/1", 10003),
        (f"/channels/{place.id}/messages/1", 10008),
        ("/users/1", 10013),
        (f"/guilds/{place.guild.id}/members/1", 10013),
        ("/guilds/1", 10004),
        (f"/guilds/{place.guild.id}/scheduled-events/1", 10070),
        (f"/applications/{strict.bot.id}/commands/1", 10063),
        ("/applications/1/commands", 10002),
    ):
        refused = await rest("GET", path)
        assert (refused.status, refused.code) == (404, code), path
    outsider = strict.person("outsider")
    assert (await rest("GET", f"/guilds/{place.guild.id}/members/{outsider.id}")).code == 10007
    assert (await rest("GET", "/channels/abc")).error("channel_id") == "NUMBER_TYPE_COERCE"
    assert (await rest("GET", "/nowhere")).code == 0


async def test_permissions_are_needed(rest, post, place, isere, strict):
    isere.set_permissions(place, isere.everyone, deny=Permission.EMBED_LINKS)
    isere.set_permissions(place, strict.bot, deny=Permission.EMBED_LINKS | Permission.ATTACH_FILES)
    for refused in (await post(embeds=[{"title": "a"}]), await post(files=[("a", b"a")])):
        assert (refused.status, refused.code) == (403, 50013)
    isere.set_permissions(place, strict.bot, deny=Permission.SEND_MESSAGES)
    assert (await post(content="a")).code == 50013
    isere.set_permissions(place, strict.bot, deny=Permission.VIEW_CHANNEL)
    refused = await post(content="a")
    assert (refused.status, refused.code) == (403, 50001)
    elsewhere = strict.guild("Drôme", with_bot=False)
    assert (await rest("GET", f"/guilds/{elsewhere.id}")).code == 50001


async def test_direct_messages_that_somebody_does_not_take_are_refused(rest, strict, karim):
    opened = await rest("POST", "/users/@me/channels", {"recipient_id": karim.id})
    path = f"/channels/{opened.body['id']}/messages"
    assert (await rest("POST", path, {"content": "a"})).status == 200
    karim.closes_dms()
    refused = await rest("POST", path, {"content": "a"})
    assert (refused.status, refused.code) == (403, 50007)
    karim.closes_dms(False)
    karim.blocks(strict.bot)
    assert (await rest("POST", path, {"content": "a"})).code == 50007
    outsider = strict.person("outsider")
    opened = await rest("POST", "/users/@me/channels", {"recipient_id": outsider.id})
    assert (await rest("POST", f"/channels/{opened.body['id']}/messages", {"content": "a"})).code == 50007
    assert (await rest("POST", "/users/@me/channels", {"recipient_id": "1"})).code == 50033


async def test_others_messages_cannot_be_edited_or_deleted(rest, place, karim):
    message = await karim.say(place, "Bonjour")
    path = f"/channels/{place.id}/messages/{message.id}"
    refused = await rest("PATCH", path, {"content": "a"})
    assert (refused.status, refused.code) == (403, 50005)
    assert (await rest("DELETE", path)).code == 50013
    dm = await karim.say_to_bot("Bonjour")
    assert (await rest("DELETE", f"/channels/{dm.channel.id}/messages/{dm.id}")).code == 50003


async def test_an_edition_cannot_leave_a_message_empty(rest, post, place):
    path = f"/channels/{place.id}/messages/{(await post(content='a')).body['id']}"
    assert (await rest("PATCH", path, {"content": ""})).code == 50006
    assert (await rest("PATCH", path, {"content": "", "embeds": [{"title": "a"}]})).status == 200
    assert (await rest("PATCH", path, {"embeds": []})).code == 50006


async def test_contents_are_hidden_without_the_message_content_intent(rest, strict, place, karim):
    plain = await karim.say(place, "Bonjour à tous", files=[("a.txt", b"a")])
    named = await karim.say(place, f"Bonjour {strict.bot.mention}")
    path = f"/channels/{place.id}/messages/"
    hidden = (await rest("GET", path + plain.id)).body
    assert (hidden["content"], hidden["attachments"]) == ("", [])
    assert (await rest("GET", path + named.id)).body["content"] == f"Bonjour {strict.bot.mention}"
    strict.grant(Intent.MESSAGE_CONTENT)
    assert (await rest("GET", path + plain.id)).body["content"] == "Bonjour à tous"


async def test_messages_are_read_by_pages(rest, place, karim):
    said = [await karim.say(place, str(number)) for number in range(5)]
    path = f"/channels/{place.id}/messages"
    ids = [message.id for message in said]

    async def read(query):
        return [one["id"] for one in (await rest("GET", f"{path}?{query}")).body]

    assert await read("limit=2") == [ids[4], ids[3]]
    assert await read(f"after={ids[0]}&limit=2") == [ids[2], ids[1]]
    assert await read(f"before={ids[2]}") == [ids[1], ids[0]]
    assert (await rest("GET", f"{path}?limit=101")).error("limit") == "NUMBER_TYPE_MAX"


async def test_a_thread_is_begun_once_on_a_message(rest, place, karim):
    message = await karim.say(place, "Qui vient ?")
    path = f"/channels/{place.id}/messages/{message.id}/threads"
    made = await rest("POST", path, {"name": "Venir"})
    assert (made.status, made.body["id"]) == (201, message.id)
    assert (await rest("POST", path, {"name": "Venir"})).code == 160004
    assert (await rest("POST", f"/channels/{made.body['id']}/messages", {"content": "Moi"})).status == 200
    refused = await rest("POST", f"/channels/{place.id}/threads", {"name": "a" * 101, "type": 11})
    assert refused.error("name") == LENGTH


async def test_reactions_are_emoji(rest, place, karim):
    message = await karim.say(place, "Qui vient ?")
    path = f"/channels/{place.id}/messages/{message.id}/reactions"
    assert (await rest("PUT", f"{path}/%F0%9F%91%8D/@me")).status == 204
    assert list(message.reactions) == ["👍"]
    assert (await rest("PUT", f"{path}/oui/@me")).code == 10014
    assert [one["username"] for one in (await rest("GET", f"{path}/%F0%9F%91%8D")).body] == ["maillage"]
    assert (await rest("DELETE", f"{path}/%F0%9F%91%8D/{karim.id}")).code == 50013
    assert (await rest("DELETE", f"{path}/%F0%9F%91%8D/@me")).status == 204
    assert not message.reactions


async def test_pins_and_threads_need_what_they_need(rest, strict, place, isere, karim):
    message = await karim.say(place, "À savoir")
    path = f"/channels/{place.id}/messages/pins"
    assert (await rest("PUT", f"{path}/{message.id}")).code == 50013
    isere.set_permissions(place, strict.bot, allow=Permission.PIN_MESSAGES)
    assert (await rest("PUT", f"{path}/{message.id}")).status == 204
    assert [one["message"]["id"] for one in (await rest("GET", path)).body["items"]] == [message.id]
    assert (await rest("DELETE", f"{path}/{message.id}")).status == 204
    assert (await rest("GET", path)).body["items"] == []
    assert (await rest("PUT", f"/channels/{place.id}/thread-members/@me")).code == 50024
    thread = isere.thread(place, "Un fil")
    assert (await rest("PUT", f"/channels/{thread.id}/thread-members/@me")).status == 204
    assert (await rest("PATCH", f"/channels/{thread.id}", {"archived": True})).code == 50013
    assert (await rest("PATCH", f"/channels/{place.id}", {"name": "a"})).code == 50013
    assert (await rest("DELETE", f"/channels/{place.id}")).code == 50013


async def test_guilds_are_listed_by_pages(rest, strict, isere):
    others = [strict.guild(name) for name in ("Ain", "Drôme")]
    listed = (await rest("GET", f"/users/@me/guilds?limit=1&after={isere.id}")).body
    assert [one["id"] for one in listed] == [others[0].id]
    assert (await rest("GET", "/users/@me/guilds?limit=201")).error("limit") == "NUMBER_TYPE_MAX"


async def test_a_body_is_json(rest, place):
    refused = await rest("POST", f"/channels/{place.id}/messages", b"{")
    assert (refused.status, refused.code) == (400, 50109)
