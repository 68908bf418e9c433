"""What Discord accepts as components of a message and as a modal."""

import pytest

from tests.fakes.discord import NotThereError
from tests.fakes.discord.errors import ApiError
from tests.fakes.discord.modal_rules import check_modal

TOO_LONG = "BASE_TYPE_MAX_LENGTH"
LENGTH = "BASE_TYPE_BAD_LENGTH"
V2 = 1 << 15


@pytest.fixture
def post(rest, place):
    """Send components to the channel."""

    async def send(*components, **fields):
        body = {"components": list(components)} | fields
        return await rest("POST", f"/channels/{place.id}/messages", body)

    return send


def button(custom_id="a", label="Oui", **fields):
    return {"type": 2, "style": 1, "custom_id": custom_id, "label": label} | fields


def link(**fields):
    return {"type": 2, "style": 5, "label": "Lien", "url": "https://example.org"} | fields


def row(*components):
    return {"type": 1, "components": list(components)}


def option(value, **fields):
    return {"label": f"Option {value}", "value": str(value)} | fields


def menu(count=2, custom_id="m", **fields):
    return {"type": 3, "custom_id": custom_id, "options": [option(n) for n in range(count)]} | fields


def text(content="Bonjour"):
    return {"type": 10, "content": content}


async def test_rows_are_five_of_five_buttons(post):
    rows = [row(*(button(f"{n}-{m}") for m in range(5))) for n in range(5)]
    assert (await post(*rows)).status == 200
    assert (await post(*rows, row(button("x")))).error("components") == TOO_LONG
    assert (await post(row(*(button(str(n)) for n in range(6))))).error(
        "components", 0, "components"
    ) == LENGTH
    assert (await post(row())).error("components", 0, "components") == LENGTH
    assert (await post(button())).error("components", 0, "type") == "BASE_TYPE_CHOICES"


async def test_a_menu_stands_alone_in_its_row(post):
    refused = await post(row(menu(), button()))
    assert refused.error("components", 0, "components") == "COMPONENT_LAYOUT_WIDTH_EXCEEDED"


@pytest.mark.parametrize(
    ("component", "path", "code"),
    [
        (button(label="a" * 81), ("label",), TOO_LONG),
        (button(custom_id="a" * 101), ("custom_id",), LENGTH),
        (button(custom_id=""), ("custom_id",), LENGTH),
        (button(custom_id=None), ("custom_id",), "BASE_TYPE_REQUIRED"),
        (button(label=None), (), "BUTTON_COMPONENT_REQUIRES_LABEL_OR_EMOJI"),
        (button(url="https://a.fr"), (), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"),
        (button(style=7), ("style",), "BASE_TYPE_CHOICES"),
        (link(custom_id="a"), (), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"),
        (link(url=None), ("url",), "BASE_TYPE_REQUIRED"),
        (link(url="ftp://a.fr"), ("url",), "URL_TYPE_INVALID_SCHEME"),
        (link(url="https://a.fr/" + "a" * 500), ("url",), LENGTH),
        (menu(26), ("options",), LENGTH),
        (menu(0), ("options",), LENGTH),
        (menu(placeholder="a" * 151), ("placeholder",), TOO_LONG),
        (menu(min_values=26), ("min_values",), "NUMBER_TYPE_MAX"),
        (menu(max_values=26), ("max_values",), "NUMBER_TYPE_MAX"),
        (menu(2, max_values=3), ("options",), "COMPONENT_MAX_VALUES_TOO_LARGE"),
        (
            menu(options=[option(1), option(1)]),
            ("options", 1, "value"),
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        ),
        (menu(options=[option(1, label="a" * 101)]), ("options", 0, "label"), LENGTH),
        (menu(options=[option("a" * 101)]), ("options", 0, "value"), LENGTH),
        (menu(options=[option(1, description="a" * 101)]), ("options", 0, "description"), TOO_LONG),
        (
            menu(options=[option(1, default=True), option(2, default=True)]),
            ("options",),
            "SELECT_COMPONENT_TOO_MANY_DEFAULT_OPTIONS",
        ),
    ],
)
async def test_buttons_and_menus_have_their_limits(post, component, path, code):
    assert (await post(row(component))).error("components", 0, "components", 0, *path) == code


async def test_a_custom_id_stands_once_in_a_message(post):
    refused = await post(row(button("a"), button("a")))
    assert refused.error("components") == "COMPONENT_CUSTOM_ID_DUPLICATED"


async def test_a_layout_has_its_flag_and_nothing_else(post):
    assert (await post(text())).error("components", 0, "type") == "BASE_TYPE_CHOICES"
    assert (await post(text(), flags=V2)).status == 200
    code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
    assert (await post(text(), flags=V2, content="a")).error("content") == code
    assert (await post(text(), flags=V2, embeds=[{"title": "a"}])).error("embeds") == code


async def test_a_layout_has_forty_components_and_4000_characters(post):
    inside = {"type": 17, "components": [row(*(button(f"{n}-{m}") for m in range(5))) for n in range(6)]}
    assert (await post(inside, *[text()] * 3, flags=V2)).status == 200
    refused = await post(inside, *[text()] * 4, flags=V2)
    assert refused.error("components") == "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"
    refused = await post(text("a" * 2001), text("a" * 2000), flags=V2)
    assert refused.error("components") == "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"


async def test_a_section_has_three_texts_and_something_beside(post):
    section = {"type": 9, "components": [text()], "accessory": button()}
    assert (await post(section, flags=V2)).status == 200
    refused = await post(section | {"components": [text()] * 4}, flags=V2)
    assert refused.error("components", 0, "components") == LENGTH
    refused = await post(section | {"accessory": None}, flags=V2)
    assert refused.error("components", 0, "accessory") == "BASE_TYPE_REQUIRED"


async def test_a_layout_stays_one(rest, post, place):
    made = await post(text(), flags=V2)
    path = f"/channels/{place.id}/messages/{made.body['id']}"
    assert (await rest("PATCH", path, {"flags": 0})).error(
        "flags"
    ) == "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG"
    assert (await rest("PATCH", path, {"components": [text("Au revoir")]})).status == 200
    assert (await rest("PATCH", path, {"content": "a"})).error("content")


async def test_only_flags_of_senders_are_taken(post):
    assert (await post(row(button()), flags=1 << 6)).error("flags") == "MESSAGE_FLAGS_INVALID"
    assert (await post(row(button()), flags=1 << 12)).status == 200


async def test_what_is_disabled_or_missing_cannot_be_pressed(post, place, karim):
    await post(row(button(disabled=True)), content="Qui vient ?")
    [message] = karim.sees(place)
    for label in ("Oui", "Non"):
        with pytest.raises(NotThereError):
            await karim.press(message, label)


# Modals


def field(**fields):
    return {"type": 4, "custom_id": "f", "style": 1} | fields


def label(component=None, **fields):
    return {"type": 18, "label": "Quoi", "component": component or field()} | fields


def modal(*components, **fields):
    return {"custom_id": "m", "title": "Un rappel", "components": list(components) or [label()]} | fields


def refusal(checked):
    """What is wrong with a modal, as path and code."""
    with pytest.raises(ApiError) as refused:
        check_modal(checked)
    assert refused.value.code == 50035
    path, place = [], refused.value.body["errors"]
    while "_errors" not in place:
        [(step, place)] = place.items()
        path.append(step)
    return ".".join(path), place["_errors"][0]["code"]


def test_a_modal_as_it_should_be_is_taken():
    check_modal(
        modal(
            text(),
            label(),
            label(menu()),
            label({"type": 5, "custom_id": "u"}),
            label({"type": 19, "custom_id": "v"}),
        )
    )
    check_modal(modal(row(field(label="Quoi"))))


@pytest.mark.parametrize(
    ("checked", "path", "code"),
    [
        (modal(title="a" * 46), "title", LENGTH),
        (modal(title=""), "title", LENGTH),
        (modal(custom_id="a" * 101), "custom_id", LENGTH),
        (modal(*(label(field(custom_id=str(n))) for n in range(6))), "components", LENGTH),
        (modal() | {"components": []}, "components", LENGTH),
        (modal(label(), label()), "components", "COMPONENT_CUSTOM_ID_DUPLICATED"),
        (modal(field()), "components.0.type", "BASE_TYPE_CHOICES"),
        (modal(label(label="a" * 46)), "components.0.label", LENGTH),
        (modal(label(description="a" * 101)), "components.0.description", TOO_LONG),
        (modal(label(button())), "components.0.component.type", "BASE_TYPE_CHOICES"),
        (modal(label(field(label="Quoi"))), "components.0.component.label", "COMPONENT_LABEL_IN_LABEL"),
        (modal(label(field(style=3))), "components.0.component.style", "BASE_TYPE_CHOICES"),
        (modal(label(field(placeholder="a" * 101))), "components.0.component.placeholder", TOO_LONG),
        (modal(label(field(max_length=4001))), "components.0.component.max_length", "NUMBER_TYPE_MAX"),
        (modal(label(field(min_length=4001))), "components.0.component.min_length", "NUMBER_TYPE_MAX"),
        (modal(label(field(value="a" * 4001))), "components.0.component.value", TOO_LONG),
        (modal(label(field(value="abc", max_length=2))), "components.0.component.value", TOO_LONG),
        (
            modal(label(menu(disabled=True))),
            "components.0.component.disabled",
            "COMPONENT_DISABLED_NOT_ALLOWED_IN_MODAL",
        ),
        (modal(label(menu(min_values=0))), "components.0.component.min_values", "NUMBER_TYPE_MIN"),
        (modal(row(field())), "components.0.components.0.label", "BASE_TYPE_REQUIRED"),
        (modal(row(field(label="a"), field(label="b", custom_id="g"))), "components.0.components", LENGTH),
    ],
)
def test_a_modal_has_its_limits(checked, path, code):
    assert refusal(checked) == (path, code)


async def test_components_show_files_that_come_along(rest, place):
    shown = {"type": 13, "file": {"url": "attachment://a.txt"}}
    gallery = {"type": 12, "items": [{"media": {"url": "attachment://a.txt"}}]}
    body = {"flags": V2, "components": [shown, gallery]}
    path = f"/channels/{place.id}/messages"
    assert (await rest("POST", path, body)).error("components") == (
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
    )
    made = await rest("POST", path, body, files=(("a.txt", b"abc"),))
    assert made.body["components"][0]["size"] == 3
    assert made.body["components"][1]["items"][0]["media"]["url"] == made.body["attachments"][0]["url"]
    elsewhere = {"flags": V2, "components": [{"type": 13, "file": {"url": "https://example.org/a.txt"}}]}
    assert (await rest("POST", path, elsewhere)).error(
        "components"
    ) == "UNFURLED_MEDIA_ITEM_REQUIRES_ATTACHMENT"


async def test_an_emoji_is_no_name(post):
    assert (await post(row(button(emoji={"name": "👍"})))).status == 200
    refused = await post(row(button(emoji={"name": ":ok:"})))
    assert refused.error("components", 0, "components", 0, "emoji", "name") == "COMPONENT_INVALID_EMOJI"
