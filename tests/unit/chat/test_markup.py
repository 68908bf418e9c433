"""Neutral Markdown: marks become a platform's own form, and no typed `@` calls anybody."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.markup import clean, mention, mentioned, translate
from bot.language.marks import timestamp
from bot.language.messages import Markup, escape

EVERYBODY = {"channel", "all", "here", "everyone"}


def harmless(text: str) -> str:
    return translate(
        text,
        mention_form=lambda member, username: f"<@{member}:{username}>",
        timestamp_form=lambda seconds, words: f"<t:{seconds}:{words}>",
        calls=lambda name: name.lower() in EVERYBODY,
    )


@pytest.mark.parametrize(
    "text",
    [
        "@channel",
        "réunion.@channel",
        ".@channel",
        "_@channel_",
        "x_@all",
        "@channel-42",
        "@channel.",
        "@here:",
        "@@channel",
        "(@Channel)",
        "**@everyone**",
    ],
)
def test_no_typed_name_calls_everybody(text):
    assert re.search(r"@(channel|all|here|everyone)", harmless(text), re.IGNORECASE) is None


@pytest.mark.parametrize(
    "text",
    ["jean.dupont@example.org", "https://example.org/@here/1", "appeler @paul", "3 @ 2 €", "a@b"],
)
def test_addresses_and_colleagues_stay_as_they_were_typed(text):
    assert harmless(text) == text


def test_marks_become_the_platform_s_own_form():
    noon = timestamp(datetime(2026, 11, 21, 11, 0, tzinfo=UTC), "midi")
    text = f"{mention(7, 'lea')} à {noon} avec @all"
    assert harmless(text) == "<@7:lea> à <t:1795258800:midi> avec @\u200ball"
    assert mentioned(text) == [7]


def test_nobody_types_a_mark():
    assert mentioned(clean(str(mention(7, "lea")))) == []


@given(st.text(alphabet=st.sampled_from("@.-_ :/channelherx*`\n"), max_size=40))
def test_whatever_stands_around_it_the_name_is_cut(text):
    for word in re.split(r"\s", harmless(escape(Markup(text)))):
        if "://" in word or re.search(r"\w@\w[\w-]*\.\w", word):
            continue
        assert re.search(r"@(channel|here)\b", word) is None


@pytest.mark.parametrize(
    "foreign",
    [
        "https://@all",
        "https://@channel et la suite",
        "https://x<@here",
        "http://,@bob",
        "http://a_b/@bob",
        "https://.@bob",
        "xhttps://a.b/@bob",
        "https://a.b/c,@bob",
    ],
)
def test_what_only_begins_like_an_address_calls_nobody(foreign):
    shown = translate(
        foreign,
        mention_form=lambda _member, name: f"@{name}",
        timestamp_form=lambda _at, spelled: spelled,
        calls=lambda _name: True,
    )
    assert shown == foreign.replace("@", "@\u200b")


def test_the_address_of_a_page_stays_as_it_is():
    address = "https://mastodon.social/@bob/112"
    shown = translate(
        address,
        mention_form=lambda _member, name: f"@{name}",
        timestamp_form=lambda _at, spelled: spelled,
        calls=lambda _name: True,
    )
    assert shown == address


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("[https://good.org](https://evil.org)", r"\[https://good.org\](https://evil.org)"),
        ("![https://x](https://evil/p.png)", r"\!\[https://x\](https://evil/p.png)"),
        ("![a][b]", r"\!\[a\]\[b]"),
        ("https://a](https://evil.org)", r"https://a\](https://evil.org)"),
    ],
)
def test_foreign_text_makes_no_link_and_no_picture(foreign, shown):
    assert escape(foreign) == shown


def test_a_long_text_without_a_space_is_read_in_one_go():
    long = "a.b-" * 25_000 + "@all"
    shown = translate(
        long,
        mention_form=lambda _member, name: f"@{name}",
        timestamp_form=lambda _at, spelled: spelled,
        calls=lambda _name: True,
    )
    assert shown == long.replace("@all", "@\u200ball")
