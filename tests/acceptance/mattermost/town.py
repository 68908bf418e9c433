"""A town: a team or several on a server, with the bot installed there, and its process."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.secrets import MattermostSecrets, load_secrets
from tests.acceptance.mattermost.people import Neighbour
from tests.acceptance.mattermost.process import MAILLAGE, BotProcess, configuration, environment, free_port
from tests.acceptance.mattermost.targets import CALLBACK_HOST, Target
from tests.acceptance.mattermost.wire import Wire
from tests.fakes.mattermost import FakeMattermost, Person, RefusedError

Json = dict[str, Any]


@dataclass
class Home:
    """Where the bot is on one server, under the configured `name`; `url` is how it reaches that server."""

    target: Target
    name: str
    url: str
    teams: list[Json]
    bot: Json = field(default_factory=dict)
    secrets: MattermostSecrets = field(default_factory=MattermostSecrets.new)
    people: list[Person] = field(default_factory=list)

    @classmethod
    async def found(cls, target: Target, name: str = "mattermost", *, url: str = "", teams: int = 1) -> Home:
        """New teams on a server."""
        made = []
        for _number in range(teams):
            name_of_team = new_name("dept")
            made.append(
                await target.admin.post(
                    "/teams", {"name": name_of_team, "display_name": name_of_team, "type": "O"}
                )
            )
        return cls(target, name, url or target.url, made)

    @property
    def team(self) -> Json:
        """The first team."""
        return self.teams[0]

    @property
    def token(self) -> str:
        """The bot's."""
        return self.secrets.token.get_secret_value()

    async def channel(self, name: str = "loire", *, team: Json | None = None, kind: str = "O") -> str:
        """A new channel where the bot is; return its id."""
        admin, name = self.target.admin, new_name(name)
        content = {
            "team_id": (team or self.team)["id"],
            "name": name,
            "display_name": name,
            "type": kind,
        }
        channel = await admin.post("/channels", content)
        await admin.post(f"/channels/{channel['id']}/members", {"user_id": self.bot["id"]})
        return str(channel["id"])

    async def person(
        self, name: str, *channels: str, team: Json | None = None, exactly: bool = False, roles: str = ""
    ) -> Neighbour:
        """Somebody new, in a team and these channels: the first is where they are.

        Their user name begins with `name`, unless it is to be `exactly` that.
        """
        admin, team_id = self.target.admin, (team or self.team)["id"]
        person = await admin.invite(name if exactly else new_name(name))
        self.people.append(person)
        if roles:
            await admin.put(f"/users/{person.id}/roles", {"roles": roles})
        await admin.post(f"/teams/{team_id}/members", {"team_id": team_id, "user_id": person.id})
        for channel in channels:
            await admin.post(f"/channels/{channel}/members", {"user_id": person.id})
        dm = await person.direct(self.bot["id"])
        return Neighbour(person, team_id, channels[0], dm, self.bot["id"])

    async def remove(self) -> None:
        """Remove all that was made, for good if the server allows it."""
        for person in self.people:
            await person.close()
        if self.target.fake is not None:
            return
        admin = self.target.admin
        for team in self.teams:
            for command in await admin.get("/commands", team_id=team["id"], custom_only="true"):
                await admin.delete(f"/commands/{command['id']}")
            await _remove(admin, f"/teams/{team['id']}")
        for user in [*(person.id for person in self.people), self.bot.get("id")]:
            if user is not None:
                await _remove(admin, f"/users/{user}")


class Town:
    """The bot and its servers, most often one: `home`."""

    def __init__(self, homes: list[Home], process: BotProcess) -> None:
        self.homes = homes
        self.process = process

    @property
    def home(self) -> Home:
        """The first server."""
        return self.homes[0]

    async def install(self) -> None:
        """Install the bot on all its servers, as an administrator does."""
        folder = self.process.folder
        for home in self.homes:
            arguments = ["--url", home.url, "--name", home.name, "--bot-username", new_name("maillage")]
            for team in home.teams:
                arguments += ["--team", team["name"]]
            if CALLBACK_HOST not in ("127.0.0.1", "localhost"):
                arguments += ["--callback-url", self.process.web]
            token = {"MAILLAGE_MATTERMOST_ADMIN_TOKEN": home.target.admin.token}
            answer = await run("mattermost", "install", "--json", *arguments, folder=folder, more=token)
            home.secrets = load_secrets(folder / "secrets.toml").mattermost[home.name]
            async with await Person.with_token(home.target.url, home.token) as bot:
                home.bot = await bot.get("/users/me")
            assert answer["ok"], answer


@dataclass
class FrailTown:
    """A town in which things may break: its bot reaches the server by `wire`.

    `keeper_name` is the user name of an administrator of the bot, which the server need not confirm.
    """

    town: Town
    wire: Wire
    keeper_name: str
    _keeper: Neighbour | None = None

    @property
    def process(self) -> BotProcess:
        """The bot."""
        return self.town.process

    @property
    def home(self) -> Home:
        """Where it is."""
        return self.town.home

    @property
    def fake(self) -> FakeMattermost:
        """The server, which is the fake."""
        fake = self.home.target.fake
        assert fake is not None
        return fake

    async def keeper(self, channel: str) -> Neighbour:
        """The administrator of the bot, in a channel."""
        if self._keeper is None:
            self._keeper = await self.home.person(self.keeper_name, channel, exactly=True)
        else:
            self._keeper.here = channel
            await self.home.target.admin.post(f"/channels/{channel}/members", {"user_id": self._keeper.id})
        return self._keeper

    async def mend(self) -> None:
        """Have everything work again."""
        if self.home.target.fake is not None:
            self.fake.faults.lift()
        self.wire.mend()
        if not self.process.is_running:
            await self.process.start(ready=False)
        await self.process.ready()


async def run(*arguments: str, folder: Path, more: dict[str, str]) -> Json:
    """Run `maillage`; return the JSON document that it prints."""
    process = await asyncio.create_subprocess_exec(
        MAILLAGE, *arguments, cwd=folder, env=environment() | more,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    output, errors = await process.communicate()
    assert output, errors.decode()
    answer: Json = json.loads(output)
    return answer


@contextlib.asynccontextmanager
async def town_of(
    folder: Path,
    *homes: Home,
    admins: Sequence[str] = (),
    run_by: Callable[[Path, str, int], BotProcess] = BotProcess,
    also: str = "",
) -> AsyncIterator[Town]:
    """The bot at work on these servers, and nothing left of it and them in the end.

    `admins` look after the bot, each as `server:username`; `run_by` makes its process. `also` stands in the
    configuration too.
    """
    port = free_port()
    process = run_by(folder, CALLBACK_HOST, port)
    town = Town(list(homes), process)
    try:
        (folder / "config.toml").write_text(configuration(CALLBACK_HOST, port, admins) + also)
        await town.install()
        await process.start()
        yield town
    finally:
        try:
            await process.stop()
        finally:
            for home in homes:
                await home.remove()


async def _remove(admin: Person, path: str) -> None:
    """Delete for good if the server allows it, else archive or deactivate."""
    try:
        await admin.call("DELETE", path, permanent="true")
    except RefusedError:
        with contextlib.suppress(RefusedError):
            await admin.delete(path)


def new_name(name: str) -> str:
    """A name that nobody else has."""
    return f"{name}-{secrets.token_hex(4)}"
