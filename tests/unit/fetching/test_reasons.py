"""Why nothing could be read ends a sentence that has a colon already: “I cannot read this address: …”."""

import ast
import re
from pathlib import Path

import pytest

from bot import fetching
from bot.fetching.addresses import Allowed
from bot.fetching.locating import locate_next
from bot.language.catalogue import in_every_language
from bot.language.messages import Message
from bot.plugin import FetchError, FetchProblem

MODULES = sorted(Path(fetching.__file__).parent.glob("*.py"))


def messages():
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                yield ast.literal_eval(node.args[0])


@pytest.mark.parametrize("message", sorted(messages()))
def test_each_reason_ends_a_sentence_in_every_language(message):
    for said in in_every_language(Message(message)):
        assert not re.search(r":(?!//)", said), said
        assert not said.endswith("."), said
        assert not said[0].isupper() or said.startswith("I "), said


@pytest.mark.parametrize(
    ("elsewhere", "problem", "said"),
    [
        ("file:///etc/passwd", FetchProblem.NO_WEB_ADDRESS, "sends me on"),
        ("https://lea:secret@x.example/", FetchProblem.CREDENTIALS, "sends me on"),
        ("http://10.0.0.1/", FetchProblem.PRIVATE, "10.0.0.1"),
    ],
)
def test_the_fault_of_where_a_page_leads_is_not_told_of_what_was_typed(elsewhere, problem, said):
    with pytest.raises(FetchError) as refused:
        locate_next(elsewhere, Allowed(()), "https://x.example/")
    assert refused.value.problem is problem
    assert said in str(refused.value)
