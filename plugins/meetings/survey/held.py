"""What the tables of surveys say of people."""

from __future__ import annotations

from bot.language.messages import _
from bot.store.personal import NotPersonal, Personal

SURVEY = NotPersonal(_("what a meeting was given from 1 to 10, and how many times, without names"))
ANSWER = Personal(
    title=_("What you thought of meetings"),
    purpose=_("know whether meetings are useful to those who come"),
    retention=_(
        "until the survey ends; then nothing tells whose it was any more, unless the survey said that it "
        "shows names"
    ),
    columns={
        "survey_id": _("the meeting"),
        "score": _("what you gave, from 1 to 10"),
        "comment": _("what you wrote"),
    },
    titles={"survey_id": ("meeting_id", "title")},
    naming=("comment",),
    technical=("voter",),
)
POST = Personal(
    title=_("Meetings of which you were asked what you thought"),
    purpose=_("ask once those who came"),
    retention=_("until the survey ends"),
    columns={"survey_id": _("the meeting")},
    titles={"survey_id": ("meeting_id", "title")},
    technical=("place_id", "delivery_id"),
)
