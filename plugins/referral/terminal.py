"""`maillage refer` and `maillage lexicon`: referral from a terminal, and lists of words checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot.chat.plain import plain
from bot.language.messages import Text, _, escape
from bot.plugin import Refusal, WordLists
from bot.plugin.desk import Desk
from bot.plugin.jsonl import answer_lines
from bot.plugin.neighbours import Asker, Colleague, Colleagues, ListCheck, PartnerFound, PartnerRegister
from bot.territory import Area, Level
from plugins.referral.declaration import plugin

if TYPE_CHECKING:
    from plugins.referral.answers import Answer, Phrase, Target

S = TypeVar("S")

_MOST_PARTNERS = 3
_KINDS_OF_PARTNERS = 2
"""Partners are looked for among the first kinds of service only."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What a need is answered; `unknown_asker` is an account that nobody has, if one was given."""

    answer: Answer
    people: Sequence[Colleague] = ()
    partners: Sequence[PartnerFound] = ()
    unknown_asker: str | None = None


AsJson = Annotated[bool, typer.Option("--json", help=_("Write one JSON document.").text)]


@plugin.cli(
    "refer", help=_("Say where a need leads: kinds of service, partners and colleagues, with reasons.")
)
async def refer_need(
    desk: Desk,
    text: Annotated[str | None, typer.Argument(metavar="TEXT")] = None,
    asker: Annotated[str | None, typer.Option("--asker", metavar="ACCOUNT", help=_("Who asks.").text)] = None,
    as_json: AsJson = False,
    lines: Annotated[
        bool,
        typer.Option(
            "--jsonl", help=_("Read JSON objects, one a line: `text`, and `asker` if somebody asks.").text
        ),
    ] = False,
) -> None:
    """Answer one need, or one a line. What is typed is written nowhere."""
    if lines:
        await _answer_lines(desk)
        return
    if not text or not text.strip():
        raise Refusal("no_text", _('Say the need: `maillage refer "renew an identity card"`.'))
    found = await _found(desk, text, asker or None)
    if as_json:
        desk.tell_json(_as_json(desk, found))
        return
    for line in _in_words(desk, found):
        desk.tell(line)
    if found.unknown_asker:
        desk.warn(_unknown(found.unknown_asker))


async def _answer_lines(desk: Desk) -> None:
    async def answer(text: str, asker: str | None) -> dict[str, Any]:
        return _as_json(desk, await _found(desk, text, asker))

    await answer_lines(desk, answer, lambda mistake: _error(desk, mistake))


async def _found(desk: Desk, text: str, account: str | None) -> _Found:
    """Return where a need leads, with colleagues and partners: none where there is danger, or no need.

    Whoever has no account here is answered as nobody is: by the engine, and with what the whole network sees.
    """
    from plugins.referral.engine import refer
    from plugins.referral.lexicon import lexicon_of

    answer = refer(text, lexicon_of(desk.service(WordLists).find("needs")))
    colleagues, register = _service(desk, Colleagues), _service(desk, PartnerRegister)
    async with desk.read() as session:
        asker, unknown = Asker(), None
        if colleagues is not None:
            try:
                asker = await colleagues.asker(session, desk.network, account)
            except LookupError:
                unknown = account
        if answer.urgent or answer.off_topic:
            return _Found(answer, unknown_asker=unknown)
        from bot.territory.mentioning import mentions

        near = tuple(area for place in mentions(text, asker.areas) for area in place.areas)
        people: Sequence[Colleague] = ()
        if colleagues is not None:
            people = await colleagues.find(
                session,
                desk.network,
                text,
                asker=asker,
                now=desk.now,
                near=near,
                lists=desk.service(WordLists),
            )
        partners: Sequence[PartnerFound] = ()
        if register is not None and answer.kinds:
            partners = await register.nearest(
                session,
                desk.network,
                answer.kinds[:_KINDS_OF_PARTNERS],
                near=near or asker.areas or _home(desk),
                now=desk.now,
                words=text,
                limit=_MOST_PARTNERS,
            )
    return _Found(answer, people, partners, unknown)


def _service(desk: Desk, kind: type[S]) -> S | None:
    try:
        return desk.service(kind)
    except LookupError:
        return None


def _home(desk: Desk) -> tuple[Area, ...]:
    territory = desk.network.territory
    return (Area(Level.DEPARTEMENT, territory),) if territory else ()


def _as_json(desk: Desk, found: _Found) -> dict[str, Any]:
    answer = found.answer
    document = _as_answer(desk, answer)
    document["people"] = [
        {"account": one.account, "score": one.score, "why": _joined(desk, one.why)} for one in found.people
    ]
    document["partners"] = [
        {
            "name": one.name,
            "kind": one.kind,
            "where": one.where,
            "contact": _plain(desk, one.contact),
            "hours": _plain(desk, one.hours),
            "score": one.score,
            "why": _joined(desk, one.why),
        }
        for one in found.partners
    ]
    if answer.needs:
        document["needs"] = [{"text": one.part, **_as_answer(desk, one)} for one in answer.needs]
    if found.unknown_asker:
        document["warning"] = _plain(desk, _unknown(found.unknown_asker))
    return document


def _as_answer(desk: Desk, answer: Answer) -> dict[str, Any]:
    said = answer.clarify
    document: dict[str, Any] = {
        "targets": [
            {
                "code": one.code,
                "label": _said(desk, one.label),
                "why": _said(desk, one.why),
                "score": one.score,
            }
            for one in answer.targets
        ],
        "people": [],
        "partners": [],
        "clarify": None if said is None else _said(desk, said.text),
        "urgent": answer.urgent,
    }
    if said is not None:
        document["options"] = [_said(desk, option.label) for option in said.options]
    if answer.urgent:
        document["numbers"] = [one.number for one in answer.numbers]
    return document


def _error(desk: Desk, text: Text) -> dict[str, Any]:
    """Return what a line is answered that cannot be read: nothing, under the same keys as all others."""
    return {
        "targets": [],
        "people": [],
        "partners": [],
        "clarify": None,
        "urgent": False,
        "error": _plain(desk, text),
    }


def _unknown(account: str) -> Text:
    return _("Nobody here has the account {account}.", account=account)


def _joined(desk: Desk, texts: Sequence[Text]) -> str:
    return " ; ".join(plain(desk.words(text)) for text in texts)


def _plain(desk: Desk, text: Text | None) -> str | None:
    """Return a text for programs: in the network's language, and without markup."""
    return None if text is None else plain(desk.words(text))


def _said(desk: Desk, phrase: Phrase) -> str:
    return phrase.said(desk.words.language)


def _in_words(desk: Desk, found: _Found) -> Iterator[Text]:
    answer = found.answer
    if answer.urgent:
        for number in answer.numbers:
            yield _("{number}: {whom}", number=number.number, whom=_said(desk, number.label))
        return
    for one in answer.needs or (answer,):
        if answer.needs:
            yield _("“{need}”", need=one.part)
        yield from (_target(desk, target) for target in one.targets)
        if one.clarify is not None:
            yield escape(_said(desk, one.clarify.text))
            for option in one.clarify.options:
                yield _("  – {reason}", reason=_said(desk, option.label))
    for partner in found.partners:
        yield _("Partner: {name}, {where}", name=partner.name, where=partner.where)
    for colleague in found.people:
        yield _("Colleague: {name} ({why})", name=colleague.name, why=_joined(desk, colleague.why))


def _target(desk: Desk, target: Target) -> Text:
    return _("{label}: {why}", label=_said(desk, target.label), why=_said(desk, target.why))


lists = plugin.cli_group("lexicon", summary=_("Lists of words, of the bot and of the network"))


@lists.command("check", help=_("Say what is wrong in the lexicon and in the network’s own lists of words."))
async def check_lists(desk: Desk, as_json: AsJson = False) -> None:
    """Check all lists; the exit code is 1 if something is wrong."""
    from plugins.referral.checking import mistakes

    found = mistakes(desk.service(WordLists), _service(desk, ListCheck))
    if as_json:
        desk.tell_json(
            {
                "ok": not found,
                "mistakes": [
                    {"file": one.file, "key": one.key, "what": _plain(desk, one.what)} for one in found
                ],
            }
        )
    for one in found if not as_json else ():
        desk.warn(
            _("{file}, {key}: {what}", file=one.file, key=one.key, what=one.what)
            if one.key
            else _("{file}: {what}", file=one.file, what=one.what)
        )
    if found:
        desk.leave(1)
    elif not as_json:
        desk.tell(_("All lists are right."))
