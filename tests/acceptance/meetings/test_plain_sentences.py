"""Meetings spoken of in a DM as to a colleague: coming, the agenda, hosting and what one thought of it."""

import pytest

from tests.acceptance.console import of_kind, plain, said

LINE = "/rencontre fixer Réunion de réseau ; jeudi 26 novembre 14h-16h ; lieu : Feurs"


@pytest.fixture
def console(open_console):
    console = open_console(channel="loire-42", user="lea")
    console.say("/rencontre")
    console.say(":as jeanne")
    console.say(LINE)
    console.say(":as lea")
    console.say(":in @bot")
    return console


def test_who_never_answered_speaks_of_the_meeting_of_their_channel(console):
    for sentence, answer in (
        ("je viens à la reunion de jeudi", "tu viens"),
        ("je peux pas jeudi finalement", "tu ne viens pas"),
    ):
        told = said(console, sentence)
        assert "Réunion de réseau**, jeudi 26 novembre 2026" in told
        assert f"C’est noté : {answer}." in told
    assert "Tu as dit que tu ne viens pas." in said(console, "qui vient ?")
    assert "Feurs" in said(console, "c ou la reunion")
    console.say(":in loire-42")
    for line in ("/rencontre je viens", "/rencontre qui vient", "/rencontre qui vient jeudi"):
        assert "Réunion de réseau**, jeudi 26 novembre" in said(console, line)
    assert "n’a rien" not in said(console, "/rencontre odj c’est quoi")
    console.say(":in @bot")
    unknown = said(console, "je viens mardi")
    assert "Je ne trouve pas de rencontre « mardi » dans tes canaux" in unknown
    assert "jeudi 26 novembre" in unknown
    assert "« les mails frauduleux »" in said(console, "mets à l’ordre du jour les mails frauduleux")
    assert "1. les mails frauduleux (lea)" in said(console, "y a quoi a l ordre du jour ?")
    assert "Retiré" in said(console, "enleve mon point sur les mails")
    offered = console.say("je peux accueillir la prochaine")
    assert "Tu te proposes" in plain(offered[0]["text"])
    assert [one["to"] for one in of_kind(offered, "dm")] == ["@jeanne"]
    assert "Veux-tu que je te le rappelle" in said(console, "vendredi 9h rappeler la mairie")


def test_where_only_a_vote_is_on_it_is_shown_with_its_button_and_a_list_has_the_link(console):
    console.say(":in loire-42")
    console.say(":as jeanne")
    console.say("/rencontre annuler")
    console.click("Annuler la rencontre")
    console.say("/rencontre proposer Bilan ; mardi 1er décembre 14h ; mercredi 2 décembre 14h")
    console.say(":as lea")
    console.say(":in @bot")
    (shown,) = console.say("je peux pas mardi 8")
    assert "aucune rencontre n’est fixée à cette date" in plain(shown["text"])
    assert [plain(one["label"]) for one in shown["buttons"]] == ["Voter : Bilan"]
    console.say(":in loire-42")
    console.say("/rencontre fixer Point ; vendredi 4 décembre 14h ; https://visio.example/abc")
    console.say(":in @bot")
    assert "Visio : https://visio.example/abc" in said(console, "le lien de la réunion ?")


def test_after_it_a_score_is_an_opinion_of_it(console):
    console.advance("6d")
    assert "ton avis sur « Réunion de réseau » est noté" in said(console, "9/10 super")


def test_a_vote_in_words_counts_in_the_poll_that_has_its_dates(console):
    console.say(":in loire-42")
    console.say(
        "/rencontre proposer Bilan ; mardi 8 décembre 14h ; jeudi 10 décembre 10h ; lundi 14 décembre 9h"
    )
    console.say(":in @bot")
    noted = said(console, "je peux pas mardi")
    assert "C’est noté pour « Bilan » :" in noted
    assert "- mardi 8 décembre 2026 à 14 h : non" in noted
    assert "2 dates restent sans réponse" in noted
    assert "- jeudi 10 décembre 2026 à 10 h : si besoin" in said(console, "jeudi 10 si besoin")
    assert "- lundi 14 décembre 2026 à 9 h : oui" in said(console, "ok pour le 14")
    # one date that is not asked about, and nothing is counted
    assert "C’est noté" not in said(console, "ok pour le 8 et le 25")
    console.say(":in loire-42")
    console.say(":as paul")
    all_but_one = said(console, "@maillage toutes sauf le 10")
    assert [line.rpartition(" : ")[2] for line in all_but_one.splitlines()[1:4]] == ["oui", "non", "oui"]
    post = [one for one in console.advance("2s") if one["to"] == "loire-42"][-1]
    assert "1 si besoin (lea), 1 non (paul)" in plain(post["text"])
    # a meeting of that very day comes first
    console.say(":in @bot")
    assert "C’est noté : tu ne viens pas." in said(console, "je peux pas jeudi")
    # where two polls ask about a day, they are shown rather than guessed
    console.say(":in loire-42")
    console.say("/rencontre proposer Atelier ; mardi 8 décembre 9h ; mercredi 9 décembre 9h")
    console.say(":in @bot")
    (shown,) = console.say("ok pour le 8")
    assert [plain(one["label"]) for one in shown["buttons"]] == ["Voter : Bilan", "Voter : Atelier"]


def test_of_a_series_the_next_meeting_is_meant(console):
    console.say(":in loire-42")
    console.say(":as paul")
    console.say("/rencontre série chaque 2e mardi du mois 14h-16h ; Point")
    console.say(":as jeanne")
    console.say("/rencontre annuler jeudi")
    console.click("Annuler la rencontre")
    console.say(":as lea")
    console.say(":in @bot")
    assert "mardi 8 décembre 2026" in said(console, "je ne peux pas venir, désolée")
    assert "mardi 8 décembre 2026" in said(console, "je viens mardi")


def test_who_is_unsure_is_shown_where_to_press(console):
    assert "jeudi 26 novembre 2026 de 14 h à 16 h, Feurs" in said(console, "c’est où déjà ?")
    (asked,) = console.say("oui")
    assert "Réponds-tu pour cette rencontre ? Un appui suffit." in plain(asked["text"])
    assert "C’est noté : tu viens." in plain(console.click("Je viens")[0]["text"])
    console.say(":in loire-42")
    console.say(":as jeanne")
    console.say("/rencontre annuler")
    console.click("Annuler la rencontre")
    console.say(":as lea")
    console.say(":in @bot")
    assert "Je ne sais pas à quelle question tu réponds." in said(console, "oui")
    console.say(":in loire-42")
    console.say("/rencontre proposer Bilan ; mardi 8 décembre 14h ; jeudi 10 décembre 10h")
    console.say(":in @bot")
    console.say(":in loire-42")
    (ballot,) = console.say("/rencontre voter")
    assert ballot["form"]["title"] == "Ton vote"
    console.say(":cancel")
    for line in ("votes", "où ?", "comment je vote", "c’est où déjà ?"):
        (shown,) = console.say(f"/rencontre {line}")
        assert [plain(one["label"]) for one in shown["buttons"]] == ["Voter : Bilan"]
    console.say(":in @bot")
    for sentence in ("sondage ?", "comment je vote", "oui"):
        (shown,) = console.say(sentence)
        assert "ouvre ton bulletin" in plain(shown["text"])
        assert [plain(one["label"]) for one in shown["buttons"]] == ["Voter : Bilan"]


def test_who_is_late_has_the_organiser_told_once_and_may_change_their_mind_right_after_an_answer(console):
    console.say("je viens jeudi")
    assert "tu ne viens pas" in said(console, "en fait non")
    assert "tu viens" in said(console, "ah si finalement")
    told = console.say("je serai en retard de 15 min jeudi, grève des trains")
    assert "J’ai prévenu jeanne que tu seras en retard : 15 min." in plain(told[0]["text"])
    (news,) = (one for one in told if one["to"] == "@jeanne")
    assert "lea sera en retard" in plain(news["text"])
    assert "grève" not in news["text"]
    again = console.say("je serai en retard de 15 min jeudi")
    assert [one["to"] for one in again] == ["@lea"]
    assert "Tu te proposes pour accueillir" in said(console, "je peux accueillir")
    assert "tu ne viens pas" in said(console, "/rencontre je peux pas, j’ai piscine")
    console.advance("1h")
    assert "tu viens" not in said(console, "en fait si")
