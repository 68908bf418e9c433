"""What people thought, as a command: it takes an answer, lists the last meetings, or tells of one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from bot.chat.messages import Button, Reply
from bot.chat.places import PlaceKind
from bot.language.dates import spell_day
from bot.language.folding import fold
from bot.language.messages import Instant, Markup, Text, _, escape
from bot.language.moments import Understood, read
from bot.plugin import Arg, Context, Refusal
from bot.plugin.arguments import RestArgument
from plugins.meetings.declaration import meetings, plugin
from plugins.meetings.gatherings import meant
from plugins.meetings.gatherings import register as gatherings
from plugins.meetings.gatherings.managing import may_manage
from plugins.meetings.habits import habits_around
from plugins.meetings.models import MeetingRow
from plugins.meetings.survey import answering, ending, opening, register, timing, wording
from plugins.meetings.survey.charts import means_chart
from plugins.meetings.survey.models import SurveyRow
from plugins.meetings.survey.results import satisfaction
from plugins.meetings.survey.scoring import Scored, read_score

_OUT_OF_TEN = re.compile(r"\s*\d+\s*/\s*10(?![\d/])")
_MARKS = " .,;:!?"
_YEAR = timedelta(days=366)
_NONE_OF_YOURS = _(
    "I know of no meeting that took place in your channels lately. If you were at one, say what you thought "
    "of it in its channel: `/meeting review 8 very useful`."
)
_NONE_HERE = _("No meeting took place here yet, so there is nothing to have an opinion on.")
_SEE = re.compile(
    r"(?:(?:voir|montrer?|show|see) )?(?:tou(?:s|tes) )?(?:les? |la |the |all )?"
    r"(?:resultats?|bilans?|avis|notes?|details?|graphi\w+|courbe|tendance|moyennes?|evolution|retours|tout|voir"
    r"|results?|trends?|charts?|averages?|scores?|all)(?: (?:de la serie|des rencontres|of the series))?"
)
_TAKE_BACK = re.compile(
    r"(?:retirer?|annuler?|supprimer?|effacer?|enlever?|take back|withdraw|remove|delete)"
    r"(?: (?:ma|mon|la|le|my) (?:note|avis|reponse|bilan|score|answer|opinion))?"
)
_SENTENCE = 3
"""So many words that name no meeting are a comment."""
_LISTED = 12
_FEWEST_DRAWN = 2


@meetings.command(
    "bilan",
    english="review",
    aliases=(
        *("avis", "note", "noter", "satisfaction", "évaluation", "évaluer", "enquête", "retours"),
        *("feedback", "rate", "survey"),
    ),
    summary=_("Say what you thought of a meeting, or see what people thought of the last ones"),
    examples=_("/meeting review\n/meeting review 8 very useful"),
)
async def review(
    ctx: Context,
    opinion: Annotated[
        str | None,
        RestArgument(),
        Arg(
            _("opinion"),
            help=_("a score from 1 to 10, then a comment if you like; or a meeting, by its date or title."),
            example=_("8 very useful"),
        ),
    ] = None,
) -> Reply:
    """Take an answer, or tell what people thought of the last meetings, or of the one that is named."""
    rows = await meant.past(ctx)
    words = fold(opinion or "").strip(_MARKS)
    if opinion is None or _SEE.fullmatch(words):
        return await _overview(ctx, rows)
    if _TAKE_BACK.fullmatch(words):
        return await answering.take_back(ctx, await _open(ctx, await meant.theirs_first(ctx, rows)))
    titled = _titled(rows, opinion)
    if titled is not None:
        return await _take(ctx, *titled)
    scored = read_score(opinion)
    if scored is None or _is_date(ctx, opinion):
        named = meant.named(rows, opinion, ctx.reading)
        if len(named) == 1:
            return await _of_one(ctx, named[0])
        if named and scored is None:
            return meant.which(ctx, named, "survey-of")
    if scored is None:
        return await _without_score(ctx, rows, opinion)
    return await _take(ctx, await meant.theirs_first(ctx, rows), scored)


def _titled(rows: Sequence[MeetingRow], typed: str) -> tuple[list[MeetingRow], Scored] | None:
    """Return which meeting is meant and its score, where one stands before or after the whole title."""
    scored, words = read_score(typed), typed.split()
    for row in rows:
        title = fold(row.title).strip(_MARKS)
        if scored is not None and fold(scored.comment).strip(_MARKS) == title:
            return [row], Scored(scored.score)
        length = len(row.title.split())
        rest = read_score(" ".join(words[length:]).lstrip(_MARKS))
        if rest is not None and fold(" ".join(words[:length])).strip(_MARKS) == title:
            return [row], rest
    return None


def _is_date(ctx: Context, typed: str) -> bool:
    """Return whether all of what begins with a number is a date, as “8 December”, which “8/10” is not."""
    if _OUT_OF_TEN.match(typed):
        return False
    found = read(typed, replace(ctx.reading, now=ctx.now - _YEAR, recurring=False))
    return isinstance(found, Understood) and not found.rest


async def _without_score(ctx: Context, rows: Sequence[MeetingRow], typed: str) -> Reply:
    """Take a sentence as a comment of who is asked just now; what is shorter may be a title, misspelt.

    Raises:
        Refusal: nobody is asked now.
    """
    survey = await _find_open(ctx, await meant.theirs_first(ctx, rows))
    if survey is None:
        raise Refusal(
            "unknown_meeting",
            _(
                "I find no meeting of that name or date here. To say what you thought of the last one, begin "
                "with a score: `/meeting review 8 very useful`."
            ),
        )
    if len(typed.split()) >= _SENTENCE:
        return await answering.take(ctx, survey, Scored(None, typed))
    return answering.without_score(await gatherings.find(ctx, survey.meeting_id), survey)


async def _take(ctx: Context, rows: Sequence[MeetingRow], scored: Scored) -> Reply:
    return await answering.take(ctx, await _open(ctx, rows), scored)


async def _find_open(ctx: Context, rows: Sequence[MeetingRow]) -> SurveyRow | None:
    """Return the survey of the first of some meetings that takes answers; nobody ends it meanwhile."""
    surveys = await register.of_meetings(ctx.session, [row.id for row in rows])
    for row in rows:
        survey = surveys.get(row.id) or await _early(ctx, row)
        if survey is not None and register.is_open(survey, ctx.now):
            return await register.find(ctx, survey.id, for_change=True)
    return None


async def _open(ctx: Context, rows: Sequence[MeetingRow]) -> SurveyRow:
    """Return the same, or say why there is none.

    Raises:
        Refusal: nobody is asked now.
    """
    found = await _find_open(ctx, rows)
    if found is not None:
        return found
    if not rows:
        raise Refusal("no_meeting", _NONE_OF_YOURS if ctx.place.kind is PlaceKind.DM else _NONE_HERE)
    last = await register.of_meeting(ctx.session, rows[0].id)
    if last is not None:
        register.check_open(last, ctx.now)
    raise Refusal(
        "no_survey",
        _("People are not asked any more what they thought of “{title}”.", title=escape(rows[0].title)),
    )


async def _early(ctx: Context, row: MeetingRow) -> SurveyRow | None:
    """Return the new survey of a meeting whose people are still to be asked: who is eager answers before."""
    habits = await habits_around(ctx.session, row)
    at = opening.asked_at(row, habits)
    if at is None or ctx.now > at + timing.TOO_LATE:
        return None
    await gatherings.find(ctx, row.id, for_change=True)  # two eager people begin one survey
    begun = await register.of_meeting(ctx.session, row.id)
    return begun or await register.begin(ctx, row, at, is_named=habits.survey_shows_names)


async def _overview(ctx: Context, rows: Sequence[MeetingRow]) -> Reply:
    """List what the last meetings were given; who organises the last one of them reads all of that."""
    surveys = await register.of_meetings(ctx.session, [row.id for row in rows])
    asked = [(row, surveys[row.id]) for row in rows if row.id in surveys][:_LISTED]
    if not asked:
        return Reply(text=_nothing_yet(rows), private=True)
    lines: list[Text] = [_("What people thought of the last meetings:")]
    lines += [_line(ctx, row, survey) for row, survey in asked]
    lines += _drawn(ctx, asked)
    menus = meant.which(ctx, [row for row, _survey in asked], "survey-of").menus
    open_ones = [(row, survey) for row, survey in asked if register.is_open(survey, ctx.now)]
    buttons = await _buttons(ctx, *open_ones[0]) if len(open_ones) == 1 else ()
    return Reply(text=ctx.words.join(lines), buttons=buttons, menus=menus, private=True)


def _nothing_yet(rows: Sequence[MeetingRow]) -> Text:
    if not rows:
        return _("No meeting took place here yet. After each one, I ask people what they thought of it.")
    return _(
        "Nobody was asked yet what they thought of a meeting. If you were there, you can say it already: "
        "`/meeting review 8 very useful`"
    )


def _line(ctx: Context, row: MeetingRow, survey: SurveyRow) -> Text:
    title, day = escape(row.title), spell_day(_day(ctx, row), ctx.words.language)
    if survey.ended_at is None:
        until = Instant(survey.ends_at)
        return _("- {title}, {day}: people can answer until {at}", title=title, day=day, at=until)
    said = wording.outcome(survey, ctx.words)
    return _("- {title}, {day}: {outcome}", title=title, day=day, outcome=said)


def _day(ctx: Context, row: MeetingRow) -> datetime:
    return row.starts_at.astimezone(ZoneInfo(row.zone) if row.all_day else ctx.words.zone)


async def trend_of(ctx: Context, rows: Sequence[MeetingRow]) -> list[Text]:
    """Return what people thought of the meetings of a series, the last one first: a chart, and its trend."""
    surveys = await register.of_meetings(ctx.session, [row.id for row in rows])
    return _drawn(ctx, [(row, surveys[row.id]) for row in rows if row.id in surveys][:_LISTED])


def _drawn(ctx: Context, asked: Sequence[tuple[MeetingRow, SurveyRow]]) -> list[Text]:
    """Return the means of the last series as a chart, and whether they rise or fall; if so many are told.

    Where no meeting is of a series, it is all of them.
    """
    from plugins.meetings.survey.trend import trend

    series = next((row.series_id for row, _survey in asked if row.series_id is not None), None)
    drawn = [pair for pair in reversed(asked) if series is None or pair[0].series_id == series]
    told = [
        (_day(ctx, row), given.mean)
        for row, survey in drawn
        if (given := satisfaction(survey.counts)) is not None
    ]
    if len(told) < _FEWEST_DRAWN:
        return []
    lines: list[Text] = []
    if len(drawn) < len(asked):
        lines.append(_("Of the series “{title}”:", title=escape(drawn[-1][0].title)))
    found = trend([mean for _at, mean in told])
    if found is not None:
        since = spell_day(told[found.since][0], ctx.words.language)
        lines.append(
            _("Rising since {day}.", day=since) if found.rises else _("Falling since {day}.", day=since)
        )
    chart = means_chart([(f"{at:%d/%m}", mean) for at, mean in told], ctx.words.language)
    return [*lines, chart]


@plugin.action("survey-of")
async def tell(ctx: Context) -> Reply:
    """Tell what people thought of the meeting that was chosen."""
    choice = ctx.choice or ""
    return await _of_one(ctx, await gatherings.find(ctx, int(choice) if choice.isdecimal() else 0))


async def _of_one(ctx: Context, row: MeetingRow) -> Reply:
    """Tell what people thought of a meeting: all to who organises it, the average to others."""
    survey = await register.of_meeting(ctx.session, row.id)
    if survey is None:
        said = _("Nobody was asked what they thought of “{title}”.", title=escape(row.title))
        return Reply(text=said, private=True)
    if survey.ended_at is None:
        return Reply(text=_still_open(row, survey), buttons=await _buttons(ctx, row, survey), private=True)
    if await may_manage(ctx, row):
        return Reply(text=await ending.summary(ctx, survey, row, ctx.member, ctx.words), private=True)
    return Reply(text=Markup(ctx.words(_line(ctx, row, survey)).removeprefix("- ")), private=True)


async def _buttons(ctx: Context, row: MeetingRow, survey: SurveyRow) -> tuple[Button, ...]:
    return (*wording.buttons(survey), *await ending.to_end(ctx, survey, row))


def _still_open(row: MeetingRow, survey: SurveyRow) -> Text:
    return _(
        "What people thought of “{title}” is told once they have all had their time to say it: after {at}.",
        title=escape(row.title),
        at=Instant(survey.ends_at),
    )
