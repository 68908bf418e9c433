"""What Discord accepts as application commands, and what a client lets people choose."""

from datetime import timedelta

import pytest
import pytest_asyncio

from tests.fakes.discord import ClientRefusedError, NotThereError, Permission
from tests.fakes.discord.command_rules import characters, is_command_name
from tests.unit.fakes.discord.test_discord_interactions import listen

INVALID = "APPLICATION_COMMAND_INVALID_NAME"
LENGTH = "BASE_TYPE_BAD_LENGTH"
TOO_LONG = "BASE_TYPE_MAX_LENGTH"


@pytest.fixture
def put(rest, strict):
    """Replace the global commands."""

    async def send(*commands):
        return await rest("PUT", f"/applications/{strict.bot.id}/commands", list(commands))

    return send


def command(name="rappel", **fields):
    return {"type": 1, "name": name, "description": "Rappelle"} | fields


def option(name="quand", kind=3, **fields):
    return {"type": kind, "name": name, "description": "Quand ?"} | fields


def choice(name="Oui", value="oui", **fields):
    return {"name": name, "value": value} | fields


def test_names_are_lower_case_letters_digits_and_hyphens():
    for name in ("rappel", "créer", "à-faire", "l'heure", "où_2", "提醒", "ไทย", "a" * 32):
        assert is_command_name(name), name
    for name in ("Rappel", "à faire", "créer!", "", "a" * 33, "été…"):
        assert not is_command_name(name), name


async def test_a_tree_is_registered_and_told_back(rest, put, strict):
    answer = await put(command(options=[option(required=True)]), command("aide"))
    assert answer.status == 200
    assert [one["name"] for one in answer.body] == ["rappel", "aide"]
    assert answer.body[0]["options"][0]["required"] is True
    read = await rest("GET", f"/applications/{strict.bot.id}/commands")
    assert [one["id"] for one in read.body] == [one["id"] for one in answer.body]
    again = await put(command())
    assert again.body[0]["id"] == answer.body[0]["id"]


@pytest.mark.parametrize(
    ("wrong", "path", "code"),
    [
        (command("Rappel"), ("name",), INVALID),
        (command("a" * 33), ("name",), LENGTH),
        (command(name_localizations={"fr": "à faire"}), ("name_localizations", "fr"), INVALID),
        (command(name_localizations={"fr-FR": "a"}), ("name_localizations",), "BASE_TYPE_CHOICES"),
        (command(description=""), ("description",), LENGTH),
        (command(description="a" * 101), ("description",), LENGTH),
        (command(description_localizations={"fr": "a" * 101}), ("description_localizations", "fr"), LENGTH),
        (command(options=[option(str(n)) for n in range(26)]), ("options",), TOO_LONG),
        (command(options=[option("Quand")]), ("options", 0, "name"), INVALID),
        (command(options=[option(kind=12)]), ("options", 0, "type"), "BASE_TYPE_CHOICES"),
        (
            command(options=[option("a"), option("b", required=True)]),
            ("options", 1),
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        ),
        (
            command(options=[option("a"), option("b", 1)]),
            ("options",),
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        ),
        (
            command(options=[option("a"), option("a")]),
            ("options", 1, "name"),
            "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
        ),
        (
            command(options=[option("a", name_localizations={"fr": "b"}), option("b")]),
            ("options", 1, "name"),
            "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
        ),
        (
            command(options=[option(choices=[choice(value=str(n)) for n in range(26)])]),
            ("options", 0, "choices"),
            TOO_LONG,
        ),
        (
            command(options=[option(choices=[choice(), choice(value="non")])]),
            ("options", 0, "choices", 1, "name"),
            "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_EXISTS",
        ),
        (
            command(options=[option(choices=[choice("a" * 101)])]),
            ("options", 0, "choices", 0, "name"),
            LENGTH,
        ),
        (
            command(options=[option(choices=[choice(value="a" * 101)])]),
            ("options", 0, "choices", 0, "value"),
            TOO_LONG,
        ),
        (
            command(options=[option(kind=4, choices=[choice()])]),
            ("options", 0, "choices", 0, "value"),
            "NUMBER_TYPE_COERCE",
        ),
        (
            command(options=[option(choices=[choice()], autocomplete=True)]),
            ("options", 0, "autocomplete"),
            "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES",
        ),
        (
            command(options=[option(kind=6, autocomplete=True)]),
            ("options", 0, "autocomplete"),
            "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_TYPE",
        ),
        (command(options=[option(max_length=6001)]), ("options", 0, "max_length"), "NUMBER_TYPE_MAX"),
        (
            command(options=[option("a", 2, options=[option("b", 2, options=[option("c", 1)])])]),
            ("options", 0, "options", 0, "type"),
            "BASE_TYPE_CHOICES",
        ),
        (
            command(options=[option("a", 1, options=[option("b", 1)])]),
            ("options", 0, "options", 0, "type"),
            "BASE_TYPE_CHOICES",
        ),
        (command(type=2, description="a"), ("description",), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION"),
        (
            command(type=3, description="", options=[option()]),
            ("options",),
            "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS",
        ),
    ],
)
async def test_a_command_has_its_limits(put, wrong, path, code):
    assert (await put(wrong)).error(0, *path) == code


async def test_names_differ_in_every_language(put):
    refused = await put(command("a", name_localizations={"fr": "b"}), command("b"))
    assert refused.error(1, "name") == "APPLICATION_COMMANDS_DUPLICATE_NAME"
    assert (await put(command("a"), {"type": 2, "name": "a"}, {"type": 3, "name": "Un Menu"})).status == 200


async def test_a_command_has_8000_characters_with_the_longest_language(put):
    options = [
        option(f"o{n}", choices=[choice(f"{m:0>100}", f"{m:0>98}") for m in range(20)]) for n in range(2)
    ]
    large = command(options=options)
    assert characters(large) <= 8000
    assert (await put(large)).status == 200
    options[0]["description_localizations"] = {"fr": "a" * 100}
    assert characters(large) > 8000
    assert (await put(large)).error(0) == "APPLICATION_COMMAND_TOO_LARGE"


async def test_there_are_100_commands_and_15_menus_of_each_kind(put):
    menus = [{"type": kind, "name": f"Menu {n}"} for kind in (2, 3) for n in range(15)]
    assert (await put(*(command(f"c{n}") for n in range(100)), *menus)).status == 200
    refused = await put(*(command(f"c{n}") for n in range(101)))
    assert (refused.status, refused.code) == (400, 30032)
    assert (await put(*menus, {"type": 2, "name": "Un de plus"})).code == 30032


async def test_200_commands_are_created_a_day(put, hour):
    assert (await put(*(command(f"a{n}") for n in range(100)))).status == 200
    assert (await put(*(command(f"b{n}") for n in range(100)))).status == 200
    assert (await put(*(command(f"b{n}") for n in range(100)))).status == 200
    refused = await put(command("c"))
    assert (refused.status, refused.code) == (400, 30034)
    hour.moment += timedelta(days=1)
    assert (await put(command("c"))).status == 200


async def test_commands_are_changed_one_by_one(rest, strict, isere):
    path = f"/applications/{strict.bot.id}/guilds/{isere.id}/commands"
    made = await rest("POST", path, command())
    assert made.status == 201
    assert (await rest("POST", path, command(description="Autrement"))).status == 200
    one = f"{path}/{made.body['id']}"
    assert (await rest("PATCH", one, {"name": "rappelle"})).body["name"] == "rappelle"
    assert (await rest("PATCH", one, {"name": "Rappelle"})).error("name") == INVALID
    assert (await rest("DELETE", one)).status == 204
    assert (await rest("GET", one)).code == 10063


# People


@pytest_asyncio.fixture
async def tree(strict, put):
    """A tree that people choose from."""
    listen(strict)
    verbs = [
        option(
            "create",
            1,
            name_localizations={"fr": "créer"},
            options=[
                option("when", 3, required=True, name_localizations={"fr": "quand"}, max_length=10),
                option("count", 4, min_value=1, max_value=5),
                option("kind", 3, choices=[choice("Public", "p", name_localizations={"fr": "Publique"})]),
                option("who", 6),
                option("where", 7, channel_types=[0]),
                option("file", 11),
                option("loud", 5),
                option("role", 8),
                option("rate", 10),
                option("which", 3, autocomplete=True),
            ],
        )
    ]
    answer = await put(
        command("remind", name_localizations={"fr": "rappel"}, options=verbs),
        command("secret", default_member_permissions=0),
        command("moderer", default_member_permissions=int(Permission.MANAGE_GUILD)),
        command("ici", contexts=[0]),
        command("chez-moi", contexts=[1]),
        {"type": 2, "name": "Voir la fiche"},
        {"type": 3, "name": "Partager"},
    )
    assert answer.status == 200


async def test_people_are_offered_what_their_place_and_rights_allow(tree, strict, karim, place, isere):
    assert karim.commands(place) == ["rappel", "ici"]
    assert karim.commands(karim.dm) == ["rappel", "secret", "moderer", "chez-moi"]
    isere.give_role(karim.user, isere.role("Coordination", Permission.MANAGE_GUILD))
    assert "moderer" in karim.commands(place)
    isere.give_role(karim.user, isere.role("Administration", Permission.ADMINISTRATOR))
    assert "secret" in karim.commands(place)
    isere.set_permissions(place, isere.everyone, deny=Permission.USE_APPLICATION_COMMANDS)
    assert strict.person("sophie", isere).commands(place) == []


async def test_a_command_is_filled_in_as_its_tree_says(tree, karim, place, isere):
    role = isere.role("Coordination")
    asked = await karim.command(
        place,
        "rappel",
        "créer",
        wait=False,
        quand="demain",
        count=2,
        kind="Publique",
        who=karim,
        where=place,
        file=("a.txt", b"abc"),
        loud=True,
        role=role,
        rate=0.5,
    )
    data = asked.interaction.data
    [verb] = data["options"]
    assert (data["name"], verb["name"], verb["type"]) == ("remind", "create", 1)
    values = {one["name"]: one["value"] for one in verb["options"]}
    attachment = values.pop("file")
    assert values == {
        "when": "demain",
        "count": 2,
        "kind": "p",
        "who": karim.id,
        "where": place.id,
        "loud": True,
        "role": role.id,
        "rate": 0.5,
    }
    assert data["resolved"]["attachments"][attachment]["size"] == 3
    assert data["resolved"]["members"][karim.id]["permissions"]
    assert data["resolved"]["channels"][place.id]["name"] == "accueil"
    assert list(data["resolved"]["roles"]) == [role.id]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"quand": ""},
        {"quand": "a" * 11},
        {"quand": "demain", "inconnu": 1},
        {"quand": "demain", "count": 6},
        {"quand": "demain", "count": "2"},
        {"quand": "demain", "kind": "Privée"},
        {"quand": "demain", "who": "karim"},
        {"quand": "demain", "loud": "oui"},
        {"quand": "demain", "where": "accueil"},
        {"quand": "demain", "role": "Coordination"},
    ],
)
async def test_the_client_sends_nothing_that_does_not_fit(tree, karim, place, values):
    with pytest.raises(ClientRefusedError):
        await karim.command(place, "rappel", "créer", wait=False, **values)


async def test_the_client_knows_only_what_is_registered(tree, karim, place):
    with pytest.raises(NotThereError):
        await karim.command(place, "sondage")
    with pytest.raises(ClientRefusedError):
        await karim.command(place, "rappel")
    with pytest.raises(ClientRefusedError):
        await karim.command(place, "rappel", "effacer")
    with pytest.raises(ClientRefusedError):
        await karim.complete(place, "rappel", "créer", option="quand", typed="d")


async def test_a_typed_option_is_in_focus_and_required_ones_may_still_miss(tree, karim, place):
    asked = await karim.complete(place, "rappel", "créer", option="which", typed="pa", wait=False)
    [verb] = asked.interaction.data["options"]
    assert verb["options"] == [{"name": "which", "type": 3, "value": "pa", "focused": True}]


async def test_menus_carry_their_target(tree, karim, strict, place, isere):
    sophie = strict.person("sophie", isere)
    message = await sophie.say(place, "Un article : https://example.org")
    asked = await karim.message_menu(message, "Partager", wait=False)
    data = asked.interaction.data
    assert (data["type"], data["target_id"]) == (3, message.id)
    assert data["resolved"]["messages"][message.id]["content"] == "Un article : https://example.org"
    asked = await karim.user_menu(place, sophie, "Voir la fiche", wait=False)
    assert asked.interaction.data["target_id"] == sophie.id
    assert asked.interaction.data["resolved"]["members"][sophie.id]
