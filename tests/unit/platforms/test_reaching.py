"""What answers at an address: what is met there, and what is told of this machine."""

import pytest
from aiohttp import web

from bot.platforms.mattermost.inspecting import _on_events
from bot.platforms.reaching import Obstacle, Reached, reach


class Server:
    """Notes the requests, and answers that all is well."""

    def __init__(self) -> None:
        self.requests = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        if request.path.endswith("/websocket"):
            websocket = web.WebSocketResponse()
            await websocket.prepare(request)
            await websocket.send_json({"event": "hello", "data": {"connection_id": "c"}, "seq": 0})
            await websocket.close()
            return websocket
        response = web.json_response({"status": "OK"})
        response.enable_compression()
        return response


@pytest.fixture
async def server():
    server = Server()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.port = runner.addresses[0][1]
    server.url = f"http://127.0.0.1:{server.port}"
    yield server
    await runner.cleanup()


@pytest.fixture
def password_for_the_server(tmp_path, monkeypatch):
    """Have a password for the server in the file that curl and others read."""
    file = tmp_path / "netrc"
    file.write_text("machine 127.0.0.1 login admin password secret\n", encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))


@pytest.mark.usefixtures("password_for_the_server")
async def test_a_password_of_the_administrator_is_told_to_nobody(server):
    assert await reach(f"{server.url}/api/v4/system/ping") == Reached(200, {"status": "OK"})
    assert [request.headers.get("Authorization") for request in server.requests] == [None]


@pytest.mark.usefixtures("password_for_the_server")
async def test_a_password_of_the_administrator_does_not_keep_events_from_the_bot(server):
    remark = await _on_events(server.url, "token")
    assert remark.state == "ok"
    assert [request.headers["Authorization"] for request in server.requests] == ["Bearer token"]


async def test_what_runs_here_is_asked_without_the_proxy(server, monkeypatch):
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.setenv("no_proxy", "")
    assert (await reach("http://maillage.invalid/ping")).status == 200
    assert await reach("http://maillage.invalid/ping", directly=True) == Reached(obstacle=Obstacle.NAME)


@pytest.mark.parametrize("url", ["http://", "http://127.0.0.1:x/", "http://[::1/", "nothing"])
async def test_what_is_no_address_is_reached_by_nobody(url):
    assert (await reach(url)).obstacle in (Obstacle.PROTOCOL, Obstacle.NAME)
