"""Whose turn it is to host, and what is typed for it."""

from datetime import UTC, datetime

import pytest

from plugins.meetings.hosting.turns import Turn, in_turn
from plugins.meetings.hosting.typed import Said, read_said


def on(month):
    return datetime(2026, month, 1, tzinfo=UTC)


def test_who_offers_comes_first_then_who_hosted_least_recently():
    often = Turn(1, (on(3), on(1)))
    lately = Turn(2, (on(9),))
    never = Turn(4)
    offers = Turn(3, (on(10),), offers=True)
    assert in_turn([often, lately, offers, never]) == [offers, never, often, lately]


def test_who_hosted_less_often_comes_first_among_equals():
    assert [turn.member for turn in in_turn([Turn(1, (on(3), on(1))), Turn(2, (on(3),))])] == [2, 1]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", Said()),
        ("historique", Said()),
        ("moi", Said(oneself=True)),
        ("Je me propose", Said(oneself=True)),
        ("moi à Feurs", Said(oneself=True, where="Feurs")),
        ("personne", Said(nobody=True)),
        ("Annuler l’accueil", Said(nobody=True)),
        ("à Feurs", Said(where="Feurs")),
        ("Feurs", Said(bare="Feurs")),
        ("salle des fêtes", Said(where="salle des fêtes")),
        ("lieu : salle des fêtes", Said(where="salle des fêtes")),
        ("au centre social, 3 rue de la Gare", Said(where="centre social, 3 rue de la Gare")),
        ("chez Paul", Said(where="chez Paul")),
        (", et à la médiathèque", Said(where="la médiathèque")),
        ("at Feurs", Said(where="Feurs")),
        ("je peux accueillir la prochaine à Feurs", Said(oneself=True, where="Feurs")),
        ("J’accueille la prochaine réunion chez Paul", Said(oneself=True, where="chez Paul")),
        ("je peux accueillir la prochaine", Said(oneself=True)),
        ("non finalement", Said(not_me=True)),
        ("désolée je ne peux plus", Said(not_me=True)),
        ("finalement je peux pas accueillir", Said(not_me=True)),
    ],
)
def test_what_is_typed_is_oneself_nobody_or_a_place(typed, said):
    assert read_said(typed) == said
