"""Texts whose UTF-8 was taken for windows-1252: mended where that is sure; no correct title is touched."""

import random
from time import perf_counter

import pytest

from plugins.watch.pages.mending import mended

CORRECT = [
    "L'été des aidants",
    "À l’école du numérique : créer, partager, protéger",
    "Là où l’on apprend… à 3 €",
    "CAFÉ DES AIDANTS",
    "DÉCOUVRIR LE NUMÉRIQUE",
    "ÎLE-DE-FRANCE",
    "Œuvres et cœurs — « bonjour »",
    "N° 3 – les démarches",
    "Ça va être fête, voilà",
    "Straße, año, coração, Ísland",
]
ABOUT_IT = [
    "Pourquoi “Ã©” s’affiche à la place de “é”",
    "Comment corriger Ã© dans Excel",
    "Comment corriger â€™ dans Excel",
]
LIKE_IT = [
    "AMANHÃ…",
    "AMANHÃ\u00a0: um dia",
    "MANHÃ—noite",
    "IRMÃ”",
    "SÃO PAULO",
    "UN CAFÉ…",
    "ROMÂNIA, CÂND",
    "Å…",
    "Đà Nẵng",
    "Привет",
    "日本",
]


def mistaken(text: str) -> str:
    """Return a text as it is once its UTF-8 was read as browsers read windows-1252."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("text", CORRECT)
def test_what_was_mistaken_once_or_twice_is_mended(text: str) -> None:
    assert mended(mistaken(text)) == text


@pytest.mark.parametrize("text", ["DÉCOUVRIR à l’été", "créée là-bas"])
def test_what_was_mistaken_twice_is_mended(text: str) -> None:
    assert mended(mistaken(mistaken(text))) == text


@pytest.mark.parametrize("text", [*CORRECT, *ABOUT_IT, *LIKE_IT])
def test_what_is_as_it_was_meant_stays(text: str) -> None:
    assert mended(text) == text


def test_a_lost_space_without_break_is_found_again() -> None:
    assert mended("Aide Ã domicile prÃ©vue") == "Aide à domicile prévue"
    assert mended("Aide Ã domicile") == "Aide Ã domicile"


def test_one_right_accent_says_that_all_is_right() -> None:
    assert mended("RÃ©union d’été") == "RÃ©union d’été"


def test_no_text_of_western_words_is_damaged() -> None:
    dice = random.Random(7)
    signs = " …—–’“”«»!?.,:;°€\u00a0\u202f™®-0123"
    letters = "abcdeéèêëàâäùûüôöîïçñœæßÉÈÊÀÂÄÙÛÜÔÖÎÏÇÑŒÆÅåÃãÕõABCDE"
    for _time in range(20_000):
        words = [
            "".join(dice.choice(letters) for _letter in range(dice.randint(1, 6))) + dice.choice(signs)
            for _word in range(dice.randint(1, 5))
        ]
        text = "".join(words)
        if "Ã" not in text and "Â" not in text and "Å" not in text and "â" not in text:
            assert mended(text) == text


def test_what_is_mended_is_mended_once_for_all() -> None:
    dice = random.Random(11)
    for _time in range(5_000):
        text = "".join(dice.choice("aeé è à’Ã©Â â€™ œ") for _letter in range(dice.randint(1, 20)))
        once = mended(text)
        assert mended(once) == once


def test_it_takes_time_in_proportion_to_the_text() -> None:
    before = perf_counter()
    mended("Ã©t" * 50_000 + "é")
    mended("Ã " * 50_000)
    mended("Ã" * 100_000)
    assert perf_counter() - before < 1
