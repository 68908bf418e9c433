"""Typography on output: the spaces, apostrophes and ellipses that a printer would set.

French rules are those of the *Lexique des règles typographiques en usage à l’Imprimerie nationale*: a
narrow no-break space (U+202F) before ``; ! ?`` and inside « », a no-break space (U+00A0) before ``:``.
What a machine or Markdown reads is left alone: code, addresses, mentions, placeholders, link targets,
escapes and the marks that open a line.
"""

from __future__ import annotations

import re

from bot.language.messages import Language

_PROTECTED = r"""
    ^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^`\n]*$(?:.|\n)*?(?:^[ ]{0,3}(?P=fence)|\Z)
  | \\[^\w\s]                                                     # an escape
  | (?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\n)(?:.|\n))*?(?<!`)(?P=ticks)(?!`)  # a code span, within one paragraph
  | \]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?=[)\s])                # the target of a link
  | (?:https?://|www\.|mailto:)\S+
  | <[^<>\s]*>                                                    # a mention, a timestamp, a tag
  | @\w+(?:[.-]\w+)*
  | \{[^{}\n]*\}                                                  # a placeholder of str.format
  | ^[ \t]*(?:(?:[-*+>]+|\d+[.)]|\#{1,6})[ \t]+)+                 # item, quote, heading
"""
_MARKS = re.compile(
    rf"""{_PROTECTED}
  | (?P<apostrophe>(?<=[^\W\d]|[}})\]*])'(?=[\w{{\[«“*`@]))
  | (?P<ellipsis>(?<![./])\.\.\.(?![./]))
    """,
    re.VERBOSE | re.MULTILINE,
)
_SPACE = "[ \u00a0\u202f]"
_FRENCH_SPACES = re.compile(
    rf"""{_PROTECTED}
  | (?P<opening>«){_SPACE}*(?=[^\s»])
  | (?<=[^\s«]){_SPACE}*(?P<closing>»)
  | (?<=[^\s|(\[«]){_SPACE}+(?P<spaced>[?!](?![\w=/\[])|;(?=[\s*_~»”"]|\Z))
  | (?<=[^\s|(\[«]){_SPACE}+(?P<colon>:)(?=[\s*_~»”"]|\Z)
  | (?<=[\w}})\]»”"%€…])(?P<closers>[*_~]*)(?P<glued>[?!])(?![\w=/\[])
    """,
    re.VERBOSE | re.MULTILINE,
)


def typeset(text: str, language: Language) -> str:
    """Return a Markdown text, or a template of `str.format`, as a printer would set it.

    In both languages a straight apostrophe inside a word and three dots become ’ and …; French gets its
    no-break spaces too. A missing space is added before ``?`` and ``!`` after a word and inside « »,
    never before ``;`` and ``:``, which a command or an hour may hold. Doing it twice changes nothing more.

    >>> typeset("C'est fait ! À demain...", "en")
    'C’est fait ! À demain…'
    """
    text = _MARKS.sub(_mark, text)
    return _FRENCH_SPACES.sub(_space, text) if language == "fr" else text


def _mark(match: re.Match[str]) -> str:
    match match.lastgroup:
        case "apostrophe":
            return "’"
        case "ellipsis":
            return "…"
        case _:
            return match.group()


def _space(match: re.Match[str]) -> str:
    match match.lastgroup:
        case "opening":
            return "«\u202f"
        case "closing":
            return "\u202f»"
        case "spaced":
            return f"\u202f{match['spaced']}"
        case "colon":
            return "\u00a0:"
        case "glued":
            return f"{match['closers']}\u202f{match['glued']}"
        case _:
            return match.group()
