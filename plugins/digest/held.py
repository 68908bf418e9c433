"""What the tables of letters say of people."""

from __future__ import annotations

from bot.language.messages import _
from bot.store.personal import Erasure, NotPersonal, Personal

SERIES = Personal(
    title=_("Letters that you programmed"),
    purpose=_("send the letter of a channel at its rhythm, and show you the draft first"),
    retention=_("as long as the channel has a letter; without you once it is removed, or you go"),
    subjects={"member_id": Erasure.ANONYMISE},
    columns={
        "rule": _("how it repeats"),
        "wall": _("its hour"),
        "zone": _("the time zone of that hour"),
        "paused_at": _("since when it is paused"),
        "created_at": _("when it was programmed"),
    },
    technical=(
        "place_id",
        "number",
        "skip_holidays",
        "territory",
        "next_at",
        "lead",
        "sections",
        "tells_empty",
        "covered_to",
    ),
)
LETTER = Personal(
    title=_("Letters that you introduced"),
    purpose=_("send it once, and keep what a channel was told"),
    retention=_("two years; without you once you go"),
    subjects={"member_id": Erasure.ANONYMISE},
    columns={
        "editorial": _("the introduction that you wrote"),
        "sent_at": _("when the letter was sent"),
        "state": _("how it stands"),
    },
    blanked={"editorial": ""},
    naming=("editorial",),
    words={
        "state": {
            "waiting": _("waits for its hour"),
            "sent": _("was sent"),
            "empty": _("had nothing to tell"),
            "cancelled": _("was not sent"),
            "lost": _("did not arrive"),
            "withdrawn": _("was taken back"),
        }
    },
    technical=(
        "series_id",
        "instant",
        "number",
        "send_at",
        "since",
        "until",
        "missed",
        "language",
        "title",
        "sections",
    ),
)
ITEM = Personal(
    title=_("What letters told"),
    purpose=_("tell a channel what it should not miss, once, and let the letter be read again"),
    retention=_("two years"),
    subjects={},
    columns={"text": _("what the letter says"), "heading": _("under which heading")},
    naming=("text", "heading"),
    technical=("letter_id", "series_id", "section", "key", "position", "dropped"),
)
DRAFT = Personal(
    title=_("Drafts of letters that you were shown"),
    purpose=_("show all who prepare a letter the same draft"),
    retention=_("as long as the letter"),
    columns={},
    technical=("letter_id", "delivery_id"),
    hidden=True,
)
PLACE = NotPersonal(_("It says to which channels letters go."))
LEFT_OUT = NotPersonal(_("It says when something else comes in turn with letters."))
PAUSE = NotPersonal(_("It says when letters pause."))
POSTED = NotPersonal(_("It says by which posts letters were sent."))
