"""Messages that are edited on Discord, where the bot reads them: the watch has what they say now."""

import pytest

from tests.acceptance.discord.process import at_work
from tests.fakes.discord import Intent


@pytest.fixture(autouse=True)
async def bot(tmp_path, discord, loire, site):
    discord.grant(Intent.MESSAGE_CONTENT)
    async with at_work(tmp_path, discord, loire, reads_messages=True, allowed_hosts=(site.host,)) as bot:
        yield bot


async def test_a_message_that_gets_the_tag_by_an_edit_is_taken_in_and_goes_with_it(discord, loire, site):
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
