"""What the tables of minutes say of people."""

from __future__ import annotations

from bot.language.messages import _
from bot.store.personal import Erasure, Personal

MINUTES = Personal(
    title=_("Minutes that you wrote"),
    purpose=_("keep what a meeting decided, and who was there"),
    retention=_("as long as the network keeps the meeting; when you go, they stay without your name"),
    subjects={"member_id": Erasure.ANONYMISE},
    columns={
        "notes": _("what you noted"),
        "guests": _("who was there and is not in the network"),
        "written_at": _("when you wrote them"),
    },
    naming=("notes", "guests"),
    technical=("meeting_id", "has_people"),
)
PRESENT = Personal(
    title=_("Meetings at which you were"),
    purpose=_("have the minutes of a meeting say who was there"),
    retention=_("as long as the network keeps the meeting"),
    columns={"meeting_id": _("the meeting")},
    technical=("seen_in",),
    titles={"meeting_id": ("title",)},
)
