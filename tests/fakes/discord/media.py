"""Files that components show: `attachment://name` in a request, an address in an answer.

components/reference: unfurled media items.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .errors import Form
from .messages import Attachment, walk
from .users import Json

_SCHEME = "attachment://"
_THUMBNAIL, _GALLERY, _FILE = 11, 12, 13


def _media(components: list[Json]) -> Iterator[tuple[Json, str]]:
    """What shows media, and the name of the field with it."""
    for one in walk(components):
        if one["type"] == _FILE:
            yield one, "file"
        elif one["type"] == _THUMBNAIL:
            yield one, "media"
        elif one["type"] == _GALLERY:
            for item in one.get("items") or []:
                yield item, "media"


def check_media(form: Form, components: list[Json], names: Iterable[str]) -> None:
    """Check that the files which components show come with the message; `names` are those of its files."""
    known = set(names)
    for shows, field in _media(components):
        url = str((shows.get(field) or {}).get("url") or "")
        if shows.get("type") == _FILE and not url.startswith(_SCHEME):
            words = "A file component shows an attachment only"
            form.refuse(("components",), "UNFURLED_MEDIA_ITEM_REQUIRES_ATTACHMENT", words)
        elif url.startswith(_SCHEME) and url.removeprefix(_SCHEME) not in known:
            words = "The referenced attachment could not be found in the attachment list"
            form.refuse(("components",), "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", words)


def resolve_media(components: list[Json], attachments: list[Attachment]) -> None:
    """Put addresses, sizes and defaults where a request names files."""
    by_name = {attachment.filename: attachment for attachment in attachments}
    for number, (shows, field) in enumerate(_media(components), start=1):
        url = shows[field]["url"]
        attachment = by_name.get(url.removeprefix(_SCHEME))
        told: Json = {"id": str(number), "url": url, "proxy_url": url}
        if attachment is not None:
            told |= {"url": attachment.url, "proxy_url": attachment.url, "attachment_id": attachment.id}
        shows[field] = told
        shows.setdefault("spoiler", False)
        if shows.get("type") == _FILE:
            assert attachment is not None
            shows.update({"name": attachment.filename, "size": len(attachment.content)})
        else:
            shows.setdefault("description", None)
