"""`/maillage lier` and `/maillage délier`: several accounts of a person, several communities of a network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from bot.chat import Button, Option, Reply, Role, Style, Update
from bot.chat.places import platform_title
from bot.language.folding import fold
from bot.language.messages import Instant, Markup, Text, _
from bot.plugin import AccountsFound, Arg, CompletionContext, Context, LinkedAccount, Links, Rest
from plugins.network.declaration import maillage, plugin

_COMMUNITY = frozenset(("communaute", "community", "serveur", "server", "equipe", "team"))
"""What stands for the community where one is, folded; it is no code."""
_CODE = re.compile(
    r"/?(?:(?:lier|link)\s+)?(?P<code>(?:C-)?[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3})", re.IGNORECASE
)


async def the_community(ctx: CompletionContext, typed: str) -> Sequence[Option]:
    """Offer the word for the community to whom it is for."""
    word = ctx.words(_("community"))
    is_offered = fold(word).startswith(fold(typed)) and await ctx.may(Role.COORDINATOR)
    return [Option(word, word)] if is_offered else []


def is_code(sentence: str) -> float:
    """Return how surely a sentence is a code, as it was given, from 0 to 1."""
    return 1.0 if _CODE.fullmatch(sentence.strip()) else 0.0


What = Annotated[
    Rest,
    Arg(
        _("code"),
        help=_("the code that you were given on the other side; “community” to link a whole community."),
        max_length=50,
        complete=the_community,
    ),
]
Which = Annotated[
    Rest,
    Arg(
        _("what"),
        help=_("“community” to take this community out of the network."),
        max_length=50,
        complete=the_community,
    ),
]


@maillage.command(
    "lier",
    english="link",
    summary=_("Link your account of another chat, or another community, by a code"),
    examples=_("/maillage link\n/maillage link K7M-4QR-XJ2"),
    joins=True,
)
async def link(ctx: Context, code: What = "") -> Reply:
    """Give a code to be entered on the other side, or do what the code entered here is for.

    Before two accounts are linked, the person sees with whom they would become one.
    """
    if not code or fold(code) in _COMMUNITY:
        return await _offer(ctx, community=bool(code))
    done = await ctx.service(Links).enter(ctx, code)
    if isinstance(done, AccountsFound):
        return _question(ctx, done, code)
    text = _(
        "{community} is in the network {network} from now on: its members share what the network shares, and "
        "who administers it coordinates the network with the others. To undo it: "
        "`/maillage unlink community`.",
        community=done.community,
        network=done.network,
    )
    return Reply(text=text)


@plugin.sentence(is_code)
async def enter(ctx: Context, text: str) -> Reply:
    """Do what a code is for that somebody wrote without the command."""
    found = _CODE.fullmatch(text.strip())
    return await link(ctx, found["code"] if found else text)


@plugin.action("link", joins=True)
async def confirm(ctx: Context, code: str) -> Update:
    """Link the person with who made the code, whose accounts they saw."""
    accounts = await ctx.service(Links).link(ctx, code)
    ctx.words = ctx.words_for(ctx.member)
    return Update(text=ctx.words.join(_linked(accounts)))


def _question(ctx: Context, found: AccountsFound, code: str) -> Reply:
    lines: list[Text] = [
        _("This code links you, in the network {network}, with:", network=ctx.network.name),
        *_lines(found.accounts),
        _(
            "If that is you as well, press the button before {until}: you are one member from then on, with "
            "the same rights, reminders and private messages.",
            until=Instant(found.expires_at),
        ),
        _(
            "If it is somebody else, do nothing: they would act in your name and receive what I write to "
            "you. To have a community join, another code is needed, which begins with “C-”."
        ),
    ]
    button = Button(
        _("That is me: link {account}", account=account_label(found.accounts[0])),
        "link",
        {"code": code},
        Style.PRIMARY,
    )
    return Reply(text=ctx.words.join(lines), buttons=(button,), private=True)


async def _offer(ctx: Context, *, community: bool) -> Reply:
    code = await ctx.service(Links).offer(ctx, community=community)
    values = {"line": Markup(f"`/maillage {_verb(ctx)} {code.text}`"), "until": Instant(code.expires_at)}
    if community:
        text = _(
            "To have another community join the network {network}, have this typed in one of its channels, "
            "by somebody who administers it: {line}\nThe code works once, until {until}.",
            network=ctx.network.name,
            **values,
        )
    else:
        text = _(
            "To link your other account to this one, write to me from there, in a direct message: {line}\n"
            "The code works once, until {until}. Give it to nobody: whoever enters it becomes one with you.",
            **values,
        )
    return Reply(text=text, private=True)


@maillage.command(
    "délier",
    english="unlink",
    summary=_("Undo a link between your accounts, or take this community out of the network"),
)
async def unlink(ctx: Context, what: Which = "") -> Reply:
    """Show the person's accounts, with a button to part each; or have the community here leave."""
    links = ctx.service(Links)
    if fold(what) in _COMMUNITY:
        text = _(
            "{community} has left the network: I serve its channels no more, and forget nothing of them. To "
            "have it join again: `/maillage link community`, in the network.",
            community=await links.leave(ctx),
        )
        return Reply(text=text, private=True)
    accounts = await links.accounts(ctx)
    if len(accounts) == 1:
        text = _(
            "You have one account only, {account}, so there is nothing to undo. To link another one: "
            "`/maillage link`.",
            account=account_label(accounts[0]),
        )
        return Reply(text=text, private=True)
    lines: list[Text] = [_("You have {count} accounts:", count=len(accounts)), *_lines(accounts)]
    lines.append(_("Which one shall be a member of its own again? What came with it goes with it."))
    return Reply(text=ctx.words.join(lines), buttons=_buttons(accounts), private=True)


@plugin.action("part")
async def part(ctx: Context, account: int) -> Update:
    """Make one of the person's accounts a member of its own again."""
    parted = await ctx.service(Links).part(ctx, account)
    text = _(
        "{account} is a member of its own again, with what came with it. What was added since the link stays "
        "where it was. To link it again: `/maillage link`.",
        account=account_label(parted),
    )
    return Update(text=text)


def account_label(account: LinkedAccount) -> Text:
    """Return an account in words: its chat and its user name."""
    return _("{username} ({platform})", username=account.username, platform=platform_title(account.platform))


def _linked(accounts: Sequence[LinkedAccount]) -> list[Text]:
    return [
        _("Done: from now on you are one member, with one set of reminders and of choices:"),
        *_lines(accounts),
        _("To undo it: `/maillage unlink`."),
    ]


def _lines(accounts: Sequence[LinkedAccount]) -> list[Text]:
    return [_("- {account}", account=account_label(account)) for account in accounts]


def _buttons(accounts: Sequence[LinkedAccount]) -> tuple[Button, ...]:
    return tuple(
        Button(
            _("Part {account}", account=account_label(account)),
            "part",
            {"account": account.id},
            name=f"part-{number}",
        )
        for number, account in enumerate(accounts, 1)
    )


def _verb(ctx: Context) -> str:
    return "link" if ctx.words.language == "en" else "lier"
