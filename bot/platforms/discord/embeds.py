"""Embeds: the embeds of a neutral post as Discord's own, in groups that each fit in one message.

https://docs.discord.com/developers/resources/message#embed-object. A title shows no links, and a footer
nothing but words; neither is shown in a reader's own zone, and no embed notifies anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import discord

from bot.chat.embeds import LONGEST_FOOTER, cut_title, title_of, web_address
from bot.chat.messages import Embed
from bot.chat.people import Person
from bot.chat.plain import plain
from bot.chat.splitting import closed
from bot.language.marks import MARK
from bot.language.messages import Markup
from bot.platforms.discord.limits import (
    MAX_EMBED_TEXT,
    MAX_EMBED_TITLE,
    MAX_EMBEDS,
    MAX_EMBEDS_TOGETHER,
    MAX_URL,
    units,
)
from bot.platforms.discord.markdown import markdown, split_text

_MORE_THAN_WORDS = re.compile(rf"https?://|{MARK}")
"""What somebody could follow, or would see in their own zone, if it stood in the text."""
_SMALL = "-# "
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Card:
    """One embed of Discord's, its texts in Discord's Markdown but for the footer; "" is none."""

    title: str = ""
    text: str = ""
    url: str | None = None
    footer: str = ""

    @property
    def size(self) -> int:
        """How much it counts among all embeds of a message."""
        return units(self.title) + units(self.text) + units(self.footer)

    def as_sent(self) -> discord.Embed:
        """Return it for discord.py."""
        embed = discord.Embed(title=self.title or None, description=self.text or None, url=self.url)
        return embed.set_footer(text=self.footer) if self.footer else embed


def cards(embeds: Iterable[Embed], people: Mapping[int, Person]) -> list[Card]:
    """Return the embeds as Discord's: one that is too long goes on in others, without a title.

    `people` are the accounts there of the members mentioned.
    """
    return [card for embed in embeds for card in _cards(embed, people)]


def in_messages(shown: Iterable[Card]) -> list[tuple[Card, ...]]:
    """Return the embeds in groups that each fit in one message, in order."""
    groups: list[tuple[Card, ...]] = []
    room = 0
    for card in shown:
        if not groups or len(groups[-1]) == MAX_EMBEDS or card.size > room:
            groups.append(())
            room = MAX_EMBEDS_TOGETHER
        groups[-1] = (*groups[-1], card)
        room -= card.size
    return groups


def _cards(embed: Embed, people: Mapping[int, Person]) -> list[Card]:
    title, rest = cut_title(markdown(title_of(embed)), MAX_EMBED_TITLE, split_text)
    address, url = web_address(embed.url), _address(embed.url)
    beside = f"<{address}>" if address is not None and url is None else ""
    footer, below = _footer(str(embed.footer or ""), people)
    texts = [rest, beside, closed(markdown(embed.text, people)), below]
    text = _BETWEEN.join(text.strip("\n") for text in texts if text.strip())
    first, *others = split_text(text, MAX_EMBED_TEXT) or [""]
    *full, last = [Card(title, first, url), *(Card(text=text) for text in others)]
    shown = [*full, replace(last, footer=footer)]
    return [card for card in shown if card.size]


def _address(url: str | None) -> str | None:
    """Return the address of a title as Discord takes it: it knows no host without a dot."""
    address = web_address(url)
    if address is None or len(address) > MAX_URL:
        return None
    host = address.split("/")[2].partition(":")[0]
    return address if "." in host.strip(".") else None


def _footer(footer: str, people: Mapping[int, Person]) -> tuple[str, str]:
    """Return a footer as Discord's own, and as small words under the text: one of both is empty."""
    words = plain(footer)
    if len(words) <= LONGEST_FOOTER and not _MORE_THAN_WORDS.search(footer):
        return words, ""
    lines = (line for line in markdown(Markup(footer), people).splitlines() if line.strip())
    return "", "\n".join(f"{_SMALL}{line.strip()}" for line in lines)
