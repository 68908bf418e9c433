"""A message's own menu on Discord: its links come into the watch with one choice, and no post."""

import pytest

from tests.acceptance.mattermost.process import BotProcess, free_port
from tests.fakes.discord import FakeDiscord
from tests.fakes.web_sites import Site, answer, serving

PAGE = "<!doctype html><html lang='fr'><title>Le guide des seniors</title></html>"
MENU = "Ajouter à la veille"


@pytest.fixture
async def site():
    async with serving(Site()) as site:
        site.on("/guide", answer(PAGE.encode(), Content_Type="text/html; charset=utf-8"))
        yield site


@pytest.fixture
async def guild(tmp_path, site):
    async with FakeDiscord.running() as discord:
        guild = discord.guild("Loire")
        port = free_port()
        process = BotProcess(tmp_path, "127.0.0.1", port)
        (tmp_path / "config.toml").write_text(
            f'[network]\nname = "Loire"\n[web]\nport = {port}\n[fetching]\nallowed_hosts = ["{site.host}"]\n'
            f'[discord]\nenabled = true\nurl = "{discord.url}"\nguilds = ["{guild.id}"]\n'
        )
        secrets = tmp_path / "secrets.toml"
        secrets.touch(mode=0o600)
        secrets.write_text(f'[discord]\ntoken = "{discord.token}"\n')
        await process.start()
        try:
            yield discord, guild
        finally:
            await process.stop()


async def test_the_menu_of_a_message_shares_its_link_and_a_sign_says_so(guild, site):
    discord, loire = guild
    general = loire.channel("général")
    camille, karim = discord.person("camille", loire), discord.person("karim", loire)
    said = await camille.say(general, f"Regardez {site.url('/guide')} c’est clair #seniors")
    asked = await karim.message_menu(said, MENU)
    assert "Désormais dans la veille partagée" in asked.text
    await discord.until(lambda: "✅" in said.reactions)
    found = await camille.command(general, "veille", "chercher", mots="guide seniors")
    assert "partagé par @\u200bkarim" in found.text
    assert "#seniors" in found.text
    again = await camille.message_menu(said, MENU)
    assert "Déjà partagé" in again.text
    assert [message.text for message in discord.person("lea", loire).sees(general)] == [said.text]


async def test_a_message_without_a_link_has_nothing_to_share(guild):
    discord, loire = guild
    camille = discord.person("camille", loire)
    said = await camille.say(loire.channel("général"), "Bonjour à tous #veille")
    asked = await camille.message_menu(said, MENU)
    assert "Il n’y a pas de lien dans ce message" in asked.text
