"""discord.py itself, unchanged, against the fake."""

import io

import discord
import pytest
from discord import app_commands

from tests.fakes.discord import Intent
from tests.unit.fakes.discord.bots import connected


async def test_a_bot_is_ready_with_its_guilds_and_channels(fake, loire, general):
    async with connected(fake) as bot:
        assert [guild.name for guild in bot.guilds] == ["Loire"]
        assert bot.guilds[0].me.guild_permissions.send_messages
        assert bot.get_channel(int(general.id)).name == "général"
        assert fake.hub.identified[0]["shard"] == (0, 1)


async def test_a_bot_writes_edits_and_deletes(fake, loire, general, camille):
    async with connected(fake) as bot:
        channel = bot.get_channel(int(general.id))
        file = discord.File(io.BytesIO(b"a,b"), "liste.csv", description="une liste")
        embed = discord.Embed(title="Permanences", description="lundi").add_field(name="Lieu", value="Roanne")
        sent = await channel.send("Bonjour", file=file, embed=embed)
        seen = await camille.reads(general, "Bonjour")
        assert seen.files == {"liste.csv": b"a,b"}
        assert "Roanne" in seen.text
        assert await sent.attachments[0].read() == b"a,b"
        await sent.edit(content="Bonsoir", embed=None)
        assert camille.sees(general)[0].text == "Bonsoir"
        assert [message.content async for message in channel.history()] == ["Bonsoir"]
        await sent.delete()
        assert camille.sees(general) == []


async def test_a_bot_hears_a_direct_message_and_answers(fake, loire, camille):
    async with connected(fake) as bot:
        await camille.say_to_bot("Bonjour")
        message = await bot.heard.get()
        assert (message.content, message.author.name) == ("Bonjour", "camille")
        await message.channel.send("À toi aussi")
        assert (await camille.next(camille.dm)).text == "À toi aussi"


async def test_a_slash_command_is_synced_chosen_and_answered(fake, loire, general, camille):
    def prepare(bot):
        @bot.tree.command(name="rappel", description="Rappelle quelque chose")
        @app_commands.describe(quand="Quand ?", combien="Combien ?")
        async def rappel(interaction, quand: str, combien: app_commands.Range[int, 1, 5] = 1):
            await interaction.response.send_message(f"{quand} × {combien}", ephemeral=True)
            await interaction.followup.send("Encore", ephemeral=True)

        @rappel.autocomplete("quand")
        async def quand(interaction, typed):
            return [app_commands.Choice(name=f"{typed} matin", value=f"{typed} 9h")]

    async with connected(fake, prepare=prepare) as bot:
        await bot.tree.sync()
        typed = await camille.complete(general, "rappel", option="quand", typed="lundi")
        assert typed.values == {"lundi matin": "lundi 9h"}
        asked = await camille.command(general, "rappel", quand="lundi 9h", combien=2)
        assert asked.text.startswith("lundi 9h × 2")
        assert asked.is_ephemeral
        assert (await camille.reads(general, "Encore")).is_ephemeral


class Form(discord.ui.Modal, title="Un rappel"):
    what = discord.ui.Label(
        text="Quoi",
        description="En quelques mots",
        component=discord.ui.TextInput(custom_id="what", max_length=20),
    )

    async def on_submit(self, interaction):
        await interaction.response.send_message(f"Noté : {self.what.component.value}", ephemeral=True)


class Voice(discord.ui.DynamicItem[discord.ui.Button], template=r"voix:(?P<number>\d+)"):
    def __init__(self, number):
        super().__init__(discord.ui.Button(label=f"Oui ({number})", custom_id=f"voix:{number}"))
        self.number = number

    @classmethod
    async def from_custom_id(cls, interaction, item, match):
        return cls(int(match["number"]))

    async def callback(self, interaction):
        view = discord.ui.View(timeout=None)
        view.add_item(Voice(self.number + 1))
        await interaction.response.edit_message(view=view)


async def test_a_modal_is_opened_filled_in_and_answered(fake, loire, general, camille):
    def prepare(bot):
        @bot.tree.command(name="noter", description="Note")
        async def noter(interaction):
            await interaction.response.send_modal(Form())

    async with connected(fake, prepare=prepare) as bot:
        await bot.tree.sync()
        asked = await camille.command(general, "noter")
        assert asked.modal.labels == ["Quoi"]
        assert asked.modal.description("Quoi") == "En quelques mots"
        answer = await camille.fill(asked.modal, {"Quoi": "le pain"})
        assert answer.text == "Noté : le pain"


async def test_a_button_works_after_a_restart_of_the_bot(fake, loire, general, camille):
    view = discord.ui.View(timeout=None)
    view.add_item(Voice(0))
    async with connected(fake) as bot:
        await bot.get_channel(int(general.id)).send("Qui vient ?", view=view)
    async with connected(fake, prepare=lambda bot: bot.add_dynamic_items(Voice)):
        [message] = camille.sees(general)
        await camille.press(message, "Oui (0)")
        assert message.buttons == ["Oui (1)"]
        await camille.press(message, "Oui (1)")
        assert message.buttons == ["Oui (2)"]


async def test_a_deferred_answer_replaces_the_waiting_one(fake, loire, general, camille):
    def prepare(bot):
        @bot.tree.command(name="lent", description="Lent")
        async def lent(interaction):
            await interaction.response.defer(ephemeral=True)
            await interaction.edit_original_response(content="Voilà")

    async with connected(fake, prepare=prepare) as bot:
        await bot.tree.sync()
        asked = await camille.command(general, "lent")
        assert asked.text == "Voilà"
        assert asked.is_ephemeral


async def test_a_session_is_resumed_after_its_connection_broke(fake, loire, general, camille):
    async with connected(fake) as bot:
        fake.hub.ask_to_reconnect()
        await camille.say(general, f"{fake.bot.mention} es-tu là ?")
        await bot.resumed.wait()
        assert "es-tu là" in (await bot.heard.get()).content
        assert fake.hub.resumed == 1
        assert len(fake.hub.identified) == 1


async def test_a_wrong_token_is_refused(fake, loire):
    with pytest.raises(discord.LoginFailure):
        async with connected(fake, token="another"):
            pass


async def test_a_token_that_is_reset_closes_the_connection(fake, loire):
    async with connected(fake) as bot:
        fake.reset_token()
        with pytest.raises(discord.ConnectionClosed) as closed:
            await bot.running
        assert closed.value.code == 4004


async def test_a_privileged_intent_has_to_be_granted(fake, loire, camille):
    intents = discord.Intents(guilds=True, members=True)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with connected(fake, intents=intents):
            pass
    fake.grant(Intent.GUILD_MEMBERS)
    async with connected(fake, intents=intents) as bot:
        assert {member.name for member in bot.guilds[0].members} >= {"camille", "maillage"}
