"""Asking: the channel, with a text that its author has read; or one colleague, who may say no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel
from sqlalchemy import select

from bot.chat.messages import Button, Menu, Option, Post, Reply
from bot.chat.people import Member
from bot.chat.places import Place, PlaceKind
from bot.language.messages import Markup, Text, _, ngettext
from bot.plugin import Arg, Context, OpenForm, Refusal, Rest, WorkContext
from bot.plugin.insisting import digest
from bot.plugin.neighbours import Asking, Colleague
from bot.store.people import bot_is_in, peace_of, place_of
from bot.store.tables import MemberRow, PlaceRow
from bot.territory import departements_of
from plugins.referral import posting, register, showing, wording
from plugins.referral.answers import Answer
from plugins.referral.declaration import plugin
from plugins.referral.models import COMING, Help, NeedRow, State
from plugins.referral.searching import seeker, still_able, topic_of

MOST_A_DAY = 3
"""How often somebody is asked for help by DM within a day, at most."""
MOST_ASKED = 3
"""How many colleagues are asked by DM about one need, at most: then the channel is better."""
MOST_CALLS = 5
"""How many questions of one person stand in channels at once, at most."""
_A_DAY = timedelta(days=1)
_MOST_CHANNELS = 25
_LONGEST_IN_BUTTON = 200


class Offer(Asking):
    """Implements `bot.plugin.neighbours.Asking`."""

    async def offer(self, ctx: Context, need: str) -> Button | None:
        """Return the button by which the person asks colleagues about a need, None where that cannot be."""
        text = (await wording.redacted(ctx, need)).text[:_LONGEST_IN_BUTTON]
        if not text or (ctx.place.kind is PlaceKind.DM and not await _channels(ctx)):
            return None
        return Button(_("Ask the channel"), "ask-about", {"text": text}, plugin=plugin.name)

    async def emergency(self, ctx: Context, text: str) -> Reply | None:
        """Return the numbers to call if a text tells of danger or distress, None otherwise."""
        return await emergency(ctx, text)

    async def discreet(self, ctx: WorkContext, text: str, *, is_place: bool = False) -> str:
        """Return a text without the names and numbers in it, and without addresses unless it is a place’s."""
        from plugins.referral.details import Kind

        return (await wording.redacted(ctx, text, spared=(Kind.ADDRESS,) if is_place else ())).text


plugin.provide(Asking, Offer())


class Question(BaseModel):
    """What colleagues will read."""

    text: Annotated[
        Rest,
        Arg(
            _("Question"),
            help=_("This is what will be read, and nothing else. You can change it."),
            max_length=wording.LONGEST,
        ),
    ]


@plugin.action("ask")
async def ask(ctx: Context, need: int) -> OpenForm | Reply:
    """Show what would be posted, here or, from a DM, in a channel of the network."""
    row = await register.own_need(ctx, need)
    _check_not_asked(row)
    return await _where(ctx, row)


@plugin.action("ask-about")
async def ask_about(ctx: Context, text: str) -> OpenForm | Reply:
    """Show what would be posted about a need that was looked for elsewhere."""
    checked = await wording.redacted(ctx, text)
    return await _where(ctx, await register.add_need(ctx, checked.text, None))


async def _where(ctx: Context, row: NeedRow) -> OpenForm | Reply:
    if ctx.place.kind is not PlaceKind.DM:
        return _form(row, ctx.place.id)
    channels = await _channels(ctx)
    if not channels:
        raise Refusal(
            "no_channel",
            _("I know no channel of your territory: ask from a channel of the network, with `/who-can`."),
        )
    if len(channels) == 1:
        return _form(row, channels[0].id)
    options = tuple(Option(str(one.id), Markup(one.name)) for one in channels)
    return Reply(
        text=_("In which channel shall I ask?"),
        menus=(Menu(_("Channel"), "ask-in", options, {"need": row.id}),),
        private=True,
    )


@plugin.action("ask-in")
async def ask_in(ctx: Context, need: int) -> OpenForm:
    """Show what would be posted in the channel that was chosen."""
    row = await register.own_need(ctx, need)
    _check_not_asked(row)
    chosen = int(ctx.choice or 0)
    if chosen not in [channel.id for channel in await _channels(ctx)]:
        raise Refusal("no_channel", _("This channel is not there any more."))
    return _form(row, chosen)


@plugin.form("ask", Question, title=_("Ask the channel"), submit=_("Post it"))
async def post_question(ctx: Context, form: Question, need: int, place: int, shown: str) -> OpenForm | Reply:
    """Post what the person has read; what it is about is read from that."""
    answer = await wording.read(ctx, form.text)
    if answer.urgent:
        return _numbers(ctx, answer)
    row = await register.own_need(ctx, need)
    _check_not_asked(row)
    channel = await _open_channel(ctx, place)
    text = await _accepted(ctx, form.text, shown, lambda *said: _form(row, place, *said))
    if isinstance(text, OpenForm):
        return text
    topic = topic_of(answer) if len(answer.needs) < 2 else None
    await _check_may_call(ctx, topic)
    row.text, row.topic = text, topic
    await posting.call(ctx, row, channel)
    return Reply(
        text=_(
            "I asked in {channel}. I will tell you as soon as somebody can help; without an answer within "
            "two days, I will ask once more.",
            channel=channel.name,
        ),
        private=True,
    )


async def _accepted(
    ctx: Context, typed: str, shown: str, again: Callable[[str, Text, str], OpenForm]
) -> str | OpenForm:
    """Return the text that others may read, or the form once more if it is not what the person wrote.

    What says something of somebody is taken out, and shown again. The person may insist on words that look
    like a name or an address by writing the same text once more; whatever else they write then is looked
    through anew.
    """
    from plugins.referral.details import ARGUABLE

    insists = shown == digest(typed)
    checked = await wording.redacted(ctx, typed, spared=ARGUABLE if insists else ())
    if checked.kinds:
        problem = _taken_out(can_insist=checked.kinds <= ARGUABLE)
        return again(checked.text, problem, digest(typed))
    if not checked.text or len(checked.text) > wording.LONGEST:
        problem = _("Between 1 and {limit} characters are accepted.", limit=wording.LONGEST)
        return again(checked.text[: wording.LONGEST], problem, "")
    return checked.text


async def _check_may_call(ctx: Context, topic: str | None) -> None:
    """Refuse a question that stands in a channel already, or one more of very many."""
    asked = await register.calls_of(ctx)
    if topic is not None and topic in asked:
        raise Refusal(
            "asked_already",
            _("You are asking this already: settle that question first, or wait for its answers."),
        )
    if len(asked) >= MOST_CALLS:
        raise Refusal(
            "too_many",
            ngettext(
                "{count} question of yours is still asked: settle one first, so that each gets its answer.",
                "{count} questions of yours are still asked: settle one first, so that each gets its answer.",
                len(asked),
            ),
        )


@plugin.action("ask-one")
async def ask_one(ctx: Context, need: int, member: int) -> OpenForm | Reply:
    """Show what one colleague would read."""
    return await _before_asking(ctx, need, member)


@plugin.action("ask-chosen")
async def ask_chosen(ctx: Context, need: int) -> OpenForm | Reply:
    """Show what the colleague who was chosen would read."""
    return await _before_asking(ctx, need, int(ctx.choice or 0))


async def _before_asking(ctx: Context, need: int, member: int) -> OpenForm | Reply:
    row, colleague, person = await _colleague(ctx, need, member)
    return person if isinstance(person, Reply) else _form_for(row, colleague)


@plugin.form("ask-one", Question, title=_("Ask a colleague"), submit=_("Ask"))
async def ask_colleague(ctx: Context, form: Question, need: int, member: int, shown: str) -> OpenForm | Reply:
    """Ask one colleague by DM, with the text that the person has read."""
    if (numbers := await emergency(ctx, form.text)) is not None:
        return numbers
    row, colleague, person = await _colleague(ctx, need, member)
    if isinstance(person, Reply):
        return person
    text = await _accepted(ctx, form.text, shown, lambda *said: _form_for(row, colleague, *said))
    if isinstance(text, OpenForm):
        return text
    if row.state == State.DRAFT:
        row.text = text
    asked = await register.set_help(ctx, row, colleague.id, Help.ASKED)
    asked.asked_at = ctx.now
    asked.ask_id = await ctx.post(
        colleague, _request(ctx, row, text), key=f"request:{asked.id}", unsolicited=True
    )
    await register.note_load(ctx, [person], is_asked=True)
    return Reply(
        text=_(
            "I ask {name} with these words, at an hour when they may be disturbed. They are free to say no; "
            "I will tell you if they can help.",
            name=wording.named(colleague),
        ),
        private=True,
    )


async def _colleague(ctx: Context, need: int, member: int) -> tuple[NeedRow, Member, Colleague | Reply]:
    """Return a need, a colleague, and what they can do about it, or why they are not asked."""
    row = await register.own_need(ctx, need)
    colleague = await ctx.find_member(member)
    if row.state == State.SETTLED or colleague is None or colleague.id == ctx.member.id:
        raise Refusal("too_late", _("There is nothing to ask any more."))
    name = wording.named(colleague)
    known = await register.help_of(ctx, row, colleague.id)
    if known is not None:
        said = _("{name} was asked already. No answer is needed from them.", name=name)
        if known.state in COMING:
            said = _("{name} offered to help already: write to each other.", name=name)
        return row, colleague, Reply(text=said, private=True)
    person = await still_able(ctx, row.text, colleague)
    if person is not None and await _may_be_asked(ctx, colleague):
        if await register.asked_about(ctx, row) < MOST_ASKED:
            return row, colleague, person
        said = _("Several colleagues were asked about this already: give them time, or ask the channel.")
    else:
        said = _("{name} cannot be asked at the moment. Somebody else may help, or the channel.", name=name)
    channel = Button(_("Ask the channel"), "ask", {"need": need})
    return row, colleague, Reply(text=said, buttons=(channel,), private=True)


async def _may_be_asked(ctx: Context, colleague: Member) -> bool:
    """Return whether a colleague wants to be written to at all, and was not asked often today."""
    row = await ctx.session.get_one(MemberRow, colleague.id)
    is_open = peace_of(row).daily_cap > 0
    return is_open and await register.asked_since(ctx, colleague.id, ctx.now - _A_DAY) < MOST_A_DAY


def _request(ctx: Context, need: NeedRow, text: str) -> Post:
    about = {"need": need.id}
    return Post(
        text=_(
            "{name} asks whether you can help. “{need}”",
            name=wording.named(ctx.member),
            need=wording.on_one_line(text),
        ),
        buttons=(
            Button(_("I can help"), "help", about),
            Button(_("Not this time"), "decline", about),
            Button(_("Take a break from requests"), "pause", plugin="directory"),
        ),
    )


async def emergency(ctx: Context, text: str) -> Reply | None:
    """Return the numbers to call if a text tells of danger or distress, None otherwise."""
    answer = await wording.read(ctx, text)
    return _numbers(ctx, answer) if answer.urgent else None


def _numbers(ctx: Context, answer: Answer) -> Reply:
    reply = showing.emergency(answer.numbers, ctx.words)
    return replace(reply, buttons=tuple(replace(button, plugin=plugin.name) for button in reply.buttons))


def _check_not_asked(need: NeedRow) -> None:
    if need.state != State.DRAFT:
        raise Refusal("asked_already", _("Your colleagues have been asked about this already."))


def _form(
    need: NeedRow, place: int, text: str | None = None, problem: Text | None = None, shown: str = ""
) -> OpenForm:
    """Return the form of what is posted; `shown` is the digest of a text of which something was taken out."""
    return OpenForm(
        form="ask",
        values={"text": need.text if text is None else text},
        arguments={"need": need.id, "place": place, "shown": shown},
        errors={"text": problem} if problem is not None else {},
    )


def _form_for(
    need: NeedRow,
    colleague: Member,
    text: str | None = None,
    problem: Text | None = None,
    shown: str = "",
) -> OpenForm:
    """Return the form of what one colleague reads, as `_form` does for a channel."""
    return OpenForm(
        form="ask-one",
        values={"text": need.text if text is None else text},
        arguments={"need": need.id, "member": colleague.id, "shown": shown},
        errors={"text": problem} if problem is not None else {},
    )


def _taken_out(*, can_insist: bool) -> Text:
    if can_insist:
        return _(
            "I took out what looks like a name or an address. If it is none, write it once more: I "
            "will leave it."
        )
    return _("I took out what says who it is about: numbers and addresses are never posted. Is it right so?")


async def _open_channel(ctx: Context, place: int) -> Place:
    found = ctx.place if place == ctx.place.id else await ctx.find_place(place)
    if found is None or found.kind is PlaceKind.DM:
        raise Refusal("no_channel", _("This channel is not there any more."))
    return found


async def _channels(ctx: Context) -> list[Place]:
    """Return the channels of the network that are bound to a territory, those of the person's own first."""
    rows = await ctx.session.scalars(
        select(PlaceRow)
        .where(
            PlaceRow.network_id == ctx.network.id,
            PlaceRow.kind == PlaceKind.CHANNEL.value,
            PlaceRow.territory.is_not(None),
            bot_is_in(),
        )
        .order_by(PlaceRow.name, PlaceRow.id)
    )
    own = await departements(ctx)
    channels = [place_of(row) for row in rows]
    near = [one for one in channels if one.territory in own]
    return (near or channels)[:_MOST_CHANNELS]


async def departements(ctx: Context) -> frozenset[str]:
    """Return the codes of the départements of a person: of their card, else of the network."""
    areas = (await seeker(ctx)).asker.areas
    own = frozenset(code for area in areas for code in departements_of(area))
    return own or frozenset((ctx.network.territory,) if ctx.network.territory else ())
