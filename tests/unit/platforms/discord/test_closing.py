"""Close codes: each documented one has its plain words, in both languages."""

from zoneinfo import ZoneInfo

import pytest

from bot.language.catalogue import Words
from bot.language.messages import in_english
from bot.platforms.discord import wording
from bot.platforms.discord.closing import FOR_GOOD, reason_of

DOCUMENTED = (4000, 4001, 4002, 4003, 4004, 4005, 4007, 4008, 4009, 4010, 4011, 4012, 4013, 4014)
FRENCH, ENGLISH = (Words(language, ZoneInfo("Europe/Paris")) for language in ("fr", "en"))


@pytest.mark.parametrize("code", DOCUMENTED)
def test_each_documented_code_is_put_in_words_of_its_own(code):
    reason = reason_of(code, message_content=True)
    assert FRENCH(reason) != ENGLISH(reason)
    assert in_english(reason) != f"Discord closed the connection (code {code})"


def test_codes_that_discord_wants_no_other_attempt_after():
    assert {4004, 4010, 4011, 4012, 4013, 4014} == FOR_GOOD


def test_an_unknown_code_is_told_and_one_that_never_came_is_not():
    assert in_english(reason_of(4321)) == "Discord closed the connection (code 4321)"
    assert reason_of(None) == reason_of(1006) == wording.ENDED


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"message_content": True}, "`Message Content Intent`"),
        ({"members": True}, "`Server Members Intent`"),
        ({"message_content": True, "members": True}, "`Message Content Intent`, `Server Members Intent`"),
    ],
)
def test_refused_intents_are_named_with_the_settings_that_ask_for_them(asked, said):
    reason = in_english(reason_of(4014, **asked))
    assert said in reason
    assert all(f"`{setting}`" in reason for setting in asked)


def test_the_sentences_are_right_in_french():
    assert "active `Message Content Intent`" in FRENCH(reason_of(4014, message_content=True))
    assert FRENCH(wording.no_session_before(61)).endswith("j’attends 2 minutes avant la prochaine")
