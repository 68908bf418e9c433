"""The installation of the bot on a Mattermost server, in the name of an administrator.

It can be run again at any time: what is there already is kept, what is missing is added, and it takes up
where an earlier one was interrupted. It takes nothing away but slash commands that call this very bot.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.errors import MaillageError
from bot.language.messages import Markup, Message, Text, _, ngettext
from bot.platforms.mattermost.administration import Administration
from bot.platforms.mattermost.checking import (
    ACCOUNT,
    CHANNELS,
    COMMANDS,
    COMMANDS_DISABLED,
    TEAMS,
    not_mattermost,
    taken,
)
from bot.platforms.mattermost.failures import (
    NotPermittedError,
    NotThereError,
    RequestError,
    RequestRefusedError,
    TokenRevokedError,
)
from bot.platforms.mattermost.inspecting import Target
from bot.platforms.mattermost.line import Entity
from bot.platforms.mattermost.registering import Plan, Registered, plan
from bot.platforms.mattermost.rest import Rest
from bot.platforms.reaching import reach
from bot.platforms.remarks import Remark, good
from bot.secrets import MattermostSecrets

_DUPLICATE = "api.command.duplicate_trigger.app_error"
_REFUSALS: Mapping[str, Message] = {
    "api.command.disabled.app_error": COMMANDS_DISABLED,
    "api.bot.create_disabled": _(
        "The server lets nobody create bots: set `EnableBotAccountCreation` to true (System Console, "
        "Integrations, Bot Accounts), then run this again."
    ),
    "app.user_access_token.disabled": _(
        "The server gives no access tokens: set `EnableUserAccessTokens` to true (System Console, "
        "Integrations, Integration Management), then run this again."
    ),
}


class InstallationError(MaillageError):
    """The installation cannot go on; `text` says why, and what to do. What is done already stays done."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.text if isinstance(text, Message) else str(text))
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for: `channels` are names, or `team/name`; `username` is None for any bot account."""

    target: Target
    channels: Sequence[str] = ()
    username: str | None = None


DEFAULT_USERNAME = "maillage"
_DISPLAY_NAME = "Maillage"
_DESCRIPTION = "https://github.com/maillage-bot/maillage"


class Installation:
    """Does what is wished; `keep` writes the secrets down, each time as soon as there are new ones."""

    def __init__(
        self,
        wish: Wish,
        admin: Rest,
        secrets: MattermostSecrets,
        keep: Callable[[MattermostSecrets], None],
    ) -> None:
        self._wish = wish
        self._target = wish.target
        self._rest = admin
        self._admin = Administration(admin.line)
        self._keep = keep
        self.secrets = secrets

    async def run(self) -> AsyncIterator[Remark]:
        """Do everything, and yield what was done.

        Raises:
            InstallationError: it cannot go on.
        """
        try:
            await self._meet_server()
            teams = [await self._team(name) for name in self._target.teams]
            channels = await self._channels(teams)
            bot, remark = await self._account()
            yield remark
            for team in teams:
                await self._admin.add_team_member(team["id"], bot["id"])
            yield good(TEAMS, Markup(", ".join(team["name"] for team in teams)))
            for channel in channels:
                await self._admin.add_channel_member(channel["id"], bot["id"])
            if channels:
                yield good(CHANNELS, Markup(", ".join(f"~{channel['name']}" for channel in channels)))
            for team in teams:
                async for remark in self._register(team, bot["username"]):
                    yield remark
        except RequestError as error:
            raise InstallationError(_said(error)) from None

    async def _meet_server(self) -> None:
        url = self._target.url
        problem = not_mattermost(url, await reach(f"{url}/api/v4/system/ping"))
        if problem is not None:
            raise InstallationError(problem)
        try:
            await self._rest.me()
        except TokenRevokedError:
            raise InstallationError(
                _(
                    "The server does not accept the administrator’s token: it is mistyped, switched off or "
                    "expired. Profile, Security, Personal Access Tokens makes one."
                )
            ) from None

    async def _team(self, name: str) -> Entity:
        try:
            return await self._rest.team_by_name(name)
        except NotThereError:
            names = Markup(", ".join(team["name"] for team in await self._rest.teams_of_me()) or "—")
            raise InstallationError(
                _(
                    "There is no team “{name}”, by the name in its address. Yours are: {names}.",
                    name=name,
                    names=names,
                )
            ) from None

    async def _channels(self, teams: Iterable[Entity]) -> list[Entity]:
        """Return the channels that are wished; one without its team may be in several."""
        found: dict[str, Entity] = {}
        for wished in self._wish.channels:
            team_name, _slash, name = wished.rpartition("/")
            here = [
                channel
                for team in teams
                if team_name in ("", team["name"])
                if (channel := await self._channel(team, name.removeprefix("~"))) is not None
            ]
            if not here:
                raise InstallationError(
                    _(
                        "There is no channel “{name}” in these teams, by the name in its address.",
                        name=wished,
                    )
                )
            found |= {channel["id"]: channel for channel in here}
        return list(found.values())

    async def _channel(self, team: Entity, name: str) -> Entity | None:
        try:
            return await self._rest.channel_by_name(team["id"], name)
        except NotThereError:
            return None

    async def _account(self) -> tuple[Entity, Remark]:
        """Return the bot's user, who has a token that works, and what was done for that."""
        known = await self._of_token()
        wished = self._wish.username
        if known is not None and wished in (None, known["username"]):
            self._remember(account=str(known["username"]))
            return known, good(
                ACCOUNT, _("@{name}: there already, its token works", name=Markup(known["username"]))
            )
        name = wished or self.secrets.account or DEFAULT_USERNAME
        there = await self._admin.user_by_username(name)
        if there is None:
            made = await self._admin.create_bot(name, _DISPLAY_NAME, _DESCRIPTION)
            user = {"id": made["user_id"], "username": made["username"]}
            text = _("@{name}: created, with a token", name=Markup(user["username"]))
        else:
            user = await self._revived(there)
            text = _(
                "@{name}: there already, with a new token; the older ones stay valid",
                name=Markup(user["username"]),
            )
        token = await self._admin.create_user_access_token(user["id"], f"Maillage ({self._target.name})")
        self._remember(token=SecretStr(token), account=str(user["username"]))
        return user, good(ACCOUNT, text)

    async def _of_token(self) -> Entity | None:
        """Return whose token is kept, None if there is none that works."""
        token = self.secrets.token.get_secret_value()
        if not token:
            return None
        rest = Rest(self._target.url, token)
        try:
            return await rest.me()
        except TokenRevokedError:
            return None
        finally:
            await rest.close()

    async def _revived(self, user: Entity) -> Entity:
        """Return the account, which is a bot's and active."""
        if not user.get("is_bot"):
            raise InstallationError(
                _(
                    "@{name} is a person’s account. `--bot-username` gives the bot another name.",
                    name=Markup(user["username"]),
                )
            )
        if user.get("delete_at"):
            await self._admin.enable_bot(user["id"])
        return user

    async def _register(self, team: Entity, username: str) -> AsyncIterator[Remark]:
        """Give a team its slash commands, and keep their tokens."""
        there = await self._admin.commands(team["id"])
        target = self._target
        todo = plan(team["id"], username, target.home, target.commands, there)
        refused: list[str] = []
        registered: list[Registered] = [*todo.keep, *todo.update]
        try:
            for update in todo.update:
                await self._admin.update_command(update)
            for wished in todo.create:
                made = await self._created(wished)
                registered += [made] if made is not None else []
                refused += [wished["trigger"]] if made is None else []
            for left_over in todo.delete:
                await self._admin.delete_command(left_over["id"])
        finally:
            self._remember_commands(team["id"], registered)
        self._remember(addresses={**self.secrets.addresses, team["id"]: target.home.address})
        yield _summary(team["name"], todo, len(refused))
        for host, triggers in _by_host(todo.taken).items():
            yield taken(team["name"], triggers, host)
        if refused:
            yield taken(team["name"], refused, None)

    async def _created(self, command: Mapping[str, object]) -> Entity | None:
        """Create a command; None if the server has one of that word by itself."""
        try:
            return await self._admin.create_command(command)
        except RequestRefusedError as error:
            if error.id == _DUPLICATE:
                return None
            raise

    def _remember_commands(self, team: str, registered: Iterable[Registered]) -> None:
        others = {
            key: token for key, token in self.secrets.commands.items() if not key.startswith(f"{team}/")
        }
        tokens = {f"{team}/{item['trigger']}": SecretStr(item["token"]) for item in registered}
        self._remember(commands={**others, **tokens})

    def _remember(self, **new: object) -> None:
        changed = self.secrets.model_copy(update=new)
        if changed != self.secrets:
            self._keep(changed)
            self.secrets = changed


def _by_host(commands: Iterable[Registered]) -> dict[str, list[str]]:
    """Return the triggers of commands by the host that they call."""
    found: dict[str, list[str]] = {}
    for command in commands:
        found.setdefault(urlsplit(command["url"]).hostname or "?", []).append(command["trigger"])
    return found


def _summary(team: str, todo: Plan, refused: int) -> Remark:
    """Return what was done with the commands of a team."""
    created = len(todo.create) - refused
    return good(
        COMMANDS,
        _(
            "{team}: {created}, {updated}, {kept}, {removed}",
            team=Markup(team),
            created=ngettext("{count} created", "{count} created", created),
            updated=ngettext("{count} updated", "{count} updated", len(todo.update)),
            kept=ngettext("{count} as it was", "{count} as they were", len(todo.keep)),
            removed=ngettext("{count} removed", "{count} removed", len(todo.delete)),
        ),
    )


def _said(error: RequestError) -> Message:
    """Return what to say of a request that failed."""
    if (known := _REFUSALS.get(error.id or "")) is not None:
        return known
    if isinstance(error, NotPermittedError):
        return _(
            "The server says that the administrator may not do that ({reason}). A token of a system "
            "administrator is needed, at least to create the bot account.",
            reason=str(error),
        )
    return _("The server did not do what was asked: {reason}", reason=str(error))
