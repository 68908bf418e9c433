"""The feeds of a channel, asked for in a direct message or from another channel."""

from sqlalchemy import update

from bot.chat.incoming import Line
from bot.store.tables import PlaceRow
from tests.acceptance.console import plain
from tests.fakes.bot import author, channel, dm
from tests.fakes.feeds import ADDRESS


async def say(stage, text, where):
    answers = await stage.receive(Line(author=author("camille"), location=where, text=text))
    return plain("\n".join(str(answer.text) for answer in answers))


async def test_a_direct_message_shows_the_only_channel_with_feeds_else_asks_which(stage):
    assert "Je ne connais pas de canal avec des flux" in await say(stage, "/veille flux", dm("camille"))
    await say(stage, f"/veille suivre {ADDRESS}", channel("general"))
    assert "general suit 1 flux" in await say(stage, "/veille flux", dm("camille"))
    await say(stage, f"/veille suivre {ADDRESS}", channel("jardin"))
    asked = await say(stage, "/veille flux", dm("camille"))
    assert asked.startswith("Quel canal ?")
    assert "- **jardin** : 1 flux" in asked
    assert "`/veille flux ~general`" in asked
    assert "jardin suit 1 flux" in await say(stage, "/veille flux ~jardin", dm("camille"))
    assert "jardin suit 1 flux" in await say(stage, "/veille flux ~jardin", channel("general"))


async def test_a_private_channel_is_told_to_nobody_who_is_not_in_it(stage):
    await say(stage, f"/veille suivre {ADDRESS}", channel("secret"))
    async with stage.store.unit() as session:
        await session.execute(update(PlaceRow).where(PlaceRow.name == "secret").values(is_private=True))
    assert "secret" not in await say(stage, "/veille flux", dm("camille"))
    assert "1 flux" not in await say(stage, "/veille flux ~secret", dm("camille"))
