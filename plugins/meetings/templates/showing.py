"""What people are shown of templates: which there are, one of them with its preview, and its versions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.messages import Button, File, Menu, Option, Reply, Style
from bot.language.catalogue import Words
from bot.language.dates import spell
from bot.language.folding import slug
from bot.language.messages import Instant, Markup, Text, _, escape, ngettext
from bot.plugin import Context
from plugins.meetings.gatherings.meant import coming, past
from plugins.meetings.minutes import showing as minutes
from plugins.meetings.minutes import templated
from plugins.meetings.models import MeetingRow
from plugins.meetings.templates import keeping, parts, rights
from plugins.meetings.templates.models import TemplateRow
from plugins.meetings.templates.purposes import Purpose, about, title_of, usual, variables
from plugins.meetings.templates.rendering import Failed, made, parts_in
from plugins.meetings.templates.sheet import Sheet
from plugins.meetings.templates.values import values_of
from plugins.meetings.templates.wanted import Act


async def listed(ctx: Context, said: Text | None = None, act: Act = Act.SHOW) -> Reply:
    """Return which templates there are, with a menu to choose one from."""
    lines: list[Text] = [said] if said is not None else []
    for purpose in Purpose:
        row = await keeping.current(ctx, rights.here(ctx), purpose)
        lines.append(
            _(
                "- **{title}** ({about}): {whose}",
                title=title_of(purpose),
                about=about(purpose),
                whose=await _whose(ctx, row),
            )
        )
    if said is None:
        lines.append(
            _(
                "Choose one to see it, to preview it or to rewrite it. All else that I write around "
                "meetings, as what changed or who has not answered, is in my own words."
            )
        )
    options = tuple(Option(purpose.value, title_of(purpose)) for purpose in Purpose)
    menu = Menu(_("Choose a template"), "template-choose", options, {"act": act.value})
    return Reply(text=ctx.words.join(lines), menus=(menu,), private=True)


async def shown(ctx: Context, purpose: Purpose, said: Text | None = None) -> Reply:
    """Return a template that counts here: its text, its preview and what can be done with it."""
    row = await keeping.current(ctx, rights.here(ctx), purpose)
    source = row.source if row is not None else usual(purpose, ctx.words_for(ctx.place).language)
    lines: list[Text] = [said] if said is not None else []
    lines += [
        _(
            "**{title}** ({about}): {whose}",
            title=title_of(purpose),
            about=about(purpose),
            whose=await _whose(ctx, row),
        ),
        Markup(fenced(source)),
        *await preview(ctx, source, purpose),
    ]
    buttons = await _buttons(ctx, purpose, row)
    return Reply(text=ctx.words.join(lines), buttons=buttons, private=True, about=f"template:{purpose}")


async def _whose(ctx: Context, row: TemplateRow | None) -> Text:
    if row is None:
        return _("the usual text.")
    author = await ctx.find_member(row.member_id) if row.member_id is not None else None
    values = {"at": Instant(row.created_at), "name": author.name if author is not None else ""}
    if row.place_id is None:
        text = _("a text of the network, by {name}, {at}.") if author else _("a text of the network, {at}.")
    else:
        text = _("a text of this channel, by {name}, {at}.") if author else _("a text of this channel, {at}.")
    return text(**values)


async def _buttons(ctx: Context, purpose: Purpose, row: TemplateRow | None) -> tuple[Button, ...]:
    """Return what the person may do with a template, here and for the whole network."""
    buttons: list[Button] = []
    here = rights.here(ctx)
    if here is not None and await rights.may_write(ctx, here):
        buttons.append(_button(_("Rewrite it for this channel"), Act.REWRITE, purpose, here, Style.PRIMARY))
    if await rights.may_write(ctx, None):
        buttons.append(_button(_("Rewrite it for the network"), Act.REWRITE, purpose, None))
    if not buttons:
        return ()
    owner = row.place_id if row is not None else here
    if row is not None and await rights.may_write(ctx, owner):
        label = _("Back to the usual text") if owner is None else _("No text of its own any more")
        buttons.append(_button(label, Act.RESTORE, purpose, owner))
    if await keeping.latest(ctx, owner, purpose) is not None:
        buttons.append(_button(_("Versions"), Act.VERSIONS, purpose, owner))
    buttons += [
        _button(_("What can stand in it"), Act.HELP, purpose, owner),
        _button(_("As a file"), Act.FILE, purpose, owner),
    ]
    return tuple(buttons)


def _button(
    label: Text, act: Act, purpose: Purpose, owner: int | None, style: Style = Style.DEFAULT
) -> Button:
    about_it = {"act": act.value, "purpose": purpose.value, "owner": owner or rights.NETWORK}
    name = f"{act.value}-network" if owner is None else act.value
    return Button(label, "template-do", about_it, style, name=name)


async def preview(ctx: Context, source: str, purpose: Purpose) -> Sequence[Text]:
    """Return what a template would say: of a meeting of this channel if there is one, else of an example."""
    words = ctx.words_for(ctx.place)
    values = {variable.french: variable.shown(words) for variable in variables(purpose)}
    row = await _meeting(ctx, purpose)
    given = {}
    headline: Text = _("Preview, with an example:")
    if row is not None:
        values |= await values_of(ctx, row, ctx.place, words)
        if purpose is Purpose.REPORT:
            values |= templated.values_of(await minutes.minutes_of(ctx, row, words, ctx.place.id), words)
        given = dict(await keeping.fillings(ctx.session, row.id))
        headline = _("Preview, with “{title}”:", title=escape(row.title))
    try:
        text = await made(Sheet(source, purpose, words, values, given, is_preview=True))
    except Failed:
        return [_("I can make nothing of it: rewrite it, or go back to another version.")]
    lines: list[Text] = [Markup("\n---"), headline, Markup(""), text]
    open_parts = await parts_in(source, purpose)
    if open_parts:
        lines += [Markup("\n---"), _parts_told(open_parts)]
    return lines


async def _meeting(ctx: Context, purpose: Purpose) -> MeetingRow | None:
    """Return a meeting to preview with; minutes may not be published yet, so not everybody is shown any."""
    if purpose is not Purpose.REPORT:
        return next(iter(await coming(ctx)), None)
    if not await rights.may_write(ctx, rights.here(ctx)):
        return None
    return next(iter(await past(ctx)), None)


def _parts_told(open_parts: Sequence[parts.Part]) -> Text:
    labels = Markup(", ".join(escape(part.label) for part in open_parts))
    return ngettext(
        "One part is filled in for each meeting: {labels}. I ask who organises for it.",
        "{count} parts are filled in for each meeting: {labels}. I ask who organises for them.",
        len(open_parts),
        labels=labels,
    )


async def history(ctx: Context, purpose: Purpose, owner: int | None) -> Reply:
    """Return who wrote which version when, with a menu to go back to one."""
    rows = await keeping.versions(ctx, owner, purpose)
    if not rows:
        return Reply(text=_("Nobody has rewritten it: the usual text counts."), private=True)
    labels = [await _version_label(ctx, row) for row in rows]
    lines: list[Text] = [_("Versions of “{title}”, the last one first:", title=title_of(purpose))]
    lines += [_("- {version}", version=label) for label in labels]
    options = tuple(
        Option(str(row.id), label) for row, label in zip(rows[1:], labels[1:], strict=True) if row.source
    )
    menu = Menu(_("Go back to a version"), "template-version", options)
    return Reply(text=ctx.words.join(lines), menus=(menu,) if options else (), private=True)


async def _version_label(ctx: Context, row: TemplateRow) -> Text:
    author = await ctx.find_member(row.member_id) if row.member_id is not None else None
    at = spell(row.created_at.astimezone(ctx.words.zone), ctx.words.language)
    who: Text = Markup(escape(author.name)) if author is not None else _("somebody who is gone")
    if not row.source:
        return _("{at}, {who}: taken back", at=at, who=who)
    first = escape(" ".join(row.source.split())[:40])
    return _("{at}, {who}: {beginning}…", at=at, who=who, beginning=first)


def fenced(source: str) -> str:
    """Return a text as it was written, in a block that nothing in it can end."""
    fence = "```"
    while fence in source:
        fence += "`"
    return f"{fence}\n{source}\n{fence}"


def helped(purpose: Purpose, words: Words) -> Text:
    """Return what can stand in a template, each with what it is."""
    lines: list[Text] = [
        _("What can stand in “{title}”:", title=title_of(purpose)),
        *(
            _("- `{{{{ {name} }}}}`: {about}", name=variable.name(words.language), about=variable.about)
            for variable in variables(purpose)
        ),
        _(
            "- `{opening} if link %}}` … `{opening} endif %}}`: only if there is one; `{opening} for item in "
            "agenda %}}` … `{opening} endfor %}}`: once for each",
            opening="{%",
        ),
        _("- `[to fill in: theme]`: a part that I ask for at each meeting"),
    ]
    return words.join(lines)


def as_file(purpose: Purpose, source: str, words: Words) -> File:
    """Return a template as a file, which can be given back."""
    name = slug(str(words(title_of(purpose))))
    return File(f"{name}.txt", "text/plain", source.encode())
