"""Discord's Markdown: neutral Markdown in its form, and nothing that somebody typed in any form.

https://docs.discord.com/developers/reference#message-formatting and, for what people see formatted,
https://support.discord.com/hc/en-us/articles/210298617
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.chat.markup import translate
from bot.chat.people import Person
from bot.chat.splitting import split
from bot.chat.tables import without_tables
from bot.language.marks import MARK
from bot.language.messages import Text, escape
from bot.platforms.discord.limits import MAX_CONTENT, units

_ITEMS = r"[ \t]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t]+)+"
_ACTIVE = re.compile(
    rf"""(?P<kept>
        {MARK}
      | ^[ ]{{0,3}}(?P<fence>`{{3,}}|~{{3,}})[^`\n]*$(?:.|\n)*?(?:^[ ]{{0,3}}(?P=fence)|\Z)   # a block
      | \\[^\w\s] | \\_                                          # an escape
      | (?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\n)(?:.|\n))*?(?<!`)(?P=ticks)(?!`)   # a span of code
      )
      | (?P<address>https?://(?:[^\s<\\]|\\(?!<))+)(?P<end>(?=\\<))?
      | (?P<sign>
        (?<=[^\W_])_(?=[^\W_\x00-\x7f])                          # to Discord, “é” is no part of a word
      | <(?=[#/:]|@[!&]?\d|a:|t:|id:|sound:)                     # channels, commands, emoji, instants …
      )
      | (?P<lead>
        ^(?:{_ITEMS}|[ \t]*)(?=-\#\s|>>>\s)                      # small words, a quote of all that follows
      | ^(?:{_ITEMS}|[ \t]+)(?=\#{{1,3}}\s)                      # headings in lists, or after spaces
      | ^[ \t]+(?=>\s)                                           # quotes after spaces
      )
    """,
    re.VERBOSE | re.MULTILINE,
)
"""What Discord formats though neutral Markdown does not, outside of what it leaves alone as well."""
_ESCAPED = re.compile(r"\\([^\w\s]|_)")
_LINK = re.compile(
    r"""(?P<kept>
        ^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^`\n]*$(?:.|\n)*?(?:^[ ]{0,3}(?P=fence)|\Z)   # a block of code
      | (?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\n)(?:.|\n))*?(?<!`)(?P=ticks)(?!`)   # a span of code
      | <https?://[^\s<>]*>
      )
      | (?<=\]\()(?P<target>https?://(?:[^\s<>()]|\([^\s<>()]*\))+)(?=\))
      | (?P<address>https?://(?:[^\s<>()]|\([^\s<>()]*\))*(?:[^\s<>().,:;!?…»"'*~|\]]|\([^\s<>()]*\)))
    """,
    re.VERBOSE | re.MULTILINE,
)
"""Addresses of which Discord would show a preview, up to the signs that only stand after them."""
_CALL = re.compile(r"<@(?=[!&]\d)")


def markdown(text: Text, people: Mapping[int, Person] | None = None) -> str:
    """Return a rendered text in Discord's Markdown, which knows no tables: they become lists.

    Only the members in `people`, by their accounts there, are called; the others are named. Discord shows
    each instant, with its weekday, in the reader's own zone and language:
    https://docs.discord.com/developers/reference#message-formatting-timestamp-styles.
    """

    def mention(member: int, username: str) -> str:
        if people and member in people:
            return f"<@{people[member].id}>"
        return _hardened(escape(username.replace("@", "")))

    return translate(
        _hardened(without_tables(str(text))),
        mention_form=mention,
        timestamp_form=lambda seconds, _spelled: f"<t:{seconds}:F>",
        calls=lambda _name: True,
    )


def without_previews(text: str, *, even_of_one: bool) -> str:
    """Return a text in Discord's Markdown of whose links no preview is shown, if they are several.

    An address in angle brackets has none, and they are not shown. The flag that leaves out previews would
    leave out embeds as well, and stay when a message is changed.

    >>> without_previews("Voir https://example.org/a, [b](https://example.org/b).", even_of_one=False)
    'Voir <https://example.org/a>, [b](<https://example.org/b>).'
    """
    found = {link["target"] or link["address"] for link in _LINK.finditer(text)} - {None}
    if not even_of_one and len(found) < 2:
        return text
    return _LINK.sub(lambda link: link[0] if link["kept"] else f"<{link[0]}>", text)


def split_text(text: str, most: int = MAX_CONTENT) -> list[str]:
    """Return a text in Discord's Markdown in parts of at most so many characters: by default, of messages."""
    room = most
    while True:
        parts = split(text, room)
        excess = max(map(units, parts), default=0) - most
        if excess <= 0:
            return parts
        room -= -(-excess // 2)  # a character is two units at most: that many fewer are enough, or nearly


def _hardened(text: str) -> str:
    """Return neutral Markdown in which nothing is formatted by Discord alone.

    Discord looks for roles to call also where it formats nothing.
    """
    return _CALL.sub("<@\u200b", _ACTIVE.sub(_harden, text))


def _harden(found: re.Match[str]) -> str:
    if found["address"] is not None:
        return _ESCAPED.sub(_in_address, found["address"]) + (" " if found["end"] is not None else "")
    if found["sign"] is not None:
        return f"\\{found['sign']}"
    return f"{found['lead']}\\" if found["lead"] is not None else found[0]


def _in_address(escaped: re.Match[str]) -> str:
    """To Discord nothing is an escape in an address: it would take one for a part of it."""
    return "".join(f"%{byte:02X}" for byte in escaped[1].encode())
