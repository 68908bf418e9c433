"""The people of one server: their accounts as the bot needs them, and what they administer."""

from __future__ import annotations

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from bot.chat.hosting import Host
from bot.chat.people import Author, Rights
from bot.logs import get_logger
from bot.platforms.mattermost.failures import NotThereError, RequestError
from bot.platforms.mattermost.places import Places
from bot.platforms.mattermost.rest import PAGE, Rest

log = get_logger(__name__)

KNOWN_FOR = 60.0
"""Seconds after which a profile is asked for again: servers tell most changes of it at once, but not all."""
_REMEMBERED = 10_000
_RIGHTS_WITHIN = 3.0
_MOST_NAMED = 20
_MOST_PAGES = 5
"""Of the people of a channel: where there are more, nobody waits for each of them."""
_NAMED = re.compile(r"(?<![\w@.-])@([a-z0-9][a-z0-9._-]{0,63})", re.IGNORECASE)
_SYSTEM_ADMIN, _TEAM_ADMIN, _CHANNEL_ADMIN = "system_admin", "team_admin", "channel_admin"
_GUEST = "system_guest"

User = Mapping[str, Any]
"""A user as the server's JSON."""


class People:
    """Remembers the profiles of a server, whose `default_locale` is that of people who choose none.

    What people administer counts in the teams of `places` alone; `host`, once there is one, is told of what
    is learned of it.
    """

    def __init__(self, rest: Rest, places: Places, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self._places = places
        self._monotonic = monotonic
        self._known: OrderedDict[str, tuple[float, User]] = OrderedDict()
        self._ids: dict[str, str] = {}
        self.default_locale = "en"
        self.host: Host | None = None

    def forget(self, user: str) -> None:
        """Ask again for somebody's profile when it is needed."""
        known = self._known.pop(user, None)
        if known is not None and self._ids.get(known[1]["username"]) == user:
            del self._ids[known[1]["username"]]

    async def author(self, user: str, *, team: str | None, channel: str) -> Author:
        """Return the account of somebody who acts in a channel.

        Their rights there are asked for when they matter.

        Raises:
            RequestError: nothing is known of them, so nor is whether they are a guest or a bot.
        """
        return self._author(await self._profile(user), self._rights(user, team, channel))

    async def named_in(self, text: str, ids: Iterable[str] = ()) -> tuple[Author, ...]:
        """Return the accounts of the people whom a text names as `@name`, and of those ids; some at most.

        Bots are no people, and the bot itself is none.
        """
        names = [name.lower().rstrip(".-_") for name in _NAMED.findall(text)][:_MOST_NAMED]
        wanted = list(dict.fromkeys(ids))[:_MOST_NAMED]
        if not names and not wanted:
            return ()
        try:
            found = await self._rest.users_by_ids([user for user in wanted if user not in self._known])
            found += await self._rest.users_by_usernames(sorted({n for n in names if n not in self._ids}))
        except RequestError as error:
            log.warning("people cannot be looked up", reason=str(error))
            found = []
        self._remember(found)
        users = dict.fromkeys([*wanted, *(self._ids[name] for name in names if name in self._ids)])
        profiles = [self._known[user][1] for user in users if user in self._known]
        return tuple(self._author(profile, None) for profile in profiles if self._is_person(profile))

    async def has_left(self, user: str, others: Collection[str]) -> bool | None:
        """Return whether somebody is in none of the bot's teams, nor of `others`; None in doubt.

        Of a team that was archived, or that the bot is not in, nothing is known.

        Raises:
            RequestError: the server does not tell.
        """
        for team in self._places.teams:
            try:
                member = await self._rest.team_member(team, user)
            except NotThereError:
                continue
            if not member.get("delete_at"):
                return False
        return True if self._places.teams and self._places.teams.keys() >= set(others) else None

    async def administers(self, user: str, channel: str) -> bool:
        """Return whether somebody administers a channel, one of the bot's teams or the server.

        Raises:
            RequestError: the server does not tell.
        """
        profile = await self._rest.user(user)
        if _SYSTEM_ADMIN in str(profile.get("roles", "")).split():
            return True
        if await self._surely_held(self._rest.channel_member(channel, user), _CHANNEL_ADMIN):
            return True
        for team in list(self._places.teams):
            if await self._surely_held(self._rest.team_member(team, user), _TEAM_ADMIN):
                return True
        return False

    async def present(self, channel: str) -> Collection[str] | None:
        """Return the ids of the people who are in a channel, None if there are very many.

        Raises:
            RequestError: the server does not tell.
        """
        found: list[str] = []
        for page in range(_MOST_PAGES):
            profiles = await self._rest.users_in(channel, page)
            found += [profile["id"] for profile in profiles if self._is_person(profile)]
            if len(profiles) < PAGE:
                return found
        return None

    def _is_person(self, profile: User) -> bool:
        """Return whether a profile is that of somebody who can be spoken to."""
        is_closed, is_bot = bool(profile.get("delete_at")), bool(profile.get("is_bot"))
        return not is_closed and not is_bot and profile["id"] != self._places.me

    async def _profile(self, user: str) -> User:
        """Return somebody's profile, an old one if there is no other now.

        Raises:
            RequestError: there is none.
        """
        known = self._known.get(user)
        if known is not None and self._monotonic() - known[0] < KNOWN_FOR:
            return known[1]
        try:
            profile = await self._rest.user(user)
        except RequestError as error:
            log.warning("a profile cannot be read", reason=str(error))
            if known is None:
                raise
            return known[1]
        self._remember([profile])
        return profile

    def _remember(self, profiles: Sequence[User]) -> None:
        now = self._monotonic()
        for profile in profiles:
            self.forget(profile["id"])  # there may have been another name
            self._known[profile["id"]] = now, profile
            self._ids[profile["username"]] = profile["id"]
        while len(self._known) > _REMEMBERED:
            self.forget(next(iter(self._known)))

    def _author(self, profile: User, rights: Callable[[], Awaitable[Rights]] | None) -> Author:
        roles = str(profile.get("roles", "")).split()
        return Author(
            id=profile["id"],
            username=profile["username"],
            name=_name(profile),
            language=self._language(profile),
            zone=_zone(profile),
            is_bot=bool(profile.get("is_bot")),
            is_guest=_GUEST in roles,
            ask_rights=rights,
            ask_place=partial(self._administers, profile["id"]) if rights is not None else None,
        )

    def _language(self, profile: User) -> str | None:
        """Return the language that somebody chose; the server's default was nobody's choice."""
        locale = str(profile.get("locale", ""))
        return None if locale == self.default_locale else locale[:2].lower() or None

    def _rights(self, user: str, team: str | None, channel: str) -> Callable[[], Awaitable[Rights]]:
        """Return what asks the server for what somebody administers there; in doubt it is nothing."""

        async def ask() -> Rights:
            try:
                async with asyncio.timeout(_RIGHTS_WITHIN):
                    return await self._ask_rights(user, team, channel)
            except (RequestError, TimeoutError) as error:
                log.warning("rights cannot be read", reason=str(error) or "no answer in time")
                return Rights()

        return ask

    async def _administers(self, user: str, channel: str) -> bool:
        """Return whether somebody administers a channel; in doubt they do not."""
        try:
            async with asyncio.timeout(_RIGHTS_WITHIN):
                return await self._held(self._rest.channel_member(channel, user), _CHANNEL_ADMIN)
        except TimeoutError:
            log.warning("rights cannot be read", reason="no answer in time")
            return False

    async def _ask_rights(self, user: str, team: str | None, channel: str) -> Rights:
        """Ask for the roles. In a DM, which is in no team, those in any of the bot's teams count."""
        teams = [each for each in self._places.teams if not team or team == each]
        profile, held = await asyncio.gather(
            self._rest.user(user),
            asyncio.gather(
                self._held(self._rest.channel_member(channel, user), _CHANNEL_ADMIN),
                *(self._held(self._rest.team_member(each, user), _TEAM_ADMIN) for each in teams),
            ),
        )
        place, *members = held
        self._remember([profile])
        is_everywhere = _SYSTEM_ADMIN in str(profile.get("roles", "")).split()
        if self.host is not None and not is_everywhere:  # else they may not even be in the team
            for each, is_one in zip(teams, members, strict=True):
                self.host.administers(each, user, is_one=is_one)
        return Rights(community=is_everywhere or any(members), place=is_everywhere or place)

    async def _held(self, asked: Awaitable[User], role: str) -> bool:
        """Return whether a membership comes with a role; who is no member has none."""
        try:
            member = await asked
        except RequestError:
            return False
        return _has(member, role)

    async def _surely_held(self, asked: Awaitable[User], role: str) -> bool:
        """Return the same.

        Raises:
            RequestError: the server does not tell.
        """
        try:
            return _has(await asked, role)
        except NotThereError:
            return False


def _has(member: User, role: str) -> bool:
    """Return whether a membership comes with a role."""
    return bool(member.get("scheme_admin")) or role in str(member.get("roles", "")).split()


def _name(profile: User) -> str | None:
    full = f"{profile.get('first_name', '')} {profile.get('last_name', '')}".strip()
    return full or profile.get("nickname") or None


def _zone(profile: User) -> str | None:
    zone = profile.get("timezone") or {}
    is_automatic = str(zone.get("useAutomaticTimezone", "true")).lower() == "true"
    return zone.get("automaticTimezone" if is_automatic else "manualTimezone") or None
