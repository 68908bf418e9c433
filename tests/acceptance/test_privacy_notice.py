"""The notice: with the first answer to a person, once for each version, and for nobody else to see."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat.incoming import Line, Shows
from bot.config import Config
from bot.store.records import NoticeRow
from tests.acceptance.console import Console
from tests.fakes.bot import author, channel, dm, scene
from tests.fakes.plugin import probe
from tests.fakes.two_sides import both, code_of

ASKED = {"controller": "Département de la Loire", "contact": "dpo@example.org", "notice": True}


@pytest.fixture(autouse=True)
def _nobody_is_informed(monkeypatch):
    monkeypatch.delenv("MAILLAGE_PRIVACY__NOTICE")


def config_file(folder: Path, version: str = "1") -> Path:
    file = folder / "config.toml"
    file.write_text(
        '[privacy]\ncontroller = "Département de la Loire"\ncontact = "dpo@example.org"\n'
        f'version = "{version}"\n'
    )
    return file


def test_the_first_answer_tells_what_becomes_of_ones_data_and_the_next_does_not(tmp_path):
    with Console(tmp_path / "data", config=config_file(tmp_path)) as console:
        console.say(":in @bot")
        first = console.say("bonjour")[0]["text"]
        assert "**Tes données** (information n° 1," in first
        assert "Responsable\u00a0: Département de la Loire" in first
        assert "dpo@example.org" in first
        assert "Tes données" not in console.say("bonjour")[0]["text"]
        console.say(":as karim")
        assert "Tes données" in console.say("bonjour")[0]["text"]
    with Console(tmp_path / "data", config=config_file(tmp_path, "2")) as console:
        console.say(":in @bot")
        assert "(information n° 2," in console.say("bonjour")[0]["text"]


def test_what_was_not_understood_is_an_answer_too():
    with Console() as console:
        console.say(":in @bot")
        said = console.say("xyzzy plugh")
        assert "Tes données" in said[0]["text"]


async def test_it_goes_by_dm_where_everybody_sees_the_answer(tmp_path):
    async with scene(tmp_path, probe(), config=Config(privacy=ASKED)) as stage:
        line = Line(
            author=author("lea"),
            location=channel("general"),
            text="/dire bonjour",
            shows=Shows.NOTHING,
            reply_to="post-1",
        )
        await stage.receive(line)
        sent = {taken.to: taken.text for taken in stage.platform.taken()}
        assert len(sent) == 2
        by_dm = next(text for text in sent.values() if "Tes données" in text)
        assert "bonjour" not in by_dm
        await stage.receive(line)
        assert sum("Tes données" in text for text in stage.platform.texts()) == 1


async def test_in_a_direct_message_it_stands_at_the_end_of_the_answer(tmp_path):
    async with scene(tmp_path, probe(), config=Config(privacy=ASKED)) as stage:
        await stage.receive(
            Line(author=author("lea"), location=dm("lea"), text="/dire bonjour", shows=Shows.NOTHING)
        )
        [said] = [text for text in stage.platform.texts() if "Tes données" in text]
        assert said.partition("Tes données")[0].strip("* \n")


async def test_where_everybody_was_informed_otherwise_it_is_not_told(tmp_path):
    async with scene(tmp_path, probe(), config=Config(privacy=ASKED | {"notice": False})) as stage:
        await stage.receive(
            Line(author=author("lea"), location=dm("lea"), text="/dire x", shows=Shows.NOTHING)
        )
        assert not any("Tes données" in text for text in stage.platform.texts())


async def test_a_stranger_of_whom_nothing_is_kept_is_told_nothing(tmp_path):
    async with both(tmp_path) as sides:
        [answer] = await sides.away_from_home("stranger").write("bonjour")
        assert code_of([answer]) == "not_joined"
        assert "Tes données" not in answer.text
        [answer] = await sides.at_home("lea").write("/maillage aide")
        assert "Tes données" in answer.text
        async with sides.store.read() as session:
            assert len((await session.scalars(select(NoticeRow))).all()) == 1
