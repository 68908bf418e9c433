"""What the bot gives plugins to read the web with, as the configuration wants it."""

from dataclasses import dataclass
from typing import Annotated

import pytest

from bot.chat import Option, Reply
from bot.chat.incoming import Completion
from bot.cli.desk import at_desk
from bot.config import Config
from bot.fetching.fetcher import WebFetcher
from bot.language.messages import Markup, _, escape
from bot.plugin import (
    Arg,
    CompletionContext,
    Context,
    Errand,
    Fetcher,
    FetchError,
    FetchProblem,
    Outside,
    Plugin,
    Refusal,
    Rest,
)
from bot.plugin.desk import Desk, Subcommand
from tests.fakes.bot import author, channel, scene
from tests.fakes.web_sites import Site, answer, serving


@dataclass(frozen=True, slots=True)
class Words:
    url: str

    async def look(self, outside: Outside) -> str:
        try:
            fetched = await outside.service(Fetcher).fetch(self.url)
        except FetchError as error:
            raise Refusal(error.problem, error.text) from error
        return fetched.content.decode()


def reading() -> Plugin:
    plugin = Plugin("reading", _("Reading"))

    @plugin.command("lire", english="read", summary=_("Read a page"))
    async def read(ctx: Context, url: Rest) -> Reply:
        return Reply(text=Markup(await ctx.outside(Words(url))))

    @plugin.command("lire-ici", english="read-here", summary=_("Read a page in the unit of work"))
    async def read_here(ctx: Context) -> Reply:
        with pytest.raises(LookupError, match="look-up") as caught:
            ctx.service(Fetcher)
        await ctx.later("read_later", ctx.now, key="later")
        return Reply(text=escape(str(caught.value)))

    @plugin.errand("read_later")
    async def read_later(errand: Errand) -> None:
        assert isinstance(errand.service(Fetcher), WebFetcher)
        async with errand.unit() as ctx:
            with pytest.raises(LookupError, match="look-up"):
                ctx.service(Fetcher)

    return plugin


@pytest.fixture
async def site():
    async with serving(Site()) as served:
        served.on("*", answer(b"words of a page"))
        yield served


async def test_a_plugin_reads_what_the_configuration_allows(tmp_path, site):
    config = Config(
        fetching={"allowed_hosts": ["127.0.0.1"], "contact": "https://example.org/bot"},
        privacy={"contact": "dpo@example.org"},
    )
    async with scene(tmp_path, reading(), config=config) as there:
        (said,) = await there.say(f"/lire {site.url()}")
    assert said.text == "words of a page"
    assert "(+https://example.org/bot)" in site.asked[0]


async def test_a_plugin_reads_nothing_on_this_machine_otherwise(tmp_path, site):
    async with scene(tmp_path, reading(), config=Config()) as there:
        (said,) = await there.say(f"/lire {site.url()}")
    assert said.code == FetchProblem.PRIVATE
    assert not site.connections


async def test_nothing_is_read_while_a_unit_of_work_is_open(tmp_path):
    async with scene(tmp_path, reading(), config=Config()) as there:
        (said,) = await there.say("/lire-ici")
        assert "all who write would wait" in said.text
        assert there.handlers.faults.last() == []


async def test_nothing_is_read_while_somebody_types(tmp_path):
    plugin = reading()
    failed: list[str] = []

    async def complete(ctx: CompletionContext, typed: str) -> list[Option]:
        try:
            ctx.service(Fetcher)
        except LookupError as error:
            failed.append(str(error))
        return []

    @plugin.command("lire-une", english="read-one", summary=_("Read one page"))
    async def read_one(ctx: Context, page: Annotated[str, Arg(_("page"), complete=complete)]) -> Reply:
        return Reply(text=escape(page))

    async with scene(tmp_path, plugin, config=Config()) as there:
        typing = Completion(
            author=author("camille"), location=channel("general"), root="lire-une", argument="page", typed="h"
        )
        assert await there.bot.dispatcher.complete(typing) == []
    assert len(failed) == 1


def test_a_sub_command_reads_the_web_by_the_same_rules(tmp_path, capsys):
    async def look(desk: Desk) -> None:
        with pytest.raises(FetchError) as caught:
            await desk.service(Fetcher).fetch("http://2130706433/")
        desk.tell(caught.value.text)

    at_desk("reading", Subcommand("look", look))(config=None, data_dir=tmp_path)
    assert "127.0.0.1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("privacy", "contact"),
    [({"contact": "dpo@example.org"}, "dpo@example.org"), ({}, "https://github.com/maillage-bot/maillage")],
)
async def test_sites_are_told_the_contact_for_privacy_or_else_the_project(tmp_path, site, privacy, contact):
    config = Config(fetching={"allowed_hosts": ["127.0.0.1"]}, privacy=privacy)
    async with scene(tmp_path, reading(), config=config) as there:
        await there.say(f"/lire {site.url()}")
    assert f"(+{contact})" in site.asked[0]
