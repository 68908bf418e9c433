"""A message's own menu on Discord: its links come into the watch with one choice, and no post."""

import pytest

from tests.acceptance.discord.process import at_work

MENU = "Ajouter à la veille"


@pytest.fixture(autouse=True)
async def bot(tmp_path, discord, loire, site):
    async with at_work(tmp_path, discord, loire, allowed_hosts=(site.host,)) as bot:
        yield bot


async def test_the_menu_of_a_message_shares_its_link_and_a_sign_says_so(discord, loire, site):
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


async def test_a_message_without_a_link_has_nothing_to_share(discord, loire):
    camille = discord.person("camille", loire)
    said = await camille.say(loire.channel("général"), "Bonjour à tous #veille")
    asked = await camille.message_menu(said, MENU)
    assert "Il n’y a pas de lien dans ce message" in asked.text
