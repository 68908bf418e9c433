"""Templates through the console: seen, rewritten with mistakes, previewed, taken back, and used."""

import pytest

from tests.acceptance.console import fields, of_kind, plain, said

FIX = "/rencontre fixer Réunion *de* réseau ; mardi 8 décembre 14h-16h ; lieu : salle des fêtes ; 12 places"
GOOD = "**{{ titre }}**, {{ delai }}, chez nous !"


@pytest.fixture
def console(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say(":role karim coordinator")
    return console


def announced(outputs):
    """Return what the channel is shown last."""
    return plain([one["text"] for one in outputs if one["to"] == "loire-42" and one["kind"] != "reply"][-1])


def failures(outputs):
    """Return who is told that a template makes nothing, with what they are told."""
    told = [one for one in of_kind(outputs, "dm") if "ne donne rien" in one["text"]]
    assert len({one["to"] for one in told}) == len(told)
    return {one["to"]: plain(one["text"]) for one in told}


def test_templates_are_listed_shown_and_previewed(console):
    listed = said(console, "/rencontre modèles")
    assert [line.split(" (")[0] for line in listed.splitlines()[:3]] == [
        "- **Invitation**",
        "- **Rappel**",
        "- **Compte-rendu**",
    ]
    shown = plain(console.say(":click Choisir un modèle = Rappel")[-1]["text"])
    assert "{% si lieu %}" in shown
    assert "Aperçu, avec un exemple :\n\n**Réunion de réseau**, c’est dans 7 jours" in shown
    console.say(FIX)
    preview = said(console, "/rencontre modeles apercu du rappel")
    assert "Aperçu, avec « Réunion \\*de\\* réseau » :" in preview
    assert "c’est dans 17 jours : mardi 8 décembre 2026 de 14 h à 16 h." in preview
    assert "Lieu : salle des fêtes" in preview
    assert "je ne sais pas ce que « bidule »" in said(console, "/rencontre modèles bidule").lower()
    assert "compte-rendu : qui" not in said(console, "/rencontre modèles aide invitation")


def test_a_broken_one_is_refused_with_its_line_and_nothing_typed_is_lost(console):
    console.say(f"/rencontre modèles invitation : {GOOD}")
    (form,) = of_kind(console.say("/rencontre modèles réécrire l’invitation"), "form")
    assert fields(form)["text"]["value"] == GOOD
    assert "`{{ ordre_du_jour }}`" in form["text"]
    (refused,) = of_kind(console.submit(text="Bonjour {{ tittre }}"), "error")
    assert "Ligne 1 (`Bonjour {{ tittre }}`)" in plain(refused["text"])
    assert "voulais-tu dire « titre »" in plain(refused["text"])
    assert announced(console.say(FIX)).startswith("**Réunion \\*de\\* réseau**, dans 17 jours, chez nous !")
    (form,) = of_kind(console.say("/rencontre modèles invitation : Salut {{ titre"), "form")
    assert fields(form)["text"]["value"] == "Salut {{ titre"
    assert "`{{` n’est pas fermé sur cette ligne" in plain(fields(form)["text"]["error"])
    assert "Salut" in said(console, ":submit text=Salut {{ titre }}")


def test_only_who_coordinates_writes_and_a_channel_goes_before_the_network(console):
    console.say(":as lea")
    shown = console.say("/rencontre modèles invitation")[-1]
    assert shown["buttons"] == []
    assert "Seules les personnes qui coordonnent ce canal" in said(
        console, "/rencontre modèles invitation : a"
    )
    console.say(":as jeanne")
    refused = said(console, "/rencontre modèles invitation pour tout le réseau : a")
    assert "Seules les personnes qui coordonnent tout le réseau" in refused
    console.say("/rencontre modèles invitation : Ici : {{ titre }}")
    console.say(":as karim")
    told = said(console, "/rencontre modèles invitation du réseau : Partout : {{ titre }}")
    assert "Ce canal a son propre texte, qui passe avant" in told
    assert announced(console.say(FIX)).startswith("Ici : Réunion")
    console.say(":in annonces")
    assert "un texte du réseau, de karim" in said(console, "/rencontre modèles")
    console.say(":in loire-42")
    assert "Ici, le texte du réseau est de retour" in said(console, "/rencontre modèles rétablir invitation")
    assert "Partout : {{ titre }}" in said(console, "/rencontre modèles invitation")


def test_versions_tell_who_wrote_what_and_come_back(console):
    assert "Personne ne l’a réécrit" in said(console, "/rencontre modèles versions invitation")
    console.say("/rencontre modèles invitation : Un {{ titre }}")
    console.say(":advance 1h")
    console.say(":as karim")
    console.say("/rencontre modèles invitation : Deux {{ titre }}")
    assert "C’est déjà ce texte" in said(console, "/rencontre modèles invitation : Deux {{ titre }}")
    lines = said(console, "/rencontre modèles historique de l’invitation").splitlines()
    assert lines[1].endswith("à 11 h, karim : Deux {{ titre }}…")
    assert lines[2].endswith("à 10 h, jeanne : Un {{ titre }}…")
    label = "samedi 21 novembre 2026 à 10\u00a0h, jeanne\u00a0: Un {{ titre }}…"
    back = console.say(f":click Revenir à une version={label}")[-1]
    assert "Cette version est de retour." in plain(back["text"])
    assert "Un {{ titre }}" in back["text"]


def test_what_is_to_fill_in_is_asked_for_and_said_to_be_open_until_then(console):
    console.say("/rencontre modèles invitation : {{ titre }}, thème [à compléter : thème du mois]")
    console.say("/rencontre modèles rappel : {{ délai }}, apporter [à compléter : goûter]")
    assert "**[à compléter : thème du mois]**" in said(console, "/rencontre modèles aperçu invitation")
    outputs = console.say(FIX)
    assert "thème _(thème du mois : à préciser)_" in announced(outputs)
    assert [file["name"] for one in outputs for file in one["files"]] == ["reunion-de-reseau.ics"]
    (asked,) = of_kind(outputs, "dm")
    assert "2 parties de ce que je publie sont à compléter par toi : thème du mois, goûter" in plain(
        asked["text"]
    )
    (form,) = of_kind(console.click("Compléter", asked), "form")
    assert [field["help"] for field in form["form"]["fields"]] == ["thème du mois", "goûter"]
    outputs = console.submit(part0="les *mots* de passe @channel", part1="")
    assert "Il reste à compléter : goûter." in plain(outputs[0]["text"])
    assert "thème les \\*mots\\* de passe" in announced(outputs)
    assert "apporter _(goûter : à préciser)_" in announced(console.say(":advance 11d"))


def test_reminders_and_agendas_are_said_by_templates(console):
    console.say("/rencontre modèles rappel : C’est {{ délai }} ! {{ places_libres }} places libres.")
    console.say("/rencontre modèles invitation : {{ titre }}{% si odj %} ; au programme : {{ odj }}{% fin %}")
    console.say(FIX)
    shown = announced(console.say("/rencontre ordre-du-jour ajouter idée : un goûter"))
    assert "; au programme : Idée : un goûter" in shown
    console.click("Je viens")
    console.say(":advance 2s")
    outputs = console.say(":advance 11d")
    for to in ("loire-42", "@jeanne"):
        reminded = [plain(one["text"]) for one in outputs if one["to"] == to]
        assert [one.splitlines()[0] for one in reminded] == ["C’est dans 7 jours ! 11 places libres."]
    assert "Tu as dit que tu viens." in reminded[0]


def test_in_private_people_are_reminded_in_the_words_of_the_network_where_a_meeting_has_several_channels(
    console,
):
    console.say(":role jeanne coordinator in rhone-69")
    console.say(":in rhone-69")
    console.say("/rencontre modèles rappel : Rhône {{ titre }}")
    console.say(":as karim")
    console.say("/rencontre modèles réécrire le rappel du réseau : Réseau {{ titre }}")
    console.say(":as jeanne")
    console.say("/rencontre fixer Réunion ; mardi 8 décembre 14h-16h ; aussi dans #loire-42")
    console.click("Je viens")
    outputs = console.say(":advance 11d")
    said = {
        one["to"]: plain(one["text"]).splitlines()[0] for one in outputs if "Réunion" in (one["text"] or "")
    }
    assert "tu viens" in said.pop("@karim")
    assert said == {"rhone-69": "Rhône Réunion", "loire-42": "Réseau Réunion", "@jeanne": "Réseau Réunion"}


def test_a_template_goes_out_and_comes_back_as_a_file(console, tmp_path):
    given = console.say("/rencontre modèles fichier rappel")[-1]
    assert [file["name"] for file in given["files"]] == ["rappel.txt"]
    file = tmp_path / "rappel.txt"
    file.write_bytes("Coucou {{ titre }}\r\nà bientôt".encode("cp1252"))
    console.say(f":attach {file}")
    assert "Coucou {{ titre }}\nà bientôt" in said(console, "/rencontre modèles rappel")
    console.say(f":attach {file}")
    assert "Dis de quel modèle il s’agit" in said(console, "/rencontre modèles")


def test_minutes_are_said_by_a_template_and_what_is_open_is_asked_for_before(console):
    text = "{{ titre }} ; décidé : {{ décisions }} ; reporté : {{ reportés }} ; plume : [à compléter : plume]"
    console.say(f"/rencontre modèles compte rendu : {text}")
    console.say("/rencontre fixer Réunion ; mardi 24 novembre 14h-16h")
    console.say("/rencontre ordre-du-jour ajouter question : qui accueille en mars ?")
    console.say("/rencontre ordre-du-jour ajouter idée : un goûter")
    console.say(":advance 4d")
    console.say("/rencontre compte-rendu décision 1 : c’est *Léa*")
    console.say("/rencontre compte-rendu fait 1")
    decided = "Réunion ; décidé : Question : qui accueille en mars ? : c’est \\*Léa\\*"
    assert f"{decided} ; reporté :  ; plume : **[à" in said(console, "/rencontre modèles aperçu compte-rendu")
    console.say(":as paul")
    assert "Léa" not in said(console, "/rencontre modèles aperçu compte-rendu")
    console.say(":as jeanne")
    before = said(console, "/rencontre compte-rendu publier")
    assert "plume : _(plume : à préciser)_" in before
    assert "Le modèle laisse à compléter : plume." in before
    console.click("Compléter")
    console.submit(part0="Zoé")
    posted = announced(console.click("Publier maintenant"))
    assert posted == f"{decided} ; reporté : Idée : un goûter ; plume : Zoé"


def test_one_that_says_too_much_gives_way_to_the_usual_text_and_is_told_once(console):
    console.say("/rencontre modèles réécrire invitation")
    console.submit(text="{{ odj }} " * 90)
    assert announced(console.say(FIX)).startswith("**Réunion \\*de\\* réseau** : mardi 8 décembre 2026")
    shown = announced(console.say("/rencontre ordre-du-jour ajouter idée : un goûter"))
    assert shown.startswith("Idée : un goûter Idée : un goûter")
    outputs = console.say(f"/rencontre ordre-du-jour ajouter idée : {'long ' * 30}")
    assert announced(outputs).startswith("**Réunion \\*de\\* réseau** : mardi 8 décembre 2026")
    told = failures([*outputs, *console.advance("1d")])
    assert sorted(told) == ["@jeanne", "@karim"]
    assert "je publie le texte habituel à la place" in told["@jeanne"]
    assert failures([*console.click("Je viens"), *console.advance("1d")]) == {}
