"""The names of what feeds in XML are made of: whatever prefix or spelling a site gives to a namespace."""

from __future__ import annotations

import re
from typing import Any

from plugins.watch.reading.plain import Said

Element = Any
Module = Any
"""Of lxml, which has no annotations."""

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XHTML = "http://www.w3.org/1999/xhtml"
_MOST_OF_A_NAME = 100
"""Elements of one name that are looked at in an item, or in what a feed says of itself."""
_VARYING = re.compile(r"^https?://|[/#]+$")
"""What people write one way or another in the name of a namespace: `https` for `http`, a slash at its end."""


def _plainly(namespace: str) -> str:
    """Return what is common to all ways in which people write the name of a namespace.

    >>> _plainly("https://www.w3.org/2005/Atom/"), _plainly("http://www.itunes.com/DTDs/Podcast-1.0.dtd")
    ('www.w3.org/2005/atom', 'www.itunes.com/dtds/podcast-1.0.dtd')
    """
    return _VARYING.sub("", namespace.strip().lower())


_ATOM = frozenset(map(_plainly, ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")))
_OWN = _ATOM | set(
    map(
        _plainly,
        (
            "",
            "http://purl.org/rss/1.0/",
            "http://my.netscape.com/rdf/simple/0.9/",
            "http://channel.netscape.com/rdf/simple/0.9/",
            "http://backend.userland.com/rss",
            "http://backend.userland.com/rss2",
            "http://blogs.law.harvard.edu/tech/rss",
        ),
    )
)
"""The namespaces of feeds; what has none is RSS 0.91 to 2.0."""
_OTHERS = {
    _plainly("http://purl.org/rss/1.0/modules/content/"): "content",
    _plainly("http://purl.org/dc/elements/1.1/"): "dc",
    _plainly("http://purl.org/dc/terms/"): "dc",
    _plainly("http://purl.org/rss/1.0/modules/syndication/"): "sy",
    _plainly("http://rssnamespace.org/feedburner/ext/1.0"): "feedburner",
    _plainly("http://search.yahoo.com/mrss/"): "media",
    _plainly("http://www.itunes.com/dtds/podcast-1.0.dtd"): "itunes",
}


class Names:
    """The short names of elements: `title`, `dc:date`, `{x}y` for what is of no other use here."""

    def __init__(self, etree: Module) -> None:
        self._etree = etree
        self._known: dict[str, str] = {}
        self._of_atom: dict[str, bool] = {}
        self._own = set(_OWN)

    def take_for_own(self, root: Element) -> None:
        """Have the namespace of a feed's root be that of its elements, whatever its name is."""
        if isinstance(root.tag, str) and not root.tag.startswith(RDF):
            self._own.add(_plainly(_namespace(root.tag)))

    def of(self, element: Element) -> str:
        """Return the short name of an element, empty for what is none (an entity)."""
        tag = element.tag
        name = self._known.get(tag)
        if name is None:
            if not isinstance(tag, str):
                return ""
            namespace, local = _plainly(_namespace(tag)), tag.rpartition("}")[2]
            prefix = _OTHERS.get(namespace)
            name = local if namespace in self._own else f"{prefix}:{local}" if prefix else tag
            self._known[tag] = name
        return name

    def children(self, element: Element) -> dict[str, list[Element]]:
        """Return the children of an element by their short names, the first ones of each name."""
        children: dict[str, list[Element]] = {}
        for child in element:
            name = self._known.get(child.tag) or self.of(child)
            if name not in children:
                children[name] = [child]
            elif len(children[name]) < _MOST_OF_A_NAME:
                children[name].append(child)
        return children

    def said(self, element: Element) -> Said:
        """Return the text of an element, its elements being markup."""
        written = element.text or ""
        if len(element):
            return Said(written + "".join(self._markup(child) for child in element))
        if not self._is_of_atom(element.tag):
            return Said(written)
        kind = element.get("type", "text")
        if "/" in kind and not kind.startswith("text/") and "html" not in kind:
            return Said("")  # A picture, or XML of another kind (RFC 4287, 4.1.3.1).
        return Said(written, is_markup="html" in kind)

    def _markup(self, element: Element) -> str:
        """Return an element as markup, without the prefix that its names may have."""
        if element.prefix:
            for one in element.iter(f"{{{_XHTML}}}*"):
                one.tag = self._etree.QName(one).localname
        said: str = self._etree.tostring(element, encoding="unicode", method="html")
        return said

    def _is_of_atom(self, tag: str) -> bool:
        is_it = self._of_atom.get(tag)
        if is_it is None:
            is_it = self._of_atom[tag] = _plainly(_namespace(tag)) in _ATOM
        return is_it


def _namespace(tag: str) -> str:
    return tag[1:].rpartition("}")[0] if tag[0] == "{" else ""
