"""What the tables of templates say of people."""

from __future__ import annotations

from bot.language.messages import _
from bot.store.personal import Erasure, Personal

TEMPLATE = Personal(
    title=_("Templates that you wrote"),
    purpose=_("say in the words of the network what is posted around meetings"),
    retention=_("the last 20 versions of each; when you go, they stay without your name"),
    subjects={"member_id": Erasure.ANONYMISE},
    columns={"source": _("the text of the template"), "created_at": _("when you wrote it")},
    naming=("source",),
    technical=("place_id", "purpose"),
)
FILLING = Personal(
    title=_("What you filled into templates"),
    purpose=_("complete what is posted around a meeting"),
    retention=_("as long as the network keeps the meeting; when you go, it stays without your name"),
    subjects={"member_id": Erasure.ANONYMISE},
    columns={"said": _("what you filled in")},
    naming=("said",),
    technical=("meeting_id", "part"),
)
