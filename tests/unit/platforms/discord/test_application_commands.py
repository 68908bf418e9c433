"""Application commands: what Discord is told of the declared commands, and which of them somebody chose."""

import enum
import json
import re
from collections.abc import Iterator
from typing import Annotated, Literal

import pytest

from bot.app import load_plugins
from bot.chat.messages import Option
from bot.chat.people import Role
from bot.config import Config
from bot.language.messages import Markup, in_english
from bot.platforms.discord.commands import CommandTable, command_table
from bot.platforms.discord.limits import MAX_COMMAND_CHARACTERS, MAX_COMMAND_NAME, MAX_COMMANDS
from bot.platforms.discord.localising import command_name
from bot.platforms.discord.roots import UnknownCommandError
from bot.plugin import Arg, Context, Files, MemberRef, Moment, PlaceRef, Plugin, Rest, Url
from bot.plugin.arguments import IntegerArgument
from tests.fakes.discord.command_rules import check_commands
from tests.fakes.discord.openapi import VARIABLE, description

NAME = re.compile(r"[-_\w]{1,32}")
OPTION = {"string": 3, "integer": 4, "boolean": 5, "user": 6, "channel": 7, "attachment": 11}


def label(text: str) -> Markup:
    return Markup(text)


class Colour(enum.Enum):
    RED = "red"
    GREEN = "green"


async def complete(ctx, typed: str) -> list[Option]:
    return [Option(typed, Markup(typed))]


def a_plugin() -> Plugin:
    plugin = Plugin("essai", label("Essai"))
    group = plugin.group("veille", english="watch", summary=label("La **veille** du réseau"))

    @group.command("ajouter", english="add", default=True, summary=label("Ajouter"))
    async def add(
        ctx: Context,
        note: Annotated[Rest, Arg(label("Une note, s’il en faut"), help=label("un mot"))] = "",
        *,
        url: Annotated[Url, Arg(label("lien"), help=label("l’adresse"), example=label("https://a.example"))],
        who: MemberRef | None = None,
        where: PlaceRef | None = None,
        count: int = 1,
        shared: bool = False,
        colour: Annotated[Colour, Arg(label("couleur"), choices={Colour.RED: label("rouge")})] = Colour.RED,
        tag: Annotated[str, Arg(label("mot-clé"), complete=complete, max_length=9000)] = "",
        when: Moment | None = None,
        numbers: list[int] | None = None,
        files: Annotated[Files, Arg(label("fichier"))] = (),
    ) -> None: ...

    @group.command("liste", english="list", summary=label("Lister"))
    async def show(ctx: Context) -> None: ...

    @plugin.command("bonjour", english="hello", summary=label("Dire bonjour"))
    async def hello(ctx: Context, text: Annotated[Rest, Arg(label("texte"))]) -> None: ...

    return plugin


def a_plugin_with(*commands, name="essai", role=Role.MEMBER) -> Plugin:
    """Return a plugin with a command for each pair of words."""
    plugin = Plugin(name, label(name))
    for french, english in commands:

        @plugin.command(french, english=english, summary=label("Faire"), role=role)
        async def handler(ctx: Context) -> None: ...

    return plugin


@pytest.fixture
def table() -> CommandTable:
    return command_table([a_plugin()])


def built_in(language="fr") -> CommandTable:
    return command_table(load_plugins(Config()).plugins.values(), language)


def command(table: CommandTable, name: str) -> dict:
    return next(item for item in table.payload if item["name"] == name)


def verb(table: CommandTable, root: str, name: str) -> dict:
    return next(item for item in command(table, root)["options"] if item["name"] == name)


def option(table: CommandTable, name: str) -> dict:
    return next(item for item in verb(table, "veille", "ajouter")["options"] if item["name"] == name)


def everything_named(item: dict) -> Iterator[dict]:
    yield item
    for child in item.get("options", ()):
        yield from everything_named(child)


def names(item: dict, locale: str) -> list[str]:
    return [child["name_localizations"][locale] for child in item.get("options", ())]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_commands_of_the_bot_are_as_discord_takes_them(language):
    table = built_in(language)
    assert table.names
    for root in table.payload[: len(table.names)]:
        for item in everything_named(root):
            localised = [item["name"], *item["name_localizations"].values()]
            assert all(NAME.fullmatch(name) and name == name.lower() for name in localised), item
            described = [item["description"], *item["description_localizations"].values()]
            assert all(0 < len(text) <= 100 for text in described), item
            assert len(item.get("options", ())) <= 25
            for locale in ("fr", "en-US", "en-GB"):
                assert len(set(names(item, locale))) == len(names(item, locale))
            required = [child.get("required", False) for child in item.get("options", ())]
            assert required == sorted(required, reverse=True)
    check_commands(table.payload)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_commands_of_the_bot_fit_the_description_that_discord_gives_of_them(language):
    found = description()
    if found is None:
        pytest.skip(f"{VARIABLE} names no file")
    path = "/applications/{application_id}/commands"
    for table in (built_in(language), command_table([a_plugin()], language)):
        assert found.wrong_request("PUT", path, table.payload) is None


def test_commands_speak_french_and_english_and_the_networks_language_to_all_others():
    french = {
        "maillage",
        "rappel",
        "annuaire",
        "partenaire",
        "quipeut",
        "veille",
        "lettre",
        "rencontre",
        "sondage",
    }
    assert set(built_in("fr").names) == french
    english = {"maillage", "remind", "directory", "partner", "who-can", "watch", "letter"}
    assert set(built_in("en").names) == english | {"meeting", "poll"}
    create = verb(built_in("en"), "remind", "create")
    assert create["name_localizations"] == {"fr": "créer", "en-US": "create", "en-GB": "create"}
    assert create["description"] == "Set a reminder"
    assert create["description_localizations"]["fr"] == "Poser un rappel"
    assert set(names(create, "fr")) == {"quand", "texte", "pour", "où"}
    assert set(names(create, "en-GB")) == {"when", "text", "for", "where"}


def test_verbs_are_sub_commands_the_default_one_too(table):
    assert [item["name"] for item in command(table, "veille")["options"]] == ["ajouter", "liste"]
    assert all(item["type"] == 1 for item in command(table, "veille")["options"])
    assert command(table, "veille")["description"] == "La veille du réseau"
    assert [item["name"] for item in command(table, "bonjour")["options"]] == ["texte"]


def test_each_kind_of_argument_has_the_option_that_discord_has_for_it(table):
    kinds = {item["name"]: item["type"] for item in verb(table, "veille", "ajouter")["options"]}
    assert kinds == {
        "lien": OPTION["string"],
        "une-note-s-il-en-faut": OPTION["string"],
        "who": OPTION["user"],
        "where": OPTION["channel"],
        "count": OPTION["integer"],
        "shared": OPTION["boolean"],
        "couleur": OPTION["string"],
        "mot-clé": OPTION["string"],
        "when": OPTION["string"],
        "numbers": OPTION["string"],
        **dict.fromkeys(("fichier", *(f"fichier-{n}" for n in range(2, 6))), OPTION["attachment"]),
    }
    assert option(table, "where")["channel_types"] == [0, 5]
    assert option(table, "couleur")["choices"][0]["name"] == "rouge"
    assert option(table, "couleur")["choices"][1]["value"] == "green"


def test_a_type_that_reads_more_than_a_number_is_typed_as_text():
    class Letter(IntegerArgument):
        pass

    plugin = Plugin("essai", label("Essai"))

    @plugin.command("voir", english="see", summary=label("Voir"))
    async def see(ctx: Context, number: Annotated[int, Letter()]) -> None: ...

    (number,) = command(command_table([plugin]), "voir")["options"]
    assert number["type"] == OPTION["string"]


def test_what_is_required_comes_first_and_is_required_on_discord_too(table):
    first, *others = verb(table, "veille", "ajouter")["options"]
    assert (first["name"], first["required"]) == ("lien", True)
    assert not any(item["required"] for item in others)


def test_a_description_has_an_example_if_there_is_room_for_one(table):
    assert option(table, "lien")["description_localizations"]["en-US"] == "L’adresse. E.g. https://a.example"
    assert "Ex. :" in option(table, "lien")["description_localizations"]["fr"].replace("\u00a0", " ")
    assert option(table, "une-note-s-il-en-faut")["description"] == "Un mot"


def test_an_argument_that_completes_itself_asks_for_it(table):
    assert option(table, "mot-clé")["autocomplete"] is True
    assert option(table, "mot-clé")["max_length"] == 6000
    assert option(table, "lien")["autocomplete"] is False


def test_a_long_list_of_choices_is_not_shown_whole():
    plugin = Plugin("essai", label("Essai"))
    many = tuple(f"valeur-{number}" for number in range(26))

    @plugin.command("voir", english="see", summary=label("Voir"))
    async def see(ctx: Context, what: Literal[many]) -> None: ...

    (what,) = command(command_table([plugin]), "voir")["options"]
    assert "choices" not in what


def test_commands_are_for_guilds_and_for_direct_messages(table):
    for item in table.payload:
        assert item["contexts"] == [0, 1]
        assert item["integration_types"] == [0]


def test_a_command_of_coordinators_is_shown_to_those_who_may_manage_the_guild():
    plugin = a_plugin_with(("régler", "set"), role=Role.COORDINATOR)
    assert command(command_table([plugin]), "régler")["default_member_permissions"] == 0x20
    assert command(command_table([a_plugin()]), "bonjour")["default_member_permissions"] is None


def test_a_command_of_coordinators_is_shown_to_all_where_roles_make_coordinators():
    plugin = a_plugin_with(("régler", "set"), role=Role.COORDINATOR)
    table = command_table([plugin], coordinator_roles=["Animation"])
    assert command(table, "régler")["default_member_permissions"] is None
    administrators = a_plugin_with(("réparer", "repair"), role=Role.ADMIN)
    assert command(command_table([administrators]), "réparer")["default_member_permissions"] is None


def left_out(table: CommandTable) -> list[tuple[str, str]]:
    return [(item.command, in_english(item.why)) for item in table.left_out]


def test_a_command_that_discord_would_not_take_is_left_out_and_named_and_the_others_are_there():
    table = command_table([a_plugin_with(("dire", "say")), a_plugin_with(("Dire", "tell"), name="autre")])
    assert left_out(table) == [("/Dire", "another command has the name “dire”")]
    assert table.names == ("dire",)
    pair = [a_plugin_with(("dire", "say")), a_plugin_with(("parler", "say"), name="autre")]
    assert left_out(command_table(pair, "en")) == [("/parler", "another command has the name “say”")]
    table = command_table([a_plugin_with(*((f"a{n}", f"b{n}") for n in range(MAX_COMMANDS + 1)))])
    assert left_out(table) == [(f"/a{MAX_COMMANDS}", f"Discord takes {MAX_COMMANDS} commands")]
    assert len(table.names) == MAX_COMMANDS
    table = command_table([a_plugin_with(("…", "…"), ("dire", "say"))])
    assert left_out(table) == [("/…", "“…” has neither letters nor digits")]
    assert table.names == ("dire",)
    assert not command_table([a_plugin()]).left_out


def test_verbs_beyond_those_that_discord_takes_are_left_out():
    plugin = Plugin("essai", label("Essai"))
    group = plugin.group("veille", english="watch", summary=label("Veille"))
    for number in range(26):

        @group.command(f"v{number}", english=f"w{number}", default=number == 0, summary=label("Faire"))
        async def handler(ctx: Context) -> None: ...

    table = command_table([plugin])
    assert left_out(table) == [("/veille v25", "Discord takes 25 verbs under one word")]
    assert len(command(table, "veille")["options"]) == 25


def test_verbs_beyond_the_text_that_discord_takes_are_left_out():
    plugin = Plugin("essai", label("Essai"))
    group = plugin.group("veille", english="watch", summary=label("Veille"))
    help_text = label("mot " * 24)

    for number in range(25):

        @group.command(f"v{number}", english=f"w{number}", default=number == 0, summary=help_text)
        async def handler(
            ctx: Context,
            one: Annotated[Rest, Arg(label("un"), help=help_text)] = "",
            two: Annotated[Rest, Arg(label("deux"), help=help_text)] = "",
            three: Annotated[Rest, Arg(label("trois"), help=help_text)] = "",
        ) -> None: ...

    table = command_table([plugin])
    whys = dict(left_out(table))
    assert len(whys) + len(command(table, "veille")["options"]) == 25
    assert "/veille v0" not in whys
    assert all(f"{MAX_COMMAND_CHARACTERS} characters" in why for why in whys.values())
    check_commands(table.payload)


def test_a_command_with_too_many_arguments_is_left_out():
    plugin = Plugin("essai", label("Essai"))

    namespace: dict = {"Context": Context}
    arguments = ", ".join(f"a{number}: int = 0" for number in range(26))
    exec(f"async def handler(ctx: Context, {arguments}) -> None: ...", namespace)
    plugin.command("voir", english="see", summary=label("Voir"))(namespace["handler"])
    assert left_out(command_table([plugin])) == [("/voir", "it has 26 arguments: Discord takes 25")]


def test_a_word_of_which_no_verb_fits_is_left_out_too():
    plugin = Plugin("essai", label("Essai"))
    group = plugin.group("veille", english="watch", summary=label("Veille"))

    @group.command("…", english="…", default=True, summary=label("Faire"))
    async def handler(ctx: Context) -> None: ...

    table = command_table([plugin])
    assert [command for command, _why in left_out(table)] == ["/veille …", "/veille"]
    assert table.payload == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Créer", "créer"),
        ("jusqu’à", "jusqu-à"),
        ("Heure du début :", "heure-du-début"),
        ("e\u0301tat", "état"),
        ("x" * 40, "x" * MAX_COMMAND_NAME),
    ],
)
def test_a_label_becomes_a_name(text, name):
    assert command_name(text) == name


def sent(name: str, *options: dict) -> dict:
    return {"id": "1", "type": 1, "name": name, "options": list(options)}


def given(name: str, value: object, **more) -> dict:
    return {"name": name, "type": 3, "value": value, **more}


def add_sent(*options: dict) -> dict:
    return sent("veille", {"name": "ajouter", "type": 1, "options": list(options)})


def test_what_was_chosen_is_found_again_by_the_names_of_the_parameters(table):
    chosen = table.find(
        add_sent(
            given("lien", "https://a.example"),
            given("une-note-s-il-en-faut", "À lire"),
            given("who", "42"),
            given("where", "7"),
            given("count", 3),
            given("shared", True),
            given("fichier", "90"),
            given("fichier-2", "91"),
        )
    )
    assert chosen.command.name == "veille ajouter"
    assert chosen.focused is None
    assert chosen.files == ("90", "91")
    resolved = {"users": {"42": {"username": "jeanne.d"}}, "channels": {"7": {"name": "loire-42"}}}
    assert chosen.texts(resolved) == {
        "url": "https://a.example",
        "note": "À lire",
        "who": "@jeanne.d",
        "where": "#loire-42",
        "count": "3",
        "shared": "true",
    }
    assert chosen.texts(resolved, here="7")["where"] == "ici"
    assert chosen.texts({})["who"] == "@42"


def test_commands_without_verbs_and_verbs_without_options_are_found(table):
    assert table.find(sent("bonjour", given("texte", "toi"))).texts({}) == {"text": "toi"}
    assert table.find(sent("veille", {"name": "liste", "type": 1})).command.name == "veille liste"


def test_the_argument_that_is_being_typed_is_told(table):
    chosen = table.find(add_sent(given("lien", "x"), given("mot-clé", "lo", focused=True)))
    assert chosen.focused == "tag"
    assert chosen.texts({})["tag"] == "lo"


@pytest.mark.parametrize(
    "data",
    [
        sent("ancien"),
        sent("veille"),
        sent("veille", {"name": "ancien", "type": 1, "options": []}),
        add_sent(given("ancien", "x")),
    ],
)
def test_a_command_that_is_not_declared_any_more_is_told_apart(table, data):
    with pytest.raises(UnknownCommandError):
        table.find(data)


def test_the_fingerprint_changes_with_what_is_registered_and_only_then():
    assert command_table([a_plugin()]).fingerprint == command_table([a_plugin()]).fingerprint
    assert built_in("fr").fingerprint != built_in("en").fingerprint
    assert json.loads(json.dumps(built_in().payload)) == built_in().payload
