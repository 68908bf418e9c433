"""What follows the death of a delivery: its plugin hears of it, and so does a coordinator."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.language.messages import Markup, Text, _
from bot.plugin import DeliveryDied
from bot.runtime.handlers import Handlers
from bot.runtime.host import CORE
from bot.runtime.reports import tell_coordinators, title
from bot.store.people import find_member, find_place, network_of
from bot.store.tables import CommunityRow, DeliveryRow, NetworkRow

_UNKNOWN = _(
    "A message of “{plugin}” did not arrive, and I stopped trying (destination: {destination}). The channel "
    "may be gone, or the person may not accept messages from me."
)
_REFUSED = _(
    "A message of “{plugin}” did not arrive, and I stopped trying (destination: {destination}): {because}."
)


class Obituary:
    """Announces the deliveries that can never be made. Reports are not reported themselves."""

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers

    async def announce(
        self, session: AsyncSession, delivery: int, reason: str, because: Text | None
    ) -> list[tuple[Network, object]]:
        """Queue a word to the coordinators of the network; return the event to tell the plugins.

        `reason` is for the log, `because` for people, if the platform has words for it.

        Of all that dies on its way from one plugin to one destination, the coordinators hear once a day.
        """
        row = await session.get(DeliveryRow, delivery)
        if row is None or row.plugin == CORE:
            return []
        network = network_of(await session.get_one(NetworkRow, row.network_id))
        template = _UNKNOWN if because is None else _REFUSED(because=because)
        text = template(
            plugin=title(self._handlers, row.plugin), destination=await _destination(session, row)
        )
        today = self._handlers.clock.now().astimezone(network.zone).date()
        await tell_coordinators(
            self._handlers,
            session,
            network,
            text,
            key=f"dead:{row.plugin}:{row.stream}:{today}",
            without=row.member_id,
        )
        return [(network, DeliveryDied(row.plugin, row.key, row.id, reason, because))]


async def _destination(session: AsyncSession, row: DeliveryRow) -> Text:
    if row.member_id is not None and (member := await find_member(session, row.network_id, row.member_id)):
        return Markup(f"@{member.username}")
    if row.place_id is not None and (place := await find_place(session, row.network_id, row.place_id)):
        return _("the channel {name}", name=place.name)
    if row.community_id is not None and (community := await session.get(CommunityRow, row.community_id)):
        return _("the calendar of {name}", name=community.name)
    return _("somebody who left")
