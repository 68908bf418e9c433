"""What a person is shown of a need: short, in plain words, the same for a reader of screens."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.messages import Button, Menu, Option, Reply, Style
from bot.language.catalogue import Words
from bot.language.messages import Instant, Text, _, escape
from bot.plugin.neighbours import Colleague, PartnerFound
from plugins.referral import answers, wording
from plugins.referral.remembering import Earlier
from plugins.referral.searching import Found

_MOST_ELSE = 2
_MOST_REASONS = 2
_MOST_LABEL = 40


def emergency(numbers: Sequence[answers.Number], words: Words) -> Reply:
    """Return the numbers to call, and how to go on afterwards: nothing of it is kept."""
    lines: list[Text] = [
        _("**{number}**: {label}", number=one.number, label=_said(one.label, words)) for one in numbers
    ]
    return Reply(
        text=words.join(
            [
                _("Call first:"),
                *lines,
                _("Once everybody is safe, tell me what else is needed. I kept nothing of this message."),
            ]
        ),
        buttons=(Button(_("Tell what else is needed"), "more", {"need": 0}),),
        private=True,
    )


def no_need() -> Reply:
    """Return what to say to who asked for nothing."""
    return Reply(
        text=_(
            "At your service! When somebody needs something, tell me what: "
            "`/who-can help with a vehicle registration`."
        ),
        private=True,
    )


def question(need: int, asked: answers.Question, words: Words, known: Found) -> Reply:
    """Return a question of a few words, a press answers it; and whoever may help, whatever the answer."""
    before = [*_people(known, words)] if known.people else []
    if known.earlier is not None:
        before.append(_earlier(known.earlier))
    buttons = [
        Button(
            _said(option.label, words), "complete", {"need": need, "option": number}, name=f"option-{number}"
        )
        for number, option in enumerate(asked.options)
    ]
    return Reply(
        text=words.join([*before, _said(asked.text, words)]),
        buttons=(*buttons, Button(_("Say more"), "more", {"need": need}), _ask_channel(need)),
        private=True,
    )


def found(need: int, all_found: Sequence[Found], words: Words, left: Sequence[str] = ()) -> Reply:
    """Return what is known about a need, or about each of several; `left` are those that were too many."""
    is_alone = len(all_found) == 1
    blocks = [_block(one, words, is_alone=is_alone) for one in all_found]
    if left:
        asked = ", ".join(f"“{one}”" for one in map(wording.at_a_glance, left))
        blocks.append([_("I answer three needs at a time. Ask me again about: {needs}", needs=asked)])
    people = list({one.card: one for each in all_found for one in each.people}.values())
    return Reply(
        text=words.join([words.join(block) for block in blocks], "\n\n"),
        buttons=(
            _ask_channel(need),
            *_ask_one(need, people),
            Button(_("That is not it"), "other", {"need": need}),
        ),
        menus=_ask_one_of(need, people),
        private=True,
    )


def _ask_channel(need: int) -> Button:
    return Button(_("Ask the channel"), "ask", {"need": need}, Style.PRIMARY)


def _reachable(people: Sequence[Colleague]) -> list[tuple[int, str]]:
    return [(one.member, one.name[:_MOST_LABEL]) for one in people if one.member is not None]


def _ask_one(need: int, people: Sequence[Colleague]) -> tuple[Button, ...]:
    reachable = _reachable(people)
    if len(reachable) != 1:
        return ()
    [(member, name)] = reachable
    return (Button(_("Ask {name}", name=name), "ask-one", {"need": need, "member": member}),)


def _ask_one_of(need: int, people: Sequence[Colleague]) -> tuple[Menu, ...]:
    reachable = _reachable(people)
    if len(reachable) < 2:
        return ()
    options = tuple(Option(str(member), escape(name)) for member, name in reachable)
    return (Menu(_("Ask a colleague"), "ask-chosen", options, {"need": need}),)


def _block(known: Found, words: Words, *, is_alone: bool) -> list[Text]:
    lines: list[Text] = []
    if not is_alone:
        lines.append(_("**For “{need}”**", need=wording.at_a_glance(known.text)))
    lines += _services(known, words, is_alone=is_alone)
    lines += _partners(known, words)
    lines += _people(known, words)
    if known.earlier is not None:
        lines.append(_earlier(known.earlier))
    return lines


def _services(known: Found, words: Words, *, is_alone: bool) -> list[Text]:
    if not known.targets:
        return [_("I do not know which service this is for.")]
    best, *others = known.targets
    lines: list[Text] = [
        _("**{service}**: {why}", service=_said(best.label, words), why=_said(best.why, words))
    ]
    if others and is_alone:
        also = words.join([_said(one.label, words) for one in others[:_MOST_ELSE]], ", ")
        lines.append(_("Or else: {services}.", services=also))
    return lines


def _partners(known: Found, words: Words) -> list[Text]:
    if not known.targets:
        return []
    if not known.partners:
        return [_("I know no place of that kind nearby yet.")]
    where = ", ".join(known.places)
    title = _("Near {place}:", place=where) if where else _("Nearby:")
    return [title, *(_partner(one, words) for one in known.partners)]


def _partner(partner: PartnerFound, words: Words) -> Text:
    said: list[Text] = [_("{name}, {where}", name=partner.name, where=partner.where)]
    said += [one for one in (partner.contact, partner.hours) if one is not None]
    return _("- {partner}", partner=words.join(said, ", "))


def _people(known: Found, words: Words) -> list[Text]:
    if not known.people:
        return [_("I found no colleague for this on the cards. The channel may know somebody: shall we ask?")]
    return [_("Colleagues who can help:"), *(_colleague(one, words) for one in known.people)]


def _colleague(person: Colleague, words: Words) -> Text:
    """Return who can help: the strongest reasons, and when their card was last confirmed."""
    why = list(person.why)
    confirmed = [why.pop()] if person.confirmed_at is not None and why else []
    said = words.join([*why[:_MOST_REASONS], *confirmed], ", ")
    return _("- {name}, {why}", name=person.name, why=said)


def _earlier(known: Earlier) -> Text:
    row, day = known.row, Instant(known.row.answered_at, all_day=True)
    text = wording.on_one_line(row.text)
    if known.author is None:
        return _("An answer to this, on {day}: {text}", day=day, text=text)
    name = wording.named(known.author)
    if not text:
        return _("{name} helped with this on {day}.", name=name, day=day)
    return _("Answered by {name} on {day}: {text}", name=name, day=day, text=text)


def _said(phrase: answers.Phrase, words: Words) -> Text:
    return escape(phrase.said(words.language))
