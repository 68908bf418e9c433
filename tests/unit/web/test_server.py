"""The web server: what it serves, what it bears, and what strangers learn from it."""

import asyncio
import json
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.counting import Counters
from bot.errors import WebServerError
from bot.language.catalogue import Words
from bot.web.routes import Route
from bot.web.server import Limits, WebServer

SECRET = "path-5ecret"
REQUEST = b"POST /echo HTTP/1.1\r\nHost: bot\r\nContent-Length: 5\r\n\r\n"


def route(answer, name="it", path="/it", method="POST"):
    return Route(name, method, path, answer)


def turned_away(counters, reason):
    counts = {labels: count for _name, labels, count in counters.counted()}
    return counts.get((("reason", reason),), 0)


def timed(counters):
    return {dict(labels)["kind"]: sum(observed.counts()) for _name, labels, observed in counters.timed()}


async def exchange(server, *pieces):
    """Send bytes on one connection and return all that comes back until the server closes it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


async def test_a_request_reaches_the_route_of_its_method_and_path(serving, echo):
    async with serving(echo, prefix=f"/chat/{SECRET}") as (_server, client):
        answer = await client.post(f"/chat/{SECRET}/echo", data="Bonjour")
        assert (answer.status, await answer.text()) == (200, "Bonjour")


async def test_an_answer_says_what_it_is(serving):
    async def answer(_request):
        return web.json_response({"text": "Été"})

    async with serving(route(answer)) as (_server, client):
        told = await client.post("/it")
        assert told.headers["Content-Type"] == "application/json; charset=utf-8"
        assert json.loads(await told.read()) == {"text": "Été"}


async def test_a_form_that_was_read_already_can_be_read_by_the_handler(serving):
    async def answer(request):
        return web.Response(text=(await request.post())["text"])

    async with serving(route(answer)) as (_server, client):
        told = await client.post("/it", data={"text": "demain 9h, relancer la CAF", "token": "x"})
        assert await told.text() == "demain 9h, relancer la CAF"


async def test_strangers_learn_nothing_from_a_wrong_path_a_wrong_method_or_a_refusal(serving, echo):
    async def refuse(_request):
        raise web.HTTPNotFound(text="no such token")

    async with serving(echo, route(refuse)) as (_server, client):
        answers = [
            await client.post("/"),
            await client.post("/ech"),
            await client.post("/echo/"),
            await client.post("/echo/../echo/more"),
            await client.get("/echo"),
            await client.options("/echo"),
            await client.post("/it"),
        ]
        for answer in answers:
            assert answer.status == 404
            assert await answer.read() == b""
            assert set(answer.headers) == {"Content-Length", "Date", "Server"}


async def test_no_answer_tells_what_software_serves(serving, echo):
    async with serving(echo) as (server, client):
        answers = [await client.post("/echo"), await client.post("/nowhere")]
        assert {answer.headers["Server"] for answer in answers} == {"web"}
        told = await exchange(server, b"\x16\x03\x01 this is TLS\r\n\r\n")
        assert told.startswith((b"HTTP/1.0 400", b"HTTP/1.1 400"))
        head, _blank, body = told.partition(b"\r\n\r\n")
        assert b"Server: web" in head
        assert body == b""


async def test_a_route_may_come_when_the_server_runs_already(serving, echo):
    async with serving() as (server, client):
        assert (await client.post("/late/echo")).status == 404
        server.add("/late", [echo])
        assert (await client.post("/late/echo")).status == 200


def test_two_routes_cannot_have_one_path(echo):
    server = WebServer("127.0.0.1", 0, Counters())
    server.add("", [echo])
    with pytest.raises(ValueError, match="echo"):
        server.add("", [echo])


@pytest.mark.parametrize("chunked", [False, True], ids=["announced", "chunked"])
async def test_a_body_that_is_too_large_is_refused_without_a_word(serving, echo, counters, chunked):
    async def chunks():
        for _index in range(11):
            yield b"x"

    async with serving(echo, limits=Limits(body=10)) as (_server, client):
        answer = await client.post("/echo", data=chunks() if chunked else b"x" * 11)
        assert (answer.status, await answer.read()) == (413, b"")
        assert (await client.post("/echo", data=b"x" * 10)).status == 200
    assert turned_away(counters, "too large") == 1
    assert timed(counters) == {"echo": 1}


async def test_a_body_that_does_not_come_is_not_waited_for(serving, echo, counters):
    async with serving(echo, limits=Limits(body_within=0.02, linger=0)) as (server, _client):
        told = await exchange(server, REQUEST, b"Bon")
    assert told.startswith(b"HTTP/1.1 408")
    assert turned_away(counters, "too slow") == 1


async def test_headers_that_do_not_come_are_not_waited_for(serving, echo, counters):
    async with serving(echo, limits=Limits(headers_within=0.02)) as (server, _client):
        assert await exchange(server, b"POST /echo HTTP/1.1\r\nHost: b") == b""
    assert turned_away(counters, "silent") == 1


async def test_a_connection_that_has_spoken_is_kept_until_it_is_idle_for_long(serving, echo):
    limits = Limits(headers_within=0.02, idle=0.1)
    async with serving(echo, limits=limits) as (server, _client):
        loop = asyncio.get_running_loop()
        start = loop.time()
        told = await exchange(server, REQUEST, b"hello")
        assert told.endswith(b"hello")
        assert loop.time() - start >= limits.idle


async def test_several_requests_come_on_one_connection(serving, echo):
    async with serving(echo) as (server, _client):
        last = REQUEST.replace(b"Host", b"Connection: close\r\nHost")
        told = await exchange(server, REQUEST, b"first", REQUEST, b"other", last, b"third")
        assert told.count(b"HTTP/1.1 200") == 3
        assert told.index(b"first") < told.index(b"other") < told.index(b"third")


async def test_a_connection_beyond_the_most_is_closed_and_those_before_it_go_on(serving, echo, counters):
    async with serving(echo, limits=Limits(connections=1)) as (server, client):
        assert (await client.post("/echo", data="one")).status == 200
        assert await exchange(server, REQUEST, b"other") == b""
        assert (await client.post("/echo", data="two")).status == 200
    assert turned_away(counters, "too many") == 1


async def test_a_closed_connection_makes_room(serving, echo):
    last = REQUEST.replace(b"Host", b"Connection: close\r\nHost")
    async with serving(echo, limits=Limits(connections=1)) as (server, _client):
        for _turn in range(3):
            assert (await exchange(server, last, b"hello")).endswith(b"hello")


async def test_a_client_that_leaves_amid_its_body_disturbs_nobody(serving, echo, counters):
    async with serving(echo) as (server, client):
        with capture_logs() as logs:
            _reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(REQUEST + b"Bo")
            await writer.drain()
            writer.transport.abort()
            assert (await client.post("/echo")).status == 200
    assert logs == []


async def test_a_body_that_is_not_as_announced_is_refused(serving, echo, counters):
    head = b"POST /echo HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with serving(echo) as (server, _client):
        told = await exchange(server, head, b"no number\r\n")
    assert told.split(b"\r\n", 1)[0].endswith(b"400 Bad Request")


async def test_a_failure_of_a_handler_is_logged_without_what_people_wrote_nor_the_path(serving, counters):
    async def fail(request):
        raise ValueError(await request.text())

    with capture_logs() as logs:
        async with serving(route(fail, "command"), prefix=f"/{SECRET}") as (_server, client):
            answer = await client.post(f"/{SECRET}/it", data="my illness")
            assert (answer.status, await answer.read()) == (500, b"")
    [failure] = [entry for entry in logs if entry["log_level"] == "error"]
    assert (failure["route"], failure["error"]) == ("command", "ValueError")
    assert "in fail" in failure["trace"]
    assert SECRET not in str(logs)
    assert "my illness" not in str(logs)
    assert ("maillage_errors_total", (("part", "web"),), 1) in list(counters.counted())


async def test_a_handler_that_answers_nothing_is_a_failure_that_is_logged(serving):
    async def answer(_request):
        return None

    with capture_logs() as logs:
        async with serving(route(answer)) as (_server, client):
            told = await client.post("/it")
            assert (told.status, await told.read()) == (500, b"")
    assert [entry["error"] for entry in logs if entry["log_level"] == "error"] == ["AttributeError"]


async def test_the_time_of_each_kind_of_request_is_taken(serving, echo, counters):
    async def fail(_request):
        raise RuntimeError

    async with serving(echo, route(fail, "command")) as (_server, client):
        for path in ("/echo", "/echo", "/it", "/nowhere"):
            await client.post(path)
    assert timed(counters) == {"echo": 2, "command": 1}
    assert turned_away(counters, "unknown") == 1


async def test_stopping_lets_a_request_end_that_is_being_handled(serving):
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_request):
        reached.set()
        await go_on.wait()
        return web.Response(text="done")

    async with serving(route(slow)) as (server, client):
        asked = asyncio.create_task(client.post("/it"))
        await reached.wait()
        stopping = asyncio.create_task(server.stop())
        await asyncio.sleep(0)
        assert not stopping.done()
        go_on.set()
        assert await (await asked).text() == "done"
        await stopping


async def test_stopping_does_not_wait_for_ever(serving):
    reached, never = asyncio.Event(), asyncio.Event()

    async def endless(_request):
        reached.set()
        await never.wait()

    async with serving(route(endless), limits=Limits(drain=0.02)) as (server, _client):
        asked = asyncio.create_task(exchange(server, b"POST /it HTTP/1.1\r\nHost: bot\r\n\r\n"))
        await reached.wait()
        await server.stop()
        assert await asked == b""


async def test_a_stopped_server_is_gone_and_stopping_again_does_nothing(serving, echo):
    async with serving(echo) as (server, _client):
        port = server.port
        await server.stop()
        await server.stop()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)


async def test_a_port_that_is_taken_is_told_in_the_words_of_people(serving):
    async with serving() as (server, _client):
        with pytest.raises(WebServerError) as failed:
            await WebServer("127.0.0.1", server.port, Counters()).start()
        told = Words("fr", ZoneInfo("Europe/Paris"))(failed.value.text)
        assert f"127.0.0.1:{server.port}" in told
        assert "un autre programme l’utilise" in told


async def test_an_address_of_another_machine_is_told_in_the_words_of_people():
    with pytest.raises(WebServerError) as failed:
        await WebServer("192.0.2.1", 8080, Counters()).start()
    assert "cette machine n’a pas cette adresse" in Words("fr", ZoneInfo("Europe/Paris"))(failed.value.text)
