"""The console's own lines: how they are written."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.platforms.console.lines import (
    PURPOSE,
    USAGE,
    Advance,
    Attach,
    Click,
    ContinueOn,
    Fail,
    GoTo,
    Grant,
    Join,
    Mend,
    Quit,
    React,
    SpeakAs,
    Submit,
    channel_named,
    parse,
    person_named,
)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        (":as Zoé", SpeakAs("Zoé")),
        (":AS @zoe", SpeakAs("zoe")),
        ("  :as   zoe  ", SpeakAs("zoe")),
        (":in #loire-42", GoTo("loire-42")),
        (":in ~loire-42", GoTo("loire-42")),
        (":in @bot", GoTo(None)),
        (":in @maillage", GoTo(None)),
        (":role @zoe coordinator", Grant("zoe", "coordinator", None)),
        (":role zoe member in #loire-42", Grant("zoe", "member", "loire-42")),
        (":on discord", ContinueOn("discord")),
        (":attach mes fichiers/a b.csv", Attach(Path("mes fichiers/a b.csv"))),
        (":fail zoe", Fail("zoe", None)),
        (":fail #loire-42 3", Fail("loire-42", 3)),
        (":mend @zoe", Mend("zoe")),
        (":join zoe", Join("zoe")),
        (":click Dans 1 h", Click("Dans 1 h", None)),
        (":click Dans 1\u00a0h on 12", Click("Dans 1 h", 12)),
        (":click on 12", Click("on 12", None)),
        (":click Mets-le on", Click("Mets-le on", None)),
        (":react 👍 on 12", React("👍", 12)),
        (":advance 2h30m", Advance(timedelta(hours=2, minutes=30))),
        (":advance 3w", Advance(timedelta(weeks=3))),
        (":quit", Quit()),
    ],
)
def test_a_line_is_understood(line, meant):
    assert parse(line.strip()) == meant


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", {}),
        (";;", {}),
        ("a=1; b = deux mots ", {"a": "1", "b": "deux mots"}),
        ("a=", {"a": ""}),
        ("a=b=c", {"a": "b=c"}),
        (r"a=x\;y; b=x\\", {"a": "x;y", "b": "x\\"}),
        (r"a=C:\dossier\n", {"a": r"C:\dossier\n"}),
        ("a=x\\", {"a": "x\\"}),
        (r"a=\\\;b", {"a": r"\;b"}),
    ],
)
def test_the_values_of_a_form_are_separated_and_unescaped(text, values):
    assert parse(f":submit {text}") == Submit(values)


def outcome(line):
    """Return what a line asks for, or the code of its refusal."""
    try:
        return parse(line)
    except Refusal as refusal:
        return refusal.code


def test_every_line_says_how_it_is_written_and_what_it_is_for():
    assert set(USAGE) == set(PURPOSE)
    assert all(outcome(f":{name}") != "unknown_line" for name in USAGE)


@pytest.mark.parametrize("name", ["", "deux mots", "a/b", "a;b", ":a", "x" * 65, "@paul"])
def test_a_channel_is_one_word(name):
    with pytest.raises(Refusal) as refused:
        channel_named(name)
    assert refused.value.code == "bad_name"


@pytest.mark.parametrize("name", ["", "deux mots", "a/b"])
def test_a_person_is_one_word(name):
    with pytest.raises(Refusal):
        person_named(name)


@given(st.text())
def test_any_line_is_understood_or_refused(text):
    found = outcome(f":{text}")
    assert not isinstance(found, str) or found in ("bad_line", "bad_name", "unknown_line")


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True),
        st.from_regex(r"[^\s\x00-\x1f][^\r\n\x00-\x1f]*[^\s\x00-\x1f]"),
    )
)
def test_escaped_values_come_back_as_they_were(values):
    plain = {name: value for name, value in values.items() if value.isprintable()}
    line = "; ".join(
        f"{name}={value.replace(chr(92), chr(92) * 2).replace(';', chr(92) + ';')}"
        for name, value in plain.items()
    )
    assert parse(f":submit {line}") == Submit({name: value.strip() for name, value in plain.items()})


@pytest.mark.parametrize(
    "line", [":click " + " " * 90_000 + "on", ":submit " + "\\" * 90_000, ":as " + "x " * 40_000]
)
def test_a_long_line_is_read_in_no_time(line):
    assert isinstance(outcome(line), Click | Submit | str)
