"""What people say of coming to a meeting, in their own words."""

import pytest

from plugins.meetings.gatherings.attending import Coming
from plugins.meetings.presence.saying import said


@pytest.mark.parametrize(
    ("text", "answer", "rest"),
    [
        ("je viens", Coming.YES, ""),
        ("Oui, je viens !", Coming.YES, ""),
        ("j’y serai", Coming.YES, ""),
        ("présente", Coming.YES, ""),
        ("Je participe à la réunion du 8 décembre", Coming.YES, "à la réunion du 8 décembre"),
        ("compte sur moi mardi", Coming.YES, "mardi"),
        ("I am coming", Coming.YES, ""),
        ("je ne viens pas", Coming.NO, ""),
        ("je viens pas", Coming.NO, ""),
        ("finalement je ne peux pas venir", Coming.NO, ""),
        ("je ne viendrai plus jeudi 10", Coming.NO, "jeudi 10"),
        ("absente", Coming.NO, ""),
        ("non", Coming.NO, ""),
        ("désolé, je serai absent", Coming.NO, ""),
        ("I can't come", Coming.NO, ""),
        ("peut-être", Coming.MAYBE, ""),
        ("je viens peut-être le 8", Coming.MAYBE, "le 8"),
        ("je ne sais pas encore", Coming.MAYBE, ""),
        ("Bilan je viens", Coming.YES, "Bilan"),
        ("la visio, oui avec plaisir !", Coming.YES, "la visio"),
        ("mardi 8 je pourrai pas venir, désolée", Coming.NO, "mardi 8"),
        ("Atelier passé présent", None, "Atelier passé présent"),
        ("la réunion du 8 décembre", None, "la réunion du 8 décembre"),
        ("novembre", None, "novembre"),
        ("présentation du réseau", None, "présentation du réseau"),
        ("", None, ""),
    ],
)
def test_an_answer_is_told_from_the_meeting_that_it_is_about(text, answer, rest):
    assert said(text) == (answer, rest)
