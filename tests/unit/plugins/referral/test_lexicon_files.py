from pathlib import Path

import pytest
from data_inclusion.schema.v1 import ReseauPorteur

from plugins.referral.engine import refer
from plugins.referral.lexicon import lexicon_of
from plugins.referral.lexicon_files import read_all

EXTRA = {
    "prefecture-ants", "dgfip", "carsat", "adil", "banque-de-france", "cybermalveillance",
    "police-gendarmerie", "education-nationale", "urgence", "aucun",
}  # fmt: skip


def test_the_files_have_no_mistake() -> None:
    _contents, mistakes = read_all(None)
    assert mistakes == []


def test_every_code_has_a_label_and_some_need_leads_there() -> None:
    contents, _mistakes = read_all(None)
    assert set(contents.labels) == {one.value for one in ReseauPorteur} | EXTRA
    led_to = {code for need in contents.needs.values() for code in need.codes}
    assert set(contents.labels) - led_to == {"urgence", "aucun"}


def test_a_network_adds_needs_and_phrases(tmp_path: Path) -> None:
    own = tmp_path / "needs.toml"
    own.write_text(
        """
        [need.passerelle]
        codes = ["fcsf"]
        fr = "La Passerelle prête des vélos cargo."
        en = "La Passerelle lends cargo bikes."
        phrases = ["vélo cargo"]

        [need.carte-grise]
        phrases = ["papiers du tracteur"]
        """,
        encoding="utf-8",
    )
    lexicon = lexicon_of(own)
    assert refer("emprunter un vélo cargo", lexicon).targets[0].code == "fcsf"
    assert refer("papiers du tracteur", lexicon).targets[0].need == "carte-grise"
    assert "carte-grise" not in [one.need for one in refer("papiers du tracteur", lexicon_of()).targets]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("x =", ""),
        ("[nedd.a]", "nedd"),
        ('[need.a]\ncodes = ["nowhere"]\nfr = "x"\nen = "x"\nphrases = ["x"]', "need.a.codes"),
        ('[need.a]\ncodes = ["caf"]\nfr = "x"\nphrases = ["x"]', "need.a"),
        ('[need.a]\ncodes = ["caf"]\nfr = "x"\nen = "x"\nphrases = "x"', "need.a.phrases"),
        ('[need.a]\nkind = "odd"\ncodes = ["caf"]\nfr = "x"\nen = "x"\nphrases = ["x"]', "need.a.kind"),
        ('[need.a]\ncodes = ["caf"]\nfr = "x"\nen = "x"\nphrases = ["x"]\nwhy = "y"', "need.a.why"),
        ('same = [["seul"]]', "same[1]"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_key(tmp_path: Path, text: str, key: str) -> None:
    own = tmp_path / "needs.toml"
    own.write_text(text, encoding="utf-8")
    _contents, mistakes = read_all(own)
    assert [one.key for one in mistakes if one.file == "needs.toml"] == [key]
