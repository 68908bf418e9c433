"""Templates: what is read of them, what is refused with its line, and that nothing in one can do harm."""

import re
from pathlib import Path
from random import Random
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from bot.language.catalogue import Words, add_package
from bot.language.folding import fold
from bot.language.messages import LANGUAGES, Markup
from plugins.meetings.templates.engine import LONGEST_OUTPUT, Overflow, filled, ready
from plugins.meetings.templates.faults import Broken
from plugins.meetings.templates.purposes import LONGEST, VARIABLES, Purpose, usual, variables
from plugins.meetings.templates.sheet import Sheet

add_package("plugins.meetings")
WORDS = Words("fr", ZoneInfo("Europe/Paris"))
VALUES = {
    "titre": "Réunion *de* [réseau](x) @channel",
    "lieu": "",
    "lien": "https://visio.example.org/a_b",
    "places": "12",
    "fin": "16 h",
    "ordre_du_jour": ("un _point_", Markup("**deux**")),
    "presents": tuple(f"personne {number}" for number in range(100)),
}
GUIDE = Path(__file__).parents[4] / "docs" / "guide.fr.md"


def say(source, purpose=Purpose.REPORT, given=None, **options):
    return str(filled(Sheet(source, purpose, WORDS, VALUES, given or {}, **options)))


def faults(source, purpose=Purpose.INVITATION):
    """Return what is wrong: lines, and what is said of them."""
    with pytest.raises(Broken) as refused:
        ready(source, purpose, "fr")
    return [(fault.line, plain(WORDS(fault.told()))) for fault in refused.value.faults]


def plain(text):
    return str(text).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ Titre }}", "Réunion \\*de\\* \\[réseau\\](x) @channel"),
        ("{{objet}} {{ TITLE }}", 2 * ["Réunion \\*de\\* \\[réseau\\](x) @channel"]),
        ("{{ Ordre du jour }}", "- un \\_point\\_\n- **deux**"),
        ("{{ ordre-du-jour }}", "- un \\_point\\_\n- **deux**"),
        ("Points : {{ odj }}.", "Points : un \\_point\\_, **deux**."),
        ("{{ odj | joindre(« / ») }}", "un \\_point\\_/**deux**"),
        ("{{ odj }} ; {{ odj }}", "un \\_point\\_, **deux** ; un \\_point\\_, **deux**"),
        ("{% si odj %}\n{{ odj }} \nfin\n{% fin %}", "- un \\_point\\_\n- **deux**\nfin"),
        ("{{ odj|nombre }} points", "2 points"),
        ("{{ odj|length }}", "2"),
        ("{{ lieu | défaut(« à préciser ») }}", "à préciser"),
        ("{{ fin | majuscules }}", "16 H"),
        ("{{ lien }}", "https://visio.example.org/a_b"),
        ("{% si lieu %}à {{ lieu }}{% sinon %}nulle part{% fin si %}", "nulle part"),
        ("{% Si pas lieu et lien %}visio{% fin %}", "visio"),
        ("{% si lieu %}a{% sinon si places == 12 %}b{% finsi %}", "b"),
        ("{% si « un _point_ » dans odj %}oui{% finsi %}", "oui"),
        (
            "{% pour chaque point dans ordre du jour %}\n* {{ point }}\n{% fin pour %}",
            "* un \\_point\\_\n* **deux**",
        ),
        ("{%- for item in agenda -%}{{ item|upper }};{% endfor %}", "UN \\_POINT\\_;\\*\\*DEUX\\*\\*;"),
        ("a\n{% si lieu %}\nLieu : {{ lieu }}\n{% finsi %}\nb", "a\nb"),
        ("a\n\n{# note :\n {{ rien }} #}\n\n\nb", "a\n\nb"),
        ("{ pas une variable } et {} et {{ fin }}", "{ pas une variable } et {} et 16 h"),
        ("{{ heure }}|{{ places_libres }}", "|"),
    ],
)
def test_variables_and_instructions_are_read_as_people_write_them(source, said):
    assert say(source) == (said if isinstance(said, str) else " ".join(said))


def test_long_lists_are_cut_and_say_so():
    lines = say("{{ presents }}").splitlines()
    assert len(lines) == 60
    assert plain(lines[-1]) == "- et 41 autres"


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("a\nb {{ titre\nc }}", 2, "`{{` n’est pas fermé sur cette ligne"),
        ("{{ titre }\n", 1, "`{{` n’est pas fermé"),
        ("{{ titre {{ lieu }}", 1, "`{{` n’est pas fermé"),
        ("a\n\ntitre }}", 3, "il manque `{{` avant"),
        ("Bonjour {titre}", 1, "entre deux accolades : `{{ titre }}`"),
        ("{{ }}", 1, "il n’y a rien entre"),
        ("{# note", 1, "n’est jamais fermé"),
        ("a\n{{ tittre }}", 2, "voulais-tu dire « titre »"),
        ("{{ presents }}", 1, "« presents » ne sert que dans le modèle « Compte-rendu »"),
        ("{{ xyzzy }}", 1, "Il y a : titre, date, jour"),
        ("a\n{% si lien %}\nb", 2, "jamais terminé : écris `{% finsi %}`"),
        ("{% pour p dans odj %}", 1, "écris `{% finpour %}`"),
        ("{% finsi %}", 1, "ne termine rien : il manque `{% si … %}`"),
        ("{% sinon %}", 1, "ne termine rien"),
        ("{% si lien %}\n{% finpour %}", 2, "ce qui commence ligne 1 : écris d’abord `{% finsi %}`"),
        ("{% inclure x %}", 1, "je ne connais pas l’instruction « inclure »"),
        ("{% finsii %}", 1, "voulais-tu dire « finsi »"),
        ("{{ titre.upper }}", 1, "ni calcul, ni point, ni crochets"),
        ("{{ titre|centrer }}", 1, "après une barre : il y a `majuscules`"),
        ("{{ titre|joindre }}", 1, "n’est pas une liste : les listes sont ordre_du_jour"),
        ("{{ odj|majuscules }}", 1, "est une liste"),
        ("{{ odj|joindre(titre) }}", 1, "un texte entre guillemets"),
        ("{% si places > 3 %}{% fin %}", 1, "seuls `==`, `!=` et `dans` comparent"),
        ("{% pour titre dans odj %}{% fin %}", 1, "déjà le nom d’une variable"),
        ("{% pour a dans odj %}{% pour b dans odj %}{% fin %}{% fin %}", 1, "dans une autre"),
        ("a\n[à compléter : le {{ jour }}]", 2, "se ferme par `]` sur la même ligne"),
        ("".join(f"[à compléter : {number}]" for number in range(11)), 1, "plus de 10 parties"),
        ("x" * (LONGEST + 1), 1, "le modèle a 3001 caractères"),
        ("  \n ", 1, "le modèle est vide"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(source, line, says):
    first = faults(source)[0]
    assert first[0] == line
    assert says in first[1]
    assert first[1].startswith(f"Ligne {line}")


def test_several_mistakes_are_told_at_once_in_order():
    assert [line for line, _said in faults("{{ a1 }}\nb\n{{ c3 }}\n{{ titre.x }}")] == [1, 3, 4]


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ titre.__class__.__base__ }}",
        "{{ titre['__class__'] }}",
        "{{ titre|attr('__class__') }}",
        "{{ self.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ joiner }}{{ namespace }}{{ request }}{{ config }}",
        "{{ range(10**9) }}",
        "{{ '%s'|format(titre) }}",
        "{{ '{0.__class__}'.format(titre) }}",
        "{{ 'a{x.__class__}'.format_map(titre) }}",
        "{{ [titre]|map(attribute='__class__')|list }}",
        "{{ titre|xmlattr }}",
        "{{ 'a' * 10**9 }}",
        "{{ 10**10**10 }}",
        "{{ 1/0 }}",
        "{{ 'a' ~ titre }}",
        "{{ titre|center(10**9) }}",
        "{{ titre|indent(10**9) }}",
        "{{ titre|replace('', titre) }}",
        "{{ odj|join(odj|join) }}",
        "{{ (odj, odj) }}{{ [odj] }}{{ {'a': odj} }}",
        "{{ odj[0] }}{{ odj[::2] }}",
        "{{ loop.index }}{% pour loop dans odj %}{% fin %}",
        "{% for i in range(10**9) %}x{% endfor %}",
        "{% for i in 'aaa' %}x{% endfor %}",
        "{% for a in odj recursive %}{{ loop(odj) }}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% set a = titre %}{% include 'x' %}{% import 'x' as y %}{% extends 'x' %}",
        "{% block b %}{{ self.b() }}{% endblock %}",
        "{% filter upper %}x{% endfilter %}{% call x() %}{% endcall %}",
        "{% raw %}{{ x }}{% endraw %}",
        "{% with a=1 %}{% endwith %}{% autoescape true %}{% endautoescape %}",
        "{% print(titre) %}{% do x %}{% debug %}{% trans %}",
        "{{ _part0 }}{{ __builtins__ }}",
        "{{ '\\x7b' }}{{ '\\N{BELL}' }}",
        "{{ titre is defined }}{{ titre is callable }}",
        "{{ True }}{{ None }}{{ not titre }}{{ titre == titre }}",
        "{{ await titre }}{{ yield }}",
        f"{{{{ {'(' * 1400}titre{')' * 1400} }}}}",
        f"{{{{ {'not ' * 700}titre }}}}",
        f"{{% si {' ou '.join(['lieu'] * 300)} %}}{{% fin %}}",
        "{% si lieu %}" * 100 + "{% fin %}" * 100,
        f"{{{{ {'9' * 2900} }}}}",
        f"{{% si places == {'9' * 2900} %}}{{% fin %}}{{{{ titre.x }}}}",
        "{{ 1e999 }}{{ 0x41 }}{{ 1_0 }}",
        "{% pour p dans odj %}" + "{{ p }}" * 300 + "{% fin %}",
    ],
)
def test_nothing_can_be_reached_or_kept_busy(source):
    for fault in faults(source, Purpose.REPORT):
        assert fault[0] == 1


def test_what_repeats_much_ends_at_a_bound():
    long = {"presents": tuple("x" * 300 for _number in range(60))}
    with pytest.raises(Overflow):
        filled(Sheet("{{ presents }}\n" * 20, Purpose.REPORT, WORDS, long))


def test_values_are_escaped_and_a_template_can_name_nobody():
    assert say("**{{ titre }}**") == "**Réunion \\*de\\* \\[réseau\\](x) @channel**"
    marked = "\ue000m|7|paul\ue001 {{ fin }}"
    assert say(marked) == "m|7|paul 16 h"
    hidden = {"titre": "a\ue000m|7|paul\ue001\n# b", "ordre_du_jour": ("x\n- y",)}
    said = filled(Sheet("{{ titre }}\n{{ odj }}", Purpose.INVITATION, WORDS, hidden))
    assert str(said) == "am\\|7\\|paul # b\n- x - y"


def test_parts_to_fill_in_are_found_highlighted_and_filled_in():
    source = (
        "Thème : [à compléter : thème du mois]\nLieu : [A COMPLETER]\n"
        "[À compléter:  Thème du  mois] [to fill in: x]"
    )
    made = ready(source, Purpose.INVITATION, "fr")
    assert [part.label for part in made.parts] == ["thème du mois", "Lieu", "x"]
    assert plain(say(source, is_preview=True)).splitlines()[:2] == [
        "Thème : **[à compléter : thème du mois]**",
        "Lieu : **[à compléter : Lieu]**",
    ]
    given = {fold("thème du mois"): "les *mots* de passe", "lieu": "ici"}
    assert plain(say(source, given=given)).splitlines() == [
        "Thème : les \\*mots\\* de passe",
        "Lieu : ici",
        "les \\*mots\\* de passe _(x : à préciser)_",
    ]
    assert say("{{ titre }}", given={"titre": "autre"}).startswith("Réunion")
    value = {"titre": "[à compléter : thème]"}
    assert str(filled(Sheet("{{ titre }}", Purpose.INVITATION, WORDS, value))) == "\\[à compléter : thème]"


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_usual_texts_are_templates_themselves(purpose, language):
    source = usual(purpose, language)
    assert not ready(source, purpose, language).parts
    examples = {variable.french: variable.shown(WORDS) for variable in variables(purpose)}
    said = str(filled(Sheet(source, purpose, WORDS, examples)))
    assert "{" not in said
    assert "\n\n\n" not in said
    assert str(filled(Sheet(source, purpose, WORDS, {"titre": "Réunion"}))).count("\n") < 3


def test_names_of_variables_are_told_apart_in_each_template():
    for purpose in Purpose:
        names = [name for variable in variables(purpose) for name in {*variable.names}]
        assert len(names) == len(set(names))
        assert all(name == fold(name).replace(" ", "_") for name in names)


def test_the_guide_lists_every_variable_with_what_it_is():
    rows = re.findall(
        r"^\| `\{\{ (\w+) \}\}` \| `\{\{ (\w+) \}\}` \| (.+) \|$", GUIDE.read_text("utf-8"), re.MULTILINE
    )
    assert [(french, english) for french, english, _about in rows] == [
        (variable.french, variable.english) for variable in VARIABLES
    ]
    for (_french, _english, told), variable in zip(rows, VARIABLES, strict=True):
        assert told.endswith(plain(WORDS(variable.about)))


SIGNS = "{{ }} {% %} {# #} -%} {%- [à compléter ] : [ ( ) ' \" « » | == != < * ** . _ \\ / { } ~ , ` ```"
WORDS_BETWEEN = (
    "titre odj point lieu si sinon finsi pour dans finpour fin et ou pas majuscules joindre défaut nombre "
    "__class__ 1 99999999999 1e9 is recursive loop self é raw set macro include import"
)
ODD = ("@channel", "[à compléter", "\n", " ", "\u00a0", "\x00", "\ue000", "\ud800", "\u202e", "x" * 50)
PIECES = (*SIGNS.split(), *WORDS_BETWEEN.split(), *ODD)


def outcome(source):
    """Return the faults of a template, or None where it can be filled in within bounds."""
    try:
        said = filled(Sheet(source, Purpose.REPORT, WORDS, VALUES))
    except Broken as broken:
        return broken.faults
    except Overflow:
        return None
    assert len(said) <= LONGEST_OUTPUT
    return None


@pytest.mark.parametrize("seed", range(8))
def test_any_text_is_refused_with_a_line_or_filled_in_within_bounds(seed):
    chance = Random(seed)
    longest = 0.0
    for _turn in range(150):
        glue = chance.choice(("", " "))
        source = glue.join(chance.choices(PIECES, k=chance.choice((3, 8, 20, 120))))
        around = chance.choice(("{}", "{{{{ {} }}}}", "{{% si {} %}}a{{% fin %}}"))
        source = around.format(source)
        began = process_time()
        for fault in outcome(source) or ():
            assert 1 <= fault.line <= source.count("\n") + 1
            assert WORDS(fault.told())
        longest = max(longest, process_time() - began)
    assert longest < 0.5


def grown(chance, depth=0, item=None):
    """Return a template without mistakes, of any shape."""
    names = ["titre", "Lieu", "places", "fin", "lien", *([item] if item else [])]
    shapes = ["text", "value", "value", "list", "part", "if", "for"] if depth < 4 else ["text", "value"]
    parts = []
    for _turn in range(chance.randint(1, 4)):
        one = chance.choice(names)
        inside = grown(chance, depth + 1, item) if depth < 4 else "x"
        match chance.choice(shapes):
            case "text":
                parts.append(chance.choice(["Bonjour *à* tous\n", " {x} ", "\n\n\n", "[a](b)", "@channel"]))
            case "value":
                ending = chance.choice(["", "|majuscules", "|défaut('-')", "|minuscules|upper", " ou titre"])
                parts.append(f"{{{{ {one}{ending} }}}}")
            case "list":
                ending = chance.choice(["", "|nombre", "|joindre", "|join(' ; ')"])
                parts.append(f"{{{{ {chance.choice(['odj', 'presents', 'décisions'])}{ending} }}}}")
            case "part":
                parts.append(f"[à compléter : {chance.choice('abc')}]")
            case "if":
                test = chance.choice([one, f"pas {one}", f"{one} == 12", f"{one} et lieu", "'a' dans titre"])
                parts.append(f"{{% si {test} %}}{inside}{{% sinon %}}{one}{{% fin %}}")
            case "for" if item is None:
                inside = grown(chance, depth + 1, "chose")
                parts.append(f"{{% pour chose dans presents %}}{inside}{{% finpour %}}")
    return "".join(parts)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_well_formed_is_filled_in_or_told_to_be_too_much(seed):
    chance = Random(seed)
    longest = 0.0
    for _turn in range(60):
        source = grown(chance) or "x"
        began = process_time()
        for fault in outcome(source) or ():
            said = plain(WORDS(fault.told()))
            assert (
                "répète trop" in said
                or "caractères" in said
                or "les unes dans les autres" in said
                or "vide" in said
            )
        longest = max(longest, process_time() - began)
    assert longest < 0.5


def test_a_line_that_says_something_keeps_its_end_after_a_block():
    assert say("{% si places %}Il y a {{ places }} places{% finsi %}\nMerci", Purpose.INVITATION) == (
        "Il y a 12 places\nMerci"
    )
    assert say("{% si places %}\n{{ places }}\n{% finsi %}\nMerci", Purpose.INVITATION) == "12\nMerci"
