"""How a series stands, in words: its rhythm, its next dates with their weekdays, what it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.chat.messages import Button, Reply, Style
from bot.language.dates import spell_duration
from bot.language.messages import Instant, Markup, Text, _, escape, ngettext
from bot.language.moments.plans import spell_plan
from bot.plugin import Context
from plugins.meetings.gatherings import announcing
from plugins.meetings.gatherings.spelling import when
from plugins.meetings.models import MeetingRow
from plugins.meetings.series import alternating, register
from plugins.meetings.series.changing import days_of
from plugins.meetings.series.dates import Off
from plugins.meetings.series.managing import may_manage
from plugins.meetings.series.models import SeriesRow, TermsRow
from plugins.meetings.survey.reviewing import trend_of

_DATES = 3
"""So many of the next dates are told: a rhythm that was misread shows in them."""
_PAUSES = 5


async def standing(ctx: Context, series: SeriesRow, said: Sequence[Text] = ()) -> Reply:
    """Return how a series stands, with what the person may do about it."""
    terms = await register.terms_of(ctx.session, series)
    now = register.in_force(terms, ctx.now)
    lines: list[Text] = [*said, _("**Series — {title}**", title=escape(now.title))]
    lines.append(_("- When: {rule}", rule=rhythm_of(ctx, now)))
    lines += [
        _("- From {day} on: {rule}", day=Instant(row.since, all_day=True), rule=_later(ctx, row, now))
        for row in terms
        if row.since > ctx.now
    ]
    lines += [_("- {line}", line=line) for line in announcing.where_of(now.place, now.link)]
    if now.seats is not None:
        lines.append(_("- {seats}", seats=ngettext("{count} seat", "{count} seats", now.seats)))
    lines.append(
        ngettext(
            "- Each is announced here {count} day before",
            "- Each is announced here {count} days before",
            series.announced_days,
        )
    )
    lines += await alternating.told(ctx, series)
    lines += await _paused(ctx, series)
    lines += await _next(ctx, series)
    thought = await trend_of(ctx, await register.held(ctx.session, series.id, ctx.now))
    if thought:
        lines += [_("- What people thought of the last ones:"), *thought]
    may = await may_manage(ctx, series)
    buttons = await _buttons(ctx, series) if may else ()
    return Reply(text=ctx.words.join(lines), buttons=buttons, about=about_series(series))


def about_series(series: SeriesRow) -> str:
    """Return what an answer to who manages a series is about: the next one takes its place."""
    return f"series:{series.id}"


def _later(ctx: Context, row: TermsRow, now: TermsRow) -> Text:
    """Return when a series comes later on, and where if that is not where it is now."""
    rule = rhythm_of(ctx, row)
    if (row.place, row.link) == (now.place, now.link):
        return rule
    return ctx.words.join([rule, *announcing.where_of(row.place, row.link)], ", ")


def rhythm_of(ctx: Context, row: TermsRow) -> Text:
    """Return when a series comes, and for how long."""
    rule = spell_plan(register.plan_of(row), ctx.words, whole_days=row.all_day) or Markup("?")
    if row.all_day:
        return _("{rule} (all day)", rule=rule)
    if row.minutes is None:
        return rule
    long = spell_duration(timedelta(minutes=row.minutes), ctx.words.language)
    return _("{rule} ({long})", rule=rule, long=long)


async def _paused(ctx: Context, series: SeriesRow) -> list[Text]:
    if series.paused_at is not None:
        return [_("- It is paused: `/meeting series resume` has it come again")]
    to_come = [row for row in await register.pauses_of(ctx.session, series) if row.away_until > ctx.now]
    lines: list[Text] = []
    for row in to_come[:_PAUSES]:
        span = Off(row.away_from, row.away_until)
        if row.away_until - row.away_from <= timedelta(hours=25):
            lines.append(_("- Not on {day}", day=days_of(span)["first"]))
        else:
            lines.append(_("- Not from {first} to {last}", **days_of(span)))
    return lines


async def _next(ctx: Context, series: SeriesRow) -> list[Text]:
    """Return the next dates, those that were cancelled among them besides."""
    if series.paused_at is not None:
        return []
    coming = (await register.to_come(ctx.session, series.id, ctx.now))[:_DATES]
    if not coming:
        return [_("- Its rhythm has ended: no meeting comes any more")]
    last = coming[-1].starts_at
    cancelled = [
        row
        for row in await register.made(ctx.session, series.id, ctx.now)
        if row.cancelled_at is not None and not row.left_out and row.starts_at <= last
    ]
    shown = sorted([*coming, *cancelled], key=lambda row: row.starts_at)
    return [_("- The next dates:"), *(_date(ctx, row) for row in shown)]


def _date(ctx: Context, row: MeetingRow) -> Text:
    at = when(row, ctx.words)
    if row.cancelled_at is not None:
        return _("  - {when}: cancelled", when=at)
    if row.starts_at != row.occurs_at and row.occurs_at is not None:
        before = row.occurs_at.astimezone(ZoneInfo(row.zone))
        return _("  - {when}, instead of {before}", when=at, before=Instant(before, all_day=True))
    return _("  - {when}", when=at)


async def _buttons(ctx: Context, series: SeriesRow) -> tuple[Button, ...]:
    about = {"series": series.id}
    pauses = [row for row in await register.pauses_of(ctx.session, series) if row.away_until > ctx.now]
    is_paused = series.paused_at is not None or any(row.away_from <= ctx.now for row in pauses)
    pause = (
        Button(_("Resume"), "series-resume", about, Style.PRIMARY, name="resume")
        if is_paused
        else Button(_("Pause"), "series-pause", about, name="pause")
    )
    return (
        Button(_("Change the series"), "series-edit", about, name="change"),
        pause,
        Button(_("End the series"), "series-ask-end", about, Style.DANGER, name="end"),
    )
