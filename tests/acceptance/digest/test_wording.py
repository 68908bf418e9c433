"""What coordinators really type after `/lettre`."""

import pytest

from tests.acceptance.console import said

LINK = "http://127.0.0.1:64999/guide"


@pytest.fixture
def console(open_console, tmp_path):
    config = tmp_path / "config.toml"
    config.write_text('[fetching]\nallowed_hosts = ["127.0.0.1"]\n')
    console = open_console(config=config)
    console.say(":role camille coordinator in loire-42")
    return console


def test_the_letter_that_is_drafted_is_postponed_in_a_word(console):
    console.say(f"/veille {LINK} un guide clair")
    assert "programmer chaque lundi" in said(console, "/lettre reporter demain 10h")
    console.say("/lettre programmer chaque lundi à 9h")
    postponed = said(console, "/lettre reporter lundi 10h")
    assert "partira lundi 23 novembre 2026 à 10 h" in postponed
    assert "Le brouillon est dans tes messages privés" in postponed
    console.say(":advance 34h")  # to Sunday, 20:00
    assert "partira lundi 23 novembre 2026 à 10 h" in said(console, "/lettre reporter à demain 10h")
    assert "est dans le passé" in said(console, "/lettre reporte hier")
    assert "La lettre suivante part lundi 30 novembre" in said(console, "/lettre décaler dans 3 semaines")
    assert "une seule date suffit" in said(console, "/lettre reporter tous les lundis 9h")
    console.say("/lettre stop")
    assert "Aucune lettre n’est prévue ici." in said(console, "/lettre reporter demain 10h")


@pytest.mark.parametrize(
    "sentence",
    [
        "c'est quand la prochaine lettre ?",
        "la prochaine lettre part quand ?",
        "c quand la prochaine lettre",
        "on reçoit la lettre quand ?",
        "mes lettres",
        "programme la lettre tous les lundis 9h",
        "arrête la lettre",
        "envoie la lettre de loire-42",
        "prépare la prochaine lettre",
        "/lettre",
        "lettre",
    ],
)
def test_in_private_letters_are_told(console, sentence):
    console.say("/lettre programmer chaque lundi à 9h")
    console.say(":in @maillage")
    told = said(console, sentence)
    assert "- loire-42 : lundi 23 novembre 2026 à 9 h" in told
    assert "Une lettre appartient à un canal" in told
    console.say(":as karim")
    assert "loire-42" not in said(console, sentence)


@pytest.mark.parametrize(
    ("sentence", "command"),
    [
        ("programme la lettre tous les vendredis à 16h", "`/lettre programmer tous les vendredis à 16h`"),
        ("tu peux envoyer la lettre ?", "`/lettre envoyer`"),
        ("tu peux nous envoyer une lettre chaque lundi ?", "`/lettre programmer chaque lundi`"),
        ("on voudrait une lettre un vendredi sur deux", "`/lettre programmer un vendredi sur deux`"),
        ("arrête la lettre", "`/lettre pause`"),
        ("tu peux préparer la lettre ?", "`/lettre brouillon`"),
        ("mets la lettre en pause jusqu'au 5 janvier", "`/lettre pause jusqu'au 5 janvier`"),
        ("repousse la prochaine lettre à jeudi 10h", "`/lettre reporter à jeudi 10h`"),
        ("n'envoie pas la prochaine lettre", "`/lettre sauter`"),
        ("N’envoyez pas la lettre la semaine prochaine", "`/lettre pause la semaine prochaine`"),
        ("ajoute un édito à la lettre", "`/lettre éditorial`"),
        ("montre-moi la lettre", "`/lettre aperçu`"),
        ("montre les anciennes lettres", "`/lettre historique`"),
    ],
)
def test_what_a_sentence_asks_for_is_named_by_its_command(console, sentence, command):
    assert "Ce canal n’a pas de lettre" in said(console, f"@maillage {sentence}")
    console.say("/lettre programmer chaque lundi à 9h")
    told = said(console, f"@maillage {sentence}")
    assert told.endswith(f"Pour cela : {command}")
    assert "lundi 23 novembre 2026 à 9 h" in told


@pytest.mark.parametrize("sentence", ["envoie une lettre à la CAF", "j'ai reçu une lettre des impôts"])
def test_another_letter_is_not_that_of_a_channel(console, sentence):
    console.say(":in @maillage")
    assert "Une lettre appartient à un canal" not in said(console, sentence)


@pytest.mark.parametrize(
    ("rhythm", "answered"),
    [
        ("tous les lundis 9h sauf en août", "chaque lundi à 9 h, sauf en août"),
        (
            "un lundi sur deux à 9h sauf pendant les vacances",
            "`/lettre pause du 20 décembre au 4 janvier`",
        ),
        (
            "chaque lundi à 9h hors jours fériés et vacances scolaires",
            "je ne sais sauter que les jours fériés et des mois",
        ),
        ("lundi sauf en août", "« chaque lundi »"),
        ("chaque lundi 9h sauf entre le 1er juillet et le 15 août", "je ne sais sauter que"),
        ("chaque lundi à 9h, même les jours fériés", "chaque lundi à 9 h"),
        (
            "le 1er jour ouvré du mois à 9h",
            "le 1er jour ouvré de chaque mois à 9 h, jours fériés non comptés",
        ),
        ("lundi 9h", "« chaque lundi »"),
        ("chaque lundi à 9h youpi", "« youpi » dans ce rythme"),
        ("le 32", "une lettre suit un rythme."),
        ("bimensuel", "« le 1er et le 15 de chaque mois à 9h »"),
        ("toutes les semaines paires le lundi à 9h", "chaque lundi des semaines paires à 9 h"),
        ("lundi à 9h et jeudi à 14h", "chaque lundi à 9 h et chaque jeudi à 14 h"),
        ("2x par mois", "« le 1er et le 15 de chaque mois à 9h »"),
        (
            "le dernier jour du mois à 9h, ou le jour ouvré précédent",
            "de chaque mois à 9 h, ou le jour ouvré précédent",
        ),
        ("tous les lundis à 9h sauf jours fériés", "chaque lundi à 9 h, sauf jours fériés"),
        ("tous les lundis à 9h hors jours fériés", "chaque lundi à 9 h, sauf jours fériés"),
    ],
)
def test_what_is_no_rhythm_is_said_with_what_would_be(console, rhythm, answered):
    assert answered in said(console, f"/lettre programmer {rhythm}")


def test_the_editorial_of_a_draft_that_is_withdrawn_stands_in_the_next_one(console):
    console.say("/lettre programmer un lundi sur deux 9h")
    console.say(":advance 34h")
    console.say(":click Écrire un éditorial")
    console.say(":submit text=Bonjour à toutes et tous.")
    console.say(":as karim")
    console.say(":role karim coordinator in loire-42")
    withdrawn = said(console, "/lettre programmer un lundi sur deux 10h")
    assert "lundi 23 novembre 2026**\n\nBonjour à toutes et tous." in withdrawn


def test_a_pause_may_have_an_end(console):
    console.say("/lettre programmer chaque lundi à 9h")
    paused = said(console, "/lettre pause jusqu'au 10 janvier")
    assert "La lettre fait une pause : la prochaine part lundi 11 janvier 2027 à 9 h." in paused
    assert "lundi 18 janvier 2027 à 9 h" in paused
    assert "lundi 23 novembre" not in paused
    back = said(console, "/lettre reprendre")
    assert "La lettre repart." in back
    assert "lundi 23 novembre 2026 à 9 h" in back
    assert "Cette lettre n’est pas en pause." in said(console, "/lettre reprendre")
    assert "la prochaine part lundi 7 décembre 2026 à 9 h" in said(console, "/lettre suspendre 2 semaines")


def test_a_draft_that_waits_is_withdrawn_by_a_pause_with_an_end(console):
    console.say(f"/veille {LINK} un guide clair")
    console.say("/lettre programmer chaque lundi à 9h")
    console.say(":advance 34h")  # to Sunday, 20:00
    assert "Ce brouillon est retiré" in said(console, "/lettre pause jusqu'au 1er décembre")
    assert "Lettre n°" not in said(console, ":advance 7d")
    assert "Lettre n° 1 — loire-42, lundi 7 décembre 2026" in said(console, ":advance 7d")


def test_a_pause_that_is_over_or_outlasts_the_letter_is_refused(console):
    console.say("/lettre programmer chaque lundi à 9h jusqu'au 31 janvier")
    assert "prend fin avant" in said(console, "/lettre pause jusqu'au 15 mars")
    assert "je ne trouve pas de date" in said(console, "/lettre pause jusqu'à bientôt")
    for typed in ("un peu", "à partir du 20 décembre", "vacances de noël"):
        assert "de quand à quand doit-elle faire une pause ?" in said(console, f"/lettre pause {typed}")
    assert "lundi 23 novembre 2026 à 9 h" in said(console, "/lettre")


def test_a_letter_is_sent_and_exported_in_the_words_that_come(console):
    console.say(f"/veille {LINK} un guide clair")
    assert "L’envoyer maintenant ?" in said(console, "/lettre envoyer maintenant")
    console.say(":click Envoyer maintenant")
    for typed in ("/lettre exporter 1", "/lettre export n°1", "/lettre relire 1"):
        answer = console.say(typed)[0]
        assert [button["label"] for button in answer["buttons"]][-1] == "En courriel"


def test_what_is_asked_of_a_letter_in_other_words_is_done_or_named(console):
    console.say(f"/veille {LINK} un guide clair")
    assert "`/lettre reporter demain 10h`" in said(console, "/lettre envoyer demain 10h")
    console.say("/lettre brouillon")
    assert "Le brouillon n’a pas d’élément de ce numéro" in said(console, "/lettre brouillon retirer 2")
    console.say("/lettre brouillon retirer 1")
    assert "Le brouillon est vide pour l’instant" in said(console, "/lettre brouillon retirer 1")
    console.say("/lettre brouillon remettre")
    assert any(output["form"] for output in console.say("/lettre rubriques"))
    console.say("/lettre envoyer maintenant")
    console.say(":click Envoyer maintenant")
    for typed in ("exporter html", "exporter 1 en html"):
        (file,) = console.say(f"/lettre {typed}")[0]["files"]
        assert file["name"] == "lettre-loire-42-1.html"
    for typed in ("renvoie la 1", "renvoyer la dernière"):
        assert "La lettre n° 1 est partie" in said(console, f"/lettre {typed}")
    for typed in ("historique la dernière", "relire la dernière lettre", "historique 1"):
        assert said(console, f"/lettre {typed}").startswith("**Lettre n° 1")
    (file,) = console.say("/lettre exporter la dernière en html")[0]["files"]
    assert file["name"] == "lettre-loire-42-1.html"
    for typed in ("supprimer la lettre", "efface cette lettre", "retirer notre lettre"):
        assert "Retirer cette lettre ?" in said(console, f"/lettre {typed}")
    assert "mais md, html, txt ou eml" in said(console, "/lettre exporter la lettre n° 1 en pdf")
    for typed, end in {
        "la lettre n° 1 en texte": "txt",
        "mail": "eml",
        "1 par mail": "eml",
        "md": "md",
    }.items():
        (file,) = console.say(f"/lettre exporter {typed}")[0]["files"]
        assert file["name"] == f"lettre-loire-42-1.{end}"
    assert "Il n’y a pas de lettre n° 9 ici" in said(console, "/lettre renvoyer 9")


def test_an_editorial_is_written_where_there_is_no_letter_yet(console):
    outputs = console.say("/lettre éditorial")
    assert any(output["form"] for output in outputs)
    console.say(":submit text=Bonjour à toutes et tous.")
    assert "seulement quand quelqu’un l’envoie" in said(console, "/lettre")
