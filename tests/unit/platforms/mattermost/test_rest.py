"""Requests to a small server that answers as a 5.37 server was seen to."""

import asyncio
import gzip
import json
import logging

import pytest
from aiohttp import web
from multidict import CIMultiDict

from bot.chat.delivery import (
    NotInPlaceError,
    RateLimitedError,
    SendFailedError,
    SendRefusedError,
    SendUnclearError,
)
from bot.platforms.mattermost import line
from bot.platforms.mattermost.administration import Administration
from bot.platforms.mattermost.failures import (
    GONE,
    NotPermittedError,
    NotThereError,
    RequestRefusedError,
    SendNotPermittedError,
    ServerUnavailableError,
    TokenRevokedError,
)
from bot.platforms.mattermost.rest import PAGE, Rest

TOKEN = "dzjpkzuq4pd95gdwwae1yeauto"
ME, USER, CHANNEL, POST = "8zya", "tw4g", "3f5w", "71cx"


def error(status, error_id):
    body = {"id": error_id, "message": "No.", "detailed_error": "", "request_id": "r", "status_code": status}
    return web.json_response(body, status=status)


def page(text, status):
    return web.Response(text=f"<html>{text}</html>", content_type="text/html", status=status)


class Server:
    """Notes every request and gives the answers one after another, the last for ever."""

    def __init__(self):
        self.requests = []
        self.bodies = []
        self.connections = set()
        self.answers = []

    async def start(self):
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self):
        await self._runner.cleanup()

    async def _answer(self, request):
        self.requests.append(request)
        self.bodies.append(await request.read())
        self.connections.add(request.transport)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer == "cut":
            request.transport.abort()
            return web.Response()
        if answer == "silence":
            await asyncio.Event().wait()
        if isinstance(answer, web.Response):
            return web.Response(body=answer.body, status=answer.status, headers=answer.headers)
        return web.json_response(answer)

    def said(self):
        return [f"{request.method} {request.path_qs}" for request in self.requests]


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
async def server():
    server = Server()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def rest(server, clock):
    rest = Rest(server.url, TOKEN, monotonic=clock)
    yield rest
    await rest.close()


def create_post(rest):
    return rest.create_post(CHANNEL, "Réunion ?", pending_post_id=f"{ME}:123456")


async def test_the_token_is_used_without_a_login_and_connections_are_reused(server, rest):
    server.answers = [{"id": ME}]

    for _ in range(5):
        await rest.me()

    assert server.said() == ["GET /api/v4/users/me"] * 5
    assert {request.headers["Authorization"] for request in server.requests} == {f"Bearer {TOKEN}"}
    assert len(server.connections) == 1


async def test_a_server_below_a_path_is_asked_there(server):
    server.answers = [[{"id": USER}]]
    rest = Rest(f"{server.url}/chat/", TOKEN)

    await rest.teams_of_me()
    await rest.close()

    assert server.said() == ["GET /chat/api/v4/users/me/teams"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://mattermost.example.org", "https://mattermost.example.org:443"),
        ("http://[::1]:8065", "http://[::1]:8065"),
        ("https://example.org:8443/chat", "https://example.org:8443"),
    ],
)
async def test_any_address_is_understood(url, expected):
    rest = Rest(url, TOKEN)
    await rest.close()

    assert rest.line.driver.client.url == expected


async def test_a_post_carries_its_keys_and_what_is_not_given_is_left_out(server, rest):
    server.answers = [{"id": POST}]
    props = {"attachments": []}

    created = await rest.create_post(CHANNEL, "Oui", pending_post_id="k", props=props, file_ids=["f1"])
    await rest.create_post(CHANNEL, "Non", pending_post_id="l", root=POST)

    assert created == {"id": POST}
    assert [json.loads(body) for body in server.bodies] == [
        {
            "channel_id": CHANNEL,
            "message": "Oui",
            "pending_post_id": "k",
            "props": props,
            "file_ids": ["f1"],
        },
        {"channel_id": CHANNEL, "message": "Non", "pending_post_id": "l", "root_id": POST},
    ]


async def test_a_patch_can_empty_the_props(server, rest):
    server.answers = [{"id": POST}]

    await rest.patch_post(POST, "Close", {})
    await rest.patch_post(POST, "Close")

    assert server.said() == [f"PUT /api/v4/posts/{POST}/patch"] * 2
    assert [json.loads(body) for body in server.bodies] == [
        {"message": "Close", "props": {}},
        {"message": "Close"},
    ]


async def test_posts_come_oldest_first_and_without_the_roots_that_the_server_adds(server, rest):
    posts = {name: {"id": name} for name in ("root", "older", "newer")}
    server.answers = [{"order": ["newer", "older"], "posts": posts}]

    assert await rest.posts_after(CHANNEL, POST) == [{"id": "older"}, {"id": "newer"}]
    await rest.posts_after(CHANNEL, POST, page=2, per_page=10)
    await rest.newest_posts(CHANNEL)
    await rest.posts_since(CHANNEL, 1795287814931)

    path = f"GET /api/v4/channels/{CHANNEL}/posts"
    assert server.said() == [
        f"{path}?page=0&per_page={PAGE}&after={POST}",
        f"{path}?page=2&per_page=10&after={POST}",
        f"{path}?page=0&per_page={PAGE}",
        f"{path}?since=1795287814931",
    ]


async def test_no_teams_and_no_users_to_ask_for_are_empty_lists(server, rest):
    server.answers = [web.json_response(None)]

    assert await rest.teams_of_me() == []
    assert await rest.users_by_ids([]) == []
    assert await rest.users_by_usernames([]) == []
    assert len(server.requests) == 1


async def test_names_that_people_typed_do_not_leave_their_place_in_the_address(server, rest):
    server.answers = [{"id": "t"}]

    await rest.team_by_name("loire/../../config?x")

    assert server.requests[0].raw_path == "/api/v4/teams/name/loire%2F..%2F..%2Fconfig%3Fx"


async def test_json_with_a_character_set_is_understood(server, rest):
    server.answers = [web.Response(text='{"id": "8zya"}', content_type="application/json", charset="utf-8")]

    assert await rest.me() == {"id": "8zya"}


async def test_a_compressed_answer_is_understood(server, rest):
    body = gzip.compress(b'{"id": "8zya"}')
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    server.answers = [web.Response(body=body, headers=headers)]

    assert await rest.me() == {"id": "8zya"}


async def test_the_proxy_of_the_machine_is_used_but_not_for_the_hosts_that_go_without(server, monkeypatch):
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server.answers = [{"id": ME}]
    inside, outside = Rest(server.url, TOKEN), Rest("http://mattermost.example.org/chat", TOKEN)

    await inside.me()
    await outside.me()
    await inside.close()
    await outside.close()

    assert [request.host for request in server.requests] == [server.url[7:], "mattermost.example.org"]
    assert server.requests[1].path == "/chat/api/v4/users/me"


async def test_session_cookies_are_not_sent_back_and_those_of_a_load_balancer_are(server, rest):
    headers = [("Set-Cookie", "MMAUTHTOKEN=x; Path=/"), ("Set-Cookie", "node=2; Path=/")]
    server.answers = [web.json_response({"id": ME}, headers=CIMultiDict(headers))]

    await rest.me()
    await rest.me()

    assert server.requests[1].headers["Cookie"] == "node=2"


async def test_a_file_is_uploaded_and_read_and_one_too_large_is_not(server, rest):
    server.answers = [
        {"file_infos": [{"id": "f1"}]},
        {"id": "f1", "size": 5},
        web.Response(body=b'{"a":1}', content_type="application/json"),
        {"id": "f2", "size": 6},
    ]

    assert await rest.upload_file(CHANNEL, "liste à jour.ics", "text/calendar", b"BEGIN") == "f1"
    assert await rest.file_content("f1", 5) == b'{"a":1}'
    with pytest.raises(RequestRefusedError, match="6 bytes, more than 5"):
        await rest.file_content("f2", 5)

    assert b"BEGIN" in server.bodies[0]
    assert [said.split("?")[0] for said in server.said()] == [
        "POST /api/v4/files",
        "GET /api/v4/files/f1/info",
        "GET /api/v4/files/f1",
        "GET /api/v4/files/f2/info",
    ]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (error(400, "model.post.is_valid.msg.app_error"), SendRefusedError),
        (error(400, "api.post.create_post.can_not_post_to_deleted.error"), NotInPlaceError),
        (error(403, "api.context.permissions.app_error"), SendNotPermittedError),
        (error(404, "app.channel.get.existing.app_error"), NotInPlaceError),
        (page("Request Entity Too Large", 413), SendRefusedError),
        (error(401, "api.context.session_expired.app_error"), TokenRevokedError),
        (error(500, "api.post.deduplicate_create_post.pending"), SendUnclearError),
        (error(500, "app.post.save.app_error"), SendUnclearError),
        (page("Bad Gateway", 502), SendUnclearError),
        (page("Service Unavailable", 503), SendUnclearError),
        (page("Gateway Time-out", 504), SendUnclearError),
        (page("Welcome", 200), SendUnclearError),
        ("cut", SendUnclearError),
        (page("Maintenance", 404), SendFailedError),
        (page("Who are you?", 401), SendFailedError),
        (page("Moved", 301), SendFailedError),
        (web.Response(text="limit exceeded", status=429), RateLimitedError),
    ],
)
async def test_the_courier_learns_whether_a_post_may_have_been_taken(server, rest, answer, expected):
    server.answers = [answer]

    with pytest.raises((SendRefusedError, SendFailedError, SendUnclearError)) as caught:
        await create_post(rest)

    assert type(caught.value) is expected
    assert len(server.requests) == 1
    assert TOKEN not in str(caught.value)


async def test_the_reason_of_a_refusal_is_the_servers_name_of_it(server, rest):
    server.answers = [error(400, "api.post.create_post.can_not_post_to_deleted.error")]

    with pytest.raises(SendRefusedError) as caught:
        await create_post(rest)

    assert str(caught.value) == "HTTP 400 api.post.create_post.can_not_post_to_deleted.error"
    assert caught.value.text == GONE


async def test_no_answer_in_time_is_unclear_for_a_post_and_a_failure_for_what_can_be_repeated(
    server, monkeypatch
):
    monkeypatch.setattr(line, "TIMEOUT", line.httpx.Timeout(5, read=0.01))
    rest = Rest(server.url, TOKEN)
    server.answers = ["silence"]

    with pytest.raises(SendUnclearError, match="ReadTimeout"):
        await create_post(rest)
    with pytest.raises(SendFailedError, match="ReadTimeout"):
        await rest.patch_post(POST, "Close")
    with pytest.raises(SendFailedError):
        await rest.direct_channel(ME, USER)
    with pytest.raises(ServerUnavailableError):
        await rest.me()
    await rest.close()


async def test_a_server_that_is_not_there_took_nothing_for_sure(server, rest):
    await server.stop()

    with pytest.raises(SendFailedError, match="not reached") as caught:
        await create_post(rest)
    with pytest.raises(ServerUnavailableError, match="not reached"):
        await rest.me()

    assert type(caught.value) is SendFailedError


async def test_nothing_is_sent_while_the_server_wants_to_be_left_alone(server, rest, clock):
    server.answers = [
        web.Response(text="limit exceeded", status=429, headers={"Retry-After": "30"}),
        {"id": POST},
    ]

    with pytest.raises(RateLimitedError) as asked:
        await create_post(rest)
    clock.now += 20
    with pytest.raises(RateLimitedError) as remembered:
        await rest.delete_post(POST)
    assert len(server.requests) == 1
    clock.now += 10
    await create_post(rest)

    assert (asked.value.after, remembered.value.after) == (30, 10)


async def test_the_reset_of_a_rate_limit_counts_and_less_than_a_second_is_one(server, rest):
    server.answers = [web.Response(text="limit exceeded", status=429, headers={"X-RateLimit-Reset": "0"})]

    with pytest.raises(ServerUnavailableError):
        await rest.me()
    with pytest.raises(RateLimitedError) as remembered:
        await create_post(rest)

    assert remembered.value.after == 1


SESSION_EXPIRED = "api.context.session_expired.app_error"


async def refused(server, rest, clock, seconds):
    """Have the token refused at each of these seconds."""
    server.answers = [error(401, SESSION_EXPIRED)]
    begin = clock.now
    raised = []
    for second in seconds:
        clock.now = begin + second
        with pytest.raises(ServerUnavailableError) as failure:
            await rest.me()
        raised.append(type(failure.value))
    return raised


@pytest.fixture
async def patient(server, clock):
    """The requests of a bot that stays, and what it was told of its token."""
    told = []
    rest = Rest(server.url, TOKEN, on_revoked=told.append, monotonic=clock)
    yield rest, told
    await rest.close()


async def test_a_token_is_revoked_when_the_server_goes_on_refusing_it(server, clock, patient):
    rest, told = patient

    raised = await refused(server, rest, clock, [0, 30, 60])
    with pytest.raises(TokenRevokedError):
        await rest.me()
    with pytest.raises(TokenRevokedError):
        await create_post(rest)

    assert raised == [ServerUnavailableError, ServerUnavailableError, TokenRevokedError]
    assert told == [f"HTTP 401 {SESSION_EXPIRED}"] == [rest.line.revoked]


@pytest.mark.parametrize("seconds", [[0], [0, 120], [0, 1, 2, 3, 4, 59]])
async def test_a_few_refusals_of_the_token_are_a_server_in_trouble(server, clock, patient, seconds):
    rest, told = patient

    raised = await refused(server, rest, clock, seconds)

    assert set(raised) == {ServerUnavailableError}
    assert (told, rest.line.revoked) == ([], None)


async def test_what_is_sent_while_the_server_is_in_such_trouble_is_sent_again_later(server, patient):
    rest, _told = patient
    server.answers = [error(401, SESSION_EXPIRED)]

    with pytest.raises(SendFailedError) as failed:
        await create_post(rest)

    assert not isinstance(failed.value, TokenRevokedError)


@pytest.mark.parametrize("what", ["me", "create_post", "teams_of_me"])
async def test_a_token_that_is_accepted_once_is_good(server, clock, patient, what):
    rest, told = patient

    await refused(server, rest, clock, [0, 30])
    server.answers = [[] if what == "teams_of_me" else {"id": ME}]
    await (create_post(rest) if what == "create_post" else getattr(rest, what)())
    raised = await refused(server, rest, clock, [40, 50])

    assert (raised, told) == ([ServerUnavailableError] * 2, [])


async def test_what_the_server_answers_to_anybody_says_nothing_of_the_token(server, clock, patient):
    rest, told = patient

    await refused(server, rest, clock, [0, 30])
    server.answers = [{"status": "OK"}]
    await rest.client_config()
    raised = await refused(server, rest, clock, [60])

    assert (raised, len(told)) == ([TokenRevokedError], 1)


async def test_a_token_that_was_revoked_is_good_again_once_it_is_accepted(server, clock, patient):
    rest, told = patient

    await refused(server, rest, clock, [0, 30, 60])
    server.answers = [{"id": ME}]
    await rest.me()
    was_revoked = rest.line.revoked
    raised = await refused(server, rest, clock, [300, 330, 400])

    assert was_revoked is None
    assert raised == [ServerUnavailableError, ServerUnavailableError, TokenRevokedError]
    assert len(told) == 2


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (error(404, "app.post.get.app_error"), NotThereError),
        (error(400, "api.context.invalid_url_param.app_error"), NotThereError),
        (error(403, "api.context.permissions.app_error"), NotPermittedError),
        (error(400, "api.command.duplicate_trigger.app_error"), RequestRefusedError),
        (error(501, "api.user.create_token.disabled.app_error"), RequestRefusedError),
        (error(500, "app.post.get.app_error"), ServerUnavailableError),
        (page("Maintenance", 404), ServerUnavailableError),
        (page("Bad Gateway", 502), ServerUnavailableError),
        (page("Welcome", 200), ServerUnavailableError),
        (web.json_response([]), ServerUnavailableError),
        ("cut", ServerUnavailableError),
    ],
)
async def test_a_reader_learns_what_kind_of_trouble_it_is(server, rest, answer, expected):
    server.answers = [answer]

    with pytest.raises(expected) as caught:
        await rest.post(POST)

    assert type(caught.value) is expected


async def test_what_is_not_there_any_more_is_deleted(server, rest):
    server.answers = [
        error(403, "api.context.permissions.app_error"),
        error(404, "app.post.get.app_error"),
    ]

    await rest.delete_post(POST)

    assert server.said() == [f"DELETE /api/v4/posts/{POST}", f"GET /api/v4/posts/{POST}"]


async def test_a_deletion_that_is_not_permitted_is_refused(server, rest):
    server.answers = [error(403, "api.context.permissions.app_error"), {"id": POST}]

    with pytest.raises(SendRefusedError):
        await rest.delete_post(POST)


async def test_a_deletion_is_tried_again_when_it_cannot_be_known_whether_the_post_is_there(server, rest):
    server.answers = [error(403, "api.context.permissions.app_error"), page("Bad Gateway", 502)]

    with pytest.raises(SendFailedError):
        await rest.delete_post(POST)


async def test_the_token_is_in_no_log(server, rest, caplog):
    caplog.set_level(logging.DEBUG)
    server.answers = [error(403, "api.context.permissions.app_error")]

    with pytest.raises(SendRefusedError):
        await create_post(rest)

    assert TOKEN not in caplog.text


async def test_an_administrator_installs_over_the_same_line(server, rest):
    administration = Administration(rest.line)
    command = {"id": "k", "team_id": "t", "trigger": "rappel", "method": "P", "url": "http://bot/command"}
    server.answers = [
        error(404, "app.user.missing_account.const"),
        {"user_id": ME},
        {"token": "new"},
        [command],
        command,
        command,
        {"active": [{"id": "matterpoll"}], "inactive": []},
    ]

    assert await administration.user_by_username("relais") is None
    assert (await administration.create_bot("relais", "Relais", "bot"))["user_id"] == ME
    assert await administration.create_user_access_token(ME, "Maillage") == "new"
    assert await administration.commands("t") == [command]
    assert await administration.create_command(command) == command
    assert await administration.update_command(command) == command
    assert await administration.active_plugins() == [{"id": "matterpoll"}]
    assert server.said() == [
        "GET /api/v4/users/username/relais",
        "POST /api/v4/bots",
        f"POST /api/v4/users/{ME}/tokens",
        "GET /api/v4/commands?team_id=t&custom_only=true",
        "POST /api/v4/commands",
        "PUT /api/v4/commands/k",
        "GET /api/v4/plugins",
    ]


async def test_a_taken_trigger_is_known_by_the_servers_name_of_the_error(server, rest):
    server.answers = [error(400, "api.command.duplicate_trigger.app_error")]

    with pytest.raises(RequestRefusedError) as caught:
        await Administration(rest.line).create_command({"trigger": "rappel"})

    assert caught.value.id == "api.command.duplicate_trigger.app_error"
