"""Who administers which community by the chat server's own rights, as the platforms told last.

By it they coordinate the network without a grant. It is held in memory alone: rights belong to the server,
which tells them anew whenever the bot connects, and what was true yesterday makes nobody a coordinator.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

MOST = 200
"""So many accounts of one community are known at most: nobody reads more names, nor writes to more people."""


class Administering:
    """Knows, by platform and community, the platform's ids of who administers it."""

    def __init__(self) -> None:
        self._accounts: dict[tuple[str, str], frozenset[str]] = {}

    @property
    def known(self) -> Mapping[tuple[str, str], Collection[str]]:
        """The accounts, by platform and the platform's id of the community."""
        return self._accounts

    def told(self, platform: str, community: str, accounts: Collection[str]) -> None:
        """Take note of all who administer a community."""
        self._accounts[platform, community] = frozenset(sorted(accounts)[:MOST])

    def noted(self, platform: str, community: str, account: str, *, is_one: bool) -> None:
        """Take note of whether one account administers a community."""
        known = self._accounts.get((platform, community), frozenset())
        if not is_one:
            self._accounts[platform, community] = known - {account}
        elif len(known) < MOST:
            self._accounts[platform, community] = known | {account}
