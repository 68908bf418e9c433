"""Messages that are edited on Discord, where the bot reads them: the watch has what they say now."""

import pytest

from tests.acceptance.mattermost.process import BotProcess, free_port
from tests.fakes.discord import FakeDiscord, Intent
from tests.fakes.web_sites import Site, answer, serving

PAGE = "<!doctype html><html lang='fr'><title>Le guide des seniors</title></html>"


@pytest.fixture
async def site():
    async with serving(Site()) as site:
        site.on("/guide", answer(PAGE.encode(), Content_Type="text/html; charset=utf-8"))
        yield site


@pytest.fixture
async def guild(tmp_path, site):
    async with FakeDiscord.running() as discord:
        discord.grant(Intent.MESSAGE_CONTENT)
        guild = discord.guild("Loire")
        port = free_port()
        process = BotProcess(tmp_path, "127.0.0.1", port)
        (tmp_path / "config.toml").write_text(
            f'[network]\nname = "Loire"\n[web]\nport = {port}\n[fetching]\nallowed_hosts = ["{site.host}"]\n'
            f'[discord]\nenabled = true\nmessage_content = true\nurl = "{discord.url}"\n'
            f'guilds = ["{guild.id}"]\n'
        )
        secrets = tmp_path / "secrets.toml"
        secrets.touch(mode=0o600)
        secrets.write_text(f'[discord]\ntoken = "{discord.token}"\n')
        await process.start()
        try:
            yield discord, guild
        finally:
            await process.stop()


async def test_a_message_that_gets_the_tag_by_an_edit_is_taken_in_and_goes_with_it(guild, site):
    discord, loire = guild
    general = loire.channel("général")
    camille, karim = discord.person("camille", loire), discord.person("karim", loire)
    url = site.url("/guide")
    message = await camille.say(general, f"Regardez {url}")
    discord.talk.refresh(message)  # Discord shows what the link leads to
    await camille.edit(message, f"Regardez {url} #veille #seniors")
    await discord.until(lambda: "✅" in message.reactions)
    found = await karim.command(general, "veille", "chercher", mots="guide seniors")
    assert "partagé par @\u200bcamille" in found.text
    await camille.edit(message, f"Regardez {url}")
    after = await camille.say(general, f"{url}?page=2 #veille")
    await discord.until(lambda: "✅" in after.reactions)
    found = await karim.command(general, "veille", "chercher", mots="seniors", étiquettes="#seniors")
    assert "partagé par" not in found.text
    posts = [shown.text for shown in karim.sees(general) if not shown.is_ephemeral]
    assert posts == [message.text, after.text]
