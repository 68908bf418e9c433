"""What reminders say: confirmations, rings, questions to a colleague, and the buttons under them."""

from __future__ import annotations

import re
from datetime import datetime

from bot.chat.markup import mention
from bot.chat.messages import Button, Post, Style
from bot.chat.people import Member
from bot.chat.places import Place
from bot.language.catalogue import Words
from bot.language.messages import Instant, Markup, Message, Text, _, escape, ngettext
from bot.language.moments.plans import Plan, spell_plan
from bot.language.shortening import in_one_line
from plugins.reminders.models import Answer, ReminderRow, State
from plugins.reminders.notes import shift
from plugins.reminders.register import plan_of_row

_SHORT = 80


_BLOCK = re.compile(r"^(?=[ ]{0,3}(?:\#{1,6}\s|>|[-=*_]{3,}\s*$))|`{3,}|~{3,}", re.MULTILINE)
"""What would turn a person's own words into a heading, a quote, a rule or a block of code."""


def quoted(text: str) -> Markup:
    """Return a person's own words as they typed them, save what would break the message around them."""
    return Markup(_BLOCK.sub(r"\\\g<0>", text))


def shortened(text: str) -> Markup:
    """Return a person's own words on one line, cut between two words if they are long."""
    return quoted(in_one_line(text, _SHORT))


def named(member: Member | None) -> Text:
    """Return a member's name as plain text, calling nobody's attention."""
    return escape(f"@{member.username}") if member else _("somebody who left")


def when_line(row: ReminderRow, words: Words) -> Text:
    """Return when a reminder rings next, and how it recurs."""
    recurs = spell_plan(plan_of_row(row), words)
    if row.next_at is None:
        return _("When: it has rung for the last time.")
    if recurs is None:
        return _("When: {at}.", at=Instant(row.next_at))
    said = _("When: {rule}. The next time is {at}.", rule=recurs, at=Instant(row.next_at))
    moved = shift(plan_of_row(row), row.next_at, words)
    return words.join([said, moved], " ") if moved is not None else said


def where_line(
    row: ReminderRow,
    owner: Member | None,
    addressee: Member | None,
    place: Place | None,
    asked: datetime | None,
    now: datetime,
) -> Text:
    """Return for whom and where a reminder rings; `asked` is when the addressee is asked, if it is known."""
    if row.member_id is None:
        channel = place.name if place else "?"
        return _("Where: in {channel}, for everybody, from {name}.", channel=channel, name=named(owner))
    if row.member_id != row.owner_id:
        if row.state == State.ASKING:
            return _consent_line(named(addressee), asked, now)
        return _("For: {name}, in a private message.", name=named(addressee))
    if place is not None:
        return _("Where: in {channel}, for you.", channel=place.name)
    return _("Where: in a private message, for you.")


def _consent_line(name: Text, asked: datetime | None, now: datetime) -> Text:
    if asked is not None and asked <= now:
        return _(
            "For: {name}, in a private message. They have to agree first: I am asking them.",
            name=name,
        )
    if asked is None:
        return _(
            "For: {name}, in a private message. They have to agree first: I will ask them once they have "
            "answered my other question.",
            name=name,
        )
    return _(
        "For: {name}, in a private message. They have to agree first: I will ask them on {at}.",
        name=name,
        at=Instant(asked),
    )


def changed(row: ReminderRow) -> Message:
    """Return what to say of a reminder that was changed."""
    return _("Changed, reminder no. {number}: {text}", number=row.number, text=quoted(row.text))


def removed(row: ReminderRow) -> Message:
    """Return what to say of a reminder that is about to be removed."""
    if row.number is None:
        return _("Reminder removed: {text}", text=shortened(row.text))
    return _("Reminder no. {number} removed: {text}", number=row.number, text=shortened(row.text))


def postponed(row: ReminderRow, words: Words, note: Message | None = None) -> Markup:
    """Return what to say of a reminder that was postponed: once more if it recurs."""
    values = {"number": row.number, "text": shortened(row.text)}
    if row.snoozed_to is None:
        said = _("Reminder no. {number} is postponed to {at}: {text}", at=Instant(_next(row)), **values)
        return words.join([said, note] if note else [said])
    lines: list[Text] = [
        _("Reminder no. {number} rings once more on {at}: {text}", at=Instant(row.snoozed_to), **values)
    ]
    if row.next_at is not None:
        lines.append(_("Nothing else changes: the next time is still {at}.", at=Instant(row.next_at)))
    return words.join([*lines, note] if note else lines)


def _next(row: ReminderRow) -> datetime:
    return row.next_at or plan_of_row(row).first


def announced(row: ReminderRow) -> Message:
    """Return what a colleague who accepts a reminder will be reminded of, and when."""
    return _("{at}: {text}", at=Instant(_next(row)), text=quoted(row.text))


def correct_button(row: ReminderRow) -> Button:
    """Return the button that opens the form in which a reminder is changed."""
    return Button(_("Change"), "correct", {"reminder": row.id}, Style.PRIMARY)


def restore_button(row: ReminderRow) -> Button:
    """Return the button that undoes a removal."""
    return Button(_("Put it back"), "restore", {"reminder": row.id})


def ring_post(
    row: ReminderRow,
    instant: datetime,
    words: Words,
    *,
    owner: Member | None,
    addressee: Member | None,
    missed: int,
    goes_on: Text | None,
) -> Post:
    """Return what a reminder says when it rings; its buttons are about that instant.

    `missed` is how many rings this one stands for, `goes_on` what it says of the next one.
    """
    lines: list[Text] = [headline(row, owner, addressee)]
    if missed > 1:
        lines.append(
            ngettext(
                "{count} reminder missed while I was stopped, brought together here.",
                "{count} reminders missed while I was stopped, brought together here.",
                missed,
            )
        )
    if goes_on is not None:
        lines.append(goes_on)
    return Post(text=words.join(lines), buttons=_ring_buttons(row, instant, owner))


def recurrence_line(plan: Plan, next_at: Instant | None, words: Words) -> Text | None:
    """Return how a ring goes on: the next one, or that it was the last; None for what rings once."""
    recurs = spell_plan(plan, words)
    if recurs is None:
        return None
    if next_at is None:
        return _("This was the last time ({rule}).", rule=recurs)
    return _("It comes back {rule}. The next time is {at}.", rule=recurs, at=next_at)


def headline(row: ReminderRow, owner: Member | None, addressee: Member | None) -> Message:
    """Return the first line of a ring: what it is about, for whom and from whom."""
    text = quoted(row.text)
    if row.member_id is None:
        return _("⏰ Reminder from {name}: {text}", name=named(owner), text=text)
    if row.member_id != row.owner_id:
        return _("⏰ Reminder that {name} set for you: {text}", name=named(owner), text=text)
    if row.place_id is not None and addressee is not None:
        called = mention(addressee.id, addressee.username)
        return _("⏰ Reminder for {name}: {text}", name=called, text=text)
    return _("⏰ Reminder: {text}", text=text)


def _ring_buttons(row: ReminderRow, instant: datetime, owner: Member | None) -> tuple[Button, ...]:
    about = {"reminder": row.id, "at": int(instant.timestamp())}
    buttons = [
        Button(_("Done"), "done", about, Style.PRIMARY),
        Button(_("In 10 minutes"), "snooze", {**about, "minutes": 10}, name="snooze-10"),
        Button(_("In an hour"), "snooze", {**about, "minutes": 60}, name="snooze-60"),
        Button(_("Tomorrow 9:00"), "tomorrow", about),
        Button(_("Another time"), "other", about),
    ]
    if row.member_id is not None and row.member_id != row.owner_id:
        buttons.append(block_button(row.owner_id, owner))
    return tuple(buttons)


def block_button(owner_id: int, owner: Member | None) -> Button:
    """Return the button that stops a colleague's reminders."""
    label = _("No more reminders from {name}", name=named(owner))
    return Button(label, "block", {"owner": owner_id}, Style.DANGER)


def ask_post(row: ReminderRow, words: Words, owner: Member) -> Post:
    """Return the question to a colleague whether they accept a reminder, and those that may follow."""
    text = words.join(
        [
            _("{name} would like me to remind you: {text}", name=named(owner), text=quoted(row.text)),
            when_line(row, words),
            _("If you accept, I will not ask again for the reminders of {name}.", name=named(owner)),
        ]
    )
    about = {"reminder": row.id}
    return Post(
        text=text,
        buttons=(
            Button(_("Accept"), "answer", {**about, "answer": Answer.ALWAYS.value}, Style.PRIMARY, "accept"),
            Button(_("Just this once"), "answer", {**about, "answer": "once"}, name="accept-once"),
            Button(_("Decline"), "answer", {**about, "answer": "decline"}, name="decline"),
            Button(
                _("No more reminders from {name}", name=named(owner)),
                "answer",
                {**about, "answer": Answer.NEVER.value},
                Style.DANGER,
                "block",
            ),
        ),
    )
