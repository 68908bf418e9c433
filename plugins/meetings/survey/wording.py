"""What is said of a survey: the question, what becomes of answers, and what people thought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.messages import Button, Post
from bot.language.catalogue import Words
from bot.language.messages import Instant, Markup, Text, _, escape, ngettext
from plugins.meetings.gatherings.spelling import when
from plugins.meetings.models import MeetingRow
from plugins.meetings.survey.charts import distribution_chart, spell_mean
from plugins.meetings.survey.models import SurveyRow
from plugins.meetings.survey.results import FEWEST, satisfaction
from plugins.meetings.survey.scoring import HIGHEST, LOWEST


@dataclass(frozen=True, slots=True)
class Voice:
    """What one person said; `name` is empty, and so is the score, where nobody is to know who it was."""

    name: str
    score: int | None
    comment: str


def question(survey: SurveyRow, meeting: MeetingRow, words: Words) -> Post:
    """Return the post that asks a channel."""
    lines = [
        _asked(meeting, words),
        _(
            "If you were there, one press is enough, whether you had said that you would come or not. You "
            "can change your answer until {at}.",
            at=Instant(survey.ends_at),
        ),
        secrecy(survey),
    ]
    return Post(text=words.join(lines), buttons=buttons(survey))


def private_question(survey: SurveyRow, meeting: MeetingRow, words: Words, *, is_late: bool) -> Post:
    """Return the post that asks a member."""
    lines: list[Text] = [
        _asked(meeting, words),
        _("One press is enough. You can change your answer until {at}.", at=Instant(survey.ends_at)),
        secrecy(survey),
    ]
    if is_late:
        lines.append(_("(I could not ask you earlier.)"))
    return Post(text=words.join(lines), buttons=buttons(survey))


def _asked(meeting: MeetingRow, words: Words) -> Text:
    return _(
        "{title}, {when}: what did you think of it, from 1 (not useful at all) to 10 (very useful)?",
        title=Markup(f"**{escape(meeting.title)}**"),
        when=when(meeting, words),
    )


def buttons(survey: SurveyRow) -> tuple[Button, ...]:
    """Return a button for each score, and one for a comment."""
    about = {"survey": survey.id}
    scores = (
        Button(_("{score}/10", score=score), "rate", {**about, "score": score}, name=str(score))
        for score in range(LOWEST, HIGHEST + 1)
    )
    return (*scores, Button(_("Add a comment"), "comment", about))


def secrecy(survey: SurveyRow) -> Text:
    """Return who will read what people answer."""
    if survey.named:
        return _(
            "This is not anonymous: who organises the meeting, and who coordinates the channel, will read "
            "your name beside your answer."
        )
    return _(
        "It is anonymous: nobody sees who answered what, whoever organises the meeting included, and what "
        "leads from an answer to a person is destroyed at the end. Results are told at the end only, if "
        "three people or more answered; comments, in any order, are for who organises."
    )


def outcome(survey: SurveyRow, words: Words) -> Text:
    """Return what a meeting was given, in a sentence that anybody may read."""
    given = satisfaction(survey.counts)
    if given is None:
        return _("fewer than {fewest} people answered, so nothing is told", fewest=FEWEST)
    return _(
        "{mean} out of 10 on average, {answers}",
        mean=spell_mean(given.mean, words.language),
        answers=ngettext("{count} answer", "{count} answers", given.count),
    )


def ended(survey: SurveyRow, meeting: MeetingRow, words: Words) -> Post:
    """Return what the channel's post says once a survey is over."""
    said = _(
        "{title}, {when}: {outcome}. Thank you!",
        title=Markup(f"**{escape(meeting.title)}**"),
        when=when(meeting, words),
        outcome=outcome(survey, words),
    )
    return Post(text=said)


def summary(survey: SurveyRow, meeting: MeetingRow, voices: Sequence[Voice], words: Words) -> Markup:
    """Return all that is told to who organises: the average, how many gave what, and comments."""
    title, at = escape(meeting.title), when(meeting, words)
    if survey.counts is None:
        return words(
            _(
                "What people thought of “{title}”, {when}: fewer than {fewest} people answered. So that "
                "nobody is recognised, I say nothing of it.",
                title=title,
                when=at,
                fewest=FEWEST,
            )
        )
    lines: list[Text] = [
        _(
            "What people thought of “{title}”, {when}: {outcome}.",
            title=title,
            when=at,
            outcome=outcome(survey, words),
        ),
        _("Scores: {scores}.", scores=_scores(survey.counts, words)),
        distribution_chart(survey.counts),
    ]
    if survey.named:
        lines += [_("Answers:"), *(_named(voice) for voice in voices)]
    elif voices:
        lines += [_("Comments, in any order:"), *(_comment(voice.comment) for voice in voices)]
    else:
        lines.append(_("Nobody wrote a comment."))
    return words.join(lines)


def _scores(counts: Sequence[int], words: Words) -> Markup:
    said = (
        words(ngettext("{count} time {score}", "{count} times {score}", count, score=score))
        for score, count in reversed(list(enumerate(counts, LOWEST)))
        if count
    )
    return Markup(", ".join(said))


def _named(voice: Voice) -> Text:
    if voice.score is None:
        return _("- {name}: {comment}", name=voice.name, comment=_one_line(voice.comment))
    if not voice.comment:
        return _("- {name}: {score}/10", name=voice.name, score=voice.score)
    comment = _one_line(voice.comment)
    return _("- {name}: {score}/10, {comment}", name=voice.name, score=voice.score, comment=comment)


def _comment(comment: str) -> Text:
    return _("- {comment}", comment=_one_line(comment))


def _one_line(comment: str) -> Markup:
    return escape(" ".join(comment.split()))
