"""People take turns in hosting, and nobody is forced."""

import pytest

from tests.acceptance.console import button_names, of_kind, plain, said

FIX = "/rencontre fixer {title} ; {date}"


@pytest.fixture
def console(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    console.say(":role jeanne coordinator")
    for name in ("lea", "paul", "jeanne"):
        console.say(f":as {name}")
        console.say("/rencontre")
    return console


def post_of(console, title):
    shown = [
        one
        for one in console.outputs
        if one["to"] == "loire-42" and f"**{title}** :" in plain(one["text"] or "")
    ]
    return plain(shown[-1]["text"])


def dms(outputs, name):
    return [plain(one["text"]) for one in of_kind(outputs, "dm") if one["to"] == f"@{name}"]


def test_somebody_offers_and_who_organises_chooses_with_one_press(console):
    console.say(FIX.format(title="Réunion de réseau", date="mardi 8 décembre 14h-16h"))
    console.say(FIX.format(title="Réunion de janvier", date="mardi 12 janvier 14h"))
    console.say(":as lea")
    (first,) = [one for one in of_kind(console.outputs, "post") if "**Réunion de réseau**" in one["text"]]
    outputs = console.click("Accueillir la prochaine", first)
    assert "Tu te proposes pour accueillir « Réunion de janvier », mardi 12 janvier 2027" in plain(
        outputs[0]["text"]
    )
    assert "Tu te proposes déjà" in plain(console.click("Accueillir la prochaine", first)[0]["text"])
    (shown,) = console.say("/rencontre accueil")
    assert "À accueillir : « Réunion de réseau »" in plain(shown["text"])
    assert "Tu te proposes pour accueillir la suivante : « Réunion de janvier »" in plain(shown["text"])
    assert button_names(shown) == ["host-offer", "host-withdraw-after"]
    assert "tu ne te proposes plus" in plain(console.click("Pas la suivante")[0]["text"])
    assert "la suivante" not in said(console, "/rencontre accueil")
    console.click("Accueillir la prochaine", first)
    console.say(":as paul")
    (shown,) = console.say("/rencontre accueil 12 janvier")
    assert "1 personne se propose pour accueillir." in plain(shown["text"])
    assert "lea" not in shown["text"]
    assert shown["menus"] == []
    console.say(":as jeanne")
    outputs = console.click("Choisir lea")
    assert dms(outputs, "lea") == [
        "Tu accueilles « Réunion de janvier », mardi 12 janvier 2027 à 14 h. Merci !"
    ]
    assert "Accueil : lea" in post_of(console, "Réunion de janvier")
    assert "12 janvier 2027 à 14 h. Accueil : lea. Tu" in said(console, "/rencontre prochaines janvier")
    (file,) = console.ask("/rencontre calendrier janvier")["files"]
    assert "DESCRIPTION:Accueil : lea" in plain(file["text"])
    assert "SEQUENCE:1" in file["text"]
    console.say(":as lea")
    outputs = console.click("Je ne peux finalement pas")
    assert "Accueil" not in post_of(console, "Réunion de janvier")
    assert dms(outputs, "jeanne") == [
        "lea ne peut pas accueillir « Réunion de janvier », mardi 12 janvier 2027 à 14 h."
    ]


def test_a_colleague_is_asked_and_may_decline(console):
    console.say(FIX.format(title="Réunion de réseau", date="mardi 8 décembre 14h-16h"))
    outputs = console.say("/rencontre accueil @paul")
    assert "la réponse peut être non" in plain(outputs[0]["text"])
    assert "jeanne te propose d’accueillir « Réunion de réseau »" in dms(outputs, "paul")[0]
    assert "n’a pas encore répondu" in said(console, "/rencontre accueil @paul")
    assert "`/rencontre accueil à Feurs`" in said(console, "/rencontre accueil Feurs")
    assert "n’a pas encore répondu" in said(console, "/rencontre accueil Paul")
    console.say(":as paul")
    assert dms(console.click("Pas cette fois"), "jeanne")
    console.say(":as jeanne")
    assert "a dit ne pas pouvoir accueillir" in said(console, "/rencontre accueil @paul")
    assert "Pas cette fois : paul" in said(console, "/rencontre accueil")
    console.say("/rencontre accueil @lea à la médiathèque de Feurs")
    assert "Lieu : la médiathèque de Feurs" in post_of(console, "Réunion de réseau")
    console.say(":as lea")
    console.click("J’accueille")
    assert "Accueil : lea" in post_of(console, "Réunion de réseau")
    assert "Tu accueilles" in plain(console.click("J’accueille")[0]["text"])  # pressed twice
    console.say("/rencontre accueil à Roanne")  # who hosts says where
    assert "Lieu : Roanne" in post_of(console, "Réunion de réseau")
    console.say(":as paul")
    assert "Seules" in said(console, "/rencontre accueil à Saint-Étienne")
    assert "Seules" in said(console, "/rencontre accueil @lea")
    assert "Seules" in said(console, "/rencontre accueil personne")
    console.say(":as jeanne")
    outputs = console.say("/rencontre accueil personne")
    assert "Tu n’as plus à accueillir" in dms(outputs, "lea")[0]
    assert "Personne n’accueille" in plain(outputs[0]["text"])


def test_the_turn_is_of_who_hosted_least_recently(console):
    for title, date, name in (("Un", "1 décembre 14h", "lea"), ("Deux", "8 décembre 14h", "paul")):
        console.say(":as jeanne")
        console.say(FIX.format(title=title, date=date))
        console.say(f":as {name}")
        console.say(f"/rencontre accueil moi le {date.removesuffix(' 14h')}")
        console.say(":as jeanne")
        console.click(f"Choisir {name}")
    console.advance("20d")
    shown = console.ask("/rencontre accueil")
    text = plain(shown["text"])
    assert "À accueillir : la prochaine rencontre de loire-42." in text
    assert text.index("- lea : a accueilli le mardi 1er décembre 2026") < text.index("- paul : a accueilli")
    assert "Aucune rencontre n’est prévue ici" in said(console, "/rencontre accueil à Feurs")
    options = [option["label"] for option in shown["menus"][0]["options"]]
    assert options[0].startswith("lea")
    console.say(f":click {shown['menus'][0]['label']}={options[0]}")
    console.say(":as lea")
    console.click("J’accueille")
    console.say(":as jeanne")
    console.say(FIX.format(title="Trois", date="12 janvier 14h"))
    assert "Accueil : lea" in post_of(console, "Trois")
    console.say("/rencontre annuler Trois")
    if button_names(console.outputs[-1]):
        console.say(f":click {console.outputs[-1]['buttons'][0]['label']}")
    assert "- lea : a accueilli le mardi 1er décembre 2026 ; se propose" in said(
        console, "/rencontre accueil"
    )


def test_who_is_erased_is_named_no_more_where_they_host(console):
    console.say(FIX.format(title="Réunion de réseau", date="mardi 8 décembre 14h-16h"))
    console.say("/rencontre accueil moi")
    assert "Accueil : jeanne" in post_of(console, "Réunion de réseau")
    console.say("/maillage mes-données")
    console.click("ask-to-erase")
    console.click("erase-data")
    console.advance("1m")
    assert "jeanne" not in post_of(console, "Réunion de réseau")


def test_one_offers_and_goes_back_on_it_in_a_sentence(console):
    console.say(FIX.format(title="Réunion de réseau", date="mardi 8 décembre 14h-16h"))
    console.say(":as lea")
    outputs = console.say("/rencontre accueil je peux accueillir la prochaine à Feurs")
    assert "Tu te proposes pour accueillir « Réunion de réseau »" in plain(outputs[0]["text"])
    assert "`/rencontre accueil à Feurs`" in plain(outputs[0]["text"])
    assert len(dms(outputs, "jeanne")) == 1
    assert "tu ne te proposes plus" in said(console, "/rencontre accueil non finalement")
    assert "Personne n’accueille" in said(console, "/rencontre accueil je ne peux plus")
