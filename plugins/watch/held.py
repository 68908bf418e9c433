"""What the tables of shared links say of people."""

from __future__ import annotations

from bot.language.messages import _
from bot.store.personal import Erasure, NotPersonal, Personal

SHARE = Personal(
    title=_("Links that you shared"),
    purpose=_("let the network find again what its members share"),
    retention=_("as long as the network has the link; when you go, the link stays without your name"),
    subjects={"member_id": Erasure.ANONYMISE},
    columns={
        "url": _("the link"),
        "title": _("its title"),
        "description": _("what the page says of itself"),
        "created_at": _("when you shared it"),
        "removed_at": _("when it was taken back"),
    },
    naming=("title", "description"),
    technical=("site", "language", "published_on", "looked_at", "edited_at", "told_at", "refreshed_until"),
)
NOTE = Personal(
    title=_("Your notes on shared links"),
    purpose=_("tell your colleagues why you share a link"),
    retention=_("until you remove it, or the link goes"),
    columns={
        "text": _("what you noted"),
        "place_id": _("the channel"),
        "written_at": _("when you noted it"),
    },
    naming=("text",),
    titles={"place_id": ("name",)},
    technical=("share_id",),
)
APPEARANCE = Personal(
    title=_("Where you brought links"),
    purpose=_("tell who shares a link again where it stands, and show the same counts everywhere"),
    retention=_("as long as the link; without your name once you go"),
    subjects={"member_id": Erasure.ANONYMISE},
    columns={"place_id": _("the channel"), "posted_at": _("when you brought it there")},
    titles={"place_id": ("name",)},
    technical=("share_id", "delivery_id", "message", "note_said", "tags_said"),
)
MARK = Personal(
    title=_("Links that you found useful, or keep"),
    purpose=_("show how many find a link useful, and give you a list of your own"),
    retention=_("until you take it back, or the link goes"),
    columns={"kind": _("what you chose"), "marked_at": _("when you chose it")},
    words={"kind": {"useful": _("useful"), "saved": _("kept in your list")}},
    technical=("share_id",),
)
PROPOSAL = Personal(
    title=_("Links that you proposed to wider channels"),
    purpose=_("ask who coordinates there once, and know what they answered"),
    retention=_("as long as the link; without your name once you go"),
    subjects={"member_id": Erasure.ANONYMISE},
    columns={"state": _("what became of it"), "proposed_at": _("when you proposed it")},
    words={
        "state": {
            "asked": _("waits for an answer"),
            "accepted": _("accepted"),
            "declined": _("not this time"),
        }
    },
    technical=("share_id", "place_id"),
)
DOUBT = Personal(
    title=_("Links of yours that wait for your answer"),
    purpose=_("ask you whether the address is right before others see it"),
    retention=_("until you answer, a week at most"),
    columns={
        "url": _("the link"),
        "tags": _("its tags"),
        "note": _("what you noted"),
        "place_id": _("the channel"),
        "asked_at": _("when the question came"),
    },
    naming=("note",),
    titles={"place_id": ("name",)},
    technical=("origin", "message"),
)
ADDRESS = NotPersonal(_("It says under which addresses a page is known."))
TAG = NotPersonal(_("It says what shared links are about."))
