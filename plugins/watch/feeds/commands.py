"""The commands of feeds: follow one, list those of the channel, take them in and out as OPML."""

from __future__ import annotations

from typing import Annotated, Literal

from bot.chat.messages import Reply
from bot.chat.people import Role
from bot.chat.places import Place, PlaceKind
from bot.language.messages import Text, _, escape
from bot.plugin import Arg, Context, Files, NotAllowed, PlaceRef, Refusal
from bot.plugin.loading import load
from plugins.watch import presence
from plugins.watch.arguments import WordsAlone
from plugins.watch.declaration import watch
from plugins.watch.feeds import following, overview, register, showing
from plugins.watch.feeds.arguments import (
    EXCLUDE,
    INCLUDE,
    MAXIMUM,
    MODE,
    WAY,
    ADayArgument,
    ChannelArgument,
    Source,
    WordsArgument,
    apart,
)
from plugins.watch.feeds.called import called_just, called_nearly, to_open
from plugins.watch.feeds.following import Wish, wish_of
from plugins.watch.feeds.models import Mode
from plugins.watch.feeds.polling import poll_soon
from plugins.watch.feeds.words import not_followed
from plugins.watch.pages.canonical import shown_host
from plugins.watch.pages.page import FeedChoices, Unreachable


@watch.command(
    "suivre",
    english="follow",
    aliases=(
        *("suis", "suivre-flux", "ajouter-flux", "ajouter-un-flux", "ajouter-le-flux", "ajouter-rss"),
        *("ajoute-flux", "ajoute-un-flux", "ajoute-le-flux", "ajoute-rss", "follow-feed", "add-feed"),
    ),
    instead=("abonner",),
    summary=_("Have this channel follow a feed, or the feed of a site"),
    examples=_(
        "/watch follow https://www.example.org\n"
        "/watch follow https://www.example.org/feed at once\n"
        "/watch follow https://www.example.org with inclusion maximum 3"
    ),
)
async def follow(
    ctx: Context,
    address: Annotated[
        Source,
        Arg(
            _("address"),
            help=_("the address of a feed, or of any page of the site."),
            example=_("https://www.example.org"),
        ),
    ],
    mode: Annotated[Literal["now", "letter"] | None, WAY, MODE] = None,
    include: Annotated[str | None, WordsArgument(), INCLUDE] = None,
    exclude: Annotated[str | None, WordsArgument(), EXCLUDE] = None,
    maximum: Annotated[int | None, ADayArgument(), MAXIMUM] = None,
) -> Reply:
    """Have the channel follow a feed."""
    following.check_is_channel(ctx.place)
    words = apart(include, exclude)
    ways = set(words.modes) | ({mode} if mode else set())
    if len(ways) > 1:
        raise Refusal(
            "two_ways",
            _("Say only one of both: “at once”, and what is new is posted as it comes, or “letter”."),
        )
    wish = wish_of(
        Mode(ways.pop()) if ways else None,
        words.include,
        words.exclude,
        words.maximum if maximum is None else maximum,
    )
    return await follow_at(ctx, address, wish)


async def follow_at(ctx: Context, address: str, wish: Wish) -> Reply:
    """Have the channel follow the feed at an address, or ask which of those that the page there names."""
    await presence.check_is_in(ctx, ctx.place)
    await load("plugins.watch.feeds.beginning")  # with what reads feeds
    from plugins.watch.feeds.beginning import AlreadyFollowed, FeedReading, Reading, begin

    found = await ctx.outside(FeedReading(address))
    match found:
        case Reading():
            try:
                return showing.followed(ctx, await begin(ctx, found, wish))
            except AlreadyFollowed as there:
                return showing.already(ctx, there.follow)
        case FeedChoices(page, feeds) if feeds:
            return showing.choices(feeds, shown_host(page.url), wish)
        case FeedChoices(page):
            raise Refusal("no_feed", _no_feed(shown_host(page.url)))
        case Unreachable():
            raise Refusal("unreachable", found.text)


def _no_feed(site: str) -> Text:
    return _(
        "I find no feed on this page of {site}. Many sites have one all the same: try the front page, the "
        "page of the news or of the blog, or look there for “RSS” or “Atom”. A list of feeds that you have "
        "in another reader can be brought along too: a coordinator can import it, `/watch opml`.",
        site=escape(site),
    )


@watch.command(
    "flux",
    english="feeds",
    aliases=(
        *(
            "mes-flux",
            "les-flux",
            "rss",
            "feed",
            "flux-rss",
            "flux-suivis",
            "modifier-flux",
            "modifier-le-flux",
        ),
        # what is done about one is on its buttons
        *("pause", "mettre-en-pause", "reprendre", "réessayer", "réessayer-flux"),
        *("relire-flux", "relire-le-flux", "actualiser", "actualiser-flux", "rafraîchir", "rafraîchir-flux"),
    ),
    instead=("suivre",),
    summary=_("See the feeds that this channel follows, and how they are"),
    examples=_("/watch feeds\n/watch feeds 2\n/watch feeds France Num"),
)
async def feeds(
    ctx: Context,
    channel: Annotated[
        PlaceRef | None, Arg(_("channel"), help=_("which channel; this one if you name none."))
    ] = None,
    number: Annotated[
        int | None, Arg(_("number"), help=_("the number of one of them, to change it."))
    ] = None,
    name: Annotated[
        WordsAlone | None, Arg(_("name"), help=_("words of the name of one of them, to change it."))
    ] = None,
) -> Reply:
    """List the feeds that a channel follows, or open one; in a direct message, which channels follow some."""
    if channel is not None and channel.id != ctx.place.id:
        seen = await overview.of_channel(ctx, channel)
        return Reply(text=seen.text, buttons=seen.buttons, private=True)
    if ctx.place.kind is PlaceKind.DM:
        seen = await overview.channels(ctx)
        return Reply(text=seen.text, buttons=seen.buttons)
    resting = await register.resting_in(ctx.session, ctx.place.id)
    if resting:  # the bot was away, and is back
        await register.wake_all(ctx.session, resting, ctx.now)
        await poll_soon(ctx)
    if number is not None:
        return await _numbered(ctx, number)
    if name is not None:
        return await _called(ctx, to_open(name))
    page = await showing.listing(ctx)
    return Reply(text=page.text, buttons=page.buttons, menus=page.menus)


async def _numbered(ctx: Context, number: int) -> Reply:
    """Return one feed of the channel, with what can be done about it; all of them if none has that number."""
    rows = await register.followed_in(ctx.session, ctx.place.id)
    found = next((row for row in rows if row.number == number), None)
    if found is None:
        said = _("No feed has the number {number} here.", number=number)
        page = await showing.listing(ctx, said=said)
    else:
        page = showing.one(ctx, found)
    return Reply(text=page.text, buttons=page.buttons, menus=page.menus)


async def _called(ctx: Context, name: str) -> Reply:
    """Return the feed of the channel that is called so, or a menu of those that nearly are.

    Raises:
        Refusal: none is.
    """
    rows = await register.followed_in(ctx.session, ctx.place.id)
    found = called_just(rows, name) or called_nearly(rows, name, showing.PAGE)
    if not found:
        raise not_followed(name)
    page = showing.one(ctx, found[0]) if len(found) == 1 else showing.several(found, name)
    return Reply(text=page.text, buttons=page.buttons, menus=page.menus)


@watch.command(
    "opml",
    english="opml",
    aliases=(
        *("importer-opml", "import-opml", "importer-flux", "importer-des-flux", "import-flux"),
        *("exporter-opml", "export-opml", "exporter-flux", "exporter-les-flux", "export-flux"),
        *("importer", "import", "exporter", "export"),
    ),
    role=Role.COORDINATOR,
    summary=_("Import feeds from an OPML file, or get those of this channel as one"),
    examples=_("/watch opml"),
)
async def opml(
    ctx: Context,
    files: Annotated[
        Files | None, Arg(_("file"), help=_("the OPML file to import; none to get one of this channel."))
    ] = None,
    channel: Annotated[
        Place | None,
        ChannelArgument(),
        Arg(_("channel"), help=_("which channel; this one if you name none.")),
    ] = None,
) -> Reply:
    """Take in the feeds of a file, or give those of the channel as one."""
    await load("plugins.watch.feeds.importing")
    from plugins.watch.feeds.importing import export_from, import_into

    place = channel or ctx.place
    if place.kind is PlaceKind.DM:
        raise Refusal(
            "which_channel", _("Say for which channel, along with the file: `watch opml ~my-channel`.")
        )
    if not await following.coordinates(ctx, place):
        raise NotAllowed
    return await import_into(ctx, place, files[0].content) if files else await export_from(ctx, place)
