"""What people see of outputs: plain lines, numbers of buttons, what may come next on a line."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.chat.forms import Field, FieldKind, FormView
from bot.chat.messages import Button, Embed, File, Menu, Option, Post
from bot.chat.people import Role
from bot.language.catalogue import Words
from bot.language.messages import Markup, _
from bot.platforms.console.completion import Completion
from bot.platforms.console.lines import Pick
from bot.platforms.console.memory import Memory
from bot.platforms.console.numbering import Numbering
from bot.platforms.console.outputs import Destination, Output, translated
from bot.platforms.console.printing import Printer, plain_lines
from bot.platforms.console.rendering import Renderer
from bot.platforms.console.whereabouts import Whereabouts
from bot.plugin import Context, Plugin
from bot.runtime.host import PluginHost

AT = datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
HERE = Destination("maillage", "loire-42")
POST = Post(
    text=Markup("Un\nDeux"),
    buttons=(Button(Markup("Oui"), "yes", name="yes"), Button(Markup("Non"), "no", name="no")),
    menus=(Menu(Markup("Choisir"), "pick", (Option("a", Markup("Atelier")), Option("b", Markup("Bilan")))),),
    files=(File("a.ics", "text/calendar", b"123"),),
)


@pytest.fixture
def words():
    return Words("fr", ZoneInfo("Europe/Paris"))


def test_an_output_is_readable_as_plain_lines(words):
    output = Output(id=7, kind="reply", to=HERE, at=AT, post=POST, ephemeral=True, seen_by="camille")
    assert plain_lines(output, words) == [
        "#7  10:00  loire-42  maillage, pour camille seulement",
        "    Un",
        "    Deux",
        "    [Oui] [Non] [Choisir = Atelier | Bilan]",
        "    [a.ics, 3 octets]",
    ]


@pytest.mark.parametrize(
    ("kind", "remark"),
    [
        ("update", "à la place de #3"),
        ("delete", "retire #3"),
        ("reaction", "réagit à #3"),
        ("error", "pas fait"),
    ],
)
def test_what_an_output_does_is_said_in_words(words, kind, remark):
    output = Output(id=7, kind=kind, to=HERE, at=AT, edits=3, ephemeral=True, seen_by="camille")
    assert plain_lines(output, words)[0] == f"#7  10:00  loire-42  maillage, {remark}"


def test_a_form_shows_its_fields_with_what_is_wrong(words):
    form = FormView(
        plugin="p",
        name="f",
        title=Markup("Fiche"),
        fields=(
            Field(name="name", label=Markup("Nom"), value="Loire", error=Markup("Trop court.")),
            Field(
                name="level",
                label=Markup("Niveau"),
                kind=FieldKind.SELECT,
                required=False,
                options=(Option("l", Markup("bas")), Option("h", Markup("haut"))),
                help=Markup("Au choix."),
            ),
        ),
    )
    lines = plain_lines(Output(id=1, kind="form", to=HERE, at=AT, form=form), words)
    assert "    Nom (nécessaire)    name = Loire" in lines
    assert "        ! Trop court." in lines
    assert "        bas | haut" in lines
    assert "        Au choix." in lines


def test_a_printer_that_nobody_reads_prints_no_more(words, tmp_path):
    class Pipe(io.StringIO):
        def write(self, text):
            raise BrokenPipeError

        def fileno(self):
            return file.fileno()

    with (tmp_path / "pipe").open("w") as file:
        printer = Printer(Pipe(), words, as_json=True)
        printer.done(1, AT)
        assert printer.is_broken
        printer.done(2, AT)
    assert (tmp_path / "pipe").read_text() == ""


def test_every_button_on_the_terminal_has_a_number(words, capsys):
    output = Output(id=7, kind="reply", to=HERE, at=AT, post=POST)
    numbering = Numbering()
    Renderer(words).show(output, numbering.number(output))
    shown = capsys.readouterr().out
    assert "#7  10:00  maillage → #loire-42" in shown
    assert "  Un" in shown
    assert "  Deux" in shown
    assert "[1] Oui   [2] Non   [3] Choisir : Atelier | Bilan" in shown


def test_embeds_are_sections_under_headings(words, capsys):
    embed = Embed(Markup("Un **atelier**"), Markup("À Feurs."), "https://example.org/a", Markup("Vu lundi"))
    output = Output(
        id=7, kind="post", to=HERE, at=AT, post=translated(Post(text=Markup("Lettre"), embeds=(embed,)))
    )
    assert output.as_json()["text"] == (
        "Lettre\n\n#### [Un atelier](https://example.org/a)\n\nÀ Feurs.\n\n*Vu lundi*"
    )
    Renderer(words).show(output, ())
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert "  Un atelier (https://example.org/a)" in lines
    assert "  À Feurs." in lines
    assert "  Vu lundi" in lines


def test_hours_are_not_cut_at_the_end_of_a_line(words, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    Renderer(words).say(Markup("Prochaine fois : mardi 1er décembre, 9\u202fh\u202f30."))
    assert "9\u202fh\u202f30." in capsys.readouterr().out


def test_what_was_written_by_others_cannot_steer_the_terminal(words, capsys):
    Renderer(words).say(Markup("un\x1b]0;titre\x07deux\x1b[2J"))
    shown = capsys.readouterr().out
    assert "\x1b]" not in shown
    assert "\x1b[2J" not in shown


def test_numbers_stand_for_controls_and_updates_give_new_ones():
    numbering = Numbering()
    first = Output(id=7, kind="reply", to=HERE, at=AT, post=POST)
    assert numbering.number(first) == [1, 2, 3]
    assert numbering.pressed("2") == Pick(7, 1)
    assert numbering.pressed("3", "Atelier") == Pick(7, 2, "Atelier")
    update = Output(id=8, kind="update", to=HERE, at=AT, post=POST, edits=7)
    assert numbering.number(update) == [4, 5, 6]
    assert numbering.pressed("2") is None
    assert numbering.pressed("5") == Pick(7, 1)


@pytest.mark.parametrize("text", ["", "0", "99", "deux", "²", "1" * 5000])
def test_what_is_no_number_of_a_button_presses_nothing(text):
    assert Numbering().pressed(text) is None


def test_numbers_begin_again_after_ninety_nine():
    numbering = Numbering()
    for number in range(1, 40):
        numbering.number(Output(id=number, kind="reply", to=HERE, at=AT, post=POST))
    assert numbering.pressed("1") == Pick(34, 0)


class _Table:
    """A session in which Camille sees one message with buttons, and one form is open."""

    def __init__(self, memory):
        self.memory = memory
        self.here = Whereabouts("camille", "maillage", "loire-42")

    def visible(self):
        return self.memory.visible_to("camille", "maillage")

    def open_form(self):
        fields = (Field(name="quand", label=Markup("Quand")), Field(name="texte", label=Markup("Texte")))
        return FormView(plugin="p", name="f", title=Markup("Fiche"), fields=fields)


@pytest.fixture
def completion(tmp_path, words):
    memory = Memory(tmp_path / "console.db")
    for name in ("camille", "Karim", "Léa"):
        memory.person(name)
    memory.channel("maillage", "loire-42")
    memory.join("maillage", "loire-42", "camille")
    memory.add(Output(kind="reply", to=HERE, at=AT, post=POST))
    plugin = Plugin("reminders", title=_("Reminders"))
    group = plugin.group("rappel", english="remind", summary=_("Reminders"))

    @group.command("créer", english="create", summary=_("Set a reminder"), default=True, role=Role.MEMBER)
    async def create(ctx: Context) -> None: ...

    @group.command("liste", english="list", summary=_("List the reminders"))
    async def show(ctx: Context) -> None: ...

    host = PluginHost()
    host.add(plugin)
    yield Completion(_Table(memory), host, words)
    memory.close()


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("", []),
        ("bonjour", []),
        ("/", ["/rappel"]),
        ("/rap", ["/rappel"]),
        ("/rappel ", ["créer", "liste"]),
        ("/rappel cr", ["créer"]),
        ("/rappel liste x", []),
        ("/rappel @", ["@camille", "@Karim", "@Léa", "@maillage"]),
        ("/rappel @le", ["@Léa"]),
        (":a", [":as", ":attach", ":advance"]),
        (":as ", ["camille", "Karim", "Léa", "maillage"]),
        (":as le", ["Léa"]),
        (":in ", ["loire-42", "@bot"]),
        (":in #lo", ["loire-42"]),
        (":role Karim ", ["member", "coordinator", "admin"]),
        (":role Karim co", ["coordinator"]),
        (":click ", ["Oui", "Non", "Choisir=Atelier", "Choisir=Bilan"]),
        (":click n", ["Non"]),
        (":submit ", ["quand=", "texte="]),
        (":submit quand=demain; t", ["texte="]),
        (":advance 1", []),
    ],
)
def test_what_may_come_next_is_suggested(completion, typed, suggested):
    found = completion.suggest(typed)
    assert [suggestion.text for suggestion in found] == suggested
    assert all(0 <= suggestion.replaces <= len(typed) for suggestion in found)


def test_in_private_the_slash_is_not_needed(completion):
    completion._session.here = Whereabouts("camille", "maillage", None)
    assert [suggestion.text for suggestion in completion.suggest("rap")] == ["rappel"]


def test_a_field_is_completed_by_its_options_or_by_people(completion):
    assert [s.text for s in completion.suggest_value("a", "select", ["Atelier", "Bilan"])] == ["Atelier"]
    assert [s.text for s in completion.suggest_value("k", "member", ())] == ["Karim"]
    assert [s.text for s in completion.suggest_value("", "place", ())] == ["loire-42"]
    assert completion.suggest_value("x", "text", ()) == []
