"""What the tables of reminders say of people."""

from __future__ import annotations

from bot.language.messages import _
from bot.store.personal import Basis, Erasure, Personal

REMINDER = Personal(
    title=_("Reminders that you set, or that are set for you"),
    purpose=_("remind you, or a colleague, at the hour that was asked for"),
    retention=_("until it has rung for the last time, and one month more for its buttons"),
    subjects={"owner_id": Erasure.DELETE, "member_id": Erasure.DELETE},
    columns={
        "text": _("what it says"),
        "wall": _("its hour"),
        "zone": _("the time zone of that hour"),
        "rule": _("how it repeats"),
        "next_at": _("when it rings next"),
        "snoozed_to": _("until when it is postponed"),
        "created_at": _("when it was set"),
        "state": _("how it stands"),
    },
    technical=("place_id", "thread", "number", "skip_holidays", "territory", "ask_id"),
    words={
        "state": {
            "draft": _("waits for its hour to be said"),
            "asking": _("waits to be accepted"),
            "active": _("is to ring"),
            "paused": _("is paused"),
            "rung": _("has rung"),
            "done": _("is done"),
            "removed": _("is removed"),
            "refused": _("was refused"),
            "unanswered": _("was left without an answer"),
        }
    },
)
OCCURRENCE = Personal(
    title=_("Times at which your reminders rang"),
    purpose=_("ring once, and know what you chose under it"),
    retention=_("as long as the reminder"),
    subjects={"reminder_id": Erasure.DELETE},
    columns={"instant": _("when it rang"), "outcome": _("what was chosen under it")},
    words={"outcome": {"done": _("that it is done"), "snoozed": _("to postpone it")}},
    technical=("delivery_id",),
)
CONSENT = Personal(
    title=_("Colleagues who may remind you, or whom you may remind"),
    purpose=_("have nobody reminded who does not want it"),
    basis=Basis.CONSENT,
    retention=_("until one of you changes it or goes"),
    subjects={"member_id": Erasure.DELETE, "owner_id": Erasure.DELETE},
    columns={"answer": _("the answer"), "answered_at": _("when it was given")},
    words={
        "answer": {
            "always": _("yes, from now on"),
            "never": _("no, never"),
            "declined": _("no, for the moment"),
        }
    },
)
