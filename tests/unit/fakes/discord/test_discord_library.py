"""More of what discord.py can do, so that the fake knows the requests a bot makes."""

import io
from datetime import UTC, datetime, timedelta

import discord
import pytest
from discord import app_commands

from tests.fakes.discord import Intent
from tests.unit.fakes.discord.bots import connected

SOON = datetime(2099, 8, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def all_fits(fake):
    """Nothing that discord.py sends breaks the description."""
    yield
    assert fake.violations == []


async def test_files_come_with_answers_and_follow_ups(fake, general, camille):
    def prepare(bot):
        @bot.tree.command(name="export", description="Exporte")
        async def export(interaction):
            first = discord.File(io.BytesIO(b"1"), "un.csv")
            await interaction.response.send_message("Voilà", file=first, ephemeral=True)
            await interaction.followup.send(
                "Encore", file=discord.File(io.BytesIO(b"2"), "deux.csv"), ephemeral=True
            )

    async with connected(fake, prepare=prepare) as bot:
        await bot.tree.sync()
        asked = await camille.command(general, "export")
        await camille.reads(general, "Encore")
        assert [list(message.files.items()) for message in asked.messages] == [
            [("un.csv", b"1")],
            [("deux.csv", b"2")],
        ]


async def test_a_scheduled_event_is_planned_changed_and_cancelled(fake, loire, general):
    async with connected(fake) as bot:
        guild = bot.guilds[0]
        event = await guild.create_scheduled_event(
            name="Réunion",
            description="Ordre du jour",
            start_time=SOON,
            end_time=SOON + timedelta(hours=2),
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
            location="Roanne",
        )
        [planned] = loire.events.values()
        assert (planned.name, planned.location) == ("Réunion", "Roanne")
        event = await event.edit(location="Feurs", end_time=SOON + timedelta(hours=3))
        assert planned.location == "Feurs"
        assert (await guild.fetch_scheduled_event(event.id, with_counts=False)).location == "Feurs"
        assert [one.name for one in await guild.fetch_scheduled_events(with_counts=False)] == ["Réunion"]
        await event.cancel()
        assert planned.status == 4


async def test_threads_reactions_and_pins(fake, general, camille):
    async with connected(fake) as bot:
        channel = bot.get_channel(int(general.id))
        message = await channel.send("Qui vient ?")
        thread = await message.create_thread(name="Venir")
        await thread.send("Moi")
        await message.add_reaction("👍")
        [seen] = camille.sees(general)
        assert [one.text for one in camille.sees(seen.thread)] == ["Moi"]
        assert seen.reactions == {"👍": [fake.bot.id]}
        await message.remove_reaction("👍", bot.user)
        assert seen.reactions == {}
        assert [pin async for pin in channel.pins()] == []


async def test_people_are_found_and_written_to(fake, loire, general, camille):
    async with connected(fake) as bot:
        member = await bot.guilds[0].fetch_member(int(camille.id))
        await member.send("Bonjour")
        assert (await camille.next(camille.dm)).text == "Bonjour"
        camille.closes_dms()
        with pytest.raises(discord.Forbidden) as refused:
            await member.send("Encore")
        assert refused.value.code == 50007
        assert (await bot.fetch_user(int(camille.id))).name == "camille"
        with pytest.raises(discord.NotFound):
            await bot.guilds[0].fetch_member(1)


async def test_menus_of_messages_and_people_are_answered(fake, loire, general, camille):
    def prepare(bot):
        @bot.tree.context_menu(name="Partager")
        async def share(interaction, message: discord.Message):
            await interaction.response.send_message(f"Partagé : {message.content}", ephemeral=True)

        @bot.tree.context_menu(name="Voir la fiche")
        async def card(interaction, member: discord.Member):
            await interaction.response.send_message(f"Fiche de {member.display_name}", ephemeral=True)

    async with connected(fake, prepare=prepare) as bot:
        await bot.tree.sync()
        message = await camille.say(general, "Un article")
        assert (await camille.message_menu(message, "Partager")).text == "Partagé : Un article"
        assert (await camille.user_menu(general, camille, "Voir la fiche")).text == "Fiche de camille"


class Choices(discord.ui.View):
    @discord.ui.select(cls=discord.ui.UserSelect, placeholder="Qui ?", max_values=2)
    async def who(self, interaction, select):
        names = ", ".join(user.name for user in select.values)
        await interaction.response.edit_message(content=names, view=None)

    @discord.ui.button(label="Plus tard")
    async def later(self, interaction, button):
        await interaction.response.defer()
        await interaction.edit_original_response(content="Plus tard", view=None)


async def test_people_are_chosen_from_a_menu(fake, loire, general, camille):
    async with connected(fake) as bot:
        channel = bot.get_channel(int(general.id))
        await channel.send("Qui vient ?", view=Choices())
        message = await camille.next(general)
        await camille.choose(message, "Qui ?", camille)
        assert (message.text, message.menus) == ("camille", [])
        await channel.send("Qui vient ?", view=Choices())
        message = await camille.next(general)
        await camille.press(message, "Plus tard")
        assert (await camille.reads(general, "Plus tard")).buttons == []


async def test_a_layout_takes_the_place_of_a_message(fake, loire, general, camille):
    layout = discord.ui.LayoutView()
    layout.add_item(discord.ui.Section("Une fiche", accessory=discord.ui.Button(label="Ouvrir")))
    async with connected(fake) as bot:
        message = await bot.get_channel(int(general.id)).send("Bonjour")
        with pytest.raises(discord.HTTPException):
            await message.edit(view=layout)
        await message.edit(content=None, view=layout)
        [seen] = camille.sees(general)
        assert (seen.content, seen.text, seen.buttons) == ("", "Une fiche", ["Ouvrir"])


async def test_an_option_of_every_kind_reaches_the_bot(fake, loire, general, camille):
    def prepare(bot):
        @bot.tree.command(name="tout", description="Tout")
        @app_commands.choices(kind=[app_commands.Choice(name="Public", value="p")])
        async def everything(
            interaction,
            who: discord.Member,
            where: discord.TextChannel,
            kind: str,
            file: discord.Attachment,
            loud: bool,
            rate: float,
        ):
            said = f"{who.name} {where.name} {kind} {(await file.read()).decode()} {loud} {rate}"
            await interaction.response.send_message(said)

    async with connected(fake, prepare=prepare) as bot:
        await bot.tree.sync()
        asked = await camille.command(
            general,
            "tout",
            who=camille,
            where=general,
            kind="Public",
            file=("a", b"abc"),
            loud=True,
            rate=0.5,
        )
        assert asked.text == "camille général p abc True 0.5"
        assert not asked.is_ephemeral


async def test_members_can_be_listed_with_the_intent(fake, loire, camille):
    async with connected(fake) as bot:
        with pytest.raises(discord.ClientException):
            [member async for member in bot.guilds[0].fetch_members()]
    fake.grant(Intent.GUILD_MEMBERS)
    async with connected(fake, intents=discord.Intents(guilds=True, members=True)) as bot:
        names = [member.name async for member in bot.guilds[0].fetch_members()]
        assert "camille" in names


async def test_the_application_is_read_and_its_intents_are_switched_on(fake, loire):
    async with connected(fake) as bot:
        application = await bot.application_info()
        assert not application.flags.gateway_message_content_limited
        await application.edit(flags=discord.ApplicationFlags(gateway_message_content_limited=True))
        assert (await bot.application_info()).flags.gateway_message_content_limited
        assert Intent.MESSAGE_CONTENT in fake.state.application.granted
        assert [guild.name async for guild in bot.fetch_guilds()] == ["Loire"]
        assert [channel.name for channel in await bot.guilds[0].fetch_channels()] == []
        assert [role.name for role in await bot.guilds[0].fetch_roles()] == ["@everyone", "Maillage"]
