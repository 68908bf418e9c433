"""Understanding a text: the languages tried, the moment chosen, and the answer with its pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.language.messages import Language, _
from bot.language.moments import troubles
from bot.language.moments.clusters import Choice, choose, clusters
from bot.language.moments.expressions import expressions
from bot.language.moments.leads import after_connectors, lead_in
from bot.language.moments.lexicon import Lexeme, lexemes, lexicon
from bot.language.moments.reading import Reading, Refused, Understood
from bot.language.moments.repetition import Outcome
from bot.language.moments.resolve import Context, resolve
from bot.language.moments.rest import pieces, rest_of
from bot.language.moments.scan import Scan
from bot.language.moments.several import Slots, by_the_hour, together
from bot.language.moments.tokens import MOST, Token, tokenize
from bot.language.moments.unread import bare_date, unread
from bot.language.moments.values import Cluster, Day, Trouble


@dataclass(slots=True)
class _Attempt:
    """A text read in one language."""

    scan: Scan
    choice: Choice | None


def understand(text: str, reading: Reading) -> Understood | Refused:
    """Return the moment that a text names, or why there is none; never raises."""
    now = reading.now.astimezone(reading.zone)
    attempt = _best(text, tokenize(text), reading, now)
    choice = attempt.choice
    cut = pieces(attempt.scan, text, choice.chosen if choice else ())
    rest = rest_of(text, cut)
    if choice is None:
        maybe = bare_date(attempt.scan)
        if maybe is not None:
            return Refused(maybe.code, maybe.reason, rest, cut)
        reason = _(
            "There is no day and no hour in this. "
            "Write for instance “tomorrow 9:00” or “every Tuesday 10:00”."
        )
        return Refused("none", reason, rest, cut)
    context = Context(now, reading.zone, reading.territory, reading.recurring, reading.whole_days)
    outcome = _outcome(attempt.scan, choice, context)
    if isinstance(outcome, Trouble):
        trouble = troubles.where_it_recurs(outcome) if reading.recurring else outcome
        return Refused(trouble.code, trouble.reason, rest, cut)
    return Understood(
        outcome.at,
        outcome.end,
        outcome.all_day,
        outcome.rrule,
        outcome.skip_holidays,
        outcome.note,
        rest,
        cut,
    )


def _best(text: str, tokens: list[Token], reading: Reading, now: datetime) -> _Attempt:
    """Return the reading in the preferred language, or in the other one if it explains more of the text."""
    if len(tokens) > MOST:
        whole = Lexeme({}, "", 0, len(text), "", "opaque")
        scan = Scan([whole], reading.language, now.replace(tzinfo=None), now.tzinfo or UTC, text)
        return _Attempt(scan, Choice([], {"trouble": _too_many()}))
    language, recurring = reading.language, reading.recurring
    preferred = _attempt(text, tokens, language, now, recurring)
    other: Language = "en" if language == "fr" else "fr"
    distinctive = lexicon(other).distinctive
    if not any(token.text in distinctive for token in tokens):
        return preferred
    second = _attempt(text, tokens, other, now, recurring)
    if second.choice is None:
        return preferred
    if preferred.choice is None or _covered(second) > _covered(preferred):
        return second
    return preferred


def _covered(attempt: _Attempt) -> int:
    """Return how many characters of the text the expressions of time explain."""
    words = attempt.scan.words
    chosen = attempt.choice.chosen if attempt.choice else []
    return sum(
        words[atom.last - 1].end - words[atom.first].start for cluster in chosen for atom in cluster.atoms
    )


def _attempt(text: str, tokens: list[Token], language: Language, now: datetime, recurring: bool) -> _Attempt:
    words = lexemes(tokens, lexicon(language))
    scan = Scan(words, language, now.replace(tzinfo=None), now.tzinfo or UTC, text, recurring)
    try:
        atoms = expressions(scan)
        found = clusters(scan, atoms or [])
    except (OverflowError, ValueError):
        return _Attempt(scan, Choice([], {"trouble": _beyond()}))
    if atoms is None:
        return _Attempt(scan, Choice([], {"trouble": _too_many()}))
    end = lead_in(scan, 0)
    lead = after_connectors(scan, end) if end else 0
    return _Attempt(scan, choose(scan, found, lead))


def _too_many() -> Trouble:
    return Trouble("ambiguous", _("There are too many times in this text. Keep only the one you mean."))


def _beyond() -> Trouble:
    return Trouble("too_far", _("That is beyond any calendar. Give a nearer date: “3 March 2027”."))


def _outcome(scan: Scan, choice: Choice, context: Context) -> Outcome | Trouble:
    if choice.rivals is not None:
        first, second = sorted(choice.rivals, key=lambda cluster: cluster.first)
        if scan.recurring and "instead" in second.slots:
            asked = resolve(first.slots, context)
            if isinstance(asked, Trouble):  # what is to move does not recur yet
                return asked
        if _recurs(scan, first) and _recurs(scan, second):
            refused = troubles.not_side_by_side if scan.recurring else troubles.two_repetitions
            return refused(_words(scan, first), _words(scan, second))
        reason = _(
            "Two times in one message: “{first}” and “{second}”. Keep only the one you mean.",
            first=_words(scan, first),
            second=_words(scan, second),
        )
        return Trouble("ambiguous", reason)
    if choice.loose_end is not None:
        return troubles.vague(_loose_words(scan, choice, choice.loose_end))
    trouble = None if "trouble" in choice.slots else unread(scan, choice.chosen, choice.slots)
    if trouble is not None:
        return trouble
    if "until" in choice.slots and {"until", "clock", "part"}.issuperset(choice.slots):
        return troubles.only_an_end(_words(scan, choice.chosen[0]))
    try:
        several = choice.several or (by_the_hour(choice.slots) if scan.recurring else ())
        if several:
            return _together(_words(scan, choice.chosen[0]), several, context)
        return resolve(choice.slots, context)
    except (OverflowError, ValueError):
        return _beyond()


def _together(words: str, several: Sequence[Slots], context: Context) -> Outcome | Trouble:
    """Return several repetitions as one series, or why one of them cannot be, or not with the others."""
    found: list[Outcome] = []
    for slots in several:
        outcome = resolve(slots, context)
        if isinstance(outcome, Trouble):
            return outcome
        found.append(outcome)
    merged = together(found)
    return merged if merged is not None else troubles.not_together(words)


def _recurs(scan: Scan, cluster: Cluster) -> bool:
    """Return whether a cluster is a repetition, or a weekday where something recurs."""
    day = cluster.slots.get("day")
    return "repeat" in cluster.slots or (scan.recurring and isinstance(day, Day) and day.kind == "weekday")


def _loose_words(scan: Scan, choice: Choice, at: int) -> str:
    """Return the word that was not read, with the hour that it governs: `jusqu'à 15h`."""
    governed = next((one.last for one in choice.chosen if one.first == at + 1), at + 1)
    return scan.quote(at, governed)


def _words(scan: Scan, cluster: Cluster) -> str:
    return scan.quote(cluster.first, cluster.last)
