import re
from string import Formatter
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.messages import LANGUAGES, Language
from bot.language.typography import typeset

NARROW = "\u202f"
WIDE = "\u00a0"

languages = st.sampled_from(LANGUAGES)
prose = st.text(alphabet="aé9 ?!;:'.…’«»\"*_-|()\n\u00a0\u202f", max_size=20)
markdown = st.text(alphabet="aé9 ?!;:'.«»\"*_-|()[]{}<>@`~\\#/=&\n\u00a0\u202f", max_size=60)
left_alone = st.sampled_from(
    [
        "`/rappel demain ! l'heure ?`",
        "`` a ` b ! ``",
        "https://exemple.fr/l'aide?q=oui!&r=;...",
        "[texte](https://exemple.fr/a?b!c)",
        "[texte](/l'aide!oui?)",
        "<@1234>",
        "<https://exemple.fr/l'aide!>",
        "<t:1790000000:F>",
        "@jean.d-arc",
        ":tada:",
        ":point_d_exclamation:",
        "9:30",
        "{when:%d ! %m}",
        "{words!r}",
        "{{l'exemple ! }}",
        "mot: valeur",
        "\\`",
        "\n```\nl'exemple ! ?\n« » ...\n```\n",
        "\n|:---|---:|\n",
        "\n- ! un\n",
    ]
)


@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ("Quand ?", f"Quand{NARROW}?"),
        ("Quand?", f"Quand{NARROW}?"),
        ("Quand   ?", f"Quand{NARROW}?"),
        (f"Quand{WIDE}?", f"Quand{NARROW}?"),
        ("Quoi ?!", f"Quoi{NARROW}?!"),
        ("Oui ; non", f"Oui{NARROW}; non"),
        ("Le texte :\nlà", f"Le texte{WIDE}:\nlà"),
        (f"Le texte{NARROW}: là", f"Le texte{WIDE}: là"),
        ("« mot »", f"«{NARROW}mot{NARROW}»"),
        ("«mot»", f"«{NARROW}mot{NARROW}»"),
        ("« `/rappel` » ?", f"«{NARROW}`/rappel`{NARROW}»{NARROW}?"),
        ("**Quand :** demain", f"**Quand{WIDE}:** demain"),
        ("**Bravo**!", f"**Bravo**{NARROW}!"),
        ("{name}!", f"{{name}}{NARROW}!"),
        ("{name} : {text}", f"{{name}}{WIDE}: {{text}}"),
        ("Fait 🎉 !", f"Fait 🎉{NARROW}!"),
        ("Vraiment...?", f"Vraiment…{NARROW}?"),
        ("| Quand ? | Quoi ? |", f"| Quand{NARROW}? | Quoi{NARROW}? |"),
        ("- Quand ?\n- Où ?", f"- Quand{NARROW}?\n- Où{NARROW}?"),
        ("`code` ! [lien](cible) ?", f"`code`{NARROW}! [lien](cible){NARROW}?"),
        ("@jean ! <@12> ?", f"@jean{NARROW}! <@12>{NARROW}?"),
    ],
)
def test_french_marks_are_held_to_their_words(plain: str, printed: str) -> None:
    assert typeset(plain, "fr") == printed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a;b",
        "quand:",
        "a != b",
        "Bravo :) ;)",
        "voir ![image](cible)",
        "mot![image](cible)",
        "« »",
        "(?)",
        "- ! attention",
        "*!*",
        "dossier/.../fichier",
        "à suivre....",
        "'entre guillemets'",
        "5'30",
    ],
)
def test_what_is_not_a_french_sentence_is_left_alone(text: str) -> None:
    assert typeset(text, "fr") == text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ("l'aide", "l’aide"),
        ("aujourd'hui", "aujourd’hui"),
        ("{name}'s list", "{name}’s list"),
        ("l'{name}", "l’{name}"),
        ("d'**Anna**", "d’**Anna**"),
        ("l'[aide](cible)", "l’[aide](cible)"),
        ("À demain...", "À demain…"),
        ("[...]", "[…]"),
    ],
)
def test_apostrophes_and_ellipses_are_printed_in_both_languages(
    plain: str, printed: str, language: Language
) -> None:
    assert typeset(plain, language) == printed


def test_english_keeps_its_spaces() -> None:
    assert typeset("Don't wait: call! « Now » ; why ?", "en") == "Don’t wait: call! « Now » ; why ?"


@given(markdown, languages)
def test_typesetting_twice_changes_nothing_more(text: str, language: Language) -> None:
    once = typeset(text, language)
    assert typeset(once, language) == once


@given(st.lists(st.tuples(prose, left_alone), max_size=6), languages)
def test_code_addresses_mentions_and_placeholders_are_never_changed(
    pieces: list[tuple[str, str]], language: Language
) -> None:
    printed = typeset(" ".join(f"{words} {machine}" for words, machine in pieces), language)
    for _words, machine in pieces:
        assert machine in printed
        printed = printed.partition(machine)[2]


@given(markdown, languages)
def test_only_spaces_apostrophes_and_dots_change(text: str, language: Language) -> None:
    def bare(words: str) -> str:
        return re.sub(f"[ {WIDE}{NARROW}]", "", words).replace("’", "'").replace("…", "...")

    assert bare(typeset(text, language)) == bare(text)


@given(st.lists(prose | st.sampled_from(["{name}", "{at:%d %m !}", "{who!r}", "{{}}"]), max_size=8))
def test_a_template_keeps_its_fields(pieces: list[str]) -> None:
    template = " ".join(pieces)
    fields = [field[1:] for field in Formatter().parse(template)]
    assert [field[1:] for field in Formatter().parse(typeset(template, "fr"))] == fields


@pytest.mark.parametrize(
    "part", ["`", "``x ", "[a](", "« ", " ?", "'", "{", "<", "- ", "~~~\n", "a ! ", "https://"]
)
def test_a_long_text_is_set_in_reasonable_time(part: str) -> None:
    started = perf_counter()
    typeset(part * (8_000 // len(part)), "fr")
    assert perf_counter() - started < 2
