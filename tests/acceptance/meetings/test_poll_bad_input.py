"""What is typed wrong for a poll gets a clear answer, and nothing of it is lost."""

import pytest

from tests.acceptance.console import fields, of_kind, plain

DATES = " ; ".join(f"{day} décembre 10h" for day in range(1, 32))


@pytest.fixture
def console(open_console):
    return open_console(channel="loire-42", user="jeanne")


def asked(console, line):
    """Return what the form that answers a line says is wrong, by field."""
    (form,) = of_kind(console.say(line), "form")
    return {name: plain(one["error"]) for name, one in fields(form).items() if one["error"]}


def posts(outputs):
    return [plain(one["text"]) for one in of_kind(outputs, "post")]


@pytest.mark.parametrize(
    ("line", "field", "wrong"),
    [
        ("Réunion", "dates", "Entre quelles dates choisir"),
        ("mardi 1er décembre 14h ; jeudi 3 décembre 10h", "title", "De quoi s’agit-il"),
        (f"Réunion ; {DATES}", "dates", "31 dates"),
        ("Réunion ; hier 14h ; jeudi 10h", "dates", "« hier 14h » : « hier » est dans le passé"),
        ("Réunion ; mardi 16h-14h ; jeudi 10h", "dates", "mardi 16h-14h"),
        ("Réunion ; 30 février 14h ; jeudi 10h", "dates", "30 février"),
        ("Réunion ; mercredi 14h ; jeudi 10h ; clôture bientôt", "closes", "bientôt"),
        ("Réunion ; 1/12 14h ; 2/12 10h ; clôture 5/12", "closes", "la dernière date sera déjà passée"),
        ("Réunion ; mercredi 14h ; jeudi 10h ; 0 places", "rest", "Combien y a-t-il de places"),
        (f"{'Très ' * 1000}longue ; mercredi 14h ; jeudi 10h", "title", "120 caractères au plus"),
        ("Réunion ; mercredi 14h ; jeudi 10h ; aussi dans #inconnu", "rest", "canal « inconnu »"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(console, line, field, wrong):
    assert wrong in asked(console, f"/rencontre proposer {line}")[field]


def test_a_single_date_is_a_meeting_to_announce_and_no_poll(console):
    (reply,) = console.say("/rencontre proposer Réunion ; mardi 8 décembre 14h-16h ; lieu : Feurs")
    text = plain(reply["text"])
    assert "Il n’y a qu’une date, mardi 8 décembre 2026 de 14 h à 16 h" in text
    assert "`/rencontre fixer Réunion ; 08/12/2026 14:00-16:00 ; lieu : Feurs`" in text
    (form,) = of_kind(console.click("Ajouter des dates", on=reply), "form")
    assert fields(form)["dates"]["value"] == "08/12/2026 14:00-16:00"
    outputs = console.click("Annoncer la rencontre", on=reply)
    assert any("mardi 8 décembre 2026 de 14 h à 16 h" in post for post in posts(outputs))


def test_half_a_day_is_said_to_count_as_an_hour(console):
    dates = "mardi matin ; mercredi 9 décembre après-midi ; jeudi 9h du matin ; vendredi midi"
    reply, *_post = console.say(f"/rencontre proposer Repas ; {dates}")
    told = [line for line in plain(reply["text"]).splitlines() if "compte comme" in line]
    assert [line.partition(".")[0] for line in told] == [
        "« mardi matin » compte comme mardi 24 novembre 2026 à 9 h",
        "« mercredi 9 décembre après-midi » compte comme mercredi 9 décembre 2026 à 14 h",
    ]


def test_dates_that_came_twice_or_overlap_are_told_and_taken(console):
    (reply, post) = console.say(
        "/rencontre proposer Réunion ; mardi 8 décembre 14h-16h ; 8/12 15h-17h ; le 8 décembre 14h à 16h"
        " ; mardi 8 décembre"
    )[:2]
    twice, overlapping = plain(reply["text"]).splitlines()[1:3]
    first, second = (f"mardi 8 décembre 2026 de {hours}" for hours in ("14 h à 16 h", "15 h à 17 h"))
    assert twice == f"{first} était là deux fois : on vote une fois pour elle."
    assert overlapping == f"Deux dates se chevauchent, {first} et {second} : on vote pour les deux."
    assert len([line for line in plain(post["text"]).splitlines() if "0 oui" in line]) == 3


def test_weekdays_before_the_end_of_the_vote_are_asked_about(console):
    (reply,) = console.say(
        "/rencontre proposer Réunion ; mardi 14h ; jeudi 10h ; anonyme ; clôture vendredi 18h"
    )
    assert plain(reply["text"]).splitlines()[1:] == [
        "- mardi 1er décembre 2026 à 14 h",
        "- jeudi 3 décembre 2026 à 10 h",
    ]
    assert [one["label"] for one in reply["buttons"]] == ["Oui, ces dates", "Corriger"]
    (post,) = posts(console.click("Oui, ces dates"))
    assert "1. mardi 1er décembre 2026 à 14 h\n2. jeudi 3 décembre 2026 à 10 h" in post
    assert "Ce vote est anonyme" in post
    (reply,) = console.say("/rencontre proposer Autre ; mardi 14h ; samedi 28 10h ; clôture vendredi 18h")
    (post,) = posts(console.click("Non, comme je les ai écrites"))
    assert "1. mardi 24 novembre 2026 à 14 h" in post


def test_the_same_date_stands_once_and_the_same_line_is_posted_once(console):
    line = "/rencontre proposer Réunion ; mercredi 14h ; mercredi 25/11 14h ; jeudi 10h ; mercredi 14h-16h"
    (post,) = posts(console.say(line))
    assert [one for one in post.splitlines() if one[0].isdigit()][:3] == [
        "1. mercredi 25 novembre 2026 à 14 h : 0 oui",
        "2. mercredi 25 novembre 2026 de 14 h à 16 h : 0 oui",
        "3. jeudi 26 novembre 2026 à 10 h : 0 oui",
    ]
    assert posts(console.say(line)) == []


def test_nobody_is_called_by_a_title(console):
    (post,) = posts(console.say("/rencontre proposer @channel **gras** ; 1/12 14h ; 3/12 10h"))
    assert "@channel" not in post
    assert r"\*\*gras\*\*" in post


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("27 mars 2027 22h-23h ; 28 mars 2027", "2. dimanche 28 mars 2027"),
        ("30 octobre 2027 ; du 30 au 31 octobre 2027", "2. du samedi 30 au dimanche 31 octobre 2027"),
        ("31 octobre 2027 1h-4h ; 1er novembre 2027", "1. dimanche 31 octobre 2027 de 1 h à 4 h"),
    ],
)
def test_days_on_which_the_clocks_change_are_what_was_typed(console, line, shown):
    outputs = console.say(f"/rencontre proposer Réunion ; {line}")
    assert shown in posts(outputs)[0]


def test_an_hour_that_the_clocks_leave_out_is_no_date(console):
    wrong = asked(console, "/rencontre proposer Réunion ; 28 mars 2027 2h30 ; 29 mars 2027 10h")
    assert "2 h 30 n’existe pas ce jour-là" in wrong["dates"]


def test_a_channel_that_is_gone_and_who_left_keep_nobody_from_voting_and_deciding(console):
    console.say("/rencontre proposer Réunion ; 8 décembre 14h ; 10 décembre 10h ; clôture 4 décembre 18h")
    console.say(":as lea")
    console.say(":fail loire-42")
    console.click("Voter")
    (counted,) = of_kind(console.submit(date1="oui"), "reply")
    assert "2 réponses" in plain(counted["text"]) or "1 réponse" in plain(counted["text"])
    console.advance("1h")
    console.say(":mend loire-42")
    outputs = console.advance("14d")
    assert any("Quelle date retiens-tu" in plain(one["text"]) for one in of_kind(outputs, "dm"))


def test_an_organiser_who_left_leaves_the_choice_to_who_coordinates(console):
    console.say(":role paul coordinator")
    console.say(":as jeanne")
    console.say("/rencontre proposer Réunion ; 8 décembre 14h ; 10 décembre 10h ; clôture 4 décembre 18h")
    console.say(":as lea")
    console.click("Voter")
    console.submit(date2="oui")
    console.say(":as jeanne")
    console.say("/maillage mes-données")
    console.click("Tout effacer")
    console.click("Tout effacer, pour de bon")
    console.say(":as lea")
    outputs = console.advance("14d")
    (question,) = [one for one in of_kind(outputs, "dm") if "Quelle date retiens-tu" in plain(one["text"])]
    assert question["to"] == "@paul"


@pytest.mark.parametrize(
    ("line", "field", "wrong"),
    [
        ("Quel outil ? ; Etherpad", "answers", "Il n’y a qu’une réponse"),
        ("Quel outil ? ; A ; B ; clôture hier", "closes", "dans le passé"),
        ("Q" * 300 + " ; A ; B", "question", "200 caractères au plus"),
        (f"Quel outil ? ; {'A' * 100} ; B", "answers", "80 caractères au plus"),
        ("Quel outil ? ; " + " ; ".join(map(str, range(31))), "answers", "31 réponses"),
        ("Quel outil ? ; A ; B ; 2 réponses max", "answers", "« 2 réponses max »"),
        ("Quel outil ? ; A ; B ; aussi dans nulle-part", "manner", "canal « nulle-part »"),
    ],
)
def test_a_plain_poll_says_what_is_wrong_with_it(console, line, field, wrong):
    assert wrong in asked(console, f"/sondage {line}")[field]


def test_how_a_plain_poll_is_voted_is_kept_while_it_is_corrected(console):
    (form,) = of_kind(
        console.say("/sondage Quel outil ? ; A ; B ; anonyme ; plusieurs ; clôture hier"), "form"
    )
    assert plain(fields(form)["manner"]["value"]) == "anonyme ; plusieurs réponses"
    console.submit(manner="bizarre", closes="demain 18h")
    assert "bizarre" in plain(console.outputs[-2]["text"] + console.outputs[-1]["text"])
    (post,) = posts(console.submit(manner="anonyme ; plusieurs réponses", closes="demain 18h"))
    assert "Ce vote est anonyme" in post
