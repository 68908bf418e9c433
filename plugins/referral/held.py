"""What the tables of referral say of people."""

from __future__ import annotations

from bot.language.messages import _
from bot.store.personal import Basis, Category, Erasure, Personal

NEED = Personal(
    title=_("Needs that you asked about"),
    purpose=_("find who can help, and ask your colleagues if you want that"),
    retention=_("30 days; half a year once you asked your colleagues"),
    subjects={"asker_id": Erasure.DELETE},
    columns={
        "text": _("the need, without names, numbers and addresses"),
        "state": _("how it stands"),
        "created_at": _("when you asked"),
        "asked_at": _("when your colleagues were asked"),
    },
    words={
        "state": {
            "draft": _("looked up, not asked"),
            "asked": _("asked in a channel"),
            "open": _("open, without an answer yet"),
            "settled": _("settled"),
        }
    },
    technical=("place_id", "topic", "calls", "delivery_id"),
)
HELP = Personal(
    title=_("Needs that you helped with, or were asked to"),
    purpose=_("tell who asked that you help, and ask nobody too often"),
    retention=_("as long as the need"),
    subjects={"member_id": Erasure.DELETE, "need_id": Erasure.DELETE},
    columns={
        "state": _("what you answered"),
        "text": _("what you wrote, without names, numbers and addresses"),
        "asked_at": _("when you were asked"),
        "changed_at": _("when you answered"),
    },
    words={
        "state": {
            "asked": _("nothing yet"),
            "declined": _("not this time"),
            "offered": _("that you can help"),
            "answered": _("an answer in writing"),
            "helped": _("an answer that helped"),
            "remembered": _("an answer that may be shown again"),
            "forgotten": _("an answer that is not to be shown again"),
            "useless": _("an answer that did not help"),
        }
    },
    technical=("ask_id",),
)
ANSWER = Personal(
    title=_("Answers that the network remembers: yours, and those to your needs"),
    purpose=_("show them to whoever has the same need later"),
    basis=Basis.CONSENT,
    retention=_(
        "until who answered removes them; with their name, they go when that person does. The words of your "
        "need go when you do"
    ),
    subjects={"member_id": Erasure.ANONYMISE, "asker_id": Erasure.ANONYMISE},
    columns={
        "need": _("the need, without names, numbers and addresses"),
        "text": _("what was answered"),
        "is_named": _("whether a name stands by it"),
        "answered_at": _("when it was answered"),
    },
    technical=("topic", "place_id"),
)
LOAD = Personal(
    title=_("How often you were proposed to colleagues"),
    category=Category.TECHNICAL,
    purpose=_("propose others in their turn, so that nobody is asked too often"),
    retention=_("30 days"),
    columns={"at": _("when you were proposed"), "is_asked": _("whether you were asked as well")},
    technical=("card",),
)
