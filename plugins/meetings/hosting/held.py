"""What the table of who hosts says of people."""

from __future__ import annotations

from bot.language.messages import _
from bot.store.personal import Erasure, Personal

HOST = Personal(
    title=_("Meetings that you host, or offered to host"),
    purpose=_("take turns in hosting, and tell people who has them over"),
    retention=_("as long as the network keeps the meeting"),
    subjects={"member_id": Erasure.DELETE, "asked_by_id": Erasure.ANONYMISE},
    columns={"meeting_id": _("the meeting"), "state": _("how it stands"), "changed_at": _("since when")},
    titles={"meeting_id": ("title",)},
    words={
        "state": {
            "offered": _("you offered to host"),
            "asked": _("you were asked to host"),
            "agreed": _("you host, or hosted"),
            "declined": _("you could not"),
        }
    },
    technical=("place_id", "after_id"),
)
