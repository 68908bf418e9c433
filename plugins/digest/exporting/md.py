"""A letter as Markdown."""

from __future__ import annotations

from plugins.digest.documents import Document, bullet


def markdown(document: Document) -> str:
    """Return a letter as Markdown (CommonMark): a heading each for it, its sections and their groups."""
    blocks = [f"# {document.title}", document.note, document.editorial]
    for section in document.sections:
        blocks.append(f"## {section.title}")
        for group in section.groups:
            blocks.append(f"### {group.heading}" if group.heading else "")
            blocks.append("\n".join(bullet(item) for item in group.items))
    return "\n\n".join(str(block) for block in blocks if block) + "\n"


def write(document: Document, _series: int) -> bytes:
    """Return the file of a letter."""
    return markdown(document).encode()
