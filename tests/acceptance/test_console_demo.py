"""The demonstration tells by its exit code whether the tour went as its script says."""

import asyncio
from dataclasses import replace

import pytest

from bot.cli import demo
from bot.cli.demo import Step, read_script


def played(*steps):
    failures = []
    asyncio.run(demo._play(replace(read_script(), steps=steps), failures))
    return failures


def test_a_tour_that_goes_as_its_script_says_has_no_failure(capsys):
    wanted = Step("Une faute.", "/rapel", mistake=True, expects="/rappel")
    assert played(Step("Un rappel.", "/rappel demain 9h appeler", expects="9 h"), wanted) == []
    assert "camille · #loire-42 › /rappel demain 9h appeler" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step("Une faute inattendue.", "/rapel"), "/rappel"),
        (Step("Une faute qui manque.", "/maillage aide", mistake=True), "an error was expected"),
        (Step("Autre chose.", "/maillage aide", expects="le dahu"), "le dahu"),
    ],
)
def test_whatever_goes_otherwise_is_a_failure(step, said):
    (failure,) = played(step)
    assert step.line in failure
    assert said in failure


def test_every_step_is_explained():
    script = read_script()
    assert script.steps
    assert all(step.why.strip() and step.line.strip() for step in (*script.steps, *script.tries))


def test_the_tour_reads_its_own_page_and_nothing_of_the_web(capsys):
    address = "https://www.example.org/elsewhere"
    step = Step("Ailleurs.", f"/veille {address}", expects="cette démonstration ne lit rien sur le web")
    assert (
        played(step, Step("La page.", "/veille https://www.example.org/imprimer", expects="pas à pas")) == []
    )
    assert address in capsys.readouterr().out
