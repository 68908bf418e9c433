"""One bot on Mattermost and Discord at once."""

import contextlib
import re

import aiohttp

from tests.acceptance.mattermost.process import until
from tests.acceptance.stories.on_discord import DiscordTown

_PLATFORM = "Mattermost"
_CODE = re.compile(r"`/maillage lier ([^`]+)`")


async def code_for(person):
    """The code that links another account of somebody."""
    await person.uses("maillage", "lier", in_dm=True)
    return _CODE.search((await person.sees("/maillage lier")).text)[1]


async def link(here, there):
    """Have two accounts be one member."""
    await there.uses("maillage", "lier", in_dm=True, code=await code_for(here))
    await confirm(there, here)


async def confirm(there, here):
    """See with whom a code links, and agree."""
    account = f"{here.handle.removeprefix('@')} ({_PLATFORM})"
    await there.sees("Ce code te relie", account)
    await there.presses(f"C’est moi : relier {account}")
    await there.sees("C’est fait", account)


async def test_a_person_links_two_accounts_and_has_one_set_of_reminders(both):
    team, guild = both.team, both.guild
    here = await team.person("camille", await team.channel())
    there = await guild.person("cam", await guild.channel())
    await here.uses("rappel", "créer", quand="demain 9h", texte="relancer la CAF")
    await here.sees("C’est noté, rappel n° 1 : relancer la CAF")
    await there.uses("rappel", "créer", quand="demain 10h", texte="payer la cantine")
    await there.sees("C’est noté, rappel n° 1 : payer la cantine")

    await link(here, there)
    for person in (here, there):
        await person.uses("rappel", "liste")
        listed = await person.sees("Tu as 2 rappels :")
        assert "relancer la CAF" in listed.text
        assert "payer la cantine" in listed.text
    await there.uses("rappel", "supprimer", numéro="1")
    await there.sees("Rappel n° 1 supprimé : relancer la CAF")
    await here.uses("rappel", "liste")
    assert "relancer" not in (await here.sees("Tu as 1 rappel :")).text


async def test_a_linked_person_is_written_to_once_where_they_chose(both):
    here = await both.team.person("camille", await both.team.channel())
    there = await both.guild.person("cam", await both.guild.channel())
    await link(here, there)
    await both.team.wait_for_morning()
    await there.uses("maillage", "préférences")
    await there.fills({})
    await there.sees("Messages privés : sur le compte que tu as utilisé en dernier")
    await there.chooses("Où je reçois les messages privés", here.handle.removeprefix("@"))
    await there.sees(f"sur {here.handle.removeprefix('@')} (Mattermost)")
    await there.uses("rappel", "créer", quand="demain 9h", texte="relancer la CAF")
    await there.sees("C’est noté, rappel n° 1 : relancer la CAF")
    await both.team.advance(days=1)
    await here.sees("⏰ Rappel : relancer la CAF")
    await there.does_not_see("⏰")
    await here.presses("Fait")
    await here.sees("Fait.")


async def test_a_colleague_on_the_other_network_is_asked_and_reminded_there(both):
    here = await both.team.person("camille", await both.team.channel())
    there = await both.guild.person("karim", await both.guild.channel())
    await both.team.wait_for_morning()
    await there.writes("bonjour")
    await there.sees("Bonjour")
    await here.uses("rappel", "créer", pour=there.handle, quand="demain 9h", texte="envoyer le bilan")
    await here.sees("C’est noté, rappel n° 1 : envoyer le bilan")
    await there.sees(f"{here.handle} voudrait te rappeler : envoyer le bilan")
    await there.presses("Accepter")
    await here.sees(f"{there.handle} accepte ton rappel")
    await both.team.advance(days=1)
    await there.sees(f"⏰ Rappel de la part de {here.handle} : envoyer le bilan")


async def test_accounts_are_parted_again_with_what_came_with_them(both):
    team, guild = both.team, both.guild
    here = await team.person("camille", await team.channel())
    there = await guild.person("cam", await guild.channel())
    await there.uses("rappel", "créer", quand="demain 10h", texte="payer la cantine")
    await there.sees("C’est noté, rappel n° 1 : payer la cantine")
    await link(here, there)
    await here.uses("rappel", "liste")
    await here.sees("Tu as 1 rappel :", "payer la cantine")

    await here.uses("maillage", "délier", in_dm=True)
    await here.sees("Tu as 2 comptes")
    await here.presses(f"Séparer {there.handle.removeprefix('@')} (Discord)")
    await here.sees("de nouveau un membre à part")
    await here.uses("rappel", "liste")
    await here.sees("Tu n’as aucun rappel")
    await there.uses("rappel", "liste")
    await there.sees("Tu as 1 rappel :", "payer la cantine")


async def test_another_guild_joins_the_network_by_a_code(both):
    team, guild = both.team, both.guild
    jeanne = await team.person("jeanne", await team.channel(), coordinator=True)
    elsewhere = DiscordTown(guild.server, guild.server.guild("Rhône"), guild.process, guild.clock)
    place = await elsewhere.channel()
    karim, lea = (
        await elsewhere.person("karim", place),
        await elsewhere.person("lea", place, coordinator=True),
    )
    await karim.uses("rappel", "liste")
    await karim.sees("/maillage lier")
    await jeanne.uses("maillage", "lier", code="communauté")
    code = _CODE.search((await jeanne.sees("/maillage lier")).text)[1]
    await karim.uses("maillage", "lier", code=code)
    await karim.sees("administre")
    await lea.uses("maillage", "lier", code=code)
    await lea.sees("Rhône", "réseau Loire")
    await karim.uses("rappel", "liste")
    await karim.sees("Tu n’as aucun rappel")
    await lea.uses("maillage", "délier", quoi="communauté")
    await lea.sees("Rhône")
    await karim.uses("rappel", "liste")
    await karim.sees("/maillage lier")


async def test_a_code_works_once_and_for_ten_minutes(both):
    team, guild = both.team, both.guild
    here = await team.person("camille", await team.channel())
    first, second = [await guild.person(name, await guild.channel()) for name in ("cam", "karim")]
    code = await code_for(here)
    await first.uses("maillage", "lier", in_dm=True, code=code)
    await confirm(first, here)
    await second.uses("maillage", "lier", in_dm=True, code=code)
    await second.sees("code")
    await second.does_not_see(here.handle.removeprefix("@"))
    code = await code_for(here)
    await team.advance(minutes=11)
    await second.uses("maillage", "lier", in_dm=True, code=code)
    await second.sees("code")
    await second.does_not_see(here.handle.removeprefix("@"))


async def test_a_token_that_discord_refuses_stops_discord_alone(both):
    team, guild, process = both.team, both.guild, both.process
    here = await team.person("camille", await team.channel())
    there = await guild.person("cam", await guild.channel())
    old, new = guild.server.token, guild.server.reset_token()
    try:
        await until(lambda: _lacks_discord_alone(process), "Discord is lost alone")
        await here.writes("rappelle-moi demain à 9h de relancer la CAF")
        await here.sees("C’est noté, rappel n° 1 : relancer la CAF")
        await process.stop()
        await process.start(ready=False)
        await until(lambda: _lacks_discord_alone(process), "Discord is refused alone", within=60)
        await here.presses("Annuler")
        await here.sees("Rappel n° 1 supprimé : relancer la CAF")
    finally:
        await process.stop()
        secrets = process.folder / "secrets.toml"
        secrets.write_text(secrets.read_text().replace(old, new))
        await process.start()
    await there.uses("rappel", "liste")
    await there.sees("Tu n’as aucun rappel")


async def _lacks_discord_alone(process):
    with contextlib.suppress(aiohttp.ClientError):
        _status, content = await process.health()
        return [reason.partition(":")[0] for reason in content["reasons"]] == ["discord"]
    return False
