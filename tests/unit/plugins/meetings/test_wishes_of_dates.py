"""What a plain sentence says of the dates of a poll, and what is left to others."""

import time

import pytest

from plugins.meetings.spoken.wishes import wished


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("ok pour le 14", "yes le 14"),
        ("Je peux pas mardi, désolé !", "no mardi"),
        ("jeudi si besoin", "if_need_be jeudi"),
        ("peut-être mardi", "if_need_be mardi"),
        ("mardi oui jeudi non", "yes mardi, no jeudi"),
        ("le 8 et le 10 ça me va mais pas le 14", "yes le 8, yes le 10, no le 14"),
        ("ok le 8, le 10 non", "yes le 8, no le 10"),
        ("ok le 8 et le 10 non", "yes le 8, no le 10"),
        ("toutes sauf le 14", "yes *, no le 14"),
        ("toutes les dates me vont", "yes *"),
        ("aucune ne me va", "no *"),
        ("je préfère le jeudi 10", "yes jeudi 10"),
        ("dispo mardi 8 et jeudi 10", "yes mardi 8, yes jeudi 10"),
        ("oui pour mardi 14h, non pour jeudi", "yes mardi 14h, no jeudi"),
        ("je peux le 8, le 10 et le 14", "yes le 8, yes le 10, yes le 14"),
        ("Tuesday works, not Thursday", "yes tuesday, no thursday"),
    ],
)
def test_each_day_has_its_answer(sentence, said):
    assert ", ".join(f"{one.answer.value} {one.day or '*'}" for one in wished(sentence)) == said


@pytest.mark.parametrize(
    "sentence",
    [
        *("oui", "ok", "mardi", "ça va ?", "tout va bien", "je peux que mardi", "ok pour le rdv de mardi"),
        *("je peux payer mardi", "rappel mardi 14h", "mardi ou jeudi ?", "oui le 8 le 9 le 10 non", ""),
        *("je suis libre mardi pour un café", "pas de connexion le 8", "le 8 décembre je fais un atelier"),
    ],
)
def test_what_says_anything_else_or_is_not_clear_is_no_vote(sentence):
    assert wished(sentence) == ()


def test_many_words_are_read_at_once():
    began = time.perf_counter()
    for sentence in ("le 8 " * 40, "pas " * 50, "oui non " * 25, "je ne " * 33, "toutes " * 28):
        wished(sentence)
    assert time.perf_counter() - began < 0.5
