"""What the tables of agendas say of people."""

from __future__ import annotations

from bot.language.messages import _
from bot.store.personal import Erasure, NotPersonal, Personal

ITEM = Personal(
    title=_("What you put on agendas"),
    purpose=_("have a meeting speak of what people propose"),
    retention=_("as long as the network keeps the meeting; when you go, it stays without your name"),
    subjects={"member_id": Erasure.ANONYMISE},
    columns={
        "text": _("what you proposed"),
        "created_at": _("when you proposed it"),
        "decision": _("what was decided about it"),
    },
    naming=("text", "decision"),
    technical=(
        *("place_id", "meeting_id", "kind", "minutes", "position", "source", "outcome"),
        *("origin_id", "before_id", "dropped_at"),
    ),
)
POSTED = NotPersonal(_("where the agenda or the minutes of a meeting are posted"))
PROPOSED = NotPersonal(_("which needs were proposed for the agenda of a channel"))
