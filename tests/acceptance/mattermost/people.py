"""The people of the stories: what they do, and what they see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.acceptance.console import plain
from tests.fakes.mattermost import Dialog, Person, labels_of, text_of

Post = dict[str, Any]


def said(post: Post) -> str:
    """What a post says, with ordinary spaces."""
    return plain(text_of(post))


def buttons(post: Post) -> list[str]:
    """What is written on its buttons and menus, with ordinary spaces."""
    return [plain(label) for label in labels_of(post)]


class Neighbour:
    """Somebody in a team, in the channel `here`, who talks to the bot of account `bot`, also by `dm`."""

    def __init__(self, person: Person, team: str, here: str, dm: str, bot: str) -> None:
        self.person = person
        self.id = person.id
        self.username = person.username
        self.team = team
        self.here = here
        self.dm = dm
        self.bot = bot

    # What they do

    async def runs(self, line: str, *, under: str = "") -> dict[str, Any]:
        """Type a slash command here; return what the server answers to the client."""
        return await self.person.execute(self.here, line, team_id=self.team, under=under)

    async def asks(self, line: str, *, under: str = "") -> Post:
        """Type a slash command here, and see what is answered to them alone."""
        await self.runs(line, under=under)
        return await self.sees_alone()

    async def writes(self, text: str, **fields: Any) -> Post:
        """Write to the bot in a DM."""
        return await self.person.say(self.dm, text, **fields)

    async def says(self, text: str, *, under: str = "", **fields: Any) -> Post:
        """Say something here, for all."""
        return await self.person.say(self.here, text, under=under, **fields)

    async def edits(self, post: Post, text: str) -> None:
        """Have a post of theirs say something else."""
        await self.person.put(f"/posts/{post['id']}/patch", {"message": text})

    async def deletes(self, post: Post) -> None:
        """Delete a post of theirs."""
        await self.person.delete(f"/posts/{post['id']}")

    async def tells(self, text: str) -> Post:
        """Write to the bot in a DM, and hear its next answer."""
        await self.writes(text)
        return await self.hears()

    async def presses(self, post: Post, label: str) -> None:
        """Press a button; its label is typeset as the bot typesets it."""
        await self.person.press(post, self._label(post, label))

    async def chooses(self, post: Post, menu: str, option: str) -> None:
        """Choose from a menu."""
        await self.person.choose(post, self._label(post, menu), option)

    async def fills_in(self, dialog: Dialog, *, apart: bool = False, **values: Any) -> dict[str, Any]:
        """Submit a dialog that was opened here, or in the DM; return what keeps it open, if anything."""
        channel = self.dm if apart else self.here
        return await self.person.submit(dialog, channel, self.team, **values)

    # What they see

    async def sees_alone(self, channel: str | None = None) -> Post:
        """The next post that only they can see, here."""
        return await self.person.next_ephemeral(channel or self.here)

    async def sees(self, what: str = "") -> Post:
        """The next post of the bot here, or the next in which that stands."""
        return await self.person.next_post(self.here, by=self.bot, where=lambda post: what in said(post))

    async def hears(self, what: str = "") -> Post:
        """The next DM of the bot, or the next in which that stands."""
        return await self.person.next_post(self.dm, by=self.bot, where=lambda post: what in said(post))

    async def sees_changed(self, post: Post) -> Post:
        """A post as it is after its next change."""
        return await self.person.next_edit(post["id"])

    async def sees_dialog(self) -> Dialog:
        """The next dialog that opens."""
        return await self.person.next_dialog()

    async def read_here(self) -> list[Post]:
        """All that the bot said here, oldest first."""
        return self._of_bot(await self.person.read(self.here))

    async def read_apart(self) -> list[Post]:
        """All that the bot said in the DM, oldest first."""
        return self._of_bot(await self.person.read(self.dm))

    def _of_bot(self, posts: Sequence[Post]) -> list[Post]:
        return [post for post in posts if post["user_id"] == self.bot]

    @staticmethod
    def _label(post: Post, label: str) -> str:
        return next((typeset for typeset in labels_of(post) if plain(typeset) == label), label)
