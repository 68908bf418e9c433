"""What people type as a need is never logged: not as it comes in, not when something goes wrong."""

import logging

import pytest
import structlog
from sqlalchemy import text

from bot.plugin import Plugin
from tests.acceptance.console import Console
from tests.fakes.bot import scene
from tests.fakes.plugin import probe

SECRET = "Zzyzxquine"
NEEDS = (
    f"un monsieur {SECRET} n’arrive plus à ouvrir sa boîte mail",
    f"/quipeut aider {SECRET} à faire sa déclaration de revenus",
    f"{SECRET} {SECRET}",
    f"/annuaire chercher {SECRET}",
    f"/quipeut quelqu’un menace {SECRET}, j’ai peur pour elle",
)


@pytest.fixture
def logged(capfd):
    """All that is logged, at any level, by structlog and by the libraries."""
    logging.getLogger().setLevel(logging.DEBUG)
    with structlog.testing.capture_logs() as entries:

        def read() -> str:
            captured = capfd.readouterr()
            return f"{entries} {captured.err}"

        yield read


def test_a_need_is_not_logged(logged, caplog):
    with caplog.at_level(logging.DEBUG), Console(user="lea") as console:
        console.say(":in @bot")
        answers = [console.say(need) for need in NEEDS]
    assert all(answers)
    assert SECRET not in f"{logged()} {caplog.text}"


async def test_a_need_on_which_a_handler_breaks_down_is_not_logged(tmp_path, logged, caplog):
    fragile = Plugin("fragile", title=probe().title)

    @fragile.sentence(lambda _text: 1.0)
    async def fail(ctx, typed):
        await ctx.session.execute(text("INSERT INTO nowhere VALUES (:typed)"), {"typed": typed})

    with caplog.at_level(logging.DEBUG):
        async with scene(tmp_path, fragile) as stage:
            await stage.write(NEEDS[0])
    told = f"{logged()} {caplog.text}"
    assert "fragile" in told
    assert SECRET not in told
