"""The rules of the engine, one example each."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.referral.answers import Answer
from plugins.referral.engine import refer
from plugins.referral.lexicon import lexicon_of


def answer(text: str) -> Answer:
    return refer(text, lexicon_of())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # To learn goes to a digital adviser, even where the subject is an administration's.
        ("apprendre à faire sa déclaration d'impôts en ligne toute seule", "conseillers-numeriques"),
        ("elle veut savoir se servir d'Ameli toute seule", "conseillers-numeriques"),
        ("cours pour débuter en informatique", "conseillers-numeriques"),
        ("she would like to learn how to use her tablet", "conseillers-numeriques"),
        # To have a procedure done goes to France services.
        ("scanner et envoyer ses papiers, rien d'autre", "france-service"),
        ("il n'a pas d'ordinateur et doit remplir sa demande de RSA à sa place", "france-service"),
        ("créer un compte ANTS", "france-service"),
        # To follow up a file goes to the desk that keeps it.
        ("son APL n'a pas été versée ce mois-ci", "caf"),
        ("dossier de retraite bloqué depuis six mois", "carsat"),
        ("AAH déposée en janvier, aucune nouvelle", "mdph"),
        ("radié de France Travail, il conteste", "france-travail"),
        ("carte vitale perdue", "cpam"),
        ("titre de séjour, toujours pas reçu", "prefecture-ants"),
        # The rest goes to whom it belongs.
        ("dossier de surendettement", "banque-de-france"),
        ("colis alimentaire", "restos-du-coeur"),
        ("son propriétaire ne rend pas la caution", "adil"),
        ("arnaqué par un faux conseiller bancaire", "cybermalveillance"),
        ("apprendre le français, il parle à peine", "reseau-app"),
        ("illettrisme, il ne sait pas lire", "anlci"),
        ("un ordinateur d'occasion pas cher", "emmaus"),
        ("créer son entreprise", "reseau-bge"),
        ("arrêter de boire", "csapa"),
    ],
)
def test_a_need_leads_to_the_right_service(text: str, code: str) -> None:
    assert answer(text).targets[0].code == code


@pytest.mark.parametrize(
    ("plain", "in_short"),
    [
        ("carte grise perdue", "carte gris perdu"),
        ("apprendre à envoyer des mails", "aprendr a envoyé dé mail"),
        ("demande de logement social", "demande 2 lojement sossial"),
        ("son téléphone est piraté", "son telefone è piraté"),
    ],
)
def test_typing_in_short_changes_nothing(plain: str, in_short: str) -> None:
    assert answer(in_short).targets[0].code == answer(plain).targets[0].code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("il parle d'en finir", "3114"),
        ("elle a pris des cachets", "15"),
        ("son mari la frappe", "3919"),
        ("ça sent le gaz dans la salle", "18"),
        ("il fait un malaise, il ne répond plus", "15"),
        ("dort dehors ce soir avec ses enfants", "115"),
        ("un enfant m'a montré des bleus, son père le frappe", "119"),
        ("un homme nous menace avec un couteau", "17"),
        ("he wants to kill himself", "3114"),
        ("son mari la frape", "3919"),
    ],
)
def test_danger_is_answered_alone_and_the_right_number_first(text: str, number: str) -> None:
    told = answer(text)
    assert told.urgent
    assert told.numbers[0].number == number
    assert [one.code for one in told.targets] == ["urgence"]


@pytest.mark.parametrize(
    "text",
    [
        "atelier prévention du suicide",
        "on a le feu vert pour l'atelier",
        "mort de rire",
        "tuer un processus sous Windows",
        "conférence sur la violence éducative ordinaire",
        "j'ai tué mon PC",
        "menace de coupure d'électricité",
        "facture de gaz trop élevée",
        "il a besoin d'un coup de main",
        "faute de frappe dans son adresse",
        "écran bleu sur l'ordinateur",
        "son téléphone est tombé dans l'eau",
        "c'est urgent, sa carte d'identité est périmée",
        "formation premiers secours",
        "violation de données personnelles",
        "son mari est décédé, que faire des papiers",
    ],
)
def test_what_only_sounds_like_danger_raises_no_alarm(text: str) -> None:
    assert not answer(text).urgent


@pytest.mark.parametrize(
    "text",
    [
        "bonjour à tous !",
        "merci pour le lien",
        "ok",
        "😀",
        "",
        "   ",
        "il fait beau aujourd'hui",
        "qui es-tu ?",
    ],
)
def test_chat_gets_no_referral(text: str) -> None:
    assert answer(text).off_topic


@pytest.mark.parametrize(
    "text", ["il a un problème avec internet", "besoin d'aide", "c'est pour une dame", "il comprend rien"]
)
def test_what_is_too_vague_is_asked_about_with_two_to_four_options(text: str) -> None:
    told = answer(text)
    assert told.targets == ()
    assert told.clarify is not None
    assert 2 <= len(told.clarify.options) <= 4


def test_each_option_of_a_question_decides_it() -> None:
    for asked in lexicon_of().questions:
        for option in asked.question.options:
            assert answer(option.text).kinds, option.text


def test_several_needs_get_an_answer_each() -> None:
    told = answer("une dame qui veut apprendre Word et aussi refaire sa carte vitale")
    assert [one.targets[0].code for one in told.needs] == ["conseillers-numeriques", "cpam"]
    assert told.kinds[:2] == ("conseillers-numeriques", "cpam")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "elle a perdu sa carte vitale et elle doit aussi refaire son passeport",
            ["elle a perdu sa carte vitale", "elle doit refaire son passeport"],
        ),
        (
            "il voudrait son permis et sa carte grise, puis un logement social",
            ["il voudrait son permis et sa carte grise", "un logement social"],
        ),
    ],
)
def test_each_of_two_needs_has_its_own_words(text: str, pieces: list[str]) -> None:
    assert [one.part for one in answer(text).needs] == pieces


def test_one_need_is_not_split() -> None:
    assert answer("CV et lettre de motivation").needs == ()


def test_who_somebody_is_does_not_mislead() -> None:
    assert answer("une dame de 80 ans, apprendre à utiliser son smartphone").targets[0].code == (
        "conseillers-numeriques"
    )


def test_each_target_has_a_reason_in_both_languages() -> None:
    for text in ("carte grise", "apprendre la tablette", "remplir un formulaire en ligne pour la caf"):
        for target in answer(text).targets:
            assert target.label.said("fr")
            assert target.why.said("fr").endswith(".")
            assert target.why.said("en").endswith(".")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    told = answer(text)
    assert told.targets or told.clarify


@pytest.mark.parametrize("piece", ["il a perdu ", "a", "((((", "feu ", "et ", "carte grise et caf, ", "é’"])
def test_a_very_long_text_is_answered_quickly(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    answer(text)
    begin = time.perf_counter()
    told = answer(text)
    assert told.targets or told.clarify
    assert time.perf_counter() - begin < 1


def test_every_answer_to_a_question_leads_somewhere() -> None:
    for asked in lexicon_of().questions:
        for option in asked.question.options:
            known = refer(f"il y a un souci, {option.text}", lexicon_of(), was_asked=True)
            assert known.clarify is None
            assert known.kinds


def test_danger_is_told_even_in_the_answer_to_a_question() -> None:
    assert refer("un souci, mon mari me frappe", lexicon_of(), was_asked=True).urgent
