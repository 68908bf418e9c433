"""What is taken out of a need before anybody else reads it, and what is left in."""

import re
import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.language.folding import fold
from bot.territory.mentioning import mentions
from plugins.referral.lexicon import lexicon_of
from plugins.referral.redacting import ARGUABLE, Kind, redact

MASKS = {kind: f"({kind.value})" for kind in Kind}
PEOPLE = ("Mme Dupont", "M. Nguyen", "Karim Benali", "Fatoumata Diarra", "Jean-Pierre Martin", "DUPONT Jean")
NEEDS = (
    "{who} veut refaire sa carte grise",
    "Qui peut aider {who} avec son compte Ameli ?",
    "carte vitale perdue pour {who}, à Feurs",
)


PIECES = (
    *(
        "Mme",
        "M.",
        "Dupont",
        "jean",
        "Karim",
        "DURAND",
        "12",
        "rue",
        "de",
        "la",
        "06",
        "12 34 56 78",
        "né le",
    ),
    *(
        "1/2/1950",
        "carte",
        "grise",
        "à",
        "Feurs",
        ".",
        ",",
        "(",
        "@",
        "a.b@c.fr",
        "Roanne",
        "FR76",
        "n°",
        "X",
    ),
)


def places(text):
    return [(place.start, place.end) for place in mentions(text)]


def redacted(text, **options):
    return redact(text, MASKS, kept=lexicon_of().vocabulary, places=places, **options)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("écrire à jp.martin@orange.fr vite", "écrire à (email) vite"),
        ("mail : lea point durand arobase free.fr", "mail : (email)"),
        ("appeler le 06 12 34 56 78 ou le +33 4 77 12 34 56", "appeler le (phone) ou le (phone)"),
        ("tel 0612345678.", "tel (phone)."),
        ("sa fille (06 12 34 56 78) répond", "sa fille (phone) répond"),
        ("sécu 1 50 03 42 187 123 45", "sécu (number)"),
        ("son numéro d’allocataire est 1234567", "son numéro d’allocataire est (number)"),
        ("dossier n° 42A1234 bloqué", "dossier n° (number) bloqué"),
        ("IBAN FR76 3000 6000 0112 3456 7890 189", "IBAN (account)"),
        ("née le 3 mars 1950, seule", "née le (birth), seule"),
        ("né le 12/03/1950", "né le (birth)"),
        ("habite 12 bis rue de la Paix, besoin d’aide", "habite (address), besoin d’aide"),
        ("habite rue des Lilas à Feurs", "habite (address) à Feurs"),
        ("plaque AB-123-CD", "plaque (number)"),
    ],
)
def test_what_identifies_by_its_form_is_taken_out(typed, shown):
    assert redacted(typed).text == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Mme Dupont veut une carte grise", "Mme (name) veut une carte grise"),
        ("madame dupont veut une carte grise", "madame (name) veut une carte grise"),
        ("MADAME DUPONT VEUT SA CARTE GRISE", "MADAME (name) VEUT SA CARTE GRISE"),
        ("M. Nguyen Van Thanh et Mlle Traoré", "M. (name) et Mlle (name)"),
        ("Jean-Pierre Martin a perdu son mot de passe", "(name) a perdu son mot de passe"),
        ("DUPONT Jean, pour la CAF", "(name), pour la CAF"),
        ("un atelier avec Mohamed el Amrani", "un atelier avec (name)"),
        ("Bonjour Fatoumata Diarra cherche un logement", "Bonjour (name) cherche un logement"),
        ("Rose a besoin d’aide", "(name) a besoin d’aide"),
        ("il s’appelle ahmed", "il s’appelle (name)"),
        ("sylvie est perdue sur Doctolib", "(name) est perdue sur Doctolib"),
    ],
)
def test_names_of_people_are_taken_out(typed, shown):
    assert redacted(typed).text == shown


@pytest.mark.parametrize(
    "typed",
    [
        "refaire une carte grise à Feurs le 12/03/2026 à 14h",
        "une dame vers Roanne pour Aidants Connect avec France Services",
        "aide sur Windows et Google Drive",
        "Saint-Étienne et Saint-Just-Saint-Rambert pour la MDPH",
        "le collège Jules Ferry de Montbrison cherche un atelier",
        "monsieur âgé de 80 ans sans mail",
        "Madame la maire demande un atelier",
        "appeler le 3919, le 3646 ou le 115",
        "on lui demande 1 200 000 euros",
        "un monsieur sourd qui habite Feurs (42110)",
        "qui connaît la LSF et le FALC ?",
        "Bonjour, France Travail demande un CV",
        "who can help with a driving licence near Lyon?",
    ],
)
def test_places_services_products_dates_and_ordinary_words_are_left(typed):
    found = redacted(typed)
    assert (found.text, found.kinds) == (typed, frozenset())


def test_the_kinds_of_what_was_taken_out_are_told():
    assert redacted("Mme Dupont, 06 12 34 56 78").kinds == {Kind.NAME, Kind.PHONE}


def test_somebody_can_insist_on_what_looks_like_a_name_and_on_nothing_else():
    found = redacted("le logiciel Marcel Dupont, 06 12 34 56 78", spared=ARGUABLE)
    assert found.text == "le logiciel Marcel Dupont, (phone)"
    assert redacted("12 rue des Lilas", spared=ARGUABLE).text == "12 rue des Lilas"


@given(st.sampled_from(NEEDS), st.sampled_from(PEOPLE))
def test_a_name_is_found_wherever_it_stands(need, who):
    found = redacted(need.format(who=who))
    *_title, surname = re.split(r"[ -]", who)
    assert surname not in found.text
    assert Kind.NAME in found.kinds


@given(st.integers(0, 99_999_999), st.sampled_from((" ", ".", "-", "")), st.sampled_from(("06", "07", "04")))
def test_no_telephone_number_is_left_however_it_is_grouped(digits, separator, prefix):
    text = f"{digits:08}"
    number = separator.join([prefix, *(text[at : at + 2] for at in range(0, 8, 2))])
    found = redacted(f"appeler {number} demain")
    assert found.text == "appeler (phone) demain"


@given(st.from_regex(r"[a-z][a-z0-9._-]{0,20}@[a-z0-9-]{1,20}\.[a-z]{2,4}", fullmatch=True))
def test_no_address_with_an_at_sign_is_left(address):
    assert "@" not in redacted(f"écrire à {address} svp").text


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(PIECES)
        | st.text(max_size=8),
        max_size=14,
    )
)  # fmt: skip
@example(["MME", "DUPONT", "JEAN", "a", "besoin"])
def test_what_is_redacted_stays_as_it_is(words):
    once = redacted(" ".join(words)).text
    again = redacted(once)
    assert (again.text, again.kinds) == (once, frozenset())


def test_every_name_of_the_list_is_folded_as_it_is_looked_up():
    from plugins.referral.naming import _names

    assert all(fold(name) == name for names in (_names().first_names, _names().also_words) for name in names)


@pytest.mark.parametrize("piece", ["A", "1a", "é'-", "a.b@", "Mme Dupont 06 12 34 56 78 ", "12 rue de la "])
def test_a_long_text_is_looked_through_at_once(piece):
    before = time.process_time()
    redact(piece * (4000 // len(piece)), MASKS)
    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    "text",
    [
        "Je reçois Mme Béatrice Lévêque, née à Rémilly, rémi.durand@exámple.fr",
        "Mon usager Jérôme Lefèvre habite 12 rue de l’Église",
        "Zoé, son numéro est le 06 12 34 56 78",
    ],
)
def test_accents_apart_from_their_letters_hide_nothing(text):
    apart = unicodedata.normalize("NFD", text)
    assert redact(apart, MASKS) == redact(text, MASKS) != text


@pytest.mark.parametrize(
    "text",
    [
        "06 12\u200b 34 56 78",
        "\u202a+33 6\u2060 12 34 56 78\u202c",
        "Mme Du\u00adpont",
        "lea@or\u200bange.fr",
    ],
)
def test_what_nobody_sees_hides_nothing(text):
    found = redact(f"Voici : {text}", MASKS)
    assert re.fullmatch(r"Voici : (Mme )?\((phone|name|email)\)", found.text)


def test_a_colleague_who_is_called_is_no_address():
    assert (
        redacted("voir avec @equipe-42, ou écrire à lea @ orange").text
        == "voir avec @equipe-42, ou écrire à (email)"
    )
