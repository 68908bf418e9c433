"""What the tables of feeds say of people."""

from __future__ import annotations

from bot.language.messages import _
from bot.store.personal import Erasure, NotPersonal, Personal

FEED = NotPersonal(_("It says where a website publishes what is new, and whether it could be read."))
SEEN = NotPersonal(_("It holds prints by which entries of feeds are known again."))
ENTRY = NotPersonal(_("It holds what websites published for all, for three months."))
POSTED = NotPersonal(_("It says which entries of feeds were posted in which channels."))
FOLLOW = Personal(
    title=_("Feeds that you had a channel follow"),
    purpose=_("read the feed for the channel, and tell you when it fails"),
    retention=_("as long as the channel follows the feed; without your name once you go"),
    subjects={"member_id": Erasure.ANONYMISE},
    columns={
        "place_id": _("the channel"),
        "mode": _("what becomes of what is new"),
        "include": _("the words that entries must have"),
        "exclude": _("the words that entries must not have"),
        "maximum": _("how many are posted a day"),
        "followed_at": _("since when"),
    },
    titles={"place_id": ("name",)},
    words={"mode": {"now": _("posted at once"), "letter": _("kept for the letter")}},
    naming=("include", "exclude"),
    technical=("feed_id", "number", "paused", "silent_since", "silent_until"),
)
