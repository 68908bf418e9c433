"""Sending: deliveries become posts; one that may be there already is looked for before it is sent again.

A post carries its delivery's key in its props. `pending_post_id` derives from the key too, but a server
remembers it for 30 seconds only. A text too long for one post becomes several; their ids together are its id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.chat.delivery import DeliveryKind, NotInPlaceError, Outgoing, SendFailedError, SendRefusedError
from bot.chat.messages import File
from bot.logs import get_logger
from bot.platforms.mattermost.controls import Controls
from bot.platforms.mattermost.failures import (
    NO_ENTRY,
    NotPermittedError,
    NotThereError,
    RequestError,
    SendNotPermittedError,
)
from bot.platforms.mattermost.limits import MAX_FILES
from bot.platforms.mattermost.line import Entity
from bot.platforms.mattermost.rendering import Rendered, render
from bot.platforms.mattermost.rest import PAGE, Rest
from bot.platforms.mattermost.signing import Signer

log = get_logger(__name__)

PROP = "maillage"
"""The name, in a post's props, of what is the bot's own: `{"delivery": key, "part": number}`."""
_SKEW = timedelta(minutes=5)
"""By how much the clocks of the bot and the server may differ."""
_PAGES = 50
"""So many pages of a channel are read back at most: 10 000 posts since the delivery was first tried."""
_SEPARATOR = " "


class Sender:
    """Sends to one server. `me` is the bot's user there; `url` is what its buttons call."""

    def __init__(self, rest: Rest, signer: Signer, url: str) -> None:
        self._rest = rest
        self._signer = signer
        self._url = url
        self.me = ""
        self._dms: dict[str, str] = {}
        self._joins: set[str] = set()

    async def send(self, outgoing: Outgoing) -> str:
        """Do what the delivery says and return the ids of its posts.

        Raises:
            SendRefusedError, SendFailedError, RateLimitedError, SendUnclearError: see `bot.chat.delivery`.
        """
        match outgoing.kind:
            case DeliveryKind.POST:
                return await self._post(outgoing)
            case DeliveryKind.EDIT:
                return await self._edit(outgoing)
            case DeliveryKind.DELETE:
                for post in _ids(outgoing):
                    await self._delete(post)
                return outgoing.edits or ""
            case DeliveryKind.REACT:
                if outgoing.reaction is None:
                    raise SendRefusedError("there is no reaction to put")
                await self._rest.react(outgoing.edits or "", self.me, outgoing.reaction.name)
                return outgoing.edits or ""

    async def find(self, outgoing: Outgoing) -> str | None:
        """Return the ids of the delivery's posts if they are all there, else None.

        Raises:
            SendFailedError: the server cannot tell now.
            SendRefusedError: the channel is gone.
        """
        found = await self._parts_of(outgoing)
        count = len(self._render(outgoing).messages)
        if not all(part in found for part in range(count)):
            return None
        return _SEPARATOR.join(found[part] for part in range(count))

    async def dm(self, user: str) -> str:
        """Return the id of somebody's DM with the bot."""
        if user not in self._dms:
            self._dms[user] = await self._rest.direct_channel(self.me, user)
        return self._dms[user]

    async def _post(self, outgoing: Outgoing) -> str:
        rendered = self._render(outgoing)
        count = len(rendered.messages)
        there = await self._parts_of(outgoing) if outgoing.tried_since is not None and count > 1 else {}
        channel = await self._channel(outgoing)
        posts: list[str] = []
        for part, message in enumerate(rendered.messages):
            is_last = part == count - 1
            posts.append(
                there.get(part)
                or await self._create(
                    outgoing,
                    channel,
                    part,
                    message,
                    rendered.props_of(part),
                    outgoing.post.files if is_last else (),
                )
            )
        return _SEPARATOR.join(posts)

    async def _create(
        self,
        outgoing: Outgoing,
        channel: str,
        part: int,
        message: str,
        props: Mapping[str, Any],
        files: Sequence[File],
    ) -> str:
        if len(files) > MAX_FILES:
            log.warning("a post has too many files: the last are left out", files=len(files), most=MAX_FILES)

        async def create() -> Entity:
            uploaded = [
                await self._rest.upload_file(channel, file.name, file.type, file.content)
                for file in files[:MAX_FILES]
            ]
            return await self._rest.create_post(
                channel,
                message,
                root=outgoing.thread,
                props=_props(outgoing.origin, part, props),
                pending_post_id=f"{self.me}:{_digest(f'{outgoing.key} {part}')}",
                file_ids=uploaded,
            )

        try:
            created = await create()
        except SendNotPermittedError as error:
            if outgoing.channel is None:
                raise
            if not (outgoing.may_join and await self._joined(channel)):
                raise NotInPlaceError(str(error), NO_ENTRY) from error
            created = await create()
        return str(created["id"])

    async def _joined(self, channel: str) -> bool:
        """Join a channel that is open to all, once: whoever removes the bot afterwards means it."""
        if channel in self._joins:
            return False
        try:
            await self._rest.join(channel, self.me)
        except SendRefusedError:
            return False
        self._joins.add(channel)
        return True

    async def _edit(self, outgoing: Outgoing) -> str:
        """Rewrite the posts of a delivery; there may be more or fewer of them than before.

        Those that an earlier attempt added are rewritten too, so that none is there twice.
        """
        rendered = self._render(outgoing)
        last = len(rendered.messages) - 1
        posts = _ids(outgoing)
        if outgoing.tried_since is not None and last >= len(posts):
            added = await self._parts_of(outgoing)
            posts += [added[part] for part in range(len(posts), last + 1) if part in added]
        kept: list[str] = []
        for part, message in enumerate(rendered.messages):
            props = rendered.props_of(part)
            if part < len(posts):
                await self._rest.patch_post(posts[part], message, _props(outgoing.origin, part, props))
                kept.append(posts[part])
            else:
                channel = await self._channel(outgoing)
                kept.append(await self._create(outgoing, channel, part, message, props, ()))
        for post in posts[last + 1 :]:
            await self._delete(post)
        return _SEPARATOR.join(kept)

    async def _delete(self, post: str) -> None:
        """Remove a post; one that is gone already is what was wanted."""
        try:
            await self._rest.delete_post(post)
        except SendRefusedError:
            if await self._exists(post):
                raise

    async def _exists(self, post: str) -> bool:
        try:
            return not (await self._rest.post(post)).get("delete_at")
        except NotThereError:
            return False
        except RequestError as error:
            raise SendFailedError(str(error)) from None

    async def _parts_of(self, outgoing: Outgoing) -> dict[int, str]:
        """Return the ids of the delivery's posts that are there, by part."""
        since = outgoing.tried_since
        oldest = int((since - _SKEW).timestamp() * 1000) if since else 0
        channel = await self._channel(outgoing)
        found: dict[int, str] = {}
        try:
            for page in range(_PAGES):
                posts = await self._rest.newest_posts(channel, page=page)
                found.update(_own(posts, outgoing.origin, self.me))
                if len(posts) < PAGE or posts[0]["create_at"] < oldest:
                    break
        except (NotThereError, NotPermittedError) as error:
            if outgoing.channel is None:
                raise SendRefusedError(str(error)) from None
            raise NotInPlaceError(str(error), NO_ENTRY) from None
        except RequestError as error:
            raise SendFailedError(str(error)) from None
        return found

    async def _channel(self, outgoing: Outgoing) -> str:
        return outgoing.channel or await self.dm(outgoing.user or "")

    def _render(self, outgoing: Outgoing) -> Rendered:
        controls = Controls(self._signer, self._url, outgoing.origin, outgoing.language)
        return render(outgoing.post, controls, outgoing.people)


def _ids(outgoing: Outgoing) -> list[str]:
    return (outgoing.edits or "").split(_SEPARATOR)


def _own(posts: Sequence[Entity], delivery: str, me: str) -> dict[int, str]:
    """Return the ids of the bot's posts for a delivery, by part; anybody can write props into their own."""
    found = {}
    for post in posts:
        if post["user_id"] != me:
            continue
        mark = (post.get("props") or {}).get(PROP)
        if isinstance(mark, dict) and mark.get("delivery") == delivery and not post.get("delete_at"):
            found[int(mark.get("part", 0))] = str(post["id"])
    return found


def _props(delivery: str, part: int, props: Mapping[str, Any]) -> dict[str, Any]:
    return {PROP: {"delivery": delivery, "part": part}, **props}


def _digest(text: str) -> str:
    """Return a short form of a key: what it is made of is nobody's business."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
