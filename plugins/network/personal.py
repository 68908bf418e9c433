"""`/maillage mes-données`: all that is held on a person, and what they can do about it."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.chat import Button, File, Post, Reply, Style
from bot.language.folding import fold
from bot.language.messages import Markup, Text, _, ngettext
from bot.plugin import Context, MemberPaused, PersonalData, Refusal
from bot.store.people import mark_changed
from bot.store.tables import MemberRow
from plugins.network.declaration import maillage, plugin
from plugins.network.holdings import count_rows, in_json, in_markdown, overview

_ERASE_WITHIN = timedelta(minutes=15)
"""How long the button that erases everything can be pressed."""


@maillage.command(
    "mes-données",
    english="my-data",
    summary=_("See, export, correct or erase all that I hold about you"),
)
async def show(ctx: Context) -> Reply:
    """Show the person all that is held on them, and what they can do about it."""
    data = ctx.service(PersonalData)
    sections = await data.gather(ctx, ctx.member)
    row = await ctx.session.get_one(MemberRow, ctx.member.id)
    is_paused = row.paused_at is not None
    lines: list[Text] = [
        _("**What I hold about you**, {name}: only you can see this.", name=ctx.member.name),
        overview(ctx.words, sections),
        Markup(""),
        _responsible(ctx, data),
    ]
    buttons = (
        Button(_("Export"), "export-data"),
        Button(_("Correct"), "correct-data"),
        Button(_("End the pause"), "pause-data", {"paused": False})
        if is_paused
        else Button(_("Pause"), "pause-data", {"paused": True}),
        Button(_("Erase everything"), "ask-to-erase", style=Style.DANGER),
    )
    return Reply(text=ctx.words.join(lines), buttons=buttons, private=True)


@plugin.action("export-data")
async def export(ctx: Context) -> Reply:
    """Send the person all that is held on them, as two files by DM."""
    sections = await ctx.service(PersonalData).gather(ctx, ctx.member)
    files = (
        File(ctx.words(_("my-data.md")), "text/markdown", in_markdown(ctx.words, sections, ctx.now).encode()),
        File(ctx.words(_("my-data.json")), "application/json", in_json(sections, ctx.now).encode()),
    )
    text = _("Here is all that I hold about you: one file to read, and the same for a program.")
    await ctx.post(ctx.member, Post(text=text, files=files))
    return Reply(text=ctx.words(_("The two files are in our direct messages.")), private=True)


@plugin.action("correct-data")
async def correct(_ctx: Context) -> Reply:
    """Say by what each thing is corrected."""
    text = _(
        "To correct what I hold about you:\n"
        "- your language, your time zone, your quiet hours: `/maillage preferences`\n"
        "- your card in the directory: `/directory edit`\n"
        "- your reminders: `/remind list`\n"
        "- your accounts: `/maillage link` and `/maillage unlink`\n"
        "Your name and your user name are those of the chat: change them there, I follow."
    )
    return Reply(text=text, private=True)


@plugin.action("stay")
async def stay(_ctx: Context) -> Reply:
    """Thank somebody who was told that they would be erased: their pressing the button is the sign."""
    return Reply(text=_("Thank you: all that I hold about you stays."), private=True)


@plugin.action("pause-data")
async def pause(ctx: Context, paused: bool) -> Reply:
    """Leave the person in peace, and out of what others find, until they want it otherwise."""
    row = await ctx.session.get_one(MemberRow, ctx.member.id)
    row.paused_at = ctx.now if paused else None
    mark_changed(ctx.session)
    await ctx.emit(MemberPaused(ctx.member, paused=paused))
    text = (
        _(
            "Paused: I send you nothing that you did not ask for, and suggest you to nobody. Your data stay "
            "as they are, and your own reminders ring. `/maillage my-data` ends the pause."
        )
        if paused
        else _("The pause is over: I write to you as before, and colleagues can find you again.")
    )
    return Reply(text=text, private=True)


@plugin.action("ask-to-erase")
async def ask_to_erase(ctx: Context) -> Reply:
    """Say what goes and what stays, and ask once more."""
    count = count_rows(await ctx.service(PersonalData).gather(ctx, ctx.member))
    text = ctx.words.join(
        [
            ngettext(
                "Erase all that I hold about you: {count} entry?",
                "Erase all that I hold about you: {count} entries?",
                count,
            ),
            _(
                "- **What goes, at once and for good:** who you are, your linked accounts, your roles, your "
                "choices, your reminders and those set for you, your card, what I sent you, and what waits "
                "for you. No copy of my data brings it back."
            ),
            _(
                "- **What stays, without you:** your votes and your answers, which nobody can tell are "
                "yours, and marks from which no name can be read, so that no file brings you back."
            ),
            _(
                "- **What I cannot erase:** the messages that stand in the chat itself. They belong to the "
                "chat."
            ),
            _("If you write to me again afterwards, we start afresh. To keep a copy, export first."),
        ]
    )
    button = Button(
        _("Erase everything, for good"),
        "erase-data",
        {"member": ctx.member.id},
        Style.DANGER,
        until=ctx.now + _ERASE_WITHIN,
    )
    return Reply(text=text, buttons=(button, Button(_("Export first"), "export-data")), private=True)


@plugin.action("erase-data")
async def erase(ctx: Context, member: int) -> Reply:
    """Erase the person, if it is they who asked for it."""
    if member != ctx.member.id:
        raise Refusal(
            "not_yours",
            _("This button is somebody else’s, or of before you linked accounts. Nothing was erased."),
        )
    data = ctx.service(PersonalData)
    count = count_rows(await data.gather(ctx, ctx.member))
    await data.erase(ctx, ctx.member)
    text = ngettext(
        "Done: {count} entry is erased, and nothing that I hold says who you are any more. If you write to "
        "me again, we start afresh. Goodbye, and thank you.",
        "Done: {count} entries are erased, and nothing that I hold says who you are any more. If you write "
        "to me again, we start afresh. Goodbye, and thank you.",
        count,
    )
    return Reply(text=text, private=True)


def _responsible(ctx: Context, data: PersonalData) -> Text:
    responsible = data.responsible
    lines: list[Text] = [
        _("Responsible for it: {controller}.", controller=responsible.controller)
        if responsible.controller
        else _("Responsible for it: the team that coordinates the network.")
    ]
    if responsible.contact:
        lines.append(_("Questions: {contact}.", contact=responsible.contact))
    if responsible.url:
        lines.append(_("More: {url}", url=Markup(responsible.url)))
    lines.append(
        _("If you are not satisfied with the answer, the CNIL takes complaints: https://www.cnil.fr/plaintes")
    )
    return ctx.words.join(lines, separator=" ")


_ASKS_FOR_DATA = re.compile(
    r"(?:(?:peux[ -]tu|tu peux|je (?:veux|voudrais|souhaite)|can you|please|i want to) )?"
    r"(?:(?:supprim|effac|enlev|export|montr|voir|telecharg|erase|delete|remove|show|see)"
    r"\w*(?:[ -](?:moi|me))? )?"
    r"(?:toutes |tout |all )?(?:mes (?:donnees|infos|informations)(?: personnelles)?|my (?:personal )?data)"
    r"(?: (?:stp|svp|please|merci))?[ .!?]*"
    r"|(?:qu(?:e|'est-ce que tu) sa(?:is|vez|it)[ -](?:tu |vous |on )?(?:de|sur) moi|"
    r"what do you know about me)[ .!?]*"
)
_SURELY = 0.92


def asks_for_data(text: str) -> float:
    """Return how surely a sentence asks for what is held on its author, or to have it erased."""
    return _SURELY if _ASKS_FOR_DATA.fullmatch(fold(text.strip())) else 0


@plugin.sentence(asks_for_data)
async def understand(ctx: Context, _text: str) -> Reply:
    """Show what is held on the person, with what they can do about it."""
    return await show(ctx)
