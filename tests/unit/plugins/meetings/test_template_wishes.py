"""What somebody wants with templates, in the words in which they ask for it."""

import pytest

from plugins.meetings.templates.purposes import Purpose
from plugins.meetings.templates.wanted import Act, Owner, wanted

INVITED, REMINDED, REPORTED = Purpose.INVITATION, Purpose.REMINDER, Purpose.REPORT


@pytest.mark.parametrize(
    ("typed", "purpose", "act", "owner"),
    [
        ("", None, Act.SHOW, None),
        ("invitation", INVITED, Act.SHOW, None),
        ("voir le rappel", REMINDED, Act.SHOW, None),
        ("le compte rendu", REPORTED, Act.SHOW, None),
        ("Comptes-rendus", REPORTED, Act.SHOW, None),
        ("CR", REPORTED, Act.SHOW, None),
        ("réécrire l’invitation", INVITED, Act.REWRITE, None),
        ("modifie le texte du rappel pour tout le réseau", REMINDED, Act.REWRITE, Owner.NETWORK),
        ("changer mon modèle d'invitation ici", INVITED, Act.REWRITE, Owner.HERE),
        ("réécris-moi l’annonce stp", INVITED, Act.REWRITE, None),
        ("reecrir invitaton", INVITED, Act.REWRITE, None),
        ("aperçu du compte-rendu", REPORTED, Act.PREVIEW, None),
        ("voir un aperçu de l'invitation", INVITED, Act.PREVIEW, None),
        ("remettre le texte d’origine du rappel", REMINDED, Act.RESTORE, None),
        ("supprimer le modèle du rappel de ce canal", REMINDED, Act.RESTORE, Owner.HERE),
        ("revenir à la version précédente de l'invitation", INVITED, Act.VERSIONS, None),
        ("historique rappel", REMINDED, Act.VERSIONS, None),
        ("télécharger l'invitation", INVITED, Act.FILE, None),
        ("aide", None, Act.HELP, None),
        ("rewrite the reminder for the network", REMINDED, Act.REWRITE, Owner.NETWORK),
        ("aperçu : rappel", REMINDED, Act.PREVIEW, None),
    ],
)
def test_words_say_which_template_and_what_to_do(typed, purpose, act, owner):
    found = wanted(typed)
    assert (found.purpose, found.act, found.owner, found.left) == (purpose, act, owner, "")


@pytest.mark.parametrize(
    ("typed", "act", "source"),
    [
        ("invitation : Bonjour : {{ titre }}", Act.REWRITE, "Bonjour : {{ titre }}"),
        ("invitation\nBonjour\n\n{{ titre }}", Act.REWRITE, "Bonjour\n\n{{ titre }}"),
        ("réécrire invitation :\n  Bonjour", Act.REWRITE, "Bonjour"),
    ],
)
def test_a_text_may_follow_a_colon_or_stand_below(typed, act, source):
    found = wanted(typed)
    assert (found.purpose, found.act, found.source) == (INVITED, act, source)


def test_words_that_mean_nothing_here_are_named():
    assert wanted("bidule invitation chouette").left == "bidule chouette"
