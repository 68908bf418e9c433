"""What the core tables say of people: their declarations, read off by `bot.store.personal`."""

from __future__ import annotations

from bot.language.messages import _
from bot.store.personal import Basis, Category, Erasure, NotPersonal, Personal

_WHILE_KNOWN = _("until you erase it; without a sign of you it goes, after two years if nothing else is set")
_A_WEEK = _("7 days")
_THREE_MONTHS = _("90 days after it was sent")

NETWORK = NotPersonal(_("It names the network and its settings."))
COMMUNITY = NotPersonal(_("It names a team or a guild, and none of the people in it."))
SETTING = NotPersonal(_("It holds what coordinators chose for the network and its channels."))
RECEIVED = NotPersonal(_("It holds the numbers of events already handled, for 7 days, and nobody’s name."))
UPKEEP = NotPersonal(_("It says when the daily work was last done."))
INDEXED = NotPersonal(_("It says with which version’s words search indexes were made."))

PLACE = Personal(
    title=_("The channel of your direct messages"),
    category=Category.TECHNICAL,
    purpose=_("answer you where you write"),
    retention=_WHILE_KNOWN,
    columns={
        "platform": _("the chat"),
        "external_id": _("its number in that chat"),
        "name": _("its name"),
        "created_at": _("since when I know it"),
    },
    technical=("community_id", "kind", "territory", "language", "zone", "is_private", "left_at"),
)
MEMBER = Personal(
    title=_("Your name and your choices"),
    category=Category.IDENTITY,
    purpose=_("know whom I speak with, in your language and at your hours"),
    retention=_WHILE_KNOWN,
    subjects={},
    columns={
        "name": _("your name"),
        "language": _("your language"),
        "zone": _("your time zone"),
        "quiet_from": _("since when I leave you in peace, each day"),
        "quiet_to": _("until when I leave you in peace"),
        "daily_cap": _("how many messages a day you want at most"),
        "created_at": _("since when I know you"),
        "left_at": _("when you were seen to have left"),
        "warned_at": _("when you were told that your data will be erased"),
        "paused_at": _("since when you are on pause"),
    },
    technical=("warning_id", "waited_days"),
    words={"language": {"fr": _("French"), "en": _("English")}},
)
ACCOUNT = Personal(
    title=_("Your accounts"),
    category=Category.IDENTITY,
    purpose=_("recognise you in each chat, and write to you there"),
    retention=_WHILE_KNOWN,
    columns={
        "platform": _("the chat"),
        "external_id": _("your number in that chat"),
        "username": _("your user name"),
        "seen_at": _("the last day on which you used it"),
        "chosen_at": _("when you chose this network for your messages"),
        "preferred_at": _("when you chose it for what I send you"),
    },
    technical=("folded",),
)
ROLE_GRANT = Personal(
    title=_("Your roles"),
    category=Category.IDENTITY,
    purpose=_("let those who coordinate the network do what it takes"),
    retention=_WHILE_KNOWN,
    columns={"role": _("the role"), "granted_at": _("since when you have it")},
    technical=("scope", "scope_id"),
    words={"role": {"member": _("member"), "coordinator": _("coordinator"), "admin": _("administrator")}},
)
TIMER = Personal(
    title=_("What I am to do later"),
    category=Category.TECHNICAL,
    purpose=_("do at its hour what you asked for"),
    retention=_("until it is done"),
    subjects={},
    columns={"payload": _("the numbers of what it is about"), "last_error": _("why it failed")},
    technical=("plugin", "name", "key", "due_at", "run_at", "attempts", "held", "errand", "version", "begun"),
    hidden=True,
)
DELIVERY = Personal(
    title=_("What I sent you"),
    purpose=_("send it once, and change it when you press a button"),
    retention=_THREE_MONTHS,
    subjects={"member_id": Erasure.DELETE, "place_id": Erasure.DELETE},
    columns={
        "content": _("the message"),
        "platform": _("the chat"),
        "recipient": _("your number in that chat"),
        "created_at": _("when it was written"),
        "sent_at": _("when it was sent"),
        "last_error": _("why it could not be sent"),
    },
    technical=(
        "plugin",
        "key",
        "kind",
        "community_id",
        "thread",
        "stream",
        "edits_id",
        "language",
        "due_at",
        "unsolicited",
        "not_before",
        "state",
        "lease_until",
        "attempts",
        "external_id",
    ),
)
POSITION = Personal(
    title=_("How far I read in each channel"),
    category=Category.TECHNICAL,
    purpose=_("miss nothing that was said to me while I was away"),
    retention=_("as long as the channel is in use; that of your direct messages goes with you"),
    subjects={},
    columns={"channel": _("the number of a channel, be it that of direct messages")},
    technical=("platform", "value"),
    hidden=True,
)
DRAFT = Personal(
    title=_("Forms that you began"),
    purpose=_("let you go on with a form where you stopped"),
    retention=_A_WEEK,
    columns={"form": _("the form, as far as you filled it in"), "created_at": _("when you began")},
)
KEPT = Personal(
    title=_("Texts behind buttons"),
    category=Category.TECHNICAL,
    purpose=_("have a button hold more than a chat allows"),
    retention=_THREE_MONTHS,
    columns={"text": _("what the button holds: numbers, and words that somebody typed")},
    technical=("digest", "kept_at"),
    hidden=True,
)
LINK_CODE = Personal(
    title=_("Codes that you were given"),
    category=Category.TECHNICAL,
    purpose=_("link your accounts, or a community to the network"),
    retention=_A_WEEK,
    subjects={"account_id": Erasure.DELETE},
    columns={"expires_at": _("until when it works"), "used_at": _("when it was used")},
    technical=("kind", "digest"),
)
MEMBER_LINK = Personal(
    title=_("Links between your accounts"),
    category=Category.IDENTITY,
    purpose=_("make one person of your accounts, and be able to part them again"),
    retention=_WHILE_KNOWN,
    subjects={"gone_id": Erasure.DELETE, "kept_id": Erasure.DELETE},
    columns={
        "linked_at": _("when you linked them"),
        "aside": _("what had no room beside the same of the other account"),
        "changed": _("which of your choices came with the other account"),
        "notes": _("what plugins wrote down to undo the link"),
    },
    technical=("moved",),
)
NOTICE = Personal(
    title=_("What you were told about your data"),
    category=Category.TECHNICAL,
    purpose=_("inform you once, and be able to prove it"),
    basis=Basis.OBLIGATION,
    retention=_WHILE_KNOWN,
    columns={"version": _("the version of the notice"), "shown_at": _("when you were told")},
)
CONSENT = Personal(
    title=_("What you agreed to"),
    purpose=_("do only what you agreed to, and be able to prove it"),
    basis=Basis.OBLIGATION,
    retention=_WHILE_KNOWN,
    columns={
        "field": _("what it is about"),
        "given": _("whether you agreed, or withdrew your consent"),
        "version": _("the version of the notice that you had read"),
        "at": _("when you said so"),
    },
)
ACCESS = Personal(
    title=_("Who looked at your data"),
    category=Category.TECHNICAL,
    purpose=_("tell you who looked at what only coordinators see"),
    basis=Basis.OBLIGATION,
    retention=_("one year"),
    subjects={"member_id": Erasure.DELETE, "who_id": Erasure.ANONYMISE},
    columns={
        "what": _("what they looked at"),
        "at": _("when they did"),
    },
)
ERASED = Personal(
    title=_("Marks of erased accounts"),
    category=Category.TECHNICAL,
    purpose=_("keep a backup or a file from bringing an erased person back"),
    basis=Basis.OBLIGATION,
    retention=_("three years"),
    subjects={},
    columns={"digest": _("a keyed digest of an account, from which nobody can read it")},
    technical=("erased_at",),
    hidden=True,
)
