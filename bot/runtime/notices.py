"""The notice: what a person is told of their data, once for each version, with the first answer to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from sqlalchemy import select

from bot.chat.answers import Failure
from bot.chat.incoming import Incoming, Shows, Submission
from bot.chat.messages import Post, Reply, Update
from bot.chat.places import PlaceKind
from bot.language.messages import Instant, Markup, Message, Text, _
from bot.plugin import Context, Responsible
from bot.store.records import NoticeRow
from bot.store.tables import MemberRow


class Notices:
    """Adds the notice to the first answer to each person, and writes down that they were told."""

    def __init__(self, responsible: Responsible) -> None:
        self._responsible = responsible
        self._informed: set[int] = set()

    async def accompany(self, ctx: Context, incoming: Incoming, answered: object) -> object:
        """Return what a handler answered, with the notice at its end if the person has not read it yet.

        The notice goes by DM if everybody sees the answer, or another one soon takes its place. A form is no
        answer yet.
        """
        if not self.may_have_to_tell(ctx.member.id) or answered is None:
            return answered
        if _stays_in_form(incoming, answered) or await self._is_informed(ctx):
            return answered
        items = list(answered) if isinstance(answered, list | tuple) else [answered]
        last = next((item for item in reversed(items) if _is_said(item)), None)
        if last is None:
            return answered
        text = notice(self._responsible)
        ctx.session.add(
            NoticeRow(
                network_id=ctx.network.id,
                member_id=ctx.member.id,
                version=self._responsible.version,
                shown_at=ctx.now,
            )
        )
        if _is_public(ctx, incoming, last) or _is_replaced(incoming, last):
            await ctx.post(ctx.member, Post(text=text))
            return answered
        with_notice = replace(last, text=ctx.words.join([last.text, text], separator="\n\n"))
        return [with_notice if item is last else item for item in items]

    def may_have_to_tell(self, member: int) -> bool:
        """Return False if it is known that a member need not be told."""
        return self._responsible.is_shown and member not in self._informed

    async def _is_informed(self, ctx: Context) -> bool:
        """Return whether the person was told, or is not there any more."""
        if ctx.member.id in self._informed:
            return True
        told = await ctx.session.scalar(
            select(NoticeRow.id).where(
                NoticeRow.member_id == ctx.member.id, NoticeRow.version == self._responsible.version
            )
        )
        if told is not None:
            self._informed.add(ctx.member.id)
            return True
        return await ctx.session.scalar(select(MemberRow.id).where(MemberRow.id == ctx.member.id)) is None


def notice(responsible: Responsible) -> Message:
    """Return the notice."""
    return _(
        "**Your data** (notice {version}, {date}). To answer you, I keep your name, your accounts, what "
        "you ask me for and what I answer; {controller} is responsible for it, nothing of it leaves this "
        "machine, and nobody sells or studies it; pages that you share are read without saying who you are. "
        "To see, export, correct or erase all of it, whenever you like: "
        "`/maillage my-data`.{contact}{url}",
        version=responsible.version,
        date=_day(responsible.date),
        controller=responsible.controller or _("the team that coordinates the network"),
        contact=_more(_(" Questions: {contact}.", contact=responsible.contact), responsible.contact),
        url=_more(_(" More: {url}", url=Markup(responsible.url)), responsible.url),
    )


def _more(text: Message, value: str | None) -> Text:
    return text if value else Markup("")


def _day(day: date) -> Instant:
    """Return an instant that is on that day in every zone of France, from Polynesia to Wallis."""
    return Instant(datetime.combine(day, time(10, 30), UTC), all_day=True)


def _is_said(item: object) -> bool:
    """Return whether an answer is one to which something can be added."""
    return isinstance(item, Reply | Update)


def _stays_in_form(incoming: Incoming, answered: object) -> bool:
    """Return whether an answer only says what is wrong in a form."""
    return isinstance(incoming, Submission) and isinstance(answered, Failure)


def _is_replaced(incoming: Incoming, item: Reply | Update) -> bool:
    """Return whether an answer is posted where the next one about the same takes its place."""
    return isinstance(item, Reply) and item.about is not None and Shows.BUTTONS not in incoming.shows


def _is_public(ctx: Context, incoming: Incoming, item: Reply | Update) -> bool:
    """Return whether others than the person may see an answer."""
    if ctx.place.kind is PlaceKind.DM:
        return False
    if isinstance(item, Update):
        return True
    if item.public:
        return True
    is_posted_here = incoming.reply_to is not None and not item.private
    return is_posted_here and Shows.TEXT not in incoming.shows
