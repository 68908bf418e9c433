"""Signatures: what a button or a dialog carries cannot be made up, changed, lent or kept too long."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.mattermost.limits import MAX_SIGNED
from bot.platforms.mattermost.signing import (
    Choice,
    ExpiredError,
    ForgedError,
    SignedAction,
    SignedForm,
    Signer,
)

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SIGNER = Signer("un secret assez long")
ARGUMENTS = st.dictionaries(
    st.text(max_size=10), st.one_of(st.integers(), st.booleans(), st.text(max_size=30))
)


def a_context(**changes):
    return SIGNER.context(**{"plugin": "reminders", "action": "done", "arguments": {"reminder": 3}} | changes)


def a_state(**changes):
    form = {"user": "u1", "plugin": "reminders", "form": "edit", "arguments": {"reminder": 3}}
    return SIGNER.state(**form | {"fields": ("text", "when")} | changes)


def through_the_server(value):
    """What Go's `encoding/json` makes of it: numbers become floating, `<` and such are escaped."""
    return json.loads(json.dumps(value).replace("<", "\\u003c"), parse_int=float)


@given(st.text(max_size=20), st.text(max_size=20), ARGUMENTS, st.none() | st.text(max_size=40))
def test_a_button_authorises_what_it_was_made_for(plugin, action, arguments, delivery):
    context = SIGNER.context(plugin=plugin, action=action, arguments=arguments, delivery=delivery)
    back = {**through_the_server(context), "selected_option": "demain"}
    assert SIGNER.verify(back, NOW) == SignedAction(
        plugin=plugin, action=action, arguments=arguments, delivery=delivery, choice="demain"
    )


@given(ARGUMENTS, st.lists(st.text(max_size=10), max_size=5).map(tuple), st.text(max_size=50))
def test_a_dialog_authorises_what_it_was_opened_for(arguments, fields, extra):
    state = a_state(arguments=arguments, fields=fields, extra=extra)
    assert SIGNER.verify_state(through_the_server(state), "u1", NOW) == SignedForm(
        plugin="reminders", form="edit", arguments=arguments, fields=fields, extra=extra
    )


def test_a_button_is_the_same_each_time_it_is_made():
    assert a_context() == a_context()


@given(st.data())
def test_whatever_is_changed_in_a_signed_text_is_refused(data):
    sealed = a_state(extra="suite")
    place = data.draw(st.integers(0, len(sealed) - 1))
    bit = data.draw(st.integers(0, 6))
    changed = sealed[:place] + chr(ord(sealed[place]) ^ 1 << bit) + sealed[place + 1 :]
    with pytest.raises(ForgedError):
        SIGNER.verify_state(changed, "u1", NOW)


@given(st.integers(0, 300))
def test_a_signed_text_cut_short_is_refused(length):
    (sealed,) = a_context().values()
    with pytest.raises(ForgedError):
        SIGNER.verify({"sealed": sealed[: min(length, len(sealed) - 1)]}, NOW)


@pytest.mark.parametrize(
    "context", [None, "", [], {}, {"sealed": None}, {"sealed": 3}, {"sealed": ""}, {"sealed": "é" * 80}]
)
def test_what_is_not_a_signed_context_is_refused(context):
    with pytest.raises(ForgedError):
        SIGNER.verify(context, NOW)


def test_what_another_server_signed_is_refused():
    with pytest.raises(ForgedError):
        Signer("un autre secret long").verify(a_context(), NOW)


def test_a_button_opens_no_dialog_and_a_dialog_presses_no_button():
    with pytest.raises(ForgedError):
        SIGNER.verify({"sealed": a_state()}, NOW)
    with pytest.raises(ForgedError):
        SIGNER.verify_state(a_context()["sealed"], "u1", NOW)


def test_nobody_submits_the_dialog_of_somebody_else():
    with pytest.raises(ForgedError):
        SIGNER.verify_state(a_state(user="u1"), "u2", NOW)


def test_a_choice_does_what_its_button_would_until_its_end():
    stays, ends = Choice("reminders", "done", {"reminder": 3}), Choice("reminders", "snooze", {}, NOW)
    context = SIGNER.choices([stays, ends], "1:reminders:k")
    chosen = SIGNER.verify(context | {"selected_option": "0"}, NOW)
    assert (chosen.action, chosen.arguments, chosen.delivery) == ("done", {"reminder": 3}, "1:reminders:k")
    assert chosen.choice is None
    with pytest.raises(ExpiredError):
        SIGNER.verify(context | {"selected_option": "1"}, NOW)


@pytest.mark.parametrize("option", [None, "", "2", "-1", "01", "²", "٠", 0, ["0"], "9" * 5000])
def test_a_choice_that_was_not_offered_is_refused(option):
    context = SIGNER.choices([Choice("reminders", "done", {}), Choice("reminders", "snooze", {})])
    with pytest.raises(ForgedError):
        SIGNER.verify(context | {"selected_option": option}, NOW)


def test_a_menu_of_buttons_is_no_button_and_a_button_no_menu():
    sealed, choices = a_context()["sealed"], SIGNER.choices([Choice("reminders", "done", {})])["choices"]
    for context in ({"sealed": choices}, {"choices": sealed, "selected_option": "0"}):
        with pytest.raises(ForgedError):
            SIGNER.verify(context, NOW)


def test_a_button_works_until_its_end_and_not_from_then_on():
    context = a_context(until=NOW)
    assert SIGNER.verify(context, NOW - timedelta(seconds=1)).action == "done"
    with pytest.raises(ExpiredError):
        SIGNER.verify(context, NOW)


def test_a_dialog_works_until_its_end_and_not_from_then_on():
    state = a_state(until=NOW)
    assert SIGNER.verify_state(state, "u1", NOW - timedelta(seconds=1)).form == "edit"
    with pytest.raises(ExpiredError):
        SIGNER.verify_state(state, "u1", NOW)


def test_a_button_without_end_works_for_years():
    assert SIGNER.verify(a_context(), NOW + timedelta(days=3650)).arguments == {"reminder": 3}


def test_an_expired_forgery_is_a_forgery():
    with pytest.raises(ForgedError):
        SIGNER.verify(
            Signer("un autre secret long").context(plugin="p", action="a", arguments={}, until=NOW), NOW
        )


def test_what_is_too_long_is_neither_signed_nor_read():
    with pytest.raises(ValueError, match="too much to sign"):
        a_context(arguments={"text": "x" * MAX_SIGNED})
    with pytest.raises(ForgedError):
        SIGNER.verify({"sealed": "x" * (MAX_SIGNED + 1)}, NOW)


def test_a_short_secret_is_refused():
    with pytest.raises(ValueError, match="a secret has 16 bytes"):
        Signer("secret")
