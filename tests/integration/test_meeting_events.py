"""Meetings stand in the events of chat networks that have some: shown, moved and called off."""

from functools import partial

from bot.app import load_plugins
from bot.chat import Press
from bot.chat.delivery import DeliveryKind
from bot.config import Config
from bot.plugin import Calendars
from tests.fakes.bot import author, channel, scene
from tests.fakes.platform import FakePlatform


async def test_a_meeting_is_an_event_that_moves_and_goes_with_it(tmp_path):
    host = load_plugins(Config())
    with_events = partial(FakePlatform, has_calendar=True)
    async with scene(tmp_path, *host.plugins.values(), platform=with_events) as stage:
        await stage.say("/maillage état")
        await stage.bot.grant(author("camille"), channel("general"), "coordinator", everywhere=True)
        async with stage.working() as ctx:
            await ctx.service(Calendars).want(ctx.session, ctx.network.id, wanted=True)
        await stage.say(
            "/rencontre fixer Réunion *de* réseau ; dans 10 jours à 14h ; https://visio.example/a"
        )
        await stage.say("/rencontre modifier 15h-17h ; lieu : Feurs")
        [asked] = await stage.say("/rencontre annuler")
        button = asked.buttons[0]
        await stage.receive(
            Press(
                author=author("camille"),
                location=channel("general"),
                plugin="meetings",
                action="cancel",
                arguments=button.arguments,
            )
        )
        events = [outgoing for _at, outgoing in stage.platform.attempts if outgoing.community is not None]
        assert [one.kind for one in events] == [DeliveryKind.POST, DeliveryKind.EDIT, DeliveryKind.DELETE]
        shown, moved = (one.gathering for one in events[:2])
        assert str(shown.where) == "https://visio.example/a"
        assert (str(moved.where), str(moved.about)) == ("Feurs", "https://visio.example/a")
        assert moved.ends_at - moved.starts_at == 2 * (shown.ends_at - shown.starts_at)
