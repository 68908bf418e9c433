"""A letter as a mail (RFC 5322): plain text and HTML; nobody's address stands in it.

`X-Unsent` has mail clients open it as a mail to be sent; the addresses are those of nowhere (RFC 2606).
"""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from bot.chat.plain import plain
from plugins.digest.documents import Document
from plugins.digest.exporting.html import html
from plugins.digest.exporting.txt import text

_NOWHERE = "maillage.invalid"
_POLICY = SMTP.clone(max_line_length=76)
"""A word of a header that is encoded has 75 characters at most (RFC 2047), and a space before it."""
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
"""What would end a header, or may not stand in one; the no-break spaces of titles stay."""


def mail(document: Document, series: str) -> EmailMessage:
    """Return a letter as a mail; the same letter has the same message id."""
    written = text(document)
    message = EmailMessage(policy=_POLICY)
    message["Subject"] = _BREAKS.sub(" ", plain(document.title))
    message["From"] = f"Maillage <lettre@{_NOWHERE}>"
    message["To"] = "undisclosed-recipients:;"
    message["Date"] = format_datetime(document.dated.astimezone(document.zone))
    message["Message-ID"] = f"<lettre-{series}-{document.number or 0}@{_NOWHERE}>"
    message["X-Unsent"] = "1"
    message.set_content(written, charset="utf-8", cte="quoted-printable")
    message.add_alternative(html(document), subtype="html", charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = document.language  # what stands there before the content goes with it
    message.set_boundary(f"=_{sha256(written.encode()).hexdigest()[:32]}")
    return message


def write(document: Document, series: str) -> bytes:
    """Return the file of a letter."""
    return mail(document, series).as_bytes()
