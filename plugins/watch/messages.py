"""Messages with links and a tag of the watch are taken in by themselves; a reaction says so, never a post."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from bot.chat.incoming import ChosenMessage
from bot.chat.messages import Post, Reply
from bot.chat.people import Member
from bot.chat.places import Place
from bot.chat.reactions import Reaction
from bot.language.messages import Text, _
from bot.language.shortening import in_one_line
from bot.plugin import Context, EventContext, LinksPosted, Refusal, WorkContext
from plugins.watch import register, showing, taking, words
from plugins.watch.arguments import links_of, tags_in, without_links
from plugins.watch.declaration import plugin
from plugins.watch.models import LONGEST_NOTE, ShareRow
from plugins.watch.settings import taking_tags
from plugins.watch.sharing import RECENT
from plugins.watch.tags import Tag, read_tags
from plugins.watch.taking import Outcome, Wish

TAKEN: Final = Reaction("✅", "white_check_mark")
KNOWN: Final = Reaction("🔁", "repeat")
MOST_LINKS = 5
"""So many links of one message are taken in; the others stay in the message."""

Chosen: TypeAlias = tuple[str, int]
"""Somebody else's message from which a person shared links: its id, and that of its place."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message with links, in a place: `id` is the platform's, `note` what it says of them.

    `member` shares them; `is_own` says whether they wrote it too: only then do the links go with it.
    `is_chosen` says that somebody chose it, so that it needs no tag of the watch; `is_sure`, that they want
    its links in the watch even if nothing is there.
    """

    id: str
    place: Place
    member: Member
    links: tuple[str, ...]
    tags: tuple[Tag, ...]
    note: str
    is_own: bool
    is_chosen: bool = False
    is_sure: bool = False

    @property
    def bound(self) -> str | None:
        """The message with which its links are taken back, None if another person's."""
        return self.id if self.is_own else None


@dataclass(slots=True)
class Taken:
    """What came of the links of a message: the shares that are new, and those that stood somewhere before."""

    new: list[ShareRow] = field(default_factory=list)
    known: list[ShareRow] = field(default_factory=list)


@plugin.on(LinksPosted)
async def take_message(ctx: EventContext, event: LinksPosted) -> None:
    """Take in the links of a message that has a tag of the watch."""
    said = await said_in(ctx, event)
    if said is not None:
        await take_or_say_why(ctx, said)


async def said_in(ctx: EventContext, event: LinksPosted) -> Said | None:
    """Return what a message says of its links, None if it has no tag of the watch."""
    usual = {tag.folded for tag in await taking_tags(ctx.session, ctx.network.id)}
    tags = read_tags(event.tags)
    if not usual & {tag.folded for tag in tags}:
        return None
    own = tuple(tag for tag in tags if tag.folded not in usual)
    note = in_one_line(without_links(event.text), LONGEST_NOTE)
    return Said(event.post, event.place, event.member, event.links, own, note, is_own=True)


async def take_or_say_why(ctx: EventContext, said: Said) -> None:
    """Take in the links of a message, or tell who wrote it, by DM, that it was too much lately."""
    try:
        await take(ctx, said)
    except Refusal as refusal:
        key = f"pace:{said.member.id}:{ctx.now:%Y%m%d%H}"
        await ctx.post(said.member, Post(text=refusal.text), key=key, unsolicited=True)


@plugin.message_shortcut("share", label=_("Add to the shared watch"))
async def take_chosen(ctx: Context, message: ChosenMessage) -> Reply:
    """Take in the links of a message on which somebody chose it: what it says is no note."""
    links = links_of(message.text)
    if not links:
        raise Refusal("no_link", _("There is no link in this message."))
    usual = {tag.folded for tag in await taking_tags(ctx.session, ctx.network.id)}
    tags = tuple(tag for tag in tags_in(message.text) if tag.folded not in usual)
    said = Said(message.id, ctx.place, ctx.member, links, tags, "", message.is_own, is_chosen=True)
    return Reply(text=said_of(ctx, await take(ctx, said)), private=True)


def said_of(ctx: Context, taken: Taken) -> Text:
    """Return what became of the links of a message.

    Raises:
        Refusal: none of them can be shared.
    """
    lines: list[Text] = [_("In the shared watch now: {title}", title=words.linked(row)) for row in taken.new]
    lines += [_("Shared already: {title}", title=words.linked(row)) for row in taken.known]
    if not lines:
        raise Refusal("no_link", _("There is no link in this message that can be shared."))
    return ctx.words.join(lines)


async def take(ctx: WorkContext, said: Said) -> Taken:
    """Take in the links of a message; a reaction says so once the first of their pages was looked at.

    Raises:
        Refusal: the person shared too much lately.
    """
    await taking.check_pace(ctx, said.member)
    taken = Taken()
    for link in said.links[:MOST_LINKS]:
        await _take_link(ctx, said, link, taken)
    if taken.known and not taken.new:
        await ctx.react(said.place, said.id, KNOWN)
    return taken


async def acknowledge(ctx: WorkContext, row: ShareRow, reaction: Reaction, chosen: Chosen | None) -> None:
    """React to the messages by which a link came, now that its page was looked at and may be shared."""
    messages = [(one.message, one.place_id) for one in await register.appearances(ctx.session, row.id)]
    if chosen is not None:
        messages.append(chosen)
    for message, number in messages:
        place = await ctx.find_place(number)
        if message is not None and place is not None:
            await ctx.react(place, message, reaction)


async def _take_link(ctx: WorkContext, said: Said, link: str, taken: Taken) -> None:
    try:
        wish = taking.wish_of(link, said.tags, said.note)
    except Refusal:  # an address that is none, among others that are
        return
    row, outcome = await taking.take_in(ctx, said.member, wish, None)
    if outcome is Outcome.NEW:
        taken.new.append(row)
        await _stand(ctx, row, said, wish)
        about: dict[str, int | str | bool] = {"share": row.id, "attempt": 0, "sure": said.is_sure}
        if not said.is_own:
            about |= {"chosen": said.id, "place": said.place.id}
        await ctx.later("look", ctx.now, key=showing.looking(row), **about)
        return
    if row in (*taken.new, *taken.known):  # the same page twice in one message
        return
    stands = [one for one in await register.appearances(ctx.session, row.id) if one.place_id == said.place.id]
    is_there = any(one.message == said.id for one in stands)
    if is_there and not said.is_chosen:  # it was edited before it was told that it was posted
        return
    taken.known.append(row)
    is_recent = any(ctx.now - one.posted_at < RECENT for one in stands)
    if not is_there and (said.is_own or not is_recent):
        await _stand(ctx, row, said, wish)


async def _stand(ctx: WorkContext, row: ShareRow, said: Said, wish: Wish) -> None:
    """Write down that a link stands in a message, and what that says of it."""
    appearance = await showing.stand(ctx, row, said.place, said.member, message=said.bound)
    if said.bound is not None and not said.is_chosen:
        appearance.note_said, appearance.tags_said = digest_of_note(wish.note), digest_of_tags(wish.tags)


def digest_of_note(note: str) -> str:
    """Return by what a note is known again; it cannot be read from that."""
    return hashlib.sha256(note.encode()).hexdigest()[:32]


def digest_of_tags(tags: Sequence[Tag]) -> str:
    """Return by what tags are known again, in whatever order."""
    return hashlib.sha256(" ".join(sorted(tag.folded for tag in tags)).encode()).hexdigest()[:32]
