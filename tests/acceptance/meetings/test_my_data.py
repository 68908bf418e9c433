"""What is held of somebody around meetings and polls is told by their titles, never by numbers."""

from tests.acceptance.console import said


def test_polls_meetings_and_surveys_are_called_by_their_titles(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    console.say("/rencontre fixer Réunion ; lundi 23 novembre 14h-16h")
    console.click("yes")
    console.say("/rencontre accueil moi")
    console.say("/rencontre proposer Atelier ; jeudi 17 décembre 10h ; vendredi 18 décembre")
    console.click("Voter")
    console.submit(date1="yes", date2="no")
    console.advance("3d")
    console.say("/veille https://www.example.org/ #essai")
    shown = said(console, "/maillage mes-données")
    for line in (
        "le sondage : Atelier ; ce que tu as dit de chaque date ou réponse : oui, non",
        "  - le sondage : Atelier\n",
        "la rencontre : Réunion ; si tu viens : tu viens",
        "la rencontre : Réunion ; son état : tu accueilles, ou as accueilli",
        "  - la rencontre : Réunion\n",
        "le canal : loire-42",
    ):
        assert line in shown, shown
    assert "votes qui attendent" not in shown
