"""Callbacks: what a server brings over HTTP, what strangers and mistakes get, and what is answered."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Reply
from bot.chat.answers import Failure
from bot.chat.delivery import SendFailedError
from bot.chat.forms import Field, FormView
from bot.chat.incoming import Shows
from bot.chat.messages import Button
from bot.chat.places import PlaceKind
from bot.counting import Counters
from bot.language.catalogue import Words
from bot.language.messages import Markup
from bot.platforms.excuses import EXPIRED_BUTTON, STARTING, UNKNOWN_BUTTON, UNKNOWN_FORM, too_much
from bot.platforms.mattermost import wording
from bot.platforms.mattermost.callbacks import Callbacks
from bot.platforms.mattermost.failures import ServerUnavailableError
from bot.platforms.mattermost.limits import MAX_ELEMENTS
from bot.platforms.mattermost.origins import Origin
from bot.platforms.mattermost.people import People
from bot.platforms.mattermost.places import Places
from bot.platforms.mattermost.signing import Signer
from tests.fakes.mattermost_rest import BOT, Standing, person

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SIGNER, OTHER_SIGNER = Signer("k" * 32), Signer("o" * 32)
MAUD, PAUL = "m" * 26, "p" * 26
TOKEN = "t" * 26
WORDS = Words("fr", ZoneInfo("Europe/Paris"))
FORM = FormView(
    plugin="probe",
    name="order",
    title=Markup("Commande"),
    fields=(Field(name="loaves", label=Markup("Pains")),),
    arguments={"shelf": 3},
)


class Asked:
    """A request that came whole."""

    def __init__(self, body: bytes, token: str = "", remote: str = "203.0.113.1") -> None:
        self._body = body
        self.remote = remote
        self.headers = {"Authorization": f"Token {token}"} if token else {}

    async def read(self) -> bytes:
        return self._body


class Desk:
    """The callbacks of a server, with a host that notes what comes in and gives the answers of a test."""

    def __init__(self) -> None:
        self.rest = Standing()
        self.rest.add(person("maud"), person("paul"))
        self.monotonic = 0.0
        self.received = []
        self.answers = []
        self.slowness = asyncio.Event()
        self.slowness.set()
        self.resettled = []
        self.kept = []
        self.now = NOW
        places = Places("loire")
        places.me, places.username = BOT, "butler"
        places.teams = {"t1": "loire-42"}
        self.counters = Counters()
        self.callbacks = Callbacks(
            name="loire",
            url="https://bot/x",
            tokens={"t1/rappel": TOKEN, "t3/rappel": TOKEN},
            signer=SIGNER,
            rest=self.rest,
            people=People(self.rest, places, lambda: self.monotonic),
            places=places,
            dm=self.dm,
            counters=self.counters,
            words=WORDS,
            now=lambda: self.now,
            monotonic=lambda: self.monotonic,
            patience=0.05,
        )
        self.callbacks.host = self

    async def dm(self, user: str) -> str:
        return await self.rest.direct_channel(BOT, user)

    async def receive(self, incoming):
        self.received.append(incoming)
        await self.slowness.wait()
        return self.answers

    async def resettle(self, incoming, answers):
        self.resettled.append((incoming.shows, answers))
        return self.kept

    async def command(self, body=None, token: str = TOKEN, **fields):
        given = {"team_id": "t1", "command": "/rappel", "user_id": MAUD, "channel_id": "c1", **fields}
        given = {"channel_name": "general", "trigger_id": "trigger", "text": "demain", **given}
        raw = urlencode(given, doseq=True).encode() if body is None else body
        return said(await self.callbacks.command(Asked(raw, token)))

    async def action(self, context=None, body=None, **fields):
        given = {"user_id": MAUD, "channel_id": "c1", "channel_name": "general", "team_id": "t1", **fields}
        payload = {**given, "trigger_id": "trigger", "context": button() if context is None else context}
        raw = json.dumps(payload).encode() if body is None else body
        return said(await self.callbacks.action(Asked(raw)))

    async def dialog(self, state=None, submission=None, body=None, **fields):
        payload = {"user_id": MAUD, "channel_id": "c1", "team_id": "t1", "state": state, **fields}
        payload["submission"] = {"loaves": "3"} if submission is None else submission
        raw = json.dumps(payload).encode() if body is None else body
        return said(await self.callbacks.dialog(Asked(raw)))


def said(response: web.Response):
    assert response.status == 200
    return json.loads(response.body)


def button(signer: Signer = SIGNER, until: datetime | None = None, **more) -> dict:
    signed = signer.context(
        plugin="probe", action="again", arguments={"n": 1}, delivery="1:probe:a", until=until
    )
    return {**signed, **more}


def state(signer: Signer = SIGNER, user: str = MAUD, until: datetime | None = None, **where) -> str:
    general = {"channel": "c1", "name": "general", "team": "t1", "thread": None}
    return signer.state(
        user=user,
        plugin="probe",
        form="order",
        arguments={"shelf": 3},
        fields=("loaves",),
        until=until,
        extra=Origin(**{**general, **where}).kept(),
    )


@pytest.fixture
def desk() -> Desk:
    return Desk()


# Commands


async def test_a_command_is_a_line_of_the_person_where_they_are(desk):
    assert await desk.command(root_id="root") == {}
    [line] = desk.received
    assert (line.text, line.author.id, line.key, line.reply_to) == ("/rappel demain", MAUD, None, None)
    assert (line.location.id, line.location.community, line.location.thread) == ("c1", "t1", "root")
    assert (line.shows, line.longest_form) == (Shows.TEXT | Shows.FORM | Shows.BUTTONS, MAX_ELEMENTS)


async def test_the_token_of_a_command_may_come_in_the_form(desk):
    body = urlencode({"team_id": "t1", "command": "/rappel", "token": TOKEN, "user_id": MAUD}).encode()
    assert await desk.command(body=body, token="") == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"token": ""},
        {"token": "x" * 26},
        {"token": "é" * 26},
        {"token": "\udce9"},
        {"team_id": "t2"},
        {"team_id": ""},
        {"command": "/maillage"},
        {"command": ""},
    ],
)
async def test_a_stranger_learns_nothing_from_a_command(desk, wrong):
    with pytest.raises(web.HTTPNotFound):
        await desk.command(**wrong)
    assert desk.received == []


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"\xff\xfe", b"&" * 50_000, b"a=1&" * 1001, b"token=%ff%fe", b"team_id=t1&command"]
)
async def test_a_body_that_is_no_form_is_not_for_the_bot(desk, body):
    with pytest.raises(web.HTTPNotFound):
        await desk.command(body=body)


async def test_a_command_with_nothing_but_its_token_and_a_person_is_handled(desk):
    body = urlencode({"team_id": "t1", "command": "/Rappel", "user_id": MAUD}).encode()
    await desk.command(body=body)
    [line] = desk.received
    assert (line.text, line.author.id) == ("/Rappel ", MAUD)


async def test_fields_that_nobody_knows_are_passed_over(desk):
    await desk.command(response_url="https://chat/x", new_in_2030=["a", "b"])
    assert len(desk.received) == 1


async def test_those_whom_a_command_mentions_become_known(desk):
    await desk.command(text="à @paul", user_mentions=["paul"], user_mentions_ids=[PAUL])
    await desk.command(text="à nous", user_mentions_ids=[PAUL, MAUD, "x" * 26])
    assert [[one.username for one in line.people] for line in desk.received] == [
        ["paul"],
        ["paul", "maud"],
    ]


async def test_a_command_may_mention_a_whole_team(desk):
    crowd = [person("maud", id=f"{number:026}", username=f"user{number}") for number in range(200)]
    desk.rest.add(*crowd)
    names, ids = [one["username"] for one in crowd], [one["id"] for one in crowd]
    await desk.command(text="à tous", user_mentions=names, user_mentions_ids=ids)
    [line] = desk.received
    assert [one.username for one in line.people] == names[:20]


async def test_what_a_field_is_called_makes_no_list_of_it(desk):
    await desk.command(text="à nous", **{"user_mentions_ids[]": f"{PAUL}\n{MAUD}"})
    assert desk.received[0].people == ()


async def test_a_command_in_a_direct_message_with_the_bot_is_answered_there(desk):
    await desk.command(channel_name=f"{BOT}__{MAUD}", channel_id="d1")
    [line] = desk.received
    assert (line.location.kind, line.location.id, line.location.community) == (PlaceKind.DM, "d1", None)
    assert line.shows == Shows.TEXT | Shows.FORM


async def test_a_command_in_a_direct_message_of_others_is_answered_in_ones_own(desk):
    await desk.command(channel_name=f"{MAUD}__{PAUL}", channel_id="d2")
    [line] = desk.received
    assert (line.location.kind, line.location.id) == (PlaceKind.DM, f"dm-{MAUD}")
    assert Shows.BUTTONS in line.shows


async def test_a_direct_message_that_cannot_be_opened_keeps_nobody_from_an_answer(desk):
    desk.rest.will("direct_channel", SendFailedError("503"))
    desk.answers = [Reply(text=Markup("bien"))]
    answer = await desk.command(channel_name=f"{MAUD}__{PAUL}", channel_id="d2")
    assert (answer["text"], desk.received[0].location.id) == ("bien", "d2")


async def test_answers_are_for_the_person_alone_and_taken_as_they_are(desk):
    yes = Button(label=Markup("Oui"), action="yes", name="yes", plugin="probe")
    desk.answers = [Reply(text=Markup("un @all"), buttons=(yes,)), Reply(text=Markup("deux"))]
    answer = await desk.command()
    assert (answer["response_type"], answer["skip_slack_parsing"]) == ("ephemeral", True)
    assert answer["text"] == "un @\u200ball"
    [action] = answer["attachments"][0]["actions"]
    assert SIGNER.verify(action["integration"]["context"], NOW).delivery is None
    assert [(other["text"], other["response_type"]) for other in answer["extra_responses"]] == [
        ("deux", "ephemeral")
    ]


async def test_a_form_is_opened_with_what_was_said_beside(desk):
    desk.answers = [Failure(code="bad", text=Markup("non")), FORM]
    assert (await desk.command())["text"] == "non"
    [(trigger, url, dialog)] = desk.rest.dialogs
    assert (trigger, url) == ("trigger", "https://bot/x/dialog")
    assert dialog["title"] == "Commande"


async def test_a_form_that_could_not_be_opened_is_told(desk):
    desk.answers = [FORM]
    desk.rest.will("open_dialog", ServerUnavailableError("HTTP 500"))
    assert (await desk.command())["text"] == WORDS(wording.NOT_OPENED)


async def test_a_form_that_comes_too_late_is_kept_behind_a_button(desk):
    desk.answers, desk.kept = [FORM], [Reply(text=Markup("Le formulaire t’attend."))]
    desk.rest.will("open_dialog", ServerUnavailableError("HTTP 500"))
    assert (await desk.command())["text"] == "Le formulaire t’attend."
    [(shows, answers)] = desk.resettled
    assert answers == [FORM]
    assert Shows.FORM not in shows


# What takes long


@pytest.mark.parametrize("kind", ["command", "action", "dialog"])
async def test_who_calls_is_not_kept_waiting_and_what_comes_later_is_posted(desk, kind):
    desk.answers = [FORM]
    await desk.command()
    state = desk.rest.dialogs[0][2]["state"]
    desk.slowness.clear()
    desk.answers = [Reply(text=Markup("voilà"))]
    told = await (desk.dialog(state) if kind == "dialog" else getattr(desk, kind)())
    expected = {"command": "text", "action": "ephemeral_text"}
    assert told.get(expected.get(kind, "")) == (WORDS(wording.LATER) if kind in expected else None)
    assert not told.get("error")
    desk.slowness.set()
    await desk.callbacks.finish(5)
    assert desk.resettled == [(Shows.NOTHING, desk.answers)]


# Presses


async def test_a_press_is_what_was_signed(desk):
    assert await desk.action(post_id="post") == {}
    [press] = desk.received
    assert (press.plugin, press.action, press.arguments, press.delivery, press.post) == (
        "probe",
        "again",
        {"n": 1},
        "1:probe:a",
        "post",
    )
    assert (press.choice, press.shows) == (None, Shows.TEXT | Shows.FORM)


@pytest.mark.parametrize(("chosen", "choice"), [("tuesday", "tuesday"), (3, None), (["a"], None)])
async def test_a_choice_is_a_text(desk, chosen, choice):
    await desk.action(button(selected_option=chosen, plugin="other", action="destroy"))
    [press] = desk.received
    assert (press.choice, press.plugin, press.action) == (choice, "probe", "again")


@pytest.mark.parametrize(
    "context",
    [{}, [], "x", 5, button(OTHER_SIGNER), {"signed": button(OTHER_SIGNER)}, {"signed": "\ud800"}],
)
async def test_a_forged_button_is_told_and_does_nothing(desk, context):
    answer = await desk.action(context)
    assert answer["ephemeral_text"] == WORDS(UNKNOWN_BUTTON)
    assert desk.received == []


async def test_the_signature_of_a_form_is_none_of_a_button(desk):
    [name] = button()
    answer = await desk.action({name: state()})
    assert answer["ephemeral_text"] == WORDS(UNKNOWN_BUTTON)


async def test_an_old_button_is_told_and_does_nothing(desk):
    context = button(until=NOW + timedelta(days=1))
    await desk.action(context)
    desk.now = NOW + timedelta(days=1)
    answer = await desk.action(context)
    assert answer["ephemeral_text"] == WORDS(EXPIRED_BUTTON)
    assert len(desk.received) == 1


async def test_all_that_is_said_to_a_press_is_said_at_once(desk):
    desk.answers = [Reply(text=Markup("un")), Reply(text=Markup("deux @all"))]
    answer = await desk.action()
    assert answer == {"ephemeral_text": "un\n\ndeux @\u200ball", "skip_slack_parsing": True}


async def test_a_press_with_nothing_but_its_context_and_a_person_is_handled(desk):
    body = json.dumps({"context": button(), "user_id": MAUD}).encode()
    assert await desk.action(body=body) == {}
    assert desk.received[0].author.id == MAUD


@pytest.mark.parametrize("what", ["action", "dialog"])
@pytest.mark.parametrize(
    "body", [b"", b"x", b"[]", b"null", b'"x"', b"\xff", b"[" * 100_000, b'{"a":', b"{" * 200_000]
)
async def test_a_body_that_is_no_object_is_not_for_the_bot(desk, what, body):
    with pytest.raises(web.HTTPNotFound):
        await getattr(desk, what)(body=body)


# Dialogs


async def test_a_dialog_is_a_submission_of_the_form_that_was_opened(desk):
    desk.answers = [FORM]
    await desk.command(root_id="root")
    desk.answers = []
    [(_trigger, _url, dialog)] = desk.rest.dialogs
    assert await desk.dialog(dialog["state"]) == {}
    sent = desk.received[-1]
    assert (sent.plugin, sent.form, sent.arguments, sent.values) == (
        "probe",
        "order",
        {"shelf": 3},
        {"loaves": "3"},
    )
    assert (sent.location.name, sent.location.thread, sent.shows) == ("general", "root", Shows.SAME_FORM)


async def test_a_dialog_opened_in_a_direct_message_of_others_is_answered_in_ones_own(desk):
    desk.answers = [FORM]
    await desk.command(channel_name=f"{MAUD}__{PAUL}", channel_id="d2")
    desk.answers = []
    await desk.dialog(desk.rest.dialogs[0][2]["state"], channel_id="d2")
    assert [one.location.id for one in desk.received] == [f"dm-{MAUD}"] * 2


async def test_a_form_is_submitted_where_it_was_opened_whatever_the_client_says(desk):
    desk.answers = [FORM]
    await desk.command(root_id="root")
    desk.answers = []
    desk.rest.team_members["t9", MAUD] = {"scheme_admin": True}
    desk.rest.channel_members["c9", MAUD] = {"scheme_admin": True}
    kept = desk.rest.dialogs[0][2]["state"]
    await desk.dialog(kept, channel_id="c9", team_id="t9", channel_name="nowhere", root_id="other")
    sent = desk.received[-1]
    assert (sent.location.id, sent.location.community, sent.location.name) == ("c1", "t1", "general")
    assert sent.location.thread == "root"
    assert (await sent.author.with_rights()).administers_community is False
    assert (await sent.author.with_rights()).administers_place is False


async def test_a_form_that_was_opened_in_a_direct_message_comes_from_there(desk):
    name = f"{BOT}__{MAUD}"
    await desk.dialog(state(channel="d1", name=name, team="t3"), channel_id="c9", team_id="t9")
    [sent] = desk.received
    assert (sent.location.kind, sent.location.id, sent.location.community) == (PlaceKind.DM, "d1", None)


async def test_only_the_fields_of_the_form_are_taken(desk):
    await desk.dialog(state(), {"loaves": 3, "shelf": "9", "plugin": "other", "x": {"y": 1}})
    assert desk.received[0].values == {"loaves": "3"}


@pytest.mark.parametrize("submission", [None, [], "x", {}, {"loaves": None}, {"loaves": {"a": []}}])
async def test_whatever_is_filled_in_is_text(desk, submission):
    body = json.dumps({"user_id": MAUD, "channel_id": "c1", "state": state(), "submission": submission})
    await desk.dialog(body=body.encode())
    assert set(desk.received[0].values.values()) <= {""}


async def test_half_a_character_goes_no_further(desk):
    await desk.dialog(state(), {"loaves": "pain\ud800\x00"})
    assert desk.received[0].values == {"loaves": "pain"}


@pytest.mark.parametrize("wrong", [None, "", "x", 5, [], "\ud800", state(OTHER_SIGNER), state(user=PAUL)])
async def test_a_form_that_is_forged_or_somebody_elses_is_told_and_does_nothing(desk, wrong):
    assert await desk.dialog(wrong) == {"error": WORDS(UNKNOWN_FORM)}
    assert desk.received == []


async def test_a_form_without_a_person_is_forged(desk):
    assert "error" in await desk.dialog(state(), user_id="")
    assert "error" in await desk.dialog(state(), user_id=None)


async def test_a_form_that_was_open_for_too_long_is_told_and_does_nothing(desk):
    desk.answers = [FORM]
    await desk.command()
    desk.now = NOW + wording.FORM_KEPT_FOR
    answer = await desk.dialog(desk.rest.dialogs[0][2]["state"])
    assert answer == {"error": WORDS(wording.EXPIRED_FORM)}
    assert len(desk.received) == 1


async def test_a_form_that_was_closed_is_no_submission(desk):
    assert await desk.dialog(state(), cancelled=True) == {}
    assert desk.received == []


async def test_mistakes_stay_in_the_dialog_beside_their_fields(desk):
    wrong = Field(name="loaves", label=Markup("Pains"), error=Markup("Un nombre."))
    again = FormView(plugin="probe", name="order", title=Markup("Commande"), fields=(wrong,))
    desk.answers = [Failure(code="invalid_form", text=Markup("Pains : un nombre.")), again]
    answer = await desk.dialog(state())
    assert answer["errors"] == {"loaves": "Un nombre."}


# Too much, too early


@pytest.mark.parametrize("kind", ["action", "dialog"])
async def test_hundreds_may_press_in_one_channel_at_once(desk, kind):
    crowd = [person("maud", id=f"{number:026}", username=f"user{number}") for number in range(100)]
    desk.rest.add(*crowd)
    assert {await ask(desk, kind, user_id=one["id"]) for one in crowd} == {None}


async def ask(desk, kind: str, **fields):
    if kind == "dialog":
        return (await desk.dialog(state(user=fields.get("user_id", MAUD)), **fields)).get("error")
    answer = await getattr(desk, kind)(**fields)
    return answer.get("text" if kind == "command" else "ephemeral_text")


@pytest.mark.parametrize("kind", ["command", "action", "dialog"])
async def test_who_asks_for_too_much_is_told_how_long_to_wait(desk, kind):
    for _time in range(20):
        assert await ask(desk, kind) is None
    assert await ask(desk, kind) == WORDS(too_much(1.0))
    assert await ask(desk, kind, user_id=PAUL) is None
    desk.monotonic += 1
    assert await ask(desk, kind) is None
    counted = {name: count for name, _labels, count in desk.counters.counted()}
    assert counted["maillage_throttled_requests_total"] == 1


FORGERIES = [("action", {"context": {}}), ("dialog", {"state": "forged"})]


@pytest.mark.parametrize(("kind", "forged"), FORGERIES)
async def test_what_is_forged_in_somebodys_name_keeps_nobody_waiting(desk, kind, forged):
    for number in range(70):
        await getattr(desk, kind)(**forged, channel_id=f"c{number}")
        await getattr(desk, kind)(**forged, user_id=f"{number:026}")
    for good in ("command", "action", "dialog"):
        assert await ask(desk, good) is None


@pytest.mark.parametrize(("kind", "forged"), FORGERIES)
async def test_who_forges_too_much_waits_wherever_it_says_it_comes_from(desk, kind, forged):
    body = json.dumps(forged).encode()
    answers = [said(await getattr(desk.callbacks, kind)(Asked(body))) for _time in range(61)]
    other = said(await getattr(desk.callbacks, kind)(Asked(body, remote="203.0.113.2")))
    assert answers[:60] == [other] * 60
    assert WORDS(too_much(0.2)) in answers[60].values()


async def test_a_channel_where_too_much_is_asked_for_waits_as_a_whole(desk):
    for number in range(60):
        desk.rest.add(person("maud", id=f"{number:026}"))
        assert await ask(desk, "command", user_id=f"{number:026}") is None
    assert await ask(desk, "command", user_id=PAUL) is not None
    assert await ask(desk, "command", user_id=PAUL, channel_id="c2") is None


@pytest.mark.parametrize("kind", ["command", "action", "dialog"])
async def test_a_bot_that_is_just_starting_says_so(desk, kind):
    desk.callbacks.host = None
    assert await ask(desk, kind) == WORDS(STARTING)


async def test_a_stranger_learns_nothing_of_a_bot_that_is_starting(desk):
    desk.callbacks.host = None
    with pytest.raises(web.HTTPNotFound):
        await desk.command(token="x" * 26)


@pytest.mark.parametrize("kind", ["command", "action", "dialog"])
async def test_a_bot_that_stops_meanwhile_says_so(desk, kind):
    async def named_in(*_arguments):
        desk.callbacks.host = None
        return ()

    desk.callbacks._people.named_in = named_in
    desk.callbacks._presence.is_shut_out = named_in
    assert await ask(desk, kind) == WORDS(STARTING)


async def test_whoever_checks_the_address_is_answered(desk):
    assert said(await desk.callbacks.ping(Asked(b""))) == {"maillage": "loire"}


# Teams in which the bot does not work, people of whom nothing is known, channels where it is not


@pytest.mark.parametrize("kind", ["command", "action"])
async def test_nothing_is_done_in_a_team_of_somebodys_own(desk, kind):
    assert await ask(desk, kind, team_id="t3") == WORDS(wording.NOT_OURS)
    assert desk.received == []


async def test_nothing_is_done_with_a_form_of_a_team_that_is_not_the_bots_any_more(desk):
    assert await desk.dialog(state(team="t3")) == {"error": WORDS(wording.NOT_OURS)}
    assert desk.received == []


@pytest.mark.parametrize("name", [f"{BOT}__{MAUD}", f"{MAUD}__{PAUL}"])
@pytest.mark.parametrize("kind", ["command", "action"])
async def test_a_direct_message_is_answered_whichever_team_is_looked_at(desk, kind, name):
    assert await ask(desk, kind, team_id="t3", channel_name=name) is None
    assert len(desk.received) == 1


@pytest.mark.parametrize("kind", ["command", "action", "dialog"])
async def test_who_may_be_a_guest_for_all_that_is_known_is_asked_to_try_again(desk, kind):
    desk.rest.will("user", ServerUnavailableError("HTTP 503"))
    assert await ask(desk, kind) == WORDS(wording.UNKNOWN)
    assert desk.received == []
    assert await ask(desk, kind) is None
    assert len(desk.received) == 1


@pytest.mark.parametrize("kind", ["command", "action"])
async def test_in_a_channel_without_the_bot_what_is_for_everyone_is_shown_to_the_person_at_least(desk, kind):
    desk.rest.hidden.add("c1")
    desk.answers = [Reply(text=Markup("Qui vient ?"), public=True)]
    said_ = await getattr(desk, kind)()
    shown = json.dumps(said_, ensure_ascii=False)
    assert "Qui vient ?" in shown
    assert "`/invite @butler`" in shown
    assert Shows.PUBLIC in desk.received[0].shows
    desk.rest.hidden.clear()
    desk.answers = []
    assert await getattr(desk, kind)() == {}
    assert Shows.PUBLIC not in desk.received[1].shows


async def test_a_channel_where_the_bot_is_is_looked_at_now_and_then(desk):
    for _time in range(3):
        await desk.command()
    assert desk.rest.times("channel") == 1
    desk.monotonic = 600.0
    desk.rest.hidden.add("c1")
    assert "`/invite @butler`" in (await desk.command())["text"]
    assert desk.rest.times("channel") == 2


@pytest.mark.parametrize("name", [f"{BOT}__{MAUD}", f"{MAUD}__{PAUL}"])
async def test_direct_messages_are_not_looked_at(desk, name):
    await desk.command(channel_name=name)
    assert desk.rest.times("channel") == 0


async def test_a_channel_that_cannot_be_looked_at_is_taken_for_one_where_the_bot_is(desk):
    desk.rest.will("channel", ServerUnavailableError("HTTP 503"))
    assert await desk.command() == {}
    assert Shows.PUBLIC not in desk.received[0].shows


# Anything at all

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KNOWN = st.sampled_from(["user_id", "channel_id", "team_id", "channel_name", "context", "state", "cancelled"])
PAYLOADS = st.dictionaries(KNOWN | st.just("submission") | st.text(max_size=6), JSON)


async def answered(handle, body: bytes) -> bool:
    try:
        said(await handle(Asked(body)))
    except web.HTTPNotFound:
        return False
    return True


@given(PAYLOADS)
async def test_no_object_is_too_strange_to_be_answered(payload):
    desk = Desk()
    body = json.dumps(payload).encode()
    assert await answered(desk.callbacks.action, body)
    assert await answered(desk.callbacks.dialog, body)
    assert desk.received == []


@given(PAYLOADS)
async def test_no_object_with_a_good_signature_is_too_strange_to_be_handled(payload):
    desk = Desk()
    given_ = {**payload, "context": button(), "state": state(user=MAUD), "user_id": MAUD, "cancelled": False}
    given_["team_id"] = "t1"
    assert await answered(desk.callbacks.action, json.dumps(given_).encode())
    assert await answered(desk.callbacks.dialog, json.dumps(given_).encode())
    assert len(desk.received) == 2


@given(st.binary())
async def test_no_body_of_a_stranger_is_too_strange_to_be_turned_away(body):
    desk = Desk()
    assert not await answered(desk.callbacks.command, body)
    await answered(desk.callbacks.action, body)
    await answered(desk.callbacks.dialog, body)
    assert desk.received == []


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=30), max_size=6))
async def test_no_command_with_a_good_token_is_too_strange_to_be_handled(fields):
    desk = Desk()
    known = {"team_id": "t1", "command": "/rappel", "token": TOKEN, "user_id": MAUD}
    given_ = {**fields, **known}
    body = urlencode({name: value.encode(errors="ignore") for name, value in given_.items()}).encode()
    assert await answered(desk.callbacks.command, body)
    assert len(desk.received) == 1
