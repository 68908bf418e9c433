"""What the tables of meetings and polls say of people."""

from __future__ import annotations

from bot.language.messages import _
from bot.store.personal import Erasure, NotPersonal, Personal

POLL = Personal(
    title=_("Polls that you made"),
    purpose=_("have a group choose a date, or answer a question"),
    retention=_("as long as the network keeps the poll; when you go, it stays without your name"),
    subjects={"member_id": Erasure.ANONYMISE},
    columns={
        "title": _("what it is about"),
        "place": _("where people would meet"),
        "link": _("the link to the video call"),
        "created_at": _("when you made it"),
    },
    naming=("title", "place"),
    technical=(
        *("kind", "seats", "zone", "closes_at", "closed_at", "ended", "decided_id", "names", "hides_results"),
        *("several", "additions", "secret", "answered", "strangers", "refreshed_at", "told_at"),
    ),
)
OPTION = Personal(
    title=_("What you added to polls"),
    purpose=_("let those who vote propose something else"),
    retention=_("as long as the poll; without your name once you go"),
    subjects={"member_id": Erasure.ANONYMISE},
    columns={"label": _("what you proposed")},
    naming=("label",),
    technical=(
        *("poll_id", "starts_at", "ends_at", "all_day", "added_at", "removed_at", "moved_from"),
        *("yes", "if_need_be", "no"),
    ),
)
BALLOT = Personal(
    title=_("What you voted"),
    purpose=_("find the date or the answer that suits the most people"),
    retention=_(
        "a year after the poll closed, then only how many said what; of an anonymous poll nothing is kept "
        "once it is closed"
    ),
    columns={
        "poll_id": _("the poll"),
        "answers": _("what you said of each date or answer"),
        "changed_at": _("when you voted"),
    },
    words={"answers": {"yes": _("yes"), "if_need_be": _("if need be"), "no": _("no")}},
    titles={"poll_id": ("title",)},
    technical=("voter",),
)
EXPECTED = Personal(
    title=_("Open polls that are for you"),
    purpose=_("remind those who have not answered, and nobody else"),
    retention=_("as long as the poll is open"),
    columns={"poll_id": _("the poll")},
    titles={"poll_id": ("title",)},
    technical=("chaser_id",),
)
PLACE = NotPersonal(_("where a poll is posted"))
MEETING = Personal(
    title=_("Meetings that you organise"),
    purpose=_("tell people when and where they meet"),
    retention=_("as long as the network keeps the meeting; when you go, it stays without your name"),
    subjects={"member_id": Erasure.ANONYMISE},
    columns={
        "title": _("what it is about"),
        "place": _("where people meet"),
        "link": _("the link to the video call"),
        "starts_at": _("when it begins"),
        "created_at": _("when it was planned"),
    },
    naming=("title", "place"),
    technical=(
        *("poll_id", "series_id", "occurs_at", "left_out", "seats", "zone", "ends_at", "all_day", "uid"),
        *("refreshed_at", "announced"),
        *("sequence", "cancelled_at", "chased_at", "changed_at"),
    ),
)
MEETING_PLACE = NotPersonal(_("where a meeting is announced"))
ATTENDANCE = Personal(
    title=_("Meetings to which you come or not"),
    purpose=_("know who comes, keep the seats, and remind those who come"),
    retention=_("as long as the network keeps the meeting"),
    columns={
        "meeting_id": _("the meeting"),
        "answer": _("whether you come"),
        "answered_at": _("when you said so"),
    },
    words={"answer": {"yes": _("you come"), "maybe": _("you may come"), "no": _("you do not come")}},
    titles={"meeting_id": ("title",)},
    technical=("to_confirm", "by_vote", "waits", "muted"),
)
