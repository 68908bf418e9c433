"""The post of a poll: what may be chosen, how many said what, until when, and the button to vote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.messages import Button, Menu, Option, Post, Style
from bot.language.catalogue import Words
from bot.language.messages import Instant, Markup, Text, _, escape, ngettext
from plugins.meetings.models import Kind, Names, OptionRow, PollRow
from plugins.meetings.polls.question import MOST
from plugins.meetings.polls.ranking import Answer, Tally, best, overtaken
from plugins.meetings.polls.register import dated, is_over
from plugins.meetings.polls.spelling import spell_option

_SAYS_SOMETHING = 2
"""So many people have to have answered before a date is said to lead."""
NAMED = 12
"""So many names stand beside an option; of more than that only the number does."""
_MOST_BUTTONS = 10
"""Of more answers one is chosen in a menu: nobody finds theirs among twenty buttons, and not every server
keeps as many (Mattermost before 6.0)."""

_MENU = 25
"""So many choices a menu has."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a poll stands: its options in order, who said what of each, and how many people said anything.

    `missing` is how many are expected and did not, None where that is not known. `voters` has the names of
    who said so, by option and answer; it is empty where names are not shown.
    """

    poll: PollRow
    options: Sequence[OptionRow]
    tallies: Mapping[int, Tally]
    answered: int
    missing: int | None
    voters: Mapping[tuple[int, Answer], Sequence[str]]


def post_of(standing: Standing, words: Words, now: datetime) -> Post:
    """Return the post of a poll, in the words of the channel."""
    poll = standing.poll
    lines: list[Text] = [
        _headline(poll),
        *_about(poll),
        *_lines(standing, words, now),
        *_state(standing, now),
    ]
    about = {"poll": poll.id}
    manage = Button(_("Manage"), "manage", about)
    if poll.closed_at is not None:
        is_final = poll.decided_id is not None or poll.kind == Kind.CHOICE
        return Post(text=words.join(lines), buttons=() if is_final else (manage,))
    menus = tuple(_menus(standing)) if _needs_menu(standing) else ()
    return Post(text=words.join(lines), buttons=(*to_vote(standing), manage), menus=menus)


def results_of(standing: Standing, words: Words) -> Post:
    """Return what came of a plain poll that is closed: the answers with the most votes first."""
    answers = sorted(standing.options, key=lambda option: (-standing.tallies[option.id].yes, option.id))
    lines: list[Text] = [_("The vote on “{title}” is closed.", title=escape(standing.poll.title))]
    for option in answers:
        said = _counted(option, standing)
        lines.append(_("- {option}: {counts}", option=escape(option.label), counts=said))
    lines.append(_answered(standing))
    return Post(text=words.join(lines))


def _answered(standing: Standing) -> Text:
    if not standing.answered:
        return _("Nobody answered.") if standing.poll.closed_at is not None else _("Nobody has answered yet.")
    return ngettext("{count} person answered.", "{count} people answered.", standing.answered)


def to_vote(standing: Standing) -> list[Button]:
    """Return the buttons people vote with: a ballot for dates, else one an answer, if those are few."""
    poll = standing.poll
    if poll.kind == Kind.DATE:
        return [Button(_("Vote"), "vote", {"poll": poll.id}, Style.PRIMARY)]
    chosen_by_button = () if _needs_menu(standing) else standing.options
    buttons = [
        Button(escape(option.label), "choose", {"poll": poll.id, "option": option.id}, name=f"choose{number}")
        for number, option in enumerate(chosen_by_button, start=1)
    ]
    if poll.additions and len(standing.options) < MOST:
        buttons.append(Button(_("Add an answer"), "ask-add", {"poll": poll.id}))
    return buttons


def _needs_menu(standing: Standing) -> bool:
    poll = standing.poll
    return poll.kind == Kind.CHOICE and poll.closed_at is None and len(standing.options) > _MOST_BUTTONS


def _menus(standing: Standing) -> Iterator[Menu]:
    """Return the answers in menus of which each has as many as a menu can have everywhere."""
    for start in range(0, len(standing.options), _MENU):
        page = standing.options[start : start + _MENU]
        label: Text = _("Vote for an answer")
        if len(standing.options) > _MENU:
            label = _("Vote for an answer, {first} to {last}", first=start + 1, last=start + len(page))
        options = tuple(Option(str(option.id), escape(option.label)) for option in page)
        name = f"choose-in-menu{start // _MENU + 1}"
        yield Menu(label, "choose-in-menu", options, {"poll": standing.poll.id}, name=name)


def _headline(poll: PollRow) -> Text:
    title = Markup(f"**{escape(poll.title)}**")
    if poll.kind == Kind.DATE:
        return _("{title}: which date suits you?", title=title)
    return title


def _about(poll: PollRow) -> list[Text]:
    """Return what is known of a gathering whatever its date."""
    lines: list[Text] = []
    if poll.place:
        lines.append(_("Place: {place}", place=escape(poll.place)))
    if poll.link:
        lines.append(_("Video call: {link}", link=Markup(poll.link)))
    if poll.seats is not None:
        lines.append(ngettext("{count} seat", "{count} seats", poll.seats))
    return lines


def _lines(standing: Standing, words: Words, now: datetime) -> list[Text]:
    zone = ZoneInfo(standing.poll.zone)
    leading = _leading(standing)
    return [
        _line(
            number, option, standing, spell_option(option, zone, words), now, is_leading=option.id in leading
        )
        for number, option in enumerate(standing.options, start=1)
    ]


def _leading(standing: Standing) -> set[int]:
    """Return the dates that come first so far, if that may be seen and more than one person answered.

    Once a date is chosen, none does.
    """
    poll = standing.poll
    if is_hidden(poll) or poll.kind != Kind.DATE or poll.decided_id is not None:
        return set()
    if standing.answered < _SAYS_SOMETHING:
        return set()
    dates = dated(standing.options, standing.tallies)
    return set() if overtaken(dates) else {date.option for date in best(dates)}


def is_hidden(poll: PollRow) -> bool:
    """Return whether nobody is shown how a poll stands, until it is closed."""
    return poll.hides_results and poll.closed_at is None


def _line(
    number: int, option: OptionRow, standing: Standing, what: Markup, now: datetime, *, is_leading: bool
) -> Text:
    said: Text = Markup(f"{number}. {what}")
    if is_over(option, now) and standing.poll.closed_at is None:
        return _("{option}: has passed", option=said)
    if is_hidden(standing.poll):
        return said
    counted = _counted(option, standing)
    if option.id == standing.poll.decided_id:
        return _("{option}: {counts} (date chosen)", option=said, counts=counted)
    if is_leading:
        return _("{option}: {counts} (leads)", option=said, counts=counted)
    return _("{option}: {counts}", option=said, counts=counted)


def _counted(option: OptionRow, standing: Standing) -> Text:
    """Return how many said what of an option, with their names where those are shown."""
    tally = standing.tallies[option.id]
    if standing.poll.kind == Kind.CHOICE:
        votes = ngettext("{count} vote", "{count} votes", tally.yes)
        return _with_names(votes, standing.voters.get((option.id, Answer.YES), ()))
    parts: list[Text] = [ngettext("{count} yes", "{count} yes", tally.yes)]
    if tally.if_need_be:
        parts.append(_("{count} if need be", count=tally.if_need_be))
    if tally.no:
        parts.append(_("{count} no", count=tally.no))
    first, *others = [
        _with_names(part, standing.voters.get((option.id, answer), ()))
        for part, answer in zip(parts, _answers(tally), strict=True)
    ]
    if tally.answered < standing.answered:
        others.append(_("{count} without an answer", count=standing.answered - tally.answered))
    for other in others:
        first = _("{before}, {after}", before=first, after=other)
    return first


def _answers(tally: Tally) -> list[Answer]:
    """Return the answers of which the number is told, in order: “yes” always."""
    told = [(Answer.YES, True), (Answer.IF_NEED_BE, tally.if_need_be > 0), (Answer.NO, tally.no > 0)]
    return [answer for answer, is_told in told if is_told]


def _with_names(part: Text, names: Sequence[str]) -> Text:
    if not names or len(names) > NAMED:
        return part
    return _("{count} ({names})", count=part, names=escape(", ".join(names)))


def _state(standing: Standing, now: datetime) -> list[Text]:
    """Return until when people vote, how many did, and what is not shown to whom."""
    poll = standing.poll
    answered = _answered(standing)
    if poll.closed_at is not None:
        closed = _("The vote closed {at}. {answered}", at=Instant(poll.closed_at), answered=answered)
        if poll.kind != Kind.DATE or poll.decided_id is not None:
            return [closed]
        if all(is_over(option, now) for option in standing.options):
            return [closed, _("All of its dates have passed, and none was chosen.")]
        return [closed, _("Who made this poll chooses the date: it is announced here.")]
    lines: list[Text] = []
    if standing.missing and not standing.answered:
        answered = ngettext(
            "Nobody has answered yet, of {count} person.",
            "Nobody has answered yet, of {count} people.",
            standing.missing,
        )
    elif standing.missing:
        missing = ngettext("{count} has not yet.", "{count} have not yet.", standing.missing)
        answered = _("{answered} {missing}", answered=answered, missing=missing)
    elif standing.missing == 0:
        answered = _("{answered} Everybody did.", answered=answered)
    if poll.closes_at is not None:
        lines.append(_("Vote until {at}. {answered}", at=Instant(poll.closes_at), answered=answered))
    else:
        lines.append(answered)
    lines += _rules(poll)
    return lines


def _rules(poll: PollRow) -> list[Text]:
    """Return how people vote, and who sees it."""
    lines: list[Text] = []
    if poll.several:
        lines.append(_("Several answers are possible."))
    if poll.names == Names.ANONYMOUS:
        lines.append(
            _(
                "This vote is anonymous: nobody is shown who voted what, and once it is closed nothing that "
                "could tell it is kept."
            )
        )
    elif poll.names == Names.HIDDEN:
        lines.append(_("Only who made this poll sees who voted what."))
    if is_hidden(poll):
        lines.append(_("The results are shown once the vote is closed."))
    return lines
