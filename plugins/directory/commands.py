"""The commands: `/annuaire`, in a sentence, and what one does with cards."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from bot.chat.messages import Button, Reply, Style
from bot.language.messages import Text, _
from bot.plugin import Arg, Context, MemberOrName, OpenForm, Refusal, Rest
from bot.plugin.absences import BackArgument
from plugins.directory import misspelt, operations, presenting, register
from plugins.directory.arguments import (
    LineArgument,
    complete_audience,
    complete_language,
    complete_own_value,
    complete_place,
    complete_words,
)
from plugins.directory.cards import Kind, Visibility
from plugins.directory.declaration import directory, plugin
from plugins.directory.discretion import discreet, emergency, without_others
from plugins.directory.finding import results
from plugins.directory.forms import VISIBILITIES, open_form
from plugins.directory.looking import account_reply, card_reply, named_reply, own_reply
from plugins.directory.pausing import paused_text, resumed_text
from plugins.directory.proposals import nothing_understood, propose
from plugins.directory.rows import content_of
from plugins.directory.showing import seen_by


@directory.command(
    "dire",
    english="say",
    aliases=("ajouter", "add"),
    default=True,
    summary=_("Say in a sentence what you can do, or who you look for"),
    examples=_(
        "/directory I can teach photo editing\n"
        "/directory I would like to learn 3D printing\n"
        "/directory who can make a text easy to read?"
    ),
)
async def say(
    ctx: Context,
    sentence: Annotated[
        Rest | None,
        Arg(
            _("sentence"),
            help=_("what you can do, what you would like to learn, where you work… or who you look for."),
            example=_("I can teach photo editing"),
            max_length=2000,
        ),
    ] = None,
) -> Reply:
    """Understand a sentence: what it adds to one's card is shown first, a question is answered."""
    from plugins.directory.oneself import is_about_oneself
    from plugins.directory.orders import absent
    from plugins.directory.sentences import understand

    if not sentence:
        return await own_reply(ctx)
    if (numbers := await emergency(ctx, sentence)) is not None:
        return numbers
    if (verb := misspelt.meant(sentence, plugin.commands, ctx.reading)) is not None:
        command, parsed = verb
        answer: Reply = await command.handler(ctx, **parsed.values)
        return answer
    if (pause := await absent(ctx, sentence)) is not None:
        return pause
    if not is_about_oneself(sentence):
        post = await results(ctx, sentence)
        return Reply(text=post.text, buttons=post.buttons, private=True)
    row = await operations.own_card(ctx, ctx.member)
    said = understand(sentence, operations.thesaurus_of(ctx), operations.nearby(ctx, row))
    said = await without_others(ctx, said)
    if said.is_empty:
        return await nothing_understood(ctx, sentence)
    return await propose(ctx, said)


@directory.command(
    "chercher",
    english="search",
    aliases=("trouver", "find"),
    summary=_("Find colleagues who can help, near you first"),
    examples=_(
        "/directory search photo editing near Roanne\n"
        "/directory search smartphone language Arabic\n"
        "/directory search who wants to learn 3D printing"
    ),
)
async def search(
    ctx: Context,
    words: Annotated[
        Rest | None,
        Arg(
            _("words"),
            help=_("a skill, a tool, a subject, or the name of a colleague."),
            example=_("photo editing"),
            complete=complete_words,
            max_length=300,
        ),
    ] = None,
    near: Annotated[
        str | None,
        LineArgument(),
        Arg(
            _("place"),
            help=_("a commune, its postcode, or a group of communes."),
            prepositions=("près de", "près d’", "autour de", "du côté de", "near", "around"),
            complete=complete_place,
            max_length=80,
        ),
    ] = None,
    audience: Annotated[
        str | None,
        LineArgument(),
        Arg(
            _("audience"),
            help=_("whom it is for, such as seniors or young people."),
            prepositions=("public", "audience"),
            complete=complete_audience,
            max_length=80,
        ),
    ] = None,
    language: Annotated[
        str | None,
        LineArgument(),
        Arg(
            _("language"),
            help=_("a language that they speak."),
            prepositions=("langue", "language"),
            complete=complete_language,
            max_length=80,
        ),
    ] = None,
) -> Reply:
    """Find who can help: three at a time, with why."""
    pieces = [words or ""]
    if audience:
        pieces.append(f"public {audience}")
    if language:
        pieces.append(f"langue {language}")
    text = " ".join(piece for piece in pieces if piece)
    if not text:
        raise Refusal(
            "missing_argument",
            _("Who are you looking for? For example: `/directory search photo editing near Roanne`."),
        )
    if (numbers := await emergency(ctx, text)) is not None:
        return numbers
    post = await results(ctx, text, near or "")
    return Reply(text=post.text, buttons=post.buttons, private=True)


@directory.command(
    "fiche",
    english="card",
    aliases=("voir", "show"),
    summary=_("See your card, or a colleague’s"),
    examples=_("/directory card\n/directory card @jeanne\n/directory card Jeanne Martin"),
)
async def card(
    ctx: Context,
    member: Annotated[
        MemberOrName | None, Arg(_("person"), help=_("whose card; yours if you name nobody."))
    ] = None,
    name: Annotated[
        Rest | None,
        Arg(
            _("name"),
            help=_("their name, if they are not to be chosen from the list."),
            example=_("Jeanne Martin"),
            max_length=80,
        ),
    ] = None,
) -> Reply:
    """Show a card: one's own, or one that one may see, by account or by name."""
    if isinstance(member, str):
        return await account_reply(ctx, member)
    if member is None and name:
        return await named_reply(ctx, name)
    if member is None or member.id == ctx.member.id:
        return await own_reply(ctx)
    asker = await operations.asker_of(ctx)
    row = await register.shown(ctx.session, ctx.network.id, asker, member.id, ctx.now)
    return card_reply(ctx, row, member.name)


@directory.command(
    "modifier",
    english="edit",
    aliases=("changer", "change"),
    summary=_("Write or change your card in a form"),
    opens_form=True,
)
async def edit(ctx: Context) -> OpenForm:
    """Open the form of one's card."""
    return open_form(await operations.content_now(ctx))


@directory.command(
    "retirer",
    english="remove",
    aliases=("enlever", "oter"),
    summary=_("Take something off your card"),
    examples=_("/directory remove photo editing"),
)
async def remove(
    ctx: Context,
    what: Annotated[
        Rest,
        Arg(
            _("what"),
            help=_("as your card says it."),
            example=_("photo editing"),
            complete=complete_own_value,
            max_length=200,
        ),
    ],
) -> Reply:
    """Take a value off the person's card, whichever part it stands in."""
    row = await operations.needed_card(ctx)
    value = presenting.meant_value(content_of(row), what)
    if value is None:
        raise Refusal(
            "not_on_card",
            _(
                "Your card does not say this: {what}. `/directory card` shows it.",
                what=((await discreet(ctx, what)) or "…")[:100],
            ),
        )
    for kind in Kind:
        await register.remove(ctx.session, row, kind, [value], ctx.now)
    return Reply(
        text=_("Taken off your card: {what}.", what=value),
        buttons=(Button(_("See my card"), "own-card"),),
        private=True,
    )


@directory.command("confirmer", english="confirm", summary=_("Say that your card is still true"))
async def confirm(ctx: Context) -> Reply:
    """Write down that the person's card is true."""
    await operations.confirm(ctx, await operations.needed_card(ctx))
    return Reply(text=_("Thank you: your card is confirmed as of today."), private=True)


@directory.command(
    "pause",
    english="pause",
    aliases=("absence",),
    summary=_("Stop being found for a while: holidays, too much work"),
    examples=_("/directory pause 2 weeks\n/directory pause until 5 January"),
)
async def pause(
    ctx: Context,
    until: Annotated[
        datetime | None,
        BackArgument(),
        Arg(
            _("until"),
            help=_("a date or a duration; none: until you resume."),
            example=_("2 weeks\nuntil 5 January"),
        ),
    ] = None,
) -> Reply:
    """Have nobody find the person for a while."""
    row = await operations.needed_card(ctx)
    await operations.pause(ctx, row, until)
    return Reply(text=paused_text(until, ctx.words), buttons=(Button(_("Resume"), "resume"),), private=True)


@directory.command(
    "reprendre",
    english="resume",
    aliases=("reprends", "reprend", "retour"),
    summary=_("End the pause of your card"),
)
async def resume(ctx: Context) -> Reply:
    """Have the person found again."""
    row = await operations.needed_card(ctx)
    await operations.resume(ctx, row)
    return Reply(text=resumed_text(), private=True)


@directory.command(
    "visibilité",
    english="visibility",
    summary=_("Choose who sees your card"),
    examples=_("/directory visibility nobody"),
)
async def visibility(
    ctx: Context,
    who: Annotated[
        Literal["reseau", "departement", "masque"] | None,
        Arg(_("who"), help=_("who sees your card."), choices=VISIBILITIES),
    ] = None,
) -> Reply:
    """Change who sees the person's card, or show it."""
    row = await operations.needed_card(ctx)
    if who is not None:
        await operations.show_to(ctx, row, Visibility(who))
    lines: list[Text] = [_("Your card:"), seen_by(content_of(row))]
    buttons = tuple(
        Button(label, "show-to", {"who": value}, name=f"show-to-{value}")
        for value, label in VISIBILITIES.items()
        if value != row.visibility
    )
    return Reply(text=ctx.words.join(lines), buttons=buttons, private=True)


@directory.command(
    "effacer",
    english="erase",
    aliases=("supprimer", "delete"),
    summary=_("Erase your card, and nothing else"),
)
async def erase(ctx: Context) -> Reply:
    """Ask before the person's card is erased."""
    await operations.needed_card(ctx)
    return Reply(
        text=_(
            "Shall I erase your card? Nothing of it is kept, and nobody can find you then. A pause, or "
            "hiding it from "
            "everybody, can be undone; this cannot."
        ),
        buttons=(
            Button(_("Erase my card"), "erase", style=Style.DANGER),
            Button(_("Pause"), "pause"),
            Button(_("Keep it"), "keep"),
        ),
        private=True,
    )


@directory.command(
    "piocher",
    english="draw",
    summary=_("Draw two cards to present in a meeting"),
    examples=_("/directory draw\n/directory draw two others"),
    public=True,
)
async def draw(
    ctx: Context,
    which: Annotated[
        Literal["mine", "others"],
        Arg(
            _("which"),
            help=_("yours and another one, or two others."),
            choices={"mine": _("mine and another"), "others": _("two others")},
        ),
    ] = "mine",
) -> Reply:
    """Draw two cards, in turn, of those that the whole network may see."""
    return await presenting.drawn(ctx, with_own=which == "mine")


@directory.command(
    "couverture",
    english="coverage",
    summary=_("See who covers which communes, and what nobody covers"),
    examples=_("/directory coverage\n/directory coverage Loire"),
)
async def coverage(
    ctx: Context,
    where: Annotated[
        Rest | None,
        Arg(
            _("département"),
            help=_("its name or number; the one of this channel if you name none."),
            example=_("Loire"),
            complete=complete_place,
            max_length=80,
        ),
    ] = None,
) -> Reply:
    """Show who covers what in a département."""
    from plugins.directory import covering

    return await covering.shown(ctx, where)
