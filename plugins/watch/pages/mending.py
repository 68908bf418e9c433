"""Texts whose UTF-8 somebody took for windows-1252 and wrote down so: `Ã©tÃ©` was `été`.

They are mended only where all of a text says so. What has an accent of its own is as it was meant, were it
about this very mistake: `pourquoi “Ã©” s’affiche à la place de “é”`.
"""

from __future__ import annotations

import re

_MOST_TIMES = 3
"""Some texts went through it more than once."""
_BYTES = {
    **{chr(byte): byte for byte in range(0x80, 0x100)},
    **{letter: byte for byte in range(0x80, 0xA0) if (letter := bytes([byte]).decode("cp1252", "ignore"))},
}
"""The byte that a character stands for: those of windows-1252, and the controls of Latin-1 in its gaps."""
_SECOND = "".join(letter for letter, byte in _BYTES.items() if byte < 0xC0)
"""What stands for the second byte of a letter."""
_NEVER_AFTER_A_CAPITAL = r"[\u0080-\u009f¡-©«¬¯±µ¶¸¼-¿ˆ‰Š€‡ƒ†Ž]"
_LETTER = r"[^\W\d_ÂÃ]"
_SURE = re.compile(
    rf"""(?<={_LETTER})Ã{_NEVER_AFTER_A_CAPITAL} | Ã{_NEVER_AFTER_A_CAPITAL}(?={_LETTER}) | Ã€(?=\s)
       | Â[¡-¬®-¿]
       | (?<=[a-zß-ÿ])[ÂÃ]
       | (?<![^\W\d_])[ÂÃ](?:[{_SECOND}](?=[a-z])|\u00a0)
       | â(?:€[“”¦¢]|‚¬|„¢) | (?<={_LETTER})â€. | â€.(?={_LETTER})
       | Å“(?=[a-z])
       | ðŸ
    """,
    re.VERBOSE,
)
"""What no text holds that was written as it was meant, and none shows that is about it (`Ã©` by itself).

After a capital `Ã` there may well be an ellipsis or a dash: `AMANHÃ…`.
"""
_SIGNS = ("Ã", "Â", "â€", "â‚", "â„", "Å“", "ð")
"""One of these is in all that is sure: most texts have none, which is seen at once."""
_LOST_SPACE = re.compile(r"(?<![A-ZÀ-Þ])Ã (?=\S)")
"""An `à` whose second byte, a space without break, became an ordinary one."""
_WESTERN = re.compile(
    "[\u0000-\u007f\u00a0-\u00ffŒœŠšŽžŸƒˆ˜\u2010-\u203a€™\u2190-\u27bf\U0001f300-\U0001faff]*"
)
"""What the languages of Western Europe write: nothing else is taken for what was meant."""


def mended(text: str) -> str:
    """Return a text as it was before its UTF-8 was taken for windows-1252, if it surely was; else itself.

    >>> mended("lâ€™Ã©tÃ©"), mended("l’Ã©tÃ©"), mended("AMANHÃ…")
    ('l’été', 'l’Ã©tÃ©', 'AMANHÃ…')
    """
    for _time in range(_MOST_TIMES):
        before = _before(text)
        if before is None:
            break
        text = before
    return text


def _before(text: str) -> str | None:
    """Return a text as it was one mistake ago, None if that was not surely made."""
    if text.isascii() or not any(sign in text for sign in _SIGNS) or not _SURE.search(text):
        return None
    whole = _LOST_SPACE.sub("Ã\u00a0 ", text)
    try:
        written = bytes(ord(letter) if letter < "\x80" else _BYTES[letter] for letter in whole)
        before = written.decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None
    return before if _WESTERN.fullmatch(before) else None
