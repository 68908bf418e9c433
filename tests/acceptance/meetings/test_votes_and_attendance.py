"""Who voted on the date that was chosen is not asked once more whether they come; they can say otherwise."""

import pytest

from tests.acceptance.console import of_kind, plain, said

DATE = "mardi 8 décembre 2026 de 14 h à 16 h"


@pytest.fixture
def console(open_console):
    return open_console(channel="loire-42", user="jeanne")


def proposed(console, manner=""):
    """Propose two dates to three people, who vote on the first: yes twice, then if need be, and choose it."""
    console.say(
        f"/rencontre proposer Réunion ; mardi 8 décembre 14h-16h ; jeudi 10 décembre 10h ; 1 place{manner}"
    )
    for name, answer in (("lea", "oui"), ("karim", "oui"), ("maud", "si besoin"), ("zoé", "non")):
        console.say(f":as {name}")
        console.click("Voter")
        console.submit(date1=answer)
    console.say(":as jeanne")
    console.click("Gérer")
    console.click("Clore le vote")
    console.click("Clore maintenant")
    return console.click(f"Retenir {DATE}")


def announced(outputs):
    return [text for one in outputs if (text := plain(one["text"])).startswith(f"**Réunion** : {DATE}")][-1]


def test_a_vote_for_the_date_counts_until_somebody_says_otherwise(console):
    outputs = proposed(console)
    assert "sont comptées parmi celles qui viennent, sauf si elles disent autre chose" in plain(
        outputs[0]["text"]
    )
    line = "1 personne vient, d’après son vote, pour 1 place, 1 attend une place, 1 peut-être."
    assert line in announced(outputs)
    (waiting,) = of_kind(outputs, "dm")
    assert waiting["to"] == "@karim"
    assert "plus de voix qu’il n’y a de places : tu es n° 1" in plain(waiting["text"])
    listed = said(console, "/rencontre présences")
    assert "Dont d’après leur vote seulement (1) : lea" in listed
    assert "Sans réponse (1) : jeanne" in listed
    console.say(":as lea")
    assert "Tu avais voté pour cette date" in said(console, "/rencontre présences")
    confirmed = [*console.click("Je viens"), *console.advance("2s")]
    assert "1 personne vient, pour 1 place" in announced(confirmed)
    assert [one["to"] for one in of_kind(confirmed, "dm")] == []


def test_who_votes_without_a_name_is_not_said_to_come(console):
    outputs = proposed(console, " ; noms cachés")
    assert "sont comptées parmi celles qui viennent" not in plain(outputs[0]["text"])
    assert "Personne n’a encore dit venir, pour 1 place." in announced(outputs)


def test_many_who_say_that_they_come_change_the_post_once_a_second(console):
    console.say(f"/rencontre fixer Réunion ; {DATE}")
    shown = []
    for name in ("lea", "karim", "maud", "zoé", "paul"):
        console.say(f":as {name}")
        shown += of_kind(console.click("Je viens"), "update")
    shown += of_kind(console.advance("2s"), "update")
    assert len(shown) <= 2
    assert "5 personnes viennent." in announced(shown)


def test_a_vote_ended_when_it_was_to_end_also_where_the_bot_was_away(console):
    console.say(
        "/rencontre proposer Réunion ; mardi 8 décembre 14h ; jeudi 10 décembre 10h ; clôture demain 18h"
    )
    console.say(":stop")
    console.advance("3d")
    closed = [plain(one["text"]) for one in console.say(":start")]
    assert any("Le vote est clos depuis le dimanche 22 novembre 2026 à 18 h." in text for text in closed)
