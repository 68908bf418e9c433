"""What the tables of series say of people."""

from __future__ import annotations

from bot.language.messages import _
from bot.store.personal import Erasure, NotPersonal, Personal

SERIES = Personal(
    title=_("Series of meetings that you organise"),
    purpose=_("have a group meet again and again"),
    retention=_("as long as the network keeps the series; when you go, it stays without your name"),
    subjects={"member_id": Erasure.ANONYMISE},
    columns={"created_at": _("when you set it"), "ended_at": _("when it ended")},
    technical=("place_id", "announced_days", "alternates", "paused_at"),
)
TERMS = Personal(
    title=_("What you set of series of meetings"),
    purpose=_("know when and where a group meets again and again"),
    retention=_("as long as the series; without your name once you go"),
    subjects={"member_id": Erasure.ANONYMISE},
    columns={
        "title": _("what it is about"),
        "place": _("where people meet"),
        "link": _("the link to the video call"),
        "since": _("from when on it is so"),
    },
    naming=("title", "place"),
    technical=(
        *("series_id", "seats", "wall", "zone", "rule", "skip_holidays", "territory", "minutes", "all_day"),
    ),
)
PAUSE = NotPersonal(_("when a series of meetings pauses"))
