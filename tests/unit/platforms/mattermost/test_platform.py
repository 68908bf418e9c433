"""The life of a platform on a server that fails it in ways that pass: it comes back by itself."""

import asyncio
import contextlib
import re
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.chat.hosting import ConnectionState
from bot.chat.incoming import Line
from bot.counting import Counters
from bot.language.catalogue import Words
from bot.language.messages import in_english
from bot.platforms.mattermost import platform as module
from bot.platforms.mattermost import refusals
from bot.platforms.mattermost.platform import MattermostPlatform, Server
from bot.runtime.administering import Administering
from bot.runtime.clock import SystemClock
from tests.fakes.mattermost import FakeMattermost
from tests.fakes.mattermost.faults import Fault

EXPIRED = (
    '{"id":"api.context.session_expired.app_error","message":"x","detailed_error":"","request_id":"",'
    '"status_code":401}'
)


class Host:
    """A bot that notes what it is told; `failures` are raised, one after another, when it is asked for
    positions."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.states: list[ConnectionState] = []
        self.reasons: list[str] = []
        self.kept: dict[str, str] = {}
        self.failures: list[Exception] = []
        self.administering = Administering()
        self.changed = asyncio.Condition()

    async def receive(self, incoming):
        if isinstance(incoming, Line):
            await self._note(self.texts, incoming.text)
        return []

    def listens(self, _kind) -> bool:
        return True

    async def positions(self):
        if self.failures:
            raise self.failures.pop()
        return dict(self.kept)

    async def remember(self, positions) -> None:
        self.kept |= positions

    async def discovered(self, places) -> None:
        pass

    async def left(self, _channels) -> None:
        pass

    def administered_by(self, community: str, accounts) -> None:
        self.administering.told("mattermost", community, accounts)
        task = asyncio.create_task(self._note([], None))
        task.add_done_callback(lambda _task: None)

    def administers(self, community: str, account: str, *, is_one: bool) -> None:
        self.administering.noted("mattermost", community, account, is_one=is_one)

    def connection(self, connection) -> None:
        self.reasons.append(in_english(connection.reason) if connection.reason else "")
        task = asyncio.create_task(self._note(self.states, connection.state))
        task.add_done_callback(lambda _task: None)

    async def _note(self, notes, note) -> None:
        async with self.changed:
            notes.append(note)
            self.changed.notify_all()

    async def until(self, seen) -> None:
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(seen)


class House:
    """A server with a team, a bot in it and Alice; the waits of the bot are short."""

    def __init__(self, fake: FakeMattermost, server: Server, bot: str, team: str) -> None:
        self.fake = fake
        self.server = server
        self.bot = bot
        self.team = team
        self.host = Host()

    @contextlib.asynccontextmanager
    async def platform(self):
        async def sleep(_seconds: float) -> None:
            for _turn in range(200):  # the others get theirs; nobody looks at a clock
                await asyncio.sleep(0)

        words = Words("fr", ZoneInfo("Europe/Paris"))
        platform = MattermostPlatform(self.server, Counters(), words, now=SystemClock().now, sleep=sleep)
        await platform.start(self.host)
        try:
            yield platform
        finally:
            await asyncio.wait_for(platform.stop(), 10)

    def refuse(self, times: int | None) -> Fault:
        """Refuse the bot's token, so many times or until lifted."""
        headers = {"Content-Type": "application/json"}
        return self.fake.faults._add(
            Fault(None, re.compile("/users/me"), times, 401, EXPIRED, headers, token=self.server.token)
        )


@pytest.fixture
async def house():
    async with FakeMattermost.running() as fake:
        admin = fake.admin
        team = await admin.post("/teams", {"name": "loire-42", "display_name": "Loire", "type": "O"})
        bot = await admin.post("/bots", {"username": "maillage"})
        await admin.post(f"/teams/{team['id']}/members", {"team_id": team["id"], "user_id": bot["user_id"]})
        token = await admin.post(f"/users/{bot['user_id']}/tokens", {"description": "t"})
        server = Server(
            name="loire",
            url=fake.url,
            callback_url="http://127.0.0.1:1",
            token=token["token"],
            path="secret",
            key="k" * 32,
            tokens={},
            teams=("loire-42",),
        )
        yield House(fake, server, bot["user_id"], team["id"])


async def say(house, text: str) -> None:
    person = await house.fake.admin.invite(f"alice{len(text)}", house.team)
    try:
        await person.say_to(house.bot, text)
    finally:
        await person.close()


async def test_one_refusal_of_the_token_stops_nothing(house):
    async with house.platform():
        await house.host.until(lambda: ConnectionState.CONNECTED in house.host.states)
        house.refuse(1)
        await house.fake.drop_sockets(house.server.token)
        await house.host.until(lambda: house.host.states.count(ConnectionState.CONNECTED) == 2)
        await say(house, "encore")
        await house.host.until(lambda: house.host.texts == ["encore"])
    assert ConnectionState.STOPPED not in house.host.states


async def test_a_token_that_is_refused_at_the_start_and_then_accepted_is_used(house):
    house.refuse(2)
    async with house.platform():
        await house.host.until(lambda: ConnectionState.CONNECTED in house.host.states)
    assert house.host.states[:2] == [ConnectionState.CONNECTING, ConnectionState.LOST]


async def test_a_token_that_stays_refused_is_told_in_plain_words_and_probed_until_it_is_accepted(
    house, monkeypatch
):
    monkeypatch.setattr(refusals, "REFUSED_FOR", 0.0)
    fault = house.refuse(None)
    async with house.platform() as platform:
        await house.host.until(lambda: ConnectionState.STOPPED in house.host.states)
        assert "token" in house.host.reasons[-1]
        assert platform._rest.line.revoked is not None
        house.fake.faults.lift(fault)
        await house.host.until(lambda: house.host.states[-1] is ConnectionState.CONNECTED)
        await say(house, "de retour")
        await house.host.until(lambda: house.host.texts == ["de retour"])


async def test_a_bot_whose_memory_fails_at_the_start_tries_again(house):
    house.host.failures = [OSError("no database"), OSError("no database")]
    async with house.platform():
        await house.host.until(lambda: ConnectionState.CONNECTED in house.host.states)
    assert house.host.states.count(ConnectionState.LOST) == 2
    assert ConnectionState.STOPPED not in house.host.states


async def test_it_stops_at_once_while_it_waits_to_probe(house, monkeypatch):
    monkeypatch.setattr(refusals, "REFUSED_FOR", 0.0)
    house.refuse(None)
    async with house.platform():
        await house.host.until(lambda: ConnectionState.STOPPED in house.host.states)
    assert house.host.states[-1] is ConnectionState.STOPPED


@pytest.mark.parametrize("status", [403, 500])
async def test_channels_that_cannot_be_read_make_the_bot_deaf_to_nobody(house, status):
    await say(house, "avant")
    house.host.kept = {"*": "1"}
    body, headers = EXPIRED.replace("401", str(status)), {"Content-Type": "application/json"}
    posts = re.compile("/channels/[a-z0-9]+/posts")
    fault = house.fake.faults._add(Fault("GET", posts, None, status, body, headers, token=house.server.token))
    async with house.platform():
        await house.host.until(lambda: ConnectionState.CONNECTED in house.host.states)
        await say(house, "pendant")
        await house.host.until(lambda: house.host.texts == ["pendant"])
        assert fault.met > 0
        house.fake.faults.lift(fault)
        if status == 500:
            await house.host.until(lambda: "avant" in house.host.texts)


async def test_in_a_team_that_is_not_named_nobody_is_heard(house):
    house.server = replace(house.server, teams=("other",))
    channel = await house.fake.admin.post(
        "/channels", {"team_id": house.team, "name": "lair", "display_name": "lair", "type": "O"}
    )
    await house.fake.admin.post(f"/channels/{channel['id']}/members", {"user_id": house.bot})
    async with house.platform() as platform:
        await house.host.until(lambda: ConnectionState.CONNECTED in house.host.states)
        await house.fake.admin.say(channel["id"], "@maillage aide")
        await say(house, "en privé")
        await house.host.until(lambda: bool(house.host.texts))
        assert platform._places.teams == {}
    assert house.host.texts == ["en privé"]


def test_probing_is_slow():
    assert module.PROBE_EVERY >= 60


async def test_who_administers_the_team_is_known_without_having_written_and_followed(house):
    admin = house.fake.admin
    ids: dict[str, str] = {}
    for name in ("jeanne", "karim"):
        person = await admin.invite(name, house.team)
        ids[name] = (await person.get("/users/me"))["id"]
        await person.close()
    founder = (await admin.get("/users/me"))["id"]  # who administers the server, and is in the team

    def known() -> set[str]:
        return set(house.host.administering.known.get(("mattermost", house.team), ()))

    async def gives(name: str, *, is_admin: bool) -> None:
        path = f"/teams/{house.team}/members/{ids[name]}/schemeRoles"
        await admin.put(path, {"scheme_admin": is_admin, "scheme_user": True})

    await gives("jeanne", is_admin=True)
    async with house.platform():
        await house.host.until(lambda: known() == {founder, ids["jeanne"]})
        await gives("karim", is_admin=True)
        await gives("jeanne", is_admin=False)
        await house.host.until(lambda: known() == {founder, ids["karim"]})
