"""A link that is proposed to a wider channel, and taken in there, stands in its letter too."""

from datetime import timedelta

import pytest

from bot.chat.incoming import Line, Press, Submission
from bot.runtime.host import PluginHost
from tests.fakes.bot import author, channel, dm, scene
from tests.fakes.letters import letters, own_digest
from tests.fakes.web import Web

GUIDE = "https://mairie.example/guide"
JEANNE, CAMILLE = author("jeanne"), author("camille")
LEVELS = (("loire", "Loire"), ("region", "Auvergne-Rhône-Alpes"))


@pytest.fixture
async def town(tmp_path, monkeypatch):
    """A channel of the département and one of the region, each with its letter."""
    web = Web.of_all_bots(monkeypatch)
    web.page(
        GUIDE, "<!doctype html><html lang='fr'><head><title>Le guide</title></head><body>x</body></html>"
    )
    host = PluginHost()
    host.load(("plugins.watch",))
    assert host.errors == []
    async with scene(tmp_path, *host.plugins.values(), own_digest()) as made:
        for where, area in LEVELS:
            await made.bot.grant(JEANNE, channel(where), "coordinator", everywhere=False)
            (form,) = await says(made, JEANNE, where, "/veille réglages")
            await made.receive(
                Submission(
                    author=JEANNE,
                    location=channel(where),
                    plugin="watch",
                    form="settings",
                    values={"tags": "#veille", "area": area},
                    arguments=form.arguments,
                )
            )
            await says(made, JEANNE, where, "/lettre programmer chaque mardi à 9h")
        await made.bot.grant(JEANNE, channel("loire"), "member", everywhere=False)
        yield made


async def says(made, who, where, text):
    return await made.receive(Line(author=who, location=channel(where), text=text))


async def presses(made, who, location, post, label):
    (button,) = [one for one in post.buttons if str(one.label).startswith(label)]
    return await made.receive(
        Press(
            author=who,
            location=location,
            plugin=button.plugin,
            action=button.action,
            arguments=button.arguments,
        )
    )


@pytest.mark.parametrize(("answer", "told"), [("Le publier", True), ("Pas cette fois", False)])
async def test_what_is_taken_in_at_the_level_above_stands_in_its_letter(town, answer, told):
    (shared,) = await says(town, CAMILLE, "loire", f"/veille {GUIDE}")
    await presses(town, CAMILLE, channel("loire"), shared, "Proposer plus largement")
    question = [one for _at, one in town.platform.attempts if one.user == "id-jeanne"][-1].post
    await presses(town, JEANNE, dm("jeanne"), question, answer)
    await town.advance(timedelta(days=2))
    (below,) = letters(town, "loire")
    assert below.count(f"[Le guide]({GUIDE})") == 1
    above = letters(town, "region")
    assert [text.count(f"[Le guide]({GUIDE})") for text in above] == ([1] if told else [])
    await town.advance(timedelta(days=7))
    assert len(letters(town, "loire")) == 1
