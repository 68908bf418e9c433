"""Where the bot is: it is removed from channels and teams, also while it is away, and is let in again."""

from tests.acceptance.mattermost.people import said
from tests.acceptance.mattermost.process import until


class Garden:
    """A channel of a town in which things break, and who asks the bot by DM whether it is there."""

    def __init__(self, frail, channel, name, camille):
        self.frail, self.channel, self.name, self.camille = frail, channel, name, camille
        self.admin = frail.home.target.admin
        self.me = frail.home.bot["id"]

    @classmethod
    async def of(cls, frail):
        channel = await frail.home.channel("potager")
        name = (await frail.home.target.admin.get(f"/channels/{channel}"))["name"]
        return cls(frail, channel, name, await frail.home.person("camille", channel))

    async def leaves(self):
        await self.admin.delete(f"/channels/{self.channel}/members/{self.me}")

    async def comes_back(self):
        await self.admin.post(f"/channels/{self.channel}/members", {"user_id": self.me})

    async def is_known(self, *, is_there):
        async def look():
            return (self.name in said(await self.camille.tells("/kermesse absences"))) is not is_there

        await until(look, f"the bot knows that it is {'in' if is_there else 'not in'} {self.name}")


async def test_what_happens_to_a_channel_while_the_bot_is_dead_is_known_when_it_is_back(frail):
    garden = await Garden.of(frail)
    await garden.camille.says("quelque chose")  # by which the bot knows that it is there
    await frail.process.settled()
    await frail.process.stop()
    await garden.leaves()
    await frail.process.start()
    await garden.is_known(is_there=False)
    await frail.process.kill()
    await garden.comes_back()
    await frail.process.start()
    await garden.is_known(is_there=True)
    await garden.admin.delete(f"/channels/{garden.channel}")
    await garden.is_known(is_there=False)
    await garden.admin.post(f"/channels/{garden.channel}/restore")
    await garden.is_known(is_there=True)


async def test_who_leaves_a_team_leaves_its_channels(frail):
    garden = await Garden.of(frail)
    await garden.camille.says("quelque chose")
    await frail.process.settled()
    team = frail.home.team["id"]
    await garden.admin.delete(f"/teams/{team}/members/{garden.me}")
    await garden.is_known(is_there=False)
    await garden.admin.post(f"/teams/{team}/members", {"team_id": team, "user_id": garden.me})
    await garden.comes_back()
    await garden.is_known(is_there=True)
