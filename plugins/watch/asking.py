"""Plain sentences without a link: `mes liens`, `cherche un lien sur les seniors`, `désabonne-moi`."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.chat.messages import Reply
from bot.language.folding import fold
from bot.language.messages import Text, _
from bot.plugin import Context, Suggestion
from bot.plugin.finding import Found, Misread
from plugins.watch import search_commands, subscribing
from plugins.watch.arguments import links_of, tags_in, without_links
from plugins.watch.authors import author_in
from plugins.watch.commands import my_links
from plugins.watch.declaration import plugin
from plugins.watch.feeds.commands import feeds
from plugins.watch.frequency import FREQUENCY
from plugins.watch.since import SinceArgument
from plugins.watch.wanted import without_links_named

SURELY = 0.93
_POLITE = (
    r"(?:(?:bonjour|salut|coucou|hello|hi)\b(?: (?:a|tout)[^,.!?]{0,30})?[ ,.!]*)?"
    r"(?:je (?:viens d'arriver|suis (?:nouveau|nouvelle|perdue?)|debute|m'y perds)\b[^,.!?]{0,40}[ ,.!]+"
    r"(?:et )?)?"
    r"(?:(?:est-ce que )?(?:tu peux|tu pourrais|peux-tu|pourrais-tu|je (?:veux|voudrais|souhaite)|j'aimerais"
    r"|can you|could you|please|i want to|stp|svp)[ ,]+)?"
)
_LINKS = r"(?:liens?|links?)"
_END = r"(?:me |m'en |m')?(?:desabonne[rz]?|desinscri[srv]\w*|unsubscribe)(?:[ -](?:moi|me))?\b(?P<end>.*)"
_STOP = (
    r"(?:(?:arrete[rz]?|cesse[rz]?)\b.{0,20}\b(?:envoyer|envoi|recevoir)"
    r"|(?:ne )?m'envo(?:ie|ye[rz]) plus\b.{0,12}|(?:je )?ne (?:veux|souhaite) plus (?:recevoir|de|des)"
    r"|(?:je )?(?:veux|souhaite) plus recevoir|stop sending me)"
    rf"\b.{{0,12}}\b{_LINKS}\b(?P<stop>.*)"
)
_BEGIN = (
    r"(?:m'abonner|abonne[rz]?[ -]moi|subscribe(?: me)?)\b(?P<begin>.*)"
    rf"|recevoir (?:tous )?(?:les |des )?(?:nouveaux )?{_LINKS}\b(?P<received>.+)"
    rf"|(?:previens|avertis|alerte)[ -]moi\b.{{0,30}}\b{_LINKS}\b(?P<told>.*)"
)
_MINE = (
    r"(?:(?:re)?voir |montre(?:[ -]moi)? |ou sont |donne(?:[ -]moi)? |show(?: me)? )?"
    rf"(?:tous )?(?:mes (?:{_LINKS}|favoris)|my links|ma liste de {_LINKS})\b"
    r"(?: (?:partages?|enregistres?|gardes?|saved|shared|kept))?"
    r"(?:(?: (?:sur|avec|concernant|a propos d[eu]s?|about|on)\b(?P<mine>.{1,60}))|[^#]{0,30})"
    r"|(?:ce que|qu'est[- ]ce que) j'ai partage"
)
_SEARCH = (
    r"(?:(?:je |me )?(?:re)?(?:cherche[rz]?|trouve[rz]?)(?:[ -]moi)?|montre[rz]?(?:[ -]moi)?|y a[- ]t-il"
    r"|il y a|as-tu|tu as|on a|quels?(?: sont)?|find(?: me)?|show(?: me)?|are there|which)\b.{0,12}"
    rf"\b{_LINKS}\b(?P<search>.+)"
)
_SHOW = (
    r"(?:(?:re)?voir |montre(?:[ -]moi)? |affiche(?:[ -]moi)? |donne(?:[ -]moi)? |liste[rz]? |gerer |ou sont "
    r"|quel(?:le)?s? (?:sont |est )?|c'est quoi |show(?: me)? |which |what are |what )?"
)
_SUBSCRIBED = (
    rf"{_SHOW}(?:tous )?(?:mes abonnements?|my subscriptions?)(?: (?:a la|de|en) veille| aux liens)?"
    r"|(?:a quoi|a quels? \w+) (?:suis-je|je suis|est-ce que je suis) abonnee?s?|je suis abonnee?s? a quoi"
    r"|what am i subscribed to"
)
_TAGS_USED = (
    rf"{_SHOW}(?:(?:toutes |tous )?(?:les |des |the |sont les )?)"
    r"(?:etiquettes?|hashtags?|mots?[- ]cles?|tags?)"
    r"(?: (?:de la veille|des liens|utilise\w*|connue?s?|exist\w+|disponibles?|y a-t-il|il y a|are there"
    r"|are used))*"
)
_FEEDS = (
    rf"{_SHOW}(?:tous )?(?:mes |les |my |the )?(?:flux(?: rss)?|feeds|rss)"
    r"(?: (?:suivis?|qu'on suit|que (?:l'on|nous|je) sui\w+|de la veille|followed|sont suivis|on suit))*"
)
_HOW = (
    r"(?:comment|how (?:do i|do you|can i|to))\b"
    r"(?:[ -](?:est-ce qu(?:e|'on)|on|je|tu|faire|fait|fais|pour|peu[tx]|puis|dois|doit|faut|il))*"
)
_ABOUT_WATCH = (
    r"(?:(?:c'est quoi|qu'est[- ]ce que(?: c'est que)?|(?:a quoi|comment)(?: ca)? (?:sert|marche|fonctionne)"
    r"|comment (?:utiliser|se servir de|on utilise)|what is|how does),? (?:la |de la |the )?"
    r"(?:veille(?: partagee)?|(?:shared )?watch)(?: works?)?"
    rf"|{_HOW} (?:partage|enregistre|retrouve|cherche|trouve|modifie|retire|supprime|share|save|find|edit"
    rf"|remove)[rz]?(?: (?:un|des|mon|mes|le|les|a|my|the))? {_LINKS}(?: (?:partages?|dans la veille))?"
    rf"|{_HOW} (?:suivre|ajoute[rz]?|follow|add) (?:un |des |le |a )?(?:flux(?: rss)?|sites?|blogs?|feeds?))"
)
_NAME = (
    r"@?(?!(?:j|tu|ils?|elles?|on|nous|vous|qui|you|he|she|they|we|i)\b)\w[\w.'-]*"
    r"(?: (?!(?:a|nous|vient)\b)\w[\w.'-]*)?"
)
_BY = (
    r"(?:(?:montre(?:[ -]moi)?|(?:re)?voir|show(?: me)?) )?"
    r"(?:(?:ce qu(?:e |')|qu'est[- ]ce qu(?:e |')|qu'a |what (?:did|has) )"
    rf"(?P<by>{_NAME})(?: (?:a|nous a|vient de))? (?:partagee?s?|partager|shared?)"
    rf"|qu'a partage (?P<whom>{_NAME}))"
)
_LATEST = (
    rf"{_SHOW}(?:les |the )?(?:derniers? |dernieres? |nouveaux |latest |last |new ){_LINKS}"
    r"(?: partages?| de la veille)?"
    r"|(?:(?:il )?y a[- ](?:t-il )?)?(?:quoi de neuf|les nouveautes|(?:du|des) nouveau(?:tes)?"
    r"|les dernieres nouvelles|what's new)"
    r" (?:dans|sur|de|in) (?:la veille|the watch)"
    rf"|{_SHOW}(?:les |tous les |the |all )?{_LINKS} partages?|qu'est[- ]ce qui a ete partage"
)
_OF = (
    rf"(?:(?:les|des|tous les|the) )?{_LINKS} (?:partages? |shared )?"
    r"(?:(?:sur|de|du|des|par|about|from|by|of)\b|d')(?P<of>.+)"
    rf"|{_SHOW}(?:(?:les|des|tous les|the|all) )?{_LINKS} (?:partages? |shared )?"
    r"(?P<dated>(?:depuis|cette|ce|ces|since|this|last)\b.+)"
    r"|qu'est[- ]ce qui a ete partage (?P<lately>(?:depuis|cette|ce|ces)\b.+)"
)
_FORMS = {
    "end": _END,
    "stop": _STOP,
    "begin": _BEGIN,
    "mine": _MINE,
    "subscribed": _SUBSCRIBED,
    "tags": _TAGS_USED,
    "feeds": _FEEDS,
    "latest": _LATEST,
    "how": _ABOUT_WATCH,
    "by": _BY,
    "search": rf"{_SEARCH}|{_OF}",
}
_PEOPLE = re.compile(r"\b(?:liens?|links?)\b.*", re.IGNORECASE | re.DOTALL)
_ASKED = {name: re.compile(rf"^{_POLITE}(?:{form})$", re.DOTALL) for name, form in _FORMS.items()}
_ABOUT = re.compile(
    r"^(?:(?:partages?|utiles?|shared|qui parlent|quand il y en a)\s+)*"
    r"(?:(?:sur|pour|a propos d[eu]s?|concernant|au sujet d[eu]s?|avec|about|on|for|with|des?|du|d')\s*"
    r"(?:(?:les?|la|the|l')\s*)?)?\b"
)
_TAIL = re.compile(r"(?:[ ,]*\b(?:stp|svp|s'il te plait|merci|please|thanks))?[ .!?]*$")


def asked(text: str) -> tuple[str, str] | None:
    """Return what a sentence without link asks of the watch, and about what; None if it asks nothing.

    >>> asked("Cherche un lien sur les seniors ?")
    ('search', 'seniors')
    """
    if links_of(text):
        return None
    said = _TAIL.sub("", fold(without_links(text)))
    tags = bool(tags_in(text))
    for name, form in _ASKED.items():
        match = form.match(f"{said} " if tags and name == "search" else said)
        if match is None:
            continue
        about = next(filter(None, match.groupdict().values()), "").strip(" :,")
        return name, _ABOUT.sub("", about, count=1).strip()
    return None


def claims(text: str) -> float:
    """Return how surely a sentence asks something of the watch."""
    return SURELY if asked(text) is not None else 0


@plugin.sentence(claims)
async def answer(ctx: Context, text: str) -> Reply:
    """Do what a sentence asks of the watch, as its command would."""
    name, about = asked(text) or ("mine", "")
    tags = tuple(tag.name for tag in tags_in(text))
    ways: dict[str, Callable[[], Awaitable[Reply]]] = {
        "end": lambda: subscribing.unsubscribe(ctx, tags, "" if tags else about),
        "stop": lambda: subscribing.unsubscribe(ctx, tags, "" if tags else about),
        "begin": lambda: _subscribe(ctx, tags, about),
        "search": lambda: _search(ctx, tags, about, text),
        "mine": lambda: my_links(ctx, None, tags, about),
        "subscribed": lambda: subscribing.subscribe(ctx),
        "tags": lambda: search_commands.tags(ctx),
        "feeds": lambda: feeds(ctx),
        "latest": lambda: search_commands.latest_links(ctx),
        "how": lambda: _how(ctx),
        "by": lambda: search_commands.search(ctx, None, tags, f"@{about.removeprefix('@')}"),
    }
    return await ways[name]()


async def _how(ctx: Context) -> Reply:
    lines: list[Text] = [
        _("The shared watch keeps what colleagues found, for all to find again:"),
        _(
            "- share a link: `/watch https://www.example.org #seniors a clear guide`, or a message in a "
            "channel with the link and `#veille`"
        ),
        _("- find one again: `/watch search digital identity`; the latest: `/watch latest`"),
        _(
            "- keep one for yourself: `/watch save` and the link; change or take back yours: `/watch edit`, "
            "`/watch remove`"
        ),
        _("- have a channel follow a site: `/watch follow https://www.example.org`"),
        _("- be told by DM of a subject: `/watch subscribe #seniors`"),
        _("All of it: `/maillage help watch`."),
    ]
    return Reply(text=ctx.words.join(lines), private=True)


async def _subscribe(ctx: Context, tags: tuple[str, ...], about: str) -> Reply:
    found = FREQUENCY.find(about, ctx.reading)
    if found is None:
        return await subscribing.subscribe(ctx, tags, None, "" if tags else about)
    return await subscribing.subscribe(ctx, tags, found.value, "" if tags else found.rest)


@plugin.suggestion
async def suggest(_ctx: Context, _text: str) -> Suggestion:
    """Offer to look for a link, and to share one."""
    return Suggestion(
        _("Find what colleagues shared: “find links about digital identity”, or share it: `/watch LINK`")
    )


async def _search(ctx: Context, tags: tuple[str, ...], about: str, text: str) -> Reply:
    since: datetime | None = None
    said = _dated(ctx, _TAIL.sub("", fold(without_links(text))))
    if said is not None:
        since, text = said.value, said.rest
        about = (asked(text) or ("", without_links_named(text)))[1]
    of_whom = _PEOPLE.search(without_links(text))
    if of_whom is not None:
        whose = await author_in(ctx, of_whom.group())
        if whose.member is not None:
            about = f"@{whose.member.username} {_TAIL.sub('', fold(whose.words))}"
    return await search_commands.search(ctx, since, tags, about)


def _dated(ctx: Context, text: str) -> Found | None:
    """Return the day since which links are asked for, and what is left of the text; None if none is named."""
    try:
        return SinceArgument().find(text, ctx.reading)
    except Misread:
        return None
