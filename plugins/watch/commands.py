"""The commands of shared links: `/veille LIEN #étiquettes note`, and what one does with them afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.chat.messages import Reply
from bot.chat.people import Role
from bot.chat.places import PlaceKind
from bot.language.messages import Markup, _
from bot.plugin import Arg, Context, OpenForm, Refusal, Rest, Tags
from plugins.watch import register, sharing, taking, wishing, words
from plugins.watch.arguments import Link, TagsOfLink, WordsAlone, links_of, without_addresses
from plugins.watch.deciding import settings_form
from plugins.watch.declaration import watch
from plugins.watch.forms import NOTE, TAGS, edit_form
from plugins.watch.listing import found_in_list, listing
from plugins.watch.models import ShareRow
from plugins.watch.proposing import propose
from plugins.watch.removing import take_back
from plugins.watch.rights import check_may_change
from plugins.watch.since import Since
from plugins.watch.tags import are_too_many, read_tags
from plugins.watch.unfollowing import is_followed
from plugins.watch.wanted import OF_TAGS, SINCE, WORDS, Wanted

LINK = Arg(_("link"), help=_("the address of the page."), example=Markup("https://www.francenum.gouv.fr"))


@watch.command(
    "partager",
    english="share",
    aliases=("partage", "partagé", "ajouter", "ajoute", "add", "poster", "publier", "diffuser"),
    default=True,
    instead=("chercher", "abonner"),
    summary=_("Share a link in this channel"),
    examples=_(
        "/watch https://www.example.org/guide #seniors a clear guide\n"
        "/watch share https://www.example.org/guide"
    ),
)
async def share(
    ctx: Context,
    link: Annotated[Link, LINK],
    tags: Annotated[TagsOfLink, TAGS] = (),
    note: Annotated[Rest | None, NOTE] = None,
) -> Reply:
    """Share a link in this channel; in a DM, ask where."""
    from plugins.watch import saying

    others = links_of(note or "")
    said = saying.after_verb(without_addresses(note or ""))
    if saying.is_other_wish(said):
        wish = taking.wish_of(link, read_tags(tags), saying.beyond_wish(said))
        return await wishing.ask(ctx, wish, others)
    reply = await sharing.share_first(ctx, taking.wish_of(link, read_tags(tags), said), others)
    if are_too_many(tags):
        return replace(reply, text=ctx.words.join((reply.text, words.kept_tags())))
    return reply


@watch.command(
    "enregistrer",
    english="save",
    aliases=(
        *("enregistre", "enregistré", "garder", "garde", "garder-pour-moi", "garde-pour-moi", "keep"),
        *("sauvegarder", "sauvegarde", "sauver", "conserver", "conserve", "archiver", "archive"),
        *("mettre-de-côté", "mets-de-côté", "met-de-côté"),
    ),
    summary=_("Keep a link in your own list, without sharing it"),
    examples=_("/watch save https://www.example.org/guide"),
)
async def save(ctx: Context, link: Annotated[Link, LINK]) -> Reply:
    """Keep a link in the person's own list; nobody else is shown it."""
    return await sharing.keep_link(ctx, link)


@watch.command(
    "mes-liens",
    english="my-links",
    aliases=("mesliens", "liens", "links", "ma-liste", "liste", "my-list", "mes-favoris", "favoris"),
    instead=("chercher",),
    summary=_("See the links that you keep, and those that you shared"),
    examples=_("/watch my-links\n/watch my-links digital identity"),
)
async def my_links(
    ctx: Context,
    since: Annotated[Since | None, SINCE] = None,
    tags: Annotated[Tags, OF_TAGS] = (),
    text: Annotated[WordsAlone | None, WORDS] = None,
) -> Reply:
    """Show what the person keeps and what they shared: all, or what answers to words, tags and days."""
    wanted = Wanted(text or "", read_tags(tags), since)
    post = await (listing(ctx) if wanted == Wanted() else found_in_list(ctx, wanted))
    return Reply(text=post.text, buttons=post.buttons, private=True)


@watch.command(
    "modifier",
    english="edit",
    aliases=("modifie", "corriger", "corrige", "changer"),
    summary=_("Change the card of a link that you shared"),
    examples=_("/watch edit https://www.example.org/guide"),
    opens_form=True,
)
async def edit(ctx: Context, link: Annotated[Link, LINK]) -> OpenForm:
    """Open the form in which a share is changed."""
    row = await _shared(ctx, link)
    await check_may_change(ctx, row)
    return await edit_form(ctx, row)


@watch.command(
    "retirer",
    english="remove",
    aliases=(
        *("retire", "supprimer", "supprime", "suppr", "enlever", "enlève", "effacer", "efface", "delete"),
        *("retirer-le-lien", "retire-le-lien", "supprimer-le-lien", "supprime-le-lien"),
    ),
    instead=("ne-plus-suivre", "désabonner"),
    summary=_("Take back a link that you shared"),
    examples=_("/watch remove https://www.example.org/guide"),
)
async def remove(ctx: Context, link: Annotated[Link, LINK]) -> Reply:
    """Take back what the person brought of a share, or where they coordinate."""
    url = taking.wish_of(link).url
    if await taking.standing(ctx, url) is None and await is_followed(ctx, url):
        raise Refusal(
            "a_feed",
            _(
                "This link is not shared here, but this channel follows it as a feed: `/watch unfollow "
                "{address}` ends that.",
                address=Markup(link.replace("`", "'")),
            ),
        )
    row = await _shared(ctx, link)
    return replace(
        await take_back(ctx, row, await register.last_here(ctx.session, row.id, ctx.place.id)), private=True
    )


async def _shared(ctx: Context, link: str) -> ShareRow:
    """Return the share of a link that stands somewhere.

    Raises:
        Refusal: there is none.
    """
    row = await taking.standing(ctx, taking.wish_of(link).url)
    if row is None:
        raise Refusal("unknown_share", _("This link is not shared here yet: `/watch` and the link share it."))
    return row


@watch.command(
    "proposer",
    english="propose",
    aliases=("propose",),
    summary=_("Propose a link to a channel of a wider territory"),
    examples=_("/watch propose https://www.example.org/guide"),
)
async def propose_wider(ctx: Context, link: Annotated[Link | None, LINK] = None) -> Reply:
    """Propose a share of this channel more widely: the link, else the person's latest one."""
    if ctx.place.kind is PlaceKind.DM:
        raise Refusal("no_channel", _("Write this in the channel where the link was shared."))
    row: ShareRow | None
    if link is not None:
        row = await taking.standing(ctx, taking.wish_of(link).url)
    else:
        row = await register.latest_of(ctx.session, ctx.member.id, ctx.place.id)
    if row is None:
        raise Refusal(
            "unknown_share",
            _("This link is not shared here yet: `/watch` and the link share it.")
            if link is not None
            else _("You shared no link here yet. `/watch propose` and a link propose that one."),
        )
    return await propose(ctx, row, ctx.place)


@watch.command(
    "réglages",
    english="settings",
    aliases=("reglage",),
    summary=_("Set by which tags messages are taken in, and what this channel covers"),
    role=Role.COORDINATOR,
    opens_form=True,
)
async def settings(ctx: Context) -> OpenForm:
    """Open the form of what a coordinator decides of the watch."""
    return await settings_form(ctx)
