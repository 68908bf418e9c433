"""Feeds as people see them: one with its buttons, the list of a channel, and what can be chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat.messages import Button, Menu, Option, Post, Reply, Style
from bot.language.messages import Instant, Markup, Message, Text, _, escape, ngettext
from bot.plugin import Context
from plugins.watch.feeds import register
from plugins.watch.feeds.following import Wish
from plugins.watch.feeds.models import Mode, State
from plugins.watch.feeds.naming import Named, labels, told_apart
from plugins.watch.feeds.rows import Follow
from plugins.watch.feeds.words import reason, shown_title
from plugins.watch.pages.canonical import shown_host
from plugins.watch.pages.page import FeedLink

PAGE = 5
"""How many feeds one page shows."""
_WITH_BUTTONS = 2
"""More than these on a page are chosen in a menu rather than by buttons each."""
_CHOICES, _AS_BUTTONS, _LABEL = 25, 5, 70


def followed(ctx: Context, row: Follow) -> Reply:
    """Return what is said once a feed is followed, with what can be done about it."""
    lines: list[Text] = [
        _(
            "{channel} now follows {feed} ({site}), as no. {number}.",
            channel=ctx.place.name,
            feed=shown_title(row.feed_title),
            site=escape(shown_host(row.feed_url)),
            number=row.number,
        ),
        _manner(row),
        _("Nothing that is in it already is posted."),
        _when(row, ctx),
    ]
    return Reply(text=ctx.words.join(lines), buttons=_first_buttons(row))


def _manner(row: Follow) -> Message:
    """Return what becomes of new entries, as a sentence."""
    said = (
        _("What is new goes into the letter of this channel.")
        if row.mode == Mode.LETTER
        else ngettext(
            "What is new is posted here at once: {count} entry a day at most, the rest waits for the letter.",
            "What is new is posted here at once: {count} entries a day at most, the rest waits for the "
            "letter.",
            row.maximum,
        )
    )
    if row.include:
        said = _("{said} Only entries with: {words}.", said=said, words=row.include)
    if row.exclude:
        said = _("{said} No entries with: {words}.", said=said, words=row.exclude)
    return said


def _when(row: Follow, ctx: Context) -> Message:
    if row.feed_next_at is None or row.feed_next_at <= ctx.now:
        return _("I read it next in a moment.")
    return _("I read it next {date}.", date=Instant(row.feed_next_at))


def _first_buttons(row: Follow) -> tuple[Button, ...]:
    about: dict[str, int | str | bool] = {"follow": row.id}
    turned = (
        Button(_("At once rather than in the letter"), "feed-mode", {**about, "mode": "now"})
        if row.mode == Mode.LETTER
        else Button(_("In the letter rather than at once"), "feed-mode", {**about, "mode": "letter"})
    )
    return (
        Button(_("Post the latest three"), "feed-latest", about),
        turned,
        Button(_("Remove"), "feed-remove", about, Style.DANGER),
    )


def already(ctx: Context, row: Follow) -> Reply:
    """Return that the channel follows a feed already, with what can be done about it."""
    text = _(
        "{channel} follows {feed} already, as no. {number}.",
        channel=ctx.place.name,
        feed=shown_title(row.feed_title),
        number=row.number,
    )
    return Reply(text=ctx.words.join([text, _manner(row), *_state(row, ctx)]), buttons=tuple(_buttons(row)))


async def removed(ctx: Context, row: Follow) -> Post:
    """Return that a channel does not follow a feed any more, with a button to follow it again as it did."""
    place = await ctx.find_place(row.place_id) or ctx.place
    said = _(
        "{channel} does not follow {feed} any more. To follow it again: `/watch follow {url}`",
        channel=place.name,
        feed=shown_title(row.feed_title),
        url=row.feed_url,
    )
    as_before: dict[str, int | str | bool] = {
        "url": row.feed_url,
        "mode": row.mode,
        "include": row.include,
        "exclude": row.exclude,
        "maximum": row.maximum,
    }
    back = Button(_("Put it back"), "feed-follow", as_before, name="feed-put-back")
    return Post(text=said, buttons=(back,))


def choices(feeds: Sequence[FeedLink], site: str, wish: Wish) -> Reply:
    """Return the question which of the feeds of a page is meant."""
    about: dict[str, int | str | bool] = {
        "mode": wish.mode.value,
        "include": wish.include,
        "exclude": wish.exclude,
        "maximum": wish.maximum,
    }
    text = ngettext(
        "The page of {site} names {count} feed. Shall this channel follow it?",
        "The page of {site} names {count} feeds. Which one shall this channel follow?",
        len(feeds),
        site=escape(site),
    )
    listed = feeds[:_CHOICES]
    titles = labels([Named(rank, _title(feed), feed.url) for rank, feed in enumerate(listed)], _LABEL)
    if len(listed) <= _AS_BUTTONS:
        buttons = tuple(
            Button(escape(titles[rank]), "feed-follow", {**about, "url": feed.url}, name=f"follow-{rank + 1}")
            for rank, feed in enumerate(listed)
        )
        return Reply(text=text, buttons=buttons)
    options = tuple(Option(feed.url, escape(titles[rank])) for rank, feed in enumerate(listed))
    return Reply(text=text, menus=(Menu(_("Choose a feed"), "feed-follow-chosen", options, about),))


def _title(feed: FeedLink) -> str:
    return " ".join(feed.title.split()) or feed.url


async def listing(ctx: Context, page: int = 1, *, said: Text | None = None) -> Post:
    """Return one page of what the channel follows, with what can be done; pages count from 1."""
    count = await register.count_in(ctx.session, ctx.place.id)
    last = max(1, -(-count // PAGE))
    page = min(max(page, 1), last)
    rows = await register.followed_in(ctx.session, ctx.place.id, limit=PAGE, offset=(page - 1) * PAGE)
    lines: list[Text] = [said] if said is not None else []
    lines.append(_heading(ctx, count))
    named = [Named(row.id, row.feed_title, row.feed_url) for row in rows]
    apart = told_apart(named)
    lines += [entry(row, ctx, apart.get(row.id)) for row in rows]
    buttons: list[Button] = []
    menus: tuple[Menu, ...] = ()
    if len(rows) <= _WITH_BUTTONS:
        marked = len(rows) > 1
        buttons += [button for row in rows for button in _buttons(row, page, marked=marked)]
    else:
        menus = (_to_choose(rows, named, page),)
    if page > 1:
        buttons.append(Button(_("Previous"), "feed-page", {"page": page - 1}, name="previous"))
    if page < last:
        lines.append(_("Page {page} of {last}.", page=page, last=last))
        buttons.append(Button(_("Next"), "feed-page", {"page": page + 1}, name="next"))
    return Post(text=ctx.words.join(lines), buttons=tuple(buttons), menus=menus)


def one(ctx: Context, row: Follow, page: int = 1, *, said: Text | None = None) -> Post:
    """Return one feed of a channel, with what can be done about it."""
    lines: list[Text] = [said] if said is not None else []
    lines += [entry(row, ctx), _manner(row)]
    return Post(text=ctx.words.join(lines), buttons=tuple(_buttons(row, page)))


def several(rows: Sequence[Follow], name: str) -> Post:
    """Return the question which of some feeds somebody means."""
    named = [Named(row.id, row.feed_title, row.feed_url) for row in rows]
    return Post(text=_("Which feed is “{name}”?", name=name), menus=(_to_choose(rows, named),))


def _to_choose(rows: Sequence[Follow], named: Sequence[Named], page: int = 1) -> Menu:
    titles = labels(named, _LABEL)
    options = tuple(Option(str(row.id), escape(f"{row.number} – {titles[row.id]}")) for row in rows)
    return Menu(_("Choose a feed to change"), "feed-choose", options, {"page": page})


def _heading(ctx: Context, count: int) -> Message:
    if not count:
        return _(
            "This channel follows no feed yet. To follow one: `/watch follow https://www.example.org`, the "
            "address of a feed or of any page of the site."
        )
    return ngettext(
        "{channel} follows {count} feed:", "{channel} follows {count} feeds:", count, channel=ctx.place.name
    )


def entry(row: Follow, ctx: Context, site: str | None = None) -> Markup:
    """Return a feed as the list shows it: with its `site`, else its host."""
    wanted = _("posted at once") if row.mode == Mode.NOW else _("for the letter")
    first = _(
        "{number} – {feed} ({site}), {wanted}",
        number=row.number,
        feed=shown_title(row.feed_title),
        site=escape(site or shown_host(row.feed_url)),
        wanted=wanted,
    )
    return ctx.words.join([first, *_state(row, ctx)], ". ")


def _state(row: Follow, ctx: Context) -> list[Text]:
    """Return how a feed stands, in plain words."""
    read: Text = (
        _("Last read {date}", date=Instant(row.feed_last_success_at))
        if row.feed_last_success_at
        else _("Not read yet")
    )
    if row.paused:
        return [_("Paused"), read]
    if row.feed_state == State.PAUSED:
        return [_("It rests while I cannot post in this channel"), read]
    if row.feed_state == State.GONE:
        return [_("Its site says that it is gone for good: I do not ask any more"), read]
    is_due = row.feed_next_at is None or row.feed_next_at <= ctx.now
    at = Instant(row.feed_next_at or ctx.now)
    if row.feed_state == State.FAILING and row.feed_failing_since is not None:
        wrong = _(
            "It fails since {date}, because {reason}",
            date=Instant(row.feed_failing_since),
            reason=reason(row.feed_problem, row.feed_status),
        )
        return [wrong, read, _("Next try in a moment") if is_due else _("Next try {date}", date=at)]
    return [read, _("Read next in a moment") if is_due else _("Read next {date}", date=at)]


def _buttons(row: Follow, page: int = 1, *, marked: bool = False) -> list[Button]:
    """Return what can be done about a feed; `marked` buttons say which one by its number."""
    about: Mapping[str, int | str | bool] = {"follow": row.id, "page": page}
    pausing = (
        (_("Resume"), _("Resume {number}", number=row.number), "feed-resume")
        if row.paused
        else (_("Pause"), _("Pause {number}", number=row.number), "feed-pause")
    )
    all_of_them = [pausing]
    if not row.paused:
        again = (
            (_("Read it now"), _("Read {number} now", number=row.number))
            if row.feed_state == State.ACTIVE
            else (_("Try now"), _("Try {number} now", number=row.number))
        )
        all_of_them.append((*again, "feed-retry"))
    all_of_them += [
        (_("Edit"), _("Edit {number}", number=row.number), "feed-edit"),
        (_("Remove"), _("Remove {number}", number=row.number), "feed-remove"),
    ]
    return [
        Button(
            with_number if marked else alone,
            action,
            about,
            Style.DANGER if action == "feed-remove" else Style.DEFAULT,
            f"{action}-{row.number}" if marked else action,
        )
        for alone, with_number, action in all_of_them
    ]
