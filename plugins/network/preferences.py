"""`/maillage préférences`: what each person chooses for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from bot.chat import Menu, Option, Peace, Reply
from bot.language.catalogue import Words
from bot.language.dates import spell_time
from bot.language.messages import Language, Message, Text, _
from bot.plugin import Arg, Context, LinkedAccount, Links, OpenForm, Refusal
from bot.store.people import chosen_peace_of, mark_changed
from bot.store.tables import MemberRow
from plugins.network.declaration import maillage, plugin
from plugins.network.fields import NO_HOUR, Hour, Zone, hour_label, zone_label
from plugins.network.linking import account_label
from plugins.network.spelling import LANGUAGE_NAMES, language_in_words, zone_in_words

MOST_A_DAY = 50
_LAST = "last"
"""In the menu: whichever account was used last."""
_HOUR_HELP = _("Such as 20:00 or 8:30; “none” for no quiet hours.")


class PreferencesForm(BaseModel):
    """What a person chooses; what is left empty is as for everybody."""

    language: Annotated[
        Literal["network", "fr", "en"],
        Arg(_("Language"), choices={"network": _("the one used around you"), **LANGUAGE_NAMES}),
    ] = "network"
    zone: Annotated[
        Zone,
        Arg(
            _("Time zone"),
            help=_("A town or a territory, such as Paris or La Réunion. Empty: the one used around you."),
        ),
    ] = None
    quiet_from: Annotated[Hour, Arg(_("Quiet from"), help=_HOUR_HELP)] = ""
    quiet_to: Annotated[Hour, Arg(_("Quiet until"), help=_HOUR_HELP)] = ""
    daily_cap: Annotated[
        int | None,
        Arg(
            _("Messages a day"),
            help=_("The most private messages that you did not ask for, from 0 to 50; 0 for none."),
        ),
    ] = Field(default=None, ge=0, le=MOST_A_DAY)


@maillage.command(
    "préférences",
    english="preferences",
    summary=_("Choose your language, your time zone and when I leave you in peace"),
    opens_form=True,
)
async def open_preferences(ctx: Context) -> OpenForm:
    """Open the form, filled with what holds now."""
    peace = chosen_peace_of(await ctx.session.get_one(MemberRow, ctx.member.id))
    none = ctx.words(_("none"))
    return OpenForm(
        form="preferences",
        values={
            "language": ctx.member.language or "network",
            "zone": zone_label(ctx.member.zone) if ctx.member.zone else "",
            "quiet_from": hour_label(peace.quiet_from, ctx.words.language) if peace.has_quiet_hours else none,
            "quiet_to": hour_label(peace.quiet_to, ctx.words.language) if peace.has_quiet_hours else none,
            "daily_cap": str(peace.daily_cap),
        },
    )


@plugin.form("preferences", PreferencesForm, title=_("Your preferences"), submit=_("Save"))
async def save_preferences(ctx: Context, form: PreferencesForm) -> Reply:
    """Save what the person chose, and say it back in plain words."""
    row = await ctx.session.get_one(MemberRow, ctx.member.id)
    language: Language | None = None if form.language == "network" else form.language
    row.language = language
    row.zone = form.zone.key if form.zone else None
    row.quiet_from, row.quiet_to = quiet_hours(form.quiet_from, form.quiet_to)
    row.daily_cap = form.daily_cap
    mark_changed(ctx.session)
    zone = form.zone or ctx.place.zone or ctx.network.zone
    ctx.words = Words(language or ctx.place.language or ctx.network.language, zone)
    lines = _summary(ctx, form, chosen_peace_of(row))
    accounts = await ctx.service(Links).accounts(ctx)
    if len(accounts) == 1:
        return Reply(text=ctx.words.join(lines))
    lines.insert(-1, _destination_line(next((one for one in accounts if one.preferred), None)))
    return Reply(text=ctx.words.join(lines), menus=(_destinations(accounts),))


@plugin.action("write-to")
async def write_to(ctx: Context) -> Reply:
    """Write to a person, from now on, on the account that they chose; or on the one that they use last."""
    links = ctx.service(Links)
    accounts = await links.accounts(ctx)
    chosen = next((account for account in accounts if str(account.id) == ctx.choice), None)
    if chosen is None and ctx.choice != _LAST:
        raise Refusal("not_linked", _("This account is not linked to you any more. Choose another one."))
    await links.prefer(ctx, chosen.id if chosen else None)
    return Reply(text=ctx.words.join([_("Saved."), _destination_line(chosen)]), private=True)


def _destinations(accounts: Sequence[LinkedAccount]) -> Menu:
    options = [Option(str(account.id), account_label(account)) for account in accounts]
    last = Option(_LAST, _("the account that you used last"))
    return Menu(_("Where I get private messages"), "write-to", (last, *options))


def _destination_line(chosen: LinkedAccount | None) -> Message:
    if chosen is None:
        return _("- Private messages: to the account that you used last")
    return _("- Private messages: to {account}", account=account_label(chosen))


def quiet_hours(start: str, end: str) -> tuple[str | None, str | None]:
    """Return the two bounds as they are stored: none where one is empty, equal ones for no quiet hours."""
    if NO_HOUR in (start, end):
        return "00:00", "00:00"
    return start or None, end or None


def _summary(ctx: Context, form: PreferencesForm, peace: Peace) -> list[Text]:
    spelled = zone_in_words(ctx.words.zone, ctx.now, ctx.words)
    language = language_in_words(ctx.words.language)
    return [
        _("Saved. Here is what I will do for you:"),
        _("- Language: {language}", language=language)
        if form.language != "network"
        else _("- Language: the one used around you, here {language}", language=language),
        _("- Time zone: {zone}", zone=spelled)
        if form.zone is not None
        else _("- Time zone: the one used around you, here {zone}", zone=spelled),
        _quiet_line(peace, ctx.words),
        _cap_line(peace),
        _("A reminder that you set yourself always rings at its hour."),
    ]


def _quiet_line(peace: Peace, words: Words) -> Message:
    if not peace.has_quiet_hours:
        return _("- Quiet hours: none")
    return _(
        "- Quiet hours: from {start} to {end}, I write to you only what you asked for",
        start=_hour(peace.quiet_from, words),
        end=_hour(peace.quiet_to, words),
    )


def _hour(hour: time, words: Words) -> Text:
    return spell_time(hour, words.language)


def _cap_line(peace: Peace) -> Message:
    if peace.daily_cap == 0:
        return _("- Private messages that you did not ask for: none")
    return _("- Private messages that you did not ask for: {count} a day at most", count=peace.daily_cap)
