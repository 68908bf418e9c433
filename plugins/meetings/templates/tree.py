"""What a template may do, seen in the tree that the engine makes of it: all else is refused.

There are no attributes, no calls, no arithmetic, no loops in loops, and nothing is looped over but the lists
that the bot hands over: so what a template costs is known before it ever runs, and bounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from jinja2 import nodes

from bot.language.folding import nearest
from bot.language.messages import Language, Text, _
from plugins.meetings.templates import parts
from plugins.meetings.templates.faults import Broken, Fault, fault_at
from plugins.meetings.templates.parts import Part
from plugins.meetings.templates.purposes import Variable, titles_with
from plugins.meetings.templates.scanning import FILTERS

LONGEST_LIST = 60
"""Items of a list that a template is given at most."""
DEAREST = 6_000
"""Steps that a template may take at most, each of a few microseconds."""
_DEEPEST = 12
_OF_LISTS = {"join", "count"}
LINES, INLINE = "lines", "inline"
"""The filters that show a list by itself: as lines, or within one."""

EXAMPLE: Mapping[Language, str] = {"fr": "{{ titre }}", "en": "{{ title }}"}
_UNKNOWN = _("I do not know the variable “{name}”. There are: {names}.")
_MEANT = _("I do not know the variable “{name}”: did you mean “{meant}”?")
_ELSEWHERE = _("the variable “{name}” stands only in the template “{title}”.")
_FORBIDDEN = _(
    "only the name of a variable can stand here, such as `{variable}`: no calculation, no dot, no brackets."
)
_UNKNOWN_FILTER = _(
    "I do not know “{name}” after a bar: there are `upper`, `lower`, `count`, `join`, `default`."
)
_FILTER_VALUE = _("what stands after “{name}” in parentheses can only be one text between quotes.")
_NOT_A_LIST = _("“{name}” is not a list: {lists} are lists.")
_IS_A_LIST = _("“{name}” is a list: only `count` and `join` can stand after it.")
_NO_LISTS = _("“{name}” is not a list, and there are none in this template.")
_NESTED = _("a loop cannot stand in another one.")
_TAKEN = _("“{name}” is the name of a variable already: call the item otherwise.")
_DEAR = _("it repeats too much: take out a loop, or make it shorter.")
_TOO_DEEP = _("too many things stand in one another here: make it simpler.")
_NOT_COMPARED = _("only `==`, `!=` and `in` compare.")
_TOO_MANY_PARTS = _("there are more than {most} parts to fill in: leave some out.")


@dataclass(slots=True)
class Reviewed:
    """What was found in a tree: parts to fill in, in order, French names of variables, and what is wrong."""

    source: str
    known: Mapping[str, Variable]
    language: Language
    parts: list[Part] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    steps: int = 0
    times: int = 1
    items: frozenset[str] = frozenset()
    """The names of the items of the loop that we are in."""

    def fault(self, line: int, text: Text) -> None:
        """Note that something is wrong on a line."""
        self.faults.append(fault_at(self.source, line, text))

    def take(self, steps: int = 1) -> None:
        """Count steps, as often as the loop that we are in may take them."""
        self.steps += steps * self.times


def part_name(index: int) -> str:
    """Return the name by which the engine is given a part that was filled in."""
    return f"_part{index}"


def review(tree: nodes.Template, source: str, known: Mapping[str, Variable], language: Language) -> Reviewed:
    """Look at all of a tree, and put parts to fill in and lists into it as the engine shows them.

    Raises:
        Broken: something in it is not known, or may not be done.
    """
    seen = Reviewed(source, known, language)
    _body(seen, tree, tree.body, 0)
    if len(seen.parts) > parts.MOST:
        seen.fault(1, _TOO_MANY_PARTS(most=parts.MOST))
    if seen.steps > DEAREST:
        seen.fault(1, _DEAR)
    if seen.faults:
        raise Broken(sorted(seen.faults, key=lambda fault: fault.line))
    return seen


def _body(seen: Reviewed, parent: nodes.Node, body: list[nodes.Node], depth: int) -> None:
    if depth > _DEEPEST:
        seen.fault(parent.lineno, _TOO_DEEP)
        return
    for node in body:
        seen.take()
        match node:
            case nodes.Output():
                node.nodes = _output(seen, node.nodes, depth)
            case nodes.If():
                _expression(seen, node.test, depth + 1)
                _body(seen, node, node.body, depth + 1)
                for other in node.elif_:
                    _expression(seen, other.test, depth + 1)
                    _body(seen, other, other.body, depth + 1)
                _body(seen, node, node.else_, depth + 1)
            case nodes.For():
                _loop(seen, node, depth)
            case _:
                _forbid(seen, node)


def _loop(seen: Reviewed, node: nodes.For, depth: int) -> None:
    if seen.items:
        seen.fault(node.lineno, _NESTED)
        return
    if not isinstance(node.target, nodes.Name) or node.recursive or not isinstance(node.iter, nodes.Name):
        _forbid(seen, node)
        return
    item = node.target.name
    if item in seen.known or item.startswith("_") or item == "loop":
        seen.fault(node.lineno, _TAKEN(name=item))
    _list_named(seen, node.iter)
    seen.times, seen.items = LONGEST_LIST, frozenset({item})
    if node.test is not None:
        _expression(seen, node.test, depth + 1)
    _body(seen, node, node.body, depth + 1)
    seen.times, seen.items = 1, frozenset()
    _body(seen, node, node.else_, depth + 1)


def _output(seen: Reviewed, shown: list[nodes.Expr], depth: int) -> list[nodes.Expr]:
    """Return what is shown with its parts to fill in, and with lists as lines where they stand alone."""
    out: list[nodes.Expr] = []
    for node, following in zip_longest(shown, shown[1:]):
        if isinstance(node, nodes.TemplateData):
            out += _text(seen, node)
            continue
        _expression(seen, node, depth + 1, shows=True)
        if isinstance(node, nodes.Name) and _is_list(seen, node.name):
            out.append(_filtered(node, LINES if _is_alone(out, following) else INLINE))
            seen.take(LONGEST_LIST)
        else:
            out.append(node)
    return out


def _is_alone(before: list[nodes.Expr], following: nodes.Expr | None) -> bool:
    """Return whether what stands between has a line for itself."""
    last = before[-1] if before else None
    begins = last is None or (isinstance(last, nodes.TemplateData) and last.data.endswith("\n"))
    ends = following is None or (
        isinstance(following, nodes.TemplateData) and following.data.lstrip(" \t").startswith("\n")
    )
    return begins and ends


def _filtered(node: nodes.Expr, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _text(seen: Reviewed, node: nodes.TemplateData) -> list[nodes.Expr]:
    out: list[nodes.Expr] = []
    line = node.lineno
    for piece in parts.split(node.data):
        if isinstance(piece, Part):
            keys = [part.key for part in seen.parts]
            if piece.key not in keys:
                seen.parts.append(piece)
                keys.append(piece.key)
            out.append(nodes.Name(part_name(keys.index(piece.key)), "load", lineno=line))
            continue
        at = parts.begun(piece)
        if at is not None:
            seen.fault(line + piece.count("\n", 0, at), parts.NOT_CLOSED)
        out.append(nodes.TemplateData(piece, lineno=line))
        line += piece.count("\n")
    return out


def _expression(seen: Reviewed, node: nodes.Node | None, depth: int, *, shows: bool = False) -> None:
    """Look at what has a value; where it `shows` it is words, and not whether something is so."""
    seen.take()
    match node:
        case _ if depth > _DEEPEST:
            seen.fault(node.lineno if node is not None else 1, _TOO_DEEP)
        case nodes.Name():
            _is_known(seen, node)
        case nodes.Const():
            _constant(seen, node, shows=shows)
        case nodes.And() | nodes.Or():
            _expression(seen, node.left, depth + 1, shows=shows)
            _expression(seen, node.right, depth + 1, shows=shows)
        case nodes.CondExpr(expr2=nodes.Expr()):
            _expression(seen, node.test, depth + 1)
            _expression(seen, node.expr1, depth + 1, shows=shows)
            _expression(seen, node.expr2, depth + 1, shows=shows)
        case nodes.Not() if not shows:
            _expression(seen, node.node, depth + 1)
        case nodes.Compare() if not shows:
            _comparison(seen, node, depth)
        case nodes.Filter():
            _filter(seen, node, depth)
        case nodes.Node():
            _forbid(seen, node)


def _constant(seen: Reviewed, node: nodes.Const, *, shows: bool) -> None:
    """Look at what stands there as it is: a text, or a number to compare with, which values are as text."""
    if isinstance(node.value, str):
        return
    if shows or isinstance(node.value, bool) or not isinstance(node.value, int):
        _forbid(seen, node)
    else:
        node.value = str(node.value)


def _comparison(seen: Reviewed, node: nodes.Compare, depth: int) -> None:
    _expression(seen, node.expr, depth + 1)
    for operand in node.ops:
        if operand.op not in {"eq", "ne", "in", "notin"}:
            seen.fault(node.lineno, _NOT_COMPARED)
        _expression(seen, operand.expr, depth + 1)
    seen.take(LONGEST_LIST)


def _filter(seen: Reviewed, node: nodes.Filter, depth: int) -> None:
    if node.name not in FILTERS.values() or node.node is None:
        seen.fault(node.lineno, _UNKNOWN_FILTER(name=node.name))
        return
    takes = {"join": (0, 1), "default": (1,)}.get(node.name, (0,))
    is_text = all(isinstance(arg, nodes.Const) and isinstance(arg.value, str) for arg in node.args)
    if node.kwargs or node.dyn_args or node.dyn_kwargs or not is_text or len(node.args) not in takes:
        seen.fault(node.lineno, _FILTER_VALUE(name=node.name))
    if node.name in _OF_LISTS:
        seen.take(LONGEST_LIST)
        if isinstance(node.node, nodes.Name):
            _list_named(seen, node.node)
        else:
            _forbid(seen, node)
        return
    _expression(seen, node.node, depth + 1)
    if isinstance(node.node, nodes.Name) and _is_list(seen, node.node.name):
        seen.fault(node.lineno, _IS_A_LIST(name=node.node.name))


def _is_list(seen: Reviewed, name: str) -> bool:
    variable = seen.known.get(name)
    return variable is not None and variable.is_list


def _list_named(seen: Reviewed, node: nodes.Name) -> None:
    if not _is_known(seen, node) or _is_list(seen, node.name):
        return
    lists = ", ".join(dict.fromkeys(one.name(seen.language) for one in seen.known.values() if one.is_list))
    seen.fault(node.lineno, (_NOT_A_LIST(lists=lists) if lists else _NO_LISTS)(name=node.name))


def _is_known(seen: Reviewed, node: nodes.Name) -> bool:
    if node.name in seen.items:
        return True
    if node.name in seen.known:
        seen.names.add(seen.known[node.name].french)
        return True
    elsewhere = titles_with(node.name)
    if elsewhere:
        seen.fault(node.lineno, _ELSEWHERE(name=node.name, title=elsewhere[0]))
        return False
    names = [*seen.known, *seen.items]
    meant = nearest(node.name, names, 1) or [word for word in node.name.split("_") if word in names][:1]
    if meant:
        seen.fault(node.lineno, _MEANT(name=node.name, meant=meant[0]))
    else:
        all_names = dict.fromkeys(variable.name(seen.language) for variable in seen.known.values())
        seen.fault(node.lineno, _UNKNOWN(name=node.name, names=", ".join(all_names)))
    return False


def _forbid(seen: Reviewed, node: nodes.Node) -> None:
    seen.fault(node.lineno, _FORBIDDEN(variable=EXAMPLE[seen.language]))
