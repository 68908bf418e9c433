"""Rendering: a neutral post as the messages of Discord that it takes, each within Discord's limits."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.markup import mention
from bot.chat.messages import Button, Embed, File, Menu, Option, Post, Style
from bot.chat.people import Person
from bot.language.catalogue import Words
from bot.language.messages import Markup, escape
from bot.platforms.discord.controls import Pressed, read, read_choice
from bot.platforms.discord.limits import (
    MAX_BUTTON_LABEL,
    MAX_CONTENT,
    MAX_CUSTOM_ID,
    MAX_FILE,
    MAX_FILES,
    MAX_MENU_LABEL,
    MAX_OPTION_LABEL,
    MAX_OPTIONS,
    MAX_REQUEST,
    MAX_ROW_BUTTONS,
    MAX_ROWS,
    units,
)
from bot.platforms.discord.markdown import split_text
from bot.platforms.discord.rendering import Controls, render

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
WORDS = Words("fr", ZoneInfo("Europe/Paris"))
LEA = Person("80351110224678912", "lea.martin")


class Shelf:
    """Keeps texts as the bot does."""

    def __init__(self):
        self.texts = []

    async def keep(self, text, **_whose):
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1

    async def kept(self, number):
        return self.texts[number - 1]


def a_button(label="Fait", name="done", **changes):
    return replace(Button(Markup(label), name, {"reminder": 3}, name=name, plugin="reminders"), **changes)


def a_menu(count, label="Qui", value="v{}"):
    options = tuple(Option(value.format(number), Markup(f"Choix {number}")) for number in range(count))
    return Menu(Markup(label), "choose", options, {"poll": 1}, name="choose", plugin="polls")


async def rendered(text="Bonjour", *, embeds=(), buttons=(), menus=(), files=(), people=None, shelf=None):
    post = Post(text=Markup(text), embeds=embeds, buttons=buttons, menus=menus, files=files)
    return await render(post, Controls((shelf or Shelf()).keep, WORDS, 42), people or {})


def rows_of(part):
    """Return a part's components as Discord gets them, row by row."""
    view = part.sending().get("view")
    return [row["components"] for row in view.to_components()] if view else []


async def test_a_plain_text_is_one_message_that_calls_nobody():
    [part] = await rendered()
    sending = part.sending()
    assert sending["content"] == "Bonjour"
    assert sending["allowed_mentions"].to_dict() == {"parse": [], "users": []}
    assert set(sending) == {"content", "allowed_mentions"}


async def test_only_who_is_mentioned_is_called_and_only_where():
    text = f"{mention(1, 'lea')} et {mention(2, 'max')}, <@123>\n\n" + "mot " * 600
    first, *_others, last = await rendered(text, people={1: LEA})
    assert first.content.startswith(f"<@{LEA.id}> et max, ")
    assert first.sending()["allowed_mentions"].to_dict()["users"] == [int(LEA.id)]
    assert last.called == ()


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=40), st.sampled_from(["👋🏽" * 300, "mot " * 300, "\n\n", "```\nx = 1\n```\n"])
        ),
        max_size=20,
    ).map("".join)
)
def test_no_part_of_a_text_is_longer_than_a_message_or_blank(text):
    parts = split_text(text)
    assert all(0 < units(part) <= MAX_CONTENT and part.strip() for part in parts)


async def test_a_block_of_code_stays_whole():
    code = "```\n" + "ligne\n" * 250 + "```"
    parts = await rendered("mot " * 300 + "\n\n" + code)
    assert parts[-1].content == code


async def test_buttons_carry_what_they_do_and_the_delivery():
    shelf = Shelf()
    until = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
    [part] = await rendered(buttons=(a_button(until=until, style=Style.DANGER),), shelf=shelf)
    [[button]] = rows_of(part)
    assert (button["type"], button["style"], button["label"]) == (2, 4, "Fait")
    assert await read(button["custom_id"], shelf.kept) == Pressed(
        plugin="reminders", action="done", arguments={"reminder": 3}, delivery=42, until=until
    )


async def test_labels_are_plain_cut_and_never_empty():
    long = "**Très** long " * 20
    [part] = await rendered(buttons=(a_button(long), a_button("")), menus=(a_menu(1, long),))
    [buttons, [menu]] = rows_of(part)
    assert buttons[0]["label"].startswith("Très long Très")
    assert buttons[0]["label"].endswith("…")
    assert buttons[1]["label"] == "…"
    assert units(menu["placeholder"]) <= MAX_MENU_LABEL


async def test_a_menu_with_many_options_becomes_several():
    [part] = await rendered(menus=(a_menu(60),))
    menus = [menu for [menu] in rows_of(part)]
    assert [menu["placeholder"] for menu in menus] == ["Qui (1/3)", "Qui (2/3)", "Qui (3/3)"]
    assert [option["value"] for menu in menus for option in menu["options"]] == [f"v{i}" for i in range(60)]
    assert len({menu["custom_id"] for menu in menus}) == 3


async def test_a_long_value_of_an_option_comes_back_whole():
    shelf = Shelf()
    [part] = await rendered(menus=(a_menu(2, value="x" * 150 + "{}"),), shelf=shelf)
    [[menu]] = rows_of(part)
    assert [await read_choice(option["value"], shelf.kept) for option in menu["options"]] == [
        "x" * 150 + "0",
        "x" * 150 + "1",
    ]


async def test_a_menu_without_options_is_left_out():
    [part] = await rendered(menus=(a_menu(0),))
    assert part.rows == ()


async def test_what_one_message_cannot_hold_follows_in_others():
    parts = await rendered(
        buttons=tuple(a_button(str(i), arguments={"n": i}) for i in range(23)), menus=(a_menu(80),)
    )
    assert [len(part.rows) for part in parts] == [5, 4]
    assert [part.content for part in parts] == ["Bonjour", "…"]
    assert [
        button["label"] for part in parts for row in rows_of(part)[:5] for button in row if "label" in button
    ] == [str(i) for i in range(23)]


BUTTONS = st.builds(
    lambda label, action, argument, style: Button(
        escape(label), action or "a", {"x": argument}, style, name="n", plugin="p"
    ),
    st.text(max_size=120),
    st.text(max_size=20),
    st.one_of(st.integers(), st.text(max_size=120), st.booleans()),
    st.sampled_from(Style),
)
MENUS = st.builds(
    lambda label, count, value: Menu(
        escape(label), "choose", tuple(Option(f"{value}{i}", escape(label)) for i in range(count)), plugin="p"
    ),
    st.text(max_size=200),
    st.integers(0, 80),
    st.text(max_size=120),
)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.lists(BUTTONS, max_size=40), st.lists(MENUS, max_size=4))
async def test_whatever_a_post_holds_discord_takes_each_message(text, buttons, menus):
    parts = await rendered(escape(text), buttons=tuple(buttons), menus=tuple(menus))
    for part in parts:
        rows = rows_of(part)
        components = [component for row in rows for component in row]
        assert part.content.strip() or not components
        assert len(rows) <= MAX_ROWS
        assert all(0 < len(row) <= MAX_ROW_BUTTONS for row in rows)
        ids = [component["custom_id"] for component in components]
        assert len(set(ids)) == len(ids)
        assert all(0 < units(identity) <= MAX_CUSTOM_ID for identity in ids)
        for component in components:
            if component["type"] == 2:
                assert 0 < units(component["label"]) <= MAX_BUTTON_LABEL
                continue
            assert 0 < units(component["placeholder"]) <= MAX_MENU_LABEL
            assert 0 < len(component["options"]) <= MAX_OPTIONS
            assert all(0 < units(option["label"]) <= MAX_OPTION_LABEL for option in component["options"])
            assert all(0 < units(option["value"]) <= 100 for option in component["options"])
    shown = sum(len(row) for part in parts for row in part.rows if rows_of(part))
    assert shown >= len(buttons) + sum(1 for menu in menus if menu.options)


async def test_files_beyond_one_message_follow_and_those_that_are_too_big_are_named():
    files = [File(f"f{i}.txt", "text/plain", b"x") for i in range(12)]
    files.insert(3, File("gros_.pdf", "application/pdf", b"x" * (MAX_FILE + 1)))
    first, second = await rendered("Voici.", files=tuple(files))
    assert re.search(r"gros\\_\.pdf.*11.*10", first.content)
    assert [len(first.files), len(second.files)] == [MAX_FILES, 2]
    assert second.content == ""
    assert [file.filename for file in first.sending()["files"]][:4] == [
        "f0.txt",
        "f1.txt",
        "f2.txt",
        "f3.txt",
    ]


async def test_big_files_come_in_requests_that_are_not_too_big():
    files = tuple(File(f"f{i}.bin", "application/x", b"x" * MAX_FILE) for i in range(4))
    parts = await rendered(files=files)
    assert [len(part.files) for part in parts] == [2, 2]
    assert all(sum(len(file.content) for file in part.files) < MAX_REQUEST for part in parts)


async def test_one_address_is_previewed_and_several_are_not():
    [one] = await rendered("Voir https://example.org/a")
    [several] = await rendered("Voir [a](https://example.org/a) et https://example.org/b.")
    assert one.content == "Voir https://example.org/a"
    assert several.content == "Voir [a](<https://example.org/a>) et <https://example.org/b>."


@pytest.mark.parametrize(
    "text",
    [
        "`curl https://example.org/a https://example.org/b`",
        "```\nhttps://example.org/a\nhttps://example.org/b\n```",
        "<https://example.org/a> <https://example.org/b>",
    ],
)
async def test_what_has_no_preview_stays_as_it_is(text):
    [part] = await rendered(text)
    assert part.content == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("(https://example.org/a_(b))", "(<https://example.org/a_(b)>)"),
        ("**https://example.org/a**", "**<https://example.org/a>**"),
        ("« https://example.org/a?b=1&c=2 », oui", "« <https://example.org/a?b=1&c=2> », oui"),
        ("https://example.org", "<https://example.org>"),
        ("https://example.org/a.", "<https://example.org/a>."),
    ],
)
async def test_beside_embeds_no_address_is_previewed(text, shown):
    [part] = await rendered(text, embeds=(Embed(Markup("Un")),))
    assert part.content == shown


async def test_embeds_stand_under_the_last_text_and_buttons_under_the_last_embeds():
    embeds = tuple(Embed(Markup(f"Titre {number}"), Markup("mot " * 400)) for number in range(6))
    parts = await rendered("mot " * 600, embeds=embeds, buttons=(a_button(),))
    assert [(bool(part.content), len(part.embeds), len(part.rows)) for part in parts] == [
        (True, 0, 0),
        (True, 3, 0),
        (False, 3, 1),
    ]
    assert [card.title for part in parts for card in part.embeds] == [f"Titre {n}" for n in range(6)]


async def test_an_edit_takes_the_embeds_away_when_there_are_none():
    [with_embed] = await rendered(embeds=(Embed(Markup("Un")),))
    [without] = await rendered()
    assert [embed.title for embed in with_embed.editing()["embeds"]] == ["Un"]
    assert without.editing()["embeds"] == []


async def test_commands_are_spelled_in_embeds_too():
    post = Post(text=Markup(""), embeds=(Embed(Markup("Un"), Markup("Tape `/rappel`.")),))
    controls = Controls(Shelf().keep, WORDS, 42, lambda text: text.replace("/rappel", "/rappel créer"))
    [part] = await render(post, controls, {})
    assert part.embeds[0].text == "Tape `/rappel créer`."


async def test_an_edit_takes_the_buttons_away_when_there_are_none():
    [with_button] = await rendered(buttons=(a_button(),))
    [without] = await rendered()
    assert with_button.editing()["view"].is_finished()
    assert without.editing()["view"] is None
