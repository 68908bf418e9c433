"""The commands: what is programmed, programming, looking ahead, sending, pausing, reading again, settings."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.messages import Reply
from bot.chat.people import Role
from bot.language.messages import Markup, Text, _
from bot.language.spans import read_span
from bot.plugin import Context, OpenForm, Refusal
from plugins.digest import archive, drafting, pausing, register, scheduling, sending
from plugins.digest.adjusting import Adjustment
from plugins.digest.arguments import AnyNumber, EditorialText, FileForm, Later, Number, Period, Rhythm
from plugins.digest.away import NextOne, Until
from plugins.digest.changes import DraftChange
from plugins.digest.declaration import letters
from plugins.digest.forms import adjust_settings, postpone_to, settings_form
from plugins.digest.models import SeriesRow
from plugins.digest.previewing import ask_to_send, preview_reply
from plugins.digest.removing import ask_to_leave, ask_to_remove
from plugins.digest.scheduling import LONGEST_LOOK_BACK
from plugins.digest.sentences import state
from plugins.digest.shifting import Hour, When, sooner
from plugins.digest.standing import channel, check_may_program, may_prepare, receives, series_here, standing


@letters.command(
    "voir",
    english="show",
    aliases=("quand", "prochaine", "prochaines", "date", "dates", "when"),
    default=True,
    instead=("programmer", "historique", "reporter", "pause"),
    summary=_("See when the letter of this channel comes"),
)
async def show(ctx: Context) -> Reply:
    """Show how the letter of the channel stands; in private, those that the person prepares."""
    return await state(ctx)


@letters.command(
    "programmer",
    english="schedule",
    aliases=(
        *("programme", "programmation", "planifier", "planifie", "rythme", "fréquence", "créer", "crée"),
        *("program", "set", "create"),
    ),
    summary=_("Have a letter come to this channel at a rhythm"),
    examples=_(
        "/letter schedule every Monday 9:00\n"
        "/letter schedule the first Thursday of the month at 10:00\n"
        "/letter schedule every other Friday 16:00 except public holidays"
    ),
    before=check_may_program,
)
async def schedule(ctx: Context, rhythm: Rhythm) -> Reply:
    """Give the channel a letter at a rhythm, and repeat the next dates."""
    series, said = await scheduling.program(ctx, await check_may_program(ctx), rhythm)
    return await standing(ctx, series, ctx.words.join(said))


@letters.command(
    "aperçu",
    english="preview",
    aliases=("prévisualiser", "prévisualisation"),
    summary=_("See, for yourself, what the next letter would say"),
)
async def preview(ctx: Context) -> Reply:
    """Show what the letter of the channel would say now, to who asks alone."""
    place = channel(ctx)
    series = await register.series_of(ctx.session, place.id)
    home = await ctx.find_place(series.place_id) if series is not None else None
    return await preview_reply(ctx, series, home or place)


@letters.command(
    "brouillon",
    english="draft",
    aliases=("ébauche", "préparer", "prepare"),
    summary=_("Have the draft of the next letter now, to change it before it goes"),
    examples=_("/letter draft up 3\n/letter draft 3 last\n/letter draft section links first"),
)
async def draft(ctx: Context, change: DraftChange = None) -> Reply:
    """Show the draft of the coming letter to who may prepare it; to others, what the letter would say.

    With a `change` it is made in the draft that waits.
    """
    if change is not None:
        return await drafting.change(ctx, change)
    series = await _series_or_new(ctx)
    if series is None or not await may_prepare(ctx, series):
        return await preview(ctx)
    return await drafting.show(ctx, series)


async def _series_or_new(ctx: Context) -> SeriesRow | None:
    """Return the letter of a channel, a new one without a rhythm for who may have one; else None."""
    place = channel(ctx)
    series = await register.series_of(ctx.session, place.id)
    if series is None and await ctx.may(Role.COORDINATOR):
        series = await register.create(ctx, place, ctx.now - LONGEST_LOOK_BACK)
    return series


@letters.command(
    "éditorial",
    english="editorial",
    aliases=("édito", "introduction", "intro"),
    summary=_("Write the words that stand first in the next letter"),
    examples=_("/letter editorial Welcome to the three of you who have just joined us!"),
    opens_form=True,
)
async def write_editorial(ctx: Context, text: EditorialText = None) -> OpenForm | Reply:
    """Write the editorial of the coming letter, or open its form."""
    await _series_or_new(ctx)
    return await drafting.write_editorial(ctx, await series_here(ctx), text)


@letters.command(
    "envoyer",
    english="send",
    aliases=("envoie", "envoi", "envoyer-maintenant", "envoie-maintenant", "publier", "diffuser", "send-now"),
    summary=_("Send the letter of this channel now"),
)
async def send(ctx: Context, later: Later = None) -> Reply:
    """Show what would go now, and ask; a channel without a letter gets one that is only sent by hand."""
    if later is not None:
        raise Refusal("later", _sent_later(ctx, later))
    await _series_or_new(ctx)
    return await ask_to_send(ctx, await series_here(ctx))


def _sent_later(ctx: Context, later: str) -> Text:
    line = f"{ctx.words(_('/letter postpone'))} {later}"
    return _("`/letter send` sends it now. To have it go then: {command}", command=Markup(f"`{line}`"))


@letters.command(
    "reporter",
    english="postpone",
    aliases=("reporte", "repousser", "repousse", "décaler", "décale", "retarder", "retarde", "delay"),
    summary=_("Have the next letter of this channel go at another time"),
    examples=_("/letter postpone tomorrow 10:00\n/letter postpone by 2 hours"),
    before=series_here,
)
async def postpone(ctx: Context, when: Hour) -> Reply:
    """Have the coming letter go at another time: its draft is made if need be."""
    return await _postponed(ctx, when)


@letters.command(
    "avancer",
    english="advance",
    aliases=("avance",),
    summary=_("Have the next letter of this channel go sooner"),
    examples=_("/letter advance by 1 hour"),
    before=series_here,
)
async def advance(ctx: Context, when: Hour) -> Reply:
    """Have the draft that waits go at another time: so much sooner, if so much is said."""
    return await _postponed(ctx, sooner(when))


async def _postponed(ctx: Context, when: When) -> Reply:
    series = await series_here(ctx)
    letter = await register.open_letter(ctx.session, series)
    if letter is not None:
        return await postpone_to(ctx, series, letter, when)
    if series.next_at is None or series.paused_at is not None:
        raise Refusal("none_to_go", drafting.NONE_TO_GO)
    said = await postpone_to(ctx, series, await drafting.draft_of(ctx, series), when)
    shown = await drafting.show(ctx, series)
    return replace(said, text=ctx.words.join((said.text, shown.text)))


@letters.command(
    "pause",
    english="pause",
    aliases=(
        *("arrêter", "arrête", "suspendre", "suspend", "mettre-en-pause", "stopper", "stop"),
        *("désactiver", "désactive", "disable"),
    ),
    summary=_("Pause the letter of this channel"),
    examples=_(
        "/letter pause until 5 January\n/letter pause from 20 December to 4 January\n/letter pause August"
    ),
    before=series_here,
)
async def pause(ctx: Context, until: Until = None) -> Reply:
    """Pause the letter of the channel."""
    series = await series_here(ctx)
    return await standing(ctx, series, await pausing.pause(ctx, series, until))


@letters.command(
    "sauter",
    english="skip",
    aliases=("saute", "passer", "passe", "annuler", "annule", "cancel"),
    summary=_("Have the next letter of this channel not be sent, and go on with the one after it"),
)
async def skip(ctx: Context, _which: NextOne = None) -> Reply:
    """Have the next letter of the channel not be sent, and no other."""
    return await drafting.skip(ctx, await series_here(ctx))


@letters.command(
    "reprendre",
    english="resume",
    aliases=("reprend", "reprends", "reprise", "relancer", "réactiver", "redémarrer", "activer"),
    summary=_("Resume the letter of this channel"),
)
async def resume(ctx: Context) -> Reply:
    """Resume the letter of the channel."""
    series = await series_here(ctx)
    return await standing(ctx, series, await pausing.resume(ctx, series))


@letters.command(
    "retirer",
    english="remove",
    aliases=("retire", "supprimer", "supprime", "suppr", "enlever", "enlève", "effacer", "efface", "delete"),
    summary=_("Remove the letter of this channel; those that were sent stay"),
)
async def remove(ctx: Context) -> Reply:
    """Ask before the letter of the channel is removed, or the channel taken out of another one's letter."""
    place = channel(ctx)
    series = await register.series_of(ctx.session, place.id)
    if series is not None and await receives(ctx, series):
        return await ask_to_leave(ctx, series, place)
    return await ask_to_remove(ctx, await series_here(ctx))


@letters.command(
    "historique",
    english="history",
    aliases=(
        *("archives", "archive", "lettres", "précédentes", "liste", "list", "relire", "lire", "read"),
        *("exporter", "exporte", "export", "télécharger", "download"),
    ),
    summary=_("Read earlier letters again, and export them"),
    examples=_("/letter history 12\n/letter history January"),
)
async def history(
    ctx: Context,
    form: FileForm = None,
    period: Period = None,
    number: AnyNumber = None,
) -> Reply:
    """List the letters that were sent here, at any time or then, or show one."""
    series = await register.archive_of(ctx.session, channel(ctx).id)
    if form is not None:
        return await archive.numbered_file(ctx, series, number, form)
    if period is not None or number is None:
        return await archive.history_reply(ctx, series, span=period)
    year = read_span(str(number), ctx.reading)
    if year is not None and await archive.lacks(ctx, series, number):
        return await archive.history_reply(ctx, series, span=year)
    return await archive.numbered_reply(ctx, series, number)


@letters.command(
    "renvoyer",
    english="send-again",
    aliases=("renvoie", "resend"),
    summary=_("Send a letter again that did not arrive"),
    examples=_("/letter send-again 12"),
)
async def send_again(
    ctx: Context,
    number: Number,
) -> Reply:
    """Send a letter of the channel again where it did not arrive."""
    series, letter = await archive.numbered(ctx, await series_here(ctx), number)
    await sending.send_again(ctx, series, letter)
    return Reply(text=_("Letter no. {number} is being sent again.", number=number), private=True)


@letters.command(
    "réglages",
    english="settings",
    aliases=(
        *("réglage", "régler", "modifier", "changer", "options", "paramètres", "configurer"),
        *("rubriques", "rubrique", "sections", "destinataires", "canaux", "channels"),
    ),
    instead=("programmer",),
    summary=_("Choose the sections of the letter, their sizes, its draft and its channels"),
    examples=_("/letter settings links 5\n/letter settings no draft\n/letter settings even if empty"),
    opens_form=True,
    before=series_here,
)
async def change_settings(ctx: Context, change: Adjustment = None) -> OpenForm | Reply:
    """Open the form of the settings, or change the one that is typed."""
    series = await series_here(ctx)
    return await (settings_form(ctx, series) if change is None else adjust_settings(ctx, series, change))
