"""The log: no secret in it, no variable's value, and one way for all who write to it."""

import io
import json
import logging
import warnings

import pytest
import structlog

import bot.logs
from bot.logs import STRUCK_OUT, configure_log, get_logger, strike_secrets, use_structlog

SECRET = "s3cr3t-0f-0urs"
WORDS = "a reminder about my health"


def fail_on(somebodys_words: str):
    raise ValueError(f"{len(somebodys_words)} characters, token={SECRET}")


@pytest.fixture
def log():
    """Configure the log on a stream of our own."""

    def configured(level="debug", style="text") -> io.StringIO:
        stream = io.StringIO()
        configure_log(level, style, stream)
        return stream

    return configured


@pytest.mark.parametrize(
    "key",
    [
        "token",
        "bot_token",
        "DISCORD_TOKEN",
        "password",
        "client-secret",
        "authorization",
        "api_key",
        "cookies",
    ],
)
def test_the_value_of_a_key_that_names_a_secret_is_struck_out(key):
    assert strike_secrets(None, "info", {"event": "hello", key: SECRET})[key] == STRUCK_OUT


def test_secrets_are_struck_out_at_any_depth():
    event = {"event": "sent", "request": {"headers": [{"Authorization": SECRET}], "tokens": [SECRET]}}
    assert SECRET not in json.dumps(strike_secrets(None, "info", event))


@pytest.mark.parametrize(
    "text",
    [
        f"cannot reach postgresql+asyncpg://maillage:{SECRET}@db.example/maillage",
        f"GET /x HTTP/1.1, Authorization: Bearer {SECRET}",
        f"Bot {SECRET} was refused",
        f"config: token = '{SECRET}'",
        f'{{"password": "{SECRET}"}}',
        f"https://example.org/hook?token={SECRET}&page=2",
        f"POST https://discord.com/api/v10/interactions/1173258291283034152/{SECRET}/callback: 404",
        f"https://discord.com/api/v10/webhooks/1173258291283034152/{SECRET}/messages/@original",
    ],
)
def test_what_looks_like_a_secret_is_struck_out_of_any_text(text):
    struck = strike_secrets(None, "info", {"event": text})["event"]
    assert SECRET not in struck
    assert STRUCK_OUT in struck


def test_the_token_of_a_bot_of_discord_is_struck_out_wherever_it_stands():
    token = f"MTE3MzI1ODI5MTI4MzAzNDE1Mg.GabcDE.{SECRET}-and-{SECRET}-again"
    for text in (token, f"refused:{token}", f"<{token}>", f"it is {token}."):
        struck = strike_secrets(None, "info", {"event": text})["event"]
        assert SECRET not in struck
        assert STRUCK_OUT in struck


@pytest.mark.parametrize(
    "text",
    ["the tokens of a text", "https://example.org/a:b", "Bot started", "16:30", "a@b.example", "secretary"],
)
def test_what_is_no_secret_stays_as_it_is(text):
    assert strike_secrets(None, "info", {"event": text, "keyboard": "azerty", "count": 3}) == {
        "event": text,
        "keyboard": "azerty",
        "count": 3,
    }


@pytest.mark.parametrize("style", ["text", "json"])
def test_a_traceback_has_no_values_of_variables_and_no_secret(log, style):
    stream = log(style=style)
    try:
        fail_on(WORDS)
    except ValueError:
        get_logger("test").exception("it failed")
    logged = stream.getvalue()
    assert "ValueError" in logged
    assert WORDS not in logged
    assert SECRET not in logged


def test_a_log_that_nobody_configured_tells_no_values_of_variables_either(capsys):
    structlog.reset_defaults()
    try:
        fail_on(WORDS)
    except ValueError:
        get_logger("test").exception("it failed")
    told = capsys.readouterr()
    assert "ValueError: 26 characters" in told.err
    assert WORDS not in told.err
    assert SECRET not in told.err
    assert told.out == ""


@pytest.mark.parametrize("style", ["text", "json"])
def test_libraries_write_to_the_same_log_and_the_same_rules_hold(log, style):
    stream = log(style=style)
    logging.getLogger("some.library").warning("refused %s", f"token={SECRET}")
    try:
        fail_on("words")
    except ValueError:
        logging.getLogger("some.library").exception("it failed")
    logged = stream.getvalue()
    assert "some.library" in logged
    assert "ValueError: 5 characters" in logged
    assert SECRET not in logged


def test_json_has_one_object_a_line(log):
    stream = log("info", "json")
    get_logger("bot").info("running", plugins=["network"], name="Forêt")
    get_logger("bot").debug("too much")
    logging.getLogger("apscheduler.scheduler").info("of no interest")
    logging.getLogger("bot.store.pool.InOrderPool").info("of no interest")
    (line,) = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert (line["event"], line["level"], line["logger"], line["plugins"]) == (
        "running",
        "info",
        "bot",
        ["network"],
    )
    assert "Forêt" in stream.getvalue()
    assert line["timestamp"].endswith("Z")


def test_warnings_of_python_go_to_the_log(log):
    stream = log()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("this will change", UserWarning, stacklevel=1)
    assert "this will change" in stream.getvalue()


def test_the_level_is_kept_from_below_only(log):
    stream = log("warning")
    get_logger("bot").info("unseen")
    get_logger("bot").error("seen")
    assert "unseen" not in stream.getvalue()
    assert "seen" in stream.getvalue()


def test_structlog_is_taken_for_unconfigured_until_it_is_configured(log):
    waiting, seen = bot.logs._waiting, []
    log()
    waiting[:] = [lambda: seen.append(len(waiting))]
    use_structlog()
    assert (seen, waiting) == ([1], []), "another thread that tells something meanwhile waits no less"
