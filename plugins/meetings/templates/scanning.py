"""What stands between braces in a template, found and put as the engine reads it, before the engine reads it.

People write `{{ Ordre du jour }}` and `{% si lien %}`; the engine knows `ordre_du_jour` and `if`. Most of
what goes wrong, goes wrong here: a brace that is missing, a block that is never closed. It is found here,
since the engine tells such things lines too late, and in English. Nothing here keeps a template from doing
harm: that is seen in the tree that the engine makes of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.language.folding import fold, nearest
from bot.language.messages import Text, _
from plugins.meetings.templates.faults import Broken, Fault, fault_at

_DELIMITER = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_PIECE = re.compile(
    r"""(?P<quoted>"[^"]*"|'[^']*')|(?P<word>[^\W\d]\w*)|(?P<space>[\s-]+)|(?P<other>\d+|[=!<>]=|\*\*|//|.)""",
    re.DOTALL,
)
_FINE_QUOTES = str.maketrans({**dict.fromkeys("“”„", '"'), "\u00a0": " ", "\u202f": " "})
_CONTROL = re.compile(r"^[-+]|[-+]$")
_FRENCH_QUOTED = re.compile(r"«\s*([^»]*?)\s*»")
_KEYWORDS = {
    **{word: word for word in ("if", "else", "in", "and", "or", "not")},
    "si": "if",
    "sinon": "else",
    "dans": "in",
    "et": "and",
    "ou": "or",
    "pas": "not",
    "non": "not",
}
_BLOCK = re.compile(
    r"""(?P<elif>(?:sinon|else)[\s_-]*(?:si|if)\b|els?if\b)
      | (?P<else>(?:sinon|else)\b)
      | (?P<endif>(?:fin|end)[\s_-]*(?:si|if)\b)
      | (?P<endfor>(?:fin|end)[\s_-]*(?:pour|for)\b)
      | (?P<end>(?:fin|end)\b)
      | (?P<for>(?:pour|for)(?:[\s_-]*(?:chaque|each))?\b)
      | (?P<if>(?:si|if)\b)""",
    re.VERBOSE | re.IGNORECASE,
)
FILTERS = {
    **dict.fromkeys(("majuscules", "majuscule", "upper"), "upper"),
    **dict.fromkeys(("minuscules", "minuscule", "lower"), "lower"),
    **dict.fromkeys(("nombre", "compte", "length", "count"), "count"),
    **dict.fromkeys(("join", "joindre", "separe_par", "separes_par"), "join"),
    **dict.fromkeys(("default", "defaut", "par_defaut", "sinon"), "default"),
}
"""What may stand after a bar, by how people may call it."""
_FIRST_WORDS = ("si", "sinon", "finsi", "pour", "finpour", "if", "elif", "else", "endif", "for", "endfor")

_STRAY = _("this `{closing}` closes nothing: `{opening}` is missing before it.")
_UNCLOSED = _("`{opening}` is never closed on this line: write `{closing}` after it.")
_UNCLOSED_NOTE = _("`{opening}` is never closed: write `{closing}` at the end of the note.")
_EMPTY = _("nothing stands between `{opening}` and `{closing}`.")
_BACKSLASH = _("no backslash (`\\`) can stand between braces.")
_UNKNOWN_BLOCK = _(
    "I do not know the instruction “{word}”: there are only `if`, `else`, `endif`, `for` and `endfor`."
)
_MEANT_BLOCK = _("I do not know the instruction “{word}”: did you mean “{meant}”?")
_NOT_OPEN = _("“{word}” ends nothing: a line with `{{% {opening} %}}` is missing before it.")
_WRONG_END = _("“{word}” comes before the end of what begins on line {line}: write `{{% {end} %}}` first.")
_NOT_ENDED = _("what begins here is never ended: write `{{% {end} %}}` further down.")
_ONE_BRACE = _("variables stand between two braces: `{variable}`.")
_ENDS = {"if": "endif", "for": "endfor"}
_SHOWN = {"if": _("if …"), "for": _("for … in …"), "endif": _("endif"), "endfor": _("endfor")}


@dataclass(slots=True)
class _Scan:
    """How far a template was read: `opened` are the blocks not closed yet, each with its line."""

    source: str
    names: frozenset[str]
    pieces: list[str] = field(default_factory=list)
    opened: list[tuple[str, int]] = field(default_factory=list)
    at: int = 0

    def fault(self, at: int, text: Text) -> Fault:
        return fault_at(self.source, self.source.count("\n", 0, at) + 1, text)


def scanned(source: str, names: frozenset[str]) -> str:
    """Return a template as the engine reads it, in the same lines; `names` are those of variables, folded.

    Raises:
        Broken: a brace or the end of a block is missing, or an instruction is not known.
    """
    scan = _Scan(source, names)
    while (found := _DELIMITER.search(source, scan.at)) is not None:
        _take_text(scan, found.start())
        opening = found.group()
        if opening not in _CLOSING:
            missing = next(one for one, closing in _CLOSING.items() if closing == opening)
            raise Broken([scan.fault(found.start(), _STRAY(closing=opening, opening=missing))])
        _take_tag(scan, opening, found.end())
    _take_text(scan, len(source))
    if scan.opened:
        word, line = scan.opened[0]
        raise Broken([fault_at(source, line, _NOT_ENDED(end=_SHOWN[_ENDS[word]]))])
    return "".join(scan.pieces)


def _take_text(scan: _Scan, end: int) -> None:
    """Take what stands as it is; a variable in single braces is one that was meant to be replaced."""
    text = scan.source[scan.at : end]
    for single in re.finditer(r"\{([^{}\n]{1,60})\}", text):
        if named(single[1]) in scan.names:
            variable = f"{{{{ {single[1].strip()} }}}}"
            raise Broken([scan.fault(scan.at + single.start(), _ONE_BRACE(variable=variable))])
    scan.pieces.append(text)
    scan.at = end


def _take_tag(scan: _Scan, opening: str, start: int) -> None:
    closing = _CLOSING[opening]
    end = scan.source.find(closing, start)
    if opening == "{#":
        if end < 0:
            raise Broken([scan.fault(start, _UNCLOSED_NOTE(opening=opening, closing=closing))])
        # What a note says is nobody's business: only its lines are kept, for the numbers of those after it.
        scan.pieces.append("{#" + "\n" * scan.source.count("\n", start, end) + "#}")
        scan.at = end + len(closing)
        return
    content = scan.source[start:end]
    if end < 0 or "\n" in content or _DELIMITER.search(content):
        raise Broken([scan.fault(start, _UNCLOSED(opening=opening, closing=closing))])
    inner = _CONTROL.sub("", content.strip()).strip()
    if not inner:
        raise Broken([scan.fault(start, _EMPTY(opening=opening, closing=closing))])
    if "\\" in inner:
        raise Broken([scan.fault(start, _BACKSLASH)])
    rewritten = _rewritten(inner) if opening == "{{" else _block(scan, inner, start)
    scan.pieces.append(f"{opening} {rewritten} {closing}")
    scan.at = end + len(closing)


def _block(scan: _Scan, typed: str, at: int) -> str:
    """Return an instruction, once it is seen to open, to divide or to end the right thing."""
    found = _BLOCK.match(typed)
    if found is None or found.lastgroup is None:
        first = typed.split(maxsplit=1)[0]
        meant = nearest(first, _FIRST_WORDS, 1)
        text = _MEANT_BLOCK(word=first, meant=meant[0]) if meant else _UNKNOWN_BLOCK(word=first)
        raise Broken([scan.fault(at, text)])
    word, rest = found.lastgroup, typed[found.end() :]
    if word in _ENDS:
        scan.opened.append((word, scan.source.count("\n", 0, at) + 1))
    else:
        word = _divide_or_end(scan, word, typed, at)
    return f"{word} {_rewritten(rest)}".strip()


def _divide_or_end(scan: _Scan, word: str, typed: str, at: int) -> str:
    if not scan.opened:
        opener = "for" if word == "endfor" else "if"
        raise Broken([scan.fault(at, _NOT_OPEN(word=typed, opening=_SHOWN[opener]))])
    innermost, line = scan.opened[-1]
    end = _ENDS[innermost]
    if word in {"elif", "else"}:
        return word
    if word not in {"end", end}:
        raise Broken([scan.fault(at, _WRONG_END(word=typed, line=line, end=_SHOWN[end]))])
    scan.opened.pop()
    return end


def named(words: str) -> str:
    """Return the folded name that some words are: `ordre_du_jour` of “Ordre du jour”."""
    return re.sub(r"[\s_-]+", "_", fold(words)).strip("_")


def _rewritten(content: str) -> str:
    """Return what stands between braces with keywords and names as the engine has them."""
    out: list[str] = []
    run: list[str] = []
    after_bar = False

    def flush() -> None:
        nonlocal after_bar
        if run:
            name = "_".join(run)
            out.append(FILTERS.get(name, name) if after_bar else name)
            run.clear()
            after_bar = False

    plain = _FRENCH_QUOTED.sub(r'"\1"', content).translate(_FINE_QUOTES)
    for piece in _PIECE.finditer(plain):
        kind, text = piece.lastgroup, piece.group()
        if kind == "space":
            continue
        word = named(text) if kind == "word" else text
        if kind == "word" and (after_bar or word not in _KEYWORDS):
            run.append(word)
            continue
        flush()
        after_bar = text == "|"
        out.append(_KEYWORDS[word] if kind == "word" else text)
    flush()
    return " ".join(out)
