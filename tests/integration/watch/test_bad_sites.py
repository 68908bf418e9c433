"""Sites that lead in circles, or drip: what people read, on real connections."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.fetching.fetcher import WebFetcher
from bot.runtime.host import PluginHost
from tests.acceptance.console import plain
from tests.fakes.bot import scene
from tests.fakes.web_sites import Site, answer, serving

SOON = timedelta(seconds=0.3)


class Hurried(WebFetcher):
    """A fetcher that waits less long, so that tests do."""

    async def fetch(self, url, **more):
        return await super().fetch(url, **{**more, "deadline": SOON})


@pytest.fixture
async def site():
    async with serving(Site()) as site:
        site.on("/circle", answer(status="302 Found", Location="/round"))
        site.on("/round", answer(status="302 Found", Location="/circle"))
        site.on("/drip", _drip)
        yield site


async def _drip(writer):
    writer.write(answer(b"", Content_Type="text/html", Content_Length="1000000"))
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.01)


@pytest.fixture
async def stage(tmp_path, site, monkeypatch):
    fetcher = Hurried(
        version="1",
        contact="a@example.org",
        language="fr",
        allowed_hosts=(site.host,),
        now=lambda: datetime.now(UTC),
    )
    monkeypatch.setattr("bot.app.web_fetcher", lambda _config, _clock: fetcher)
    host = PluginHost()
    host.load(("plugins.watch",))
    async with scene(tmp_path, *host.plugins.values()) as stage:
        yield stage


@pytest.mark.parametrize(("path", "why"), [("/circle", "tourne en rond"), ("/drip", "trop de temps")])
async def test_a_link_to_a_bad_site_is_shared_under_its_address_with_the_reason(stage, site, path, why):
    (said,) = await stage.say(f"/veille {site.url(path)}")
    assert "Partagé dans **general**" in said.text
    assert "la carte ne montre que son adresse" in plain(said.text)
    assert why in plain(said.text)


@pytest.mark.parametrize(("path", "why"), [("/circle", "tourne en rond"), ("/drip", "trop de temps")])
async def test_a_bad_site_is_not_followed_and_the_reason_is_told(stage, site, path, why):
    (said,) = await stage.say(f"/veille suivre {site.url(path)}")
    assert said.code == "unreachable"
    assert why in plain(said.text)
