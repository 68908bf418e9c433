"""What is learned from examples: that it is up to date, and how learning and asking fit together."""

import tomllib

import pytest

from plugins.referral.answers import EMERGENCY
from plugins.referral.learned import LEARNED, Learned, danger, features, is_danger, learned
from plugins.referral.learning import Sample, buckets, digest_of, learn
from plugins.referral.lexicon import lexicon_of


def sample(words: str, right: dict[str, float]) -> Sample:
    return Sample((buckets(words.split()),), right)


def test_what_was_learned_is_of_the_files_as_they_are() -> None:
    assert learned().digest == digest_of(LEARNED.parent), "run: python -m plugins.referral.learning"


def test_examples_name_codes_and_numbers_that_exist() -> None:
    lexicon = lexicon_of()
    for file in LEARNED.parent.glob("examples-*.toml"):
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        examples = tables.get("examples", [])
        assert examples or tables.get("frames"), file.name
        codes = {code for one in examples for code in one.get("accept", [])}
        assert codes <= set(lexicon.labels), file.name
        numbers = {number for one in examples for number in one.get("numbers", [])}
        assert numbers <= {one.number for one in lexicon.numbers}, file.name


def test_every_service_that_was_learned_has_a_label() -> None:
    codes = {code for code in learned().codes if not is_danger(code)} - {"?"}
    assert codes <= set(lexicon_of().labels)
    assert EMERGENCY not in codes


def test_what_is_packed_says_the_same_as_what_was_learned() -> None:
    samples = [
        sample("carte grise", {"ants": 1.0}),
        sample("carte grise perdue", {"ants": 1.0}),
        sample("allocation logement", {"caf": 1.0}),
        sample("allocation rentree", {"caf": 0.6, "cidff": 0.4}),
        sample("il brule", {danger("18"): 1.0}),
        sample("il brule sa carte", {}),
        sample("il brule tout", {danger("18"): 1.0}),
    ]
    model = learn(samples, rounds=30)
    known = Learned(model.packed("digest"))
    assert known.digest == "digest"
    likely = known.likely([{"carte", "grise"}])
    assert sum(likely.values()) == pytest.approx(1)
    assert max(likely, key=lambda code: likely[code]) == "ants"
    likely = known.likely([{"allocation"}])
    assert max(likely, key=lambda code: likely[code]) == "caf"
    assert known.likely([{"il", "brule"}])[danger("18")] > known.likely([{"carte"}])[danger("18")]


def test_learning_again_teaches_the_same() -> None:
    samples = [sample("a b", {"x": 1.0}), sample("b c", {"y": 1.0}), sample("a c", {"x": 1.0})]
    assert learn(samples).packed("") == learn(samples).packed("")


@pytest.mark.parametrize("text", ["", "…", "zzzz qqqq", "é" * 5000, "a" * 1500])
def test_any_text_is_as_likely_as_all_codes_together(text: str) -> None:
    reading = lexicon_of().reader.read(text)
    assert sum(learned().likely(features(reading)).values()) == pytest.approx(1)
