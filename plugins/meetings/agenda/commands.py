"""The agenda in words: anybody proposes, who organises or coordinates orders, times and publishes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from bot.chat.messages import Button, Menu, Option, Post, Reply, Style
from bot.language.messages import Text, _, escape
from bot.language.reordering import Change
from bot.language.shortening import in_one_line
from bot.plugin import Arg, Context, OpenForm, Refusal
from bot.plugin.arguments import RestArgument
from plugins.meetings.agenda import changing, forms, left, needs, publishing, register, rights, showing
from plugins.meetings.agenda.items import Typed, parts_of, read_item, same
from plugins.meetings.agenda.meant import agenda_of, names_one, that_of
from plugins.meetings.agenda.models import LONGEST, ItemRow, Topic
from plugins.meetings.agenda.register import Agenda
from plugins.meetings.declaration import meetings
from plugins.meetings.gatherings import meant
from plugins.meetings.gatherings.spelling import when

if TYPE_CHECKING:
    from plugins.meetings.agenda.typed import Add, Ordered, Postpone, Publish, Rewrite, Timed

_MOST_TYPED = 4_000
"""Characters that are read as words of the agenda: what is longer is a text for the form."""
_HOW = _(
    "What shall I change? Each item has a number: “up 3”, “3 after 5”, “3: 15 min”, “change 3: …”, "
    "“postpone 2”, “drop 4”; “put back” undoes it. `/meeting topics` shows them."
)
_MOST_CHOICES = 25
_MOST_PARTS = 10
_LABEL = 80


@meetings.command(
    "ordre-du-jour",
    english="topics",
    aliases=("odj", "ordre", "points", "point", "sujets", "items"),
    summary=_("See what the next meeting speaks of, propose something, order and publish it"),
    examples=_(
        "/meeting topics\n/meeting topics add question: who hosts in March? (10 min)\n"
        "/meeting topics 3 after 5\n/meeting topics 3: 15 min\n/meeting topics postpone 2\n"
        "/meeting topics publish"
    ),
    opens_form=True,
)
async def agenda(
    ctx: Context,
    what: Annotated[
        str | None,
        RestArgument(),
        Arg(
            _("what"),
            help=_("nothing to see it; or “add question: …”, “3 first”, “3: 15 min” or “publish”."),
            example=_("add idea: a coffee together"),
        ),
    ] = None,
) -> Reply | OpenForm:
    """Show an agenda, or do to it what was typed."""
    from plugins.meetings.agenda.naming import by_name
    from plugins.meetings.agenda.typed import Add, Needs, Rewrite, Show, Unclear, Words, read_line

    said = (what or "").strip()
    if len(said) > _MOST_TYPED:
        return forms.to_propose(Typed(said))
    wanted, of = read_line(said, ctx.words.language)
    if isinstance(wanted, Words | Unclear | Add):
        wanted = await by_name(ctx, said) or wanted
    if isinstance(wanted, Unclear):
        raise Refusal("not_understood", _HOW)
    if isinstance(wanted, Words):
        return await _words(ctx, wanted.text)
    if isinstance(wanted, Add):
        return await _add(ctx, wanted)
    found = await agenda_of(ctx, of)
    if isinstance(wanted, Show):
        return await shown(ctx, found)
    await register.lock(ctx, found)
    if isinstance(wanted, Rewrite):
        return await _rewrite(ctx, found, wanted)
    if isinstance(wanted, Needs):
        return await _needs(ctx, found)
    return await shown(ctx, found, await _done(ctx, found, wanted))


async def _done(ctx: Context, found: Agenda, wanted: Change | Timed | Postpone | Ordered | Publish) -> Text:
    from plugins.meetings.agenda.typed import Ordered, Postpone, Timed

    if isinstance(wanted, Ordered):
        return await changing.put_in_order(ctx, found, wanted)
    if isinstance(wanted, Change):
        return await changing.reorder(ctx, found, wanted)
    if isinstance(wanted, Timed):
        return await changing.time(ctx, found, wanted)
    if isinstance(wanted, Postpone):
        return await changing.postpone(ctx, found, wanted)
    return await publish(ctx, found)


async def publish(ctx: Context, found: Agenda) -> Text:
    """Post an agenda in the channels of its meeting, and return what was done."""
    await rights.check_manages(ctx, found)
    if found.meeting is None:
        raise Refusal(
            "no_meeting",
            _("No meeting is planned here: `/meeting fix` sets one, and what waits is on its agenda."),
        )
    if not await register.items(ctx.session, found):
        raise Refusal("empty_agenda", _("Nothing is on this agenda yet: there is nothing to publish."))
    was_there = await publishing.is_posted(ctx, found.meeting)
    await publishing.publish(ctx, found.meeting)
    if was_there:
        return _("It is published already: its post says how it stands now.")
    return _("The agenda is published. What you change from now on changes in its post.")


async def _words(ctx: Context, text: str) -> Reply | OpenForm:
    """Show the agenda of the meeting that some words name, else ask whether they are an item."""
    for rows in (await meant.coming(ctx), await meant.past(ctx)):
        found = meant.named(rows, meant_words(text), ctx.reading)
        if len(found) == 1:
            return await shown(ctx, await that_of(ctx, found[0]))
        if found:
            return meant.which(ctx, found, "agenda-of")
    return forms.to_propose(read_item(text, ctx.words.language))


def meant_words(text: str) -> str:
    """Return the words that name a meeting, without those that lead to them."""
    leading = ("de la réunion du ", "de la rencontre du ", "la réunion du ", "la rencontre du ", "of ", "du ")
    said = text.strip()
    return next((said[len(one) :] for one in leading if said.lower().startswith(one)), said)


async def _add(ctx: Context, wanted: Add) -> Reply | OpenForm:
    items, of = wanted.items, wanted.of
    if of and not await _fits(ctx, wanted):
        items, of = wanted.whole, ""
    if not items:
        return forms.to_propose()
    found = await agenda_of(ctx, of)
    if len(items) == 1 and len(items[0].text) > LONGEST:
        return forms.to_propose(items[0], found.meeting.id if found.meeting is not None else 0)
    long = next((one for one in items if len(one.text) > LONGEST), None)
    if long is not None:
        raise Refusal(
            "too_long",
            _(
                "“{beginning}” is too long: an item has {limit} characters at most. Nothing was added.",
                beginning=in_one_line(long.text, _LABEL),
                limit=LONGEST,
            ),
        )
    await register.lock(ctx, found)
    return await added(ctx, found, items)


async def _fits(ctx: Context, wanted: Add) -> bool:
    """Return whether the words that may say for which meeting an item is do so.

    Where they only might, they have to name one meeting, and not the next one, for which it is anyway.
    """
    rows = await meant.coming(ctx)
    if wanted.is_meeting:
        return names_one(ctx, rows, wanted.of)
    found = meant.named(rows, wanted.of, ctx.reading)
    return len(found) == 1 and found[0] is not rows[0]


async def added(ctx: Context, found: Agenda, items: tuple[Typed, ...]) -> Reply:
    """Put items on an agenda, and say so, with what can be done to one of them."""
    there = {same(row.text) for row in await register.items(ctx.session, found)}
    new = [one for one in {same(item.text): item for item in items}.values() if same(one.text) not in there]
    if not new:
        return Reply(text=_("This is on the agenda already."), private=True)
    rows = [await register.add(ctx, found, one, ctx.member.id) for one in new]
    await changing.shown_again(ctx, found)
    said: Text = _(
        "This waits for the next meeting of the channel: {items}", items=changing.listed(ctx, rows)
    )
    if found.meeting is not None:
        said = _(
            "On the agenda of “{title}”, {when}: {items}",
            title=found.meeting.title,
            when=when(found.meeting, ctx.words),
            items=changing.listed(ctx, rows),
        )
    if len(rows) > 1:
        return Reply(text=said, private=True)
    return Reply(text=said, buttons=_own(rows[0]), menus=_topics(rows[0]), private=True)


def _own(row: ItemRow) -> tuple[Button, ...]:
    about = {"item": row.id}
    buttons = [
        Button(_("Change it"), "agenda-edit", about),
        Button(_("Withdraw it"), "agenda-withdraw", about),
    ]
    parts = len(parts_of(row.text))
    if 1 < parts <= _MOST_PARTS:
        label = _("Make it {count} items", count=parts)
        buttons.append(Button(label, "agenda-split", about, name="agenda-split"))
    return tuple(buttons)


def _topics(row: ItemRow) -> tuple[Menu, ...]:
    if row.kind is not None:
        return ()
    options = tuple(Option(topic, showing.LABELS[topic]) for topic in Topic)
    return (Menu(_("What it is"), "agenda-topic", options, {"item": row.id}),)


async def _rewrite(ctx: Context, found: Agenda, wanted: Rewrite) -> Reply | OpenForm:
    from plugins.meetings.agenda.typed import named_topic

    row = changing.numbered(await register.items(ctx.session, found), wanted.number)
    await rights.check_may_change(ctx, found, row)
    topic = named_topic(wanted.text)
    if topic is not None:
        row.kind = topic
    elif not wanted.text or len(wanted.text) > LONGEST:
        return forms.to_change(row, wanted.text or None)
    else:
        row.text = " ".join(wanted.text.split())
    await changing.shown_again(ctx, found)
    return await shown(ctx, found, _("Changed."))


async def _needs(ctx: Context, found: Agenda) -> Reply:
    await rights.check_manages(ctx, found)
    waiting = await needs.waiting(ctx, found)
    if not waiting:
        return Reply(text=_("No need waits for an answer here."), private=True)
    lines: list[Text] = [_("These needs wait for an answer:")]
    lines += [_("- {need}", need=need.text) for need in waiting]
    return Reply(text=ctx.words.join(lines), menus=needs.menu_of(found, waiting), private=True)


async def shown(ctx: Context, found: Agenda, said: Text | None = None) -> Reply:
    """Show an agenda to a person, with what they may do to it."""
    post = await _with_controls(ctx, found)
    text = ctx.words.join([said, post.text]) if said is not None else post.text
    return Reply(text=text, buttons=post.buttons, menus=post.menus, private=True)


async def _with_controls(ctx: Context, found: Agenda) -> Post:
    rows = await register.items(ctx.session, found)
    manages = await rights.may_manage(ctx, found)
    meeting = found.meeting.id if found.meeting is not None else 0
    buttons = [Button(_("Propose an item"), "agenda-add", {"meeting": meeting}, Style.PRIMARY)]
    lines: list[Text] = [
        await showing.text_of(
            ctx, found, ctx.words, advises=manages, seen_from=None if manages else ctx.place.id
        )
    ]
    if manages and found.meeting is not None and rows:
        if not await publishing.is_posted(ctx, found.meeting):
            buttons.append(Button(_("Publish it"), "agenda-publish", {"meeting": meeting}))
        lines.append(
            _("To order it, type for example `/meeting topics up 3`, `3 after 5`, `3: 15 min`, `postpone 2`.")
        )
    before = await left.meeting_before(ctx, found) if manages else None
    if before is not None:
        lines.append(
            _(
                "Nobody wrote yet what became of items of “{title}”, {when}.",
                title=escape(before.title),
                when=when(before, ctx.words),
            )
        )
        buttons.append(Button(_("See what was left"), "minutes-left", {"meeting": before.id}))
    mine = [row for row in rows if manages or row.member_id == ctx.member.id]
    menus: list[Menu] = []
    if mine:
        options = tuple(
            Option(str(row.id), escape(in_one_line(row.text, _LABEL))) for row in mine[:_MOST_CHOICES]
        )
        menus.append(Menu(_("Change an item"), "agenda-edit-one", options))
    if manages:
        menus += needs.menu_of(found, await needs.waiting(ctx, found))
    return Post(text=ctx.words.join(lines), buttons=tuple(buttons), menus=tuple(menus))
