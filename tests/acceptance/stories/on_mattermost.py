"""The stories on Mattermost: people with real clients, a server (the fake), and `maillage run`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from tests.acceptance.mattermost.town import Home
from tests.acceptance.stories.clock import TownClock
from tests.acceptance.stories.lines import typed_line
from tests.acceptance.stories.process import ServedProcess
from tests.acceptance.stories.stage import (
    EVERYBODY,
    Channel,
    Field,
    Form,
    Message,
    Person,
    Town,
    read_aloud,
)
from tests.fakes import mattermost as fake
from tests.fakes.mattermost import Dialog
from tests.fakes.mattermost.reading import action_named

Json = dict[str, Any]
_CALLS_ALL = {"@all", "@channel", "@here"}


class MattermostTown(Town):
    """A team on a server."""

    def __init__(self, home: Home, process: ServedProcess, clock: TownClock) -> None:
        self.home = home
        self._process = process
        self._clock = clock
        self.names: dict[str, str] = {}

    def now(self) -> datetime:
        return self._clock.now()

    async def channel(self, name: str = "loire") -> Channel:
        channel = await self.home.channel(name)
        return Channel(channel, (await self.home.target.admin.get(f"/channels/{channel}"))["name"])

    async def person(self, name: str, *channels: Channel, coordinator: bool = False) -> Person:
        neighbour = await self.home.person(name, *(channel.id for channel in channels))
        person = MattermostPerson(self, neighbour.person, channels[0], neighbour.dm)
        self.names[person.account.id] = person.handle
        if coordinator:
            path = f"/teams/{neighbour.team}/members/{neighbour.id}/schemeRoles"
            await self.home.target.admin.put(path, {"scheme_admin": True, "scheme_user": True})
        return person

    async def settle(self) -> None:
        await self._go_to(self.now())

    async def stop(self) -> None:
        await self._process.stop()

    async def start(self) -> None:
        await self._process.start()

    async def informs(self, version: str | None) -> None:
        await self._process.informs(version)

    async def faults(self) -> list[str]:
        return await self._process.faults()

    async def _go_to(self, instant: datetime) -> None:
        await self._process.go_to(instant)


class MattermostPerson(Person):
    """Somebody with a client: what comes up on their screen, the WebSocket brings."""

    town: MattermostTown

    def __init__(self, town: MattermostTown, account: fake.Person, here: Channel, dm: str) -> None:
        super().__init__(town, f"@{account.username}", here)
        self.account = account
        self._dm = dm
        self._events = len(account.events)
        self._refused: list[Message | Form] = []
        self._dialog_in = here.id

    async def _use(self, root: str, verb: str, arguments: Mapping[str, str], place: Channel | None) -> None:
        await self._type(typed_line(root, verb, arguments), place.id if place else self._dm)

    async def _write(self, text: str, files: Mapping[str, bytes]) -> None:
        self._dialog_in = self._dm
        uploaded = [await self.account.upload(self._dm, name, content) for name, content in files.items()]
        await self.account.say(self._dm, text, file_ids=uploaded)

    async def opens_files(self, message: Message) -> dict[str, bytes]:
        return {
            file["name"]: await self.account.download(file["id"])
            for file in message.raw["metadata"].get("files") or []
        }

    async def _type(self, line: str, channel: str) -> None:
        self._dialog_in = channel
        await self.account.execute(channel, line, team_id=self.town.home.team["id"])

    async def _say(self, text: str, *, to_bot: bool) -> None:
        mention = f"@{self.town.home.bot['username']} " if to_bot else ""
        self._dialog_in = self._dm
        self._said = await self.account.say(self.here.id, f"{mention}{text}")

    async def _edit(self, text: str) -> None:
        self._said = await self.account.put(f"/posts/{self._said['id']}/patch", {"message": text})

    async def _delete(self, message: Message | None) -> None:
        await self.account.delete(f"/posts/{(message.raw if message else self._said)['id']}")

    def _signs(self) -> Collection[str]:
        added = [one.data["reaction"] for one in self.account.events if one.kind == "reaction_added"]
        theirs = [one for one in added if one["user_id"] == self.town.home.bot["id"]]
        return [one["emoji_name"] for one in theirs if one["post_id"] == self._said["id"]]

    async def _join(self, channel: Channel) -> None:
        await self.town.home.target.admin.post(
            f"/channels/{channel.id}/members", {"user_id": self.account.id}
        )

    async def _press(self, message: Message, label: str) -> None:
        self._dialog_in = message.place or self._dm
        await self.account.press(message.raw, _typeset(message.raw, label))

    async def _choose(self, message: Message, menu: str, option: str) -> None:
        options = action_named(message.raw, _typeset(message.raw, menu))["options"]
        value = next(one["value"] for one in options if read_aloud(one["text"]) == option)
        await self.account.choose(message.raw, _typeset(message.raw, menu), value)

    async def _submit(self, form: Form, values: Mapping[str, str]) -> None:
        dialog: Dialog = form.raw
        filled = {item.name: item.value for item in form.fields} | values
        content = {name: _option(dialog, name, value) for name, value in filled.items()}
        answer = await self.account.submit(dialog, self._dialog_in, self.town.home.team["id"], **content)
        errors = answer.get("errors") or {}
        if not errors and not answer.get("error"):
            return
        text = read_aloud("\n".join([answer.get("error", ""), *errors.values()]))
        self._refused.append(Message(id=f"refused {id(answer)}", text=text, place=None, alone=True))
        self._refused.append(_form(dialog, filled, errors))

    def _look(self) -> Sequence[Message | Form]:
        events, self._events = self.account.events[self._events :], len(self.account.events)
        refused, self._refused = self._refused, []
        return [*refused, *(thing for event in events for thing in self._things(event))]

    def _things(self, event: fake.Event) -> Iterator[Message | Form]:
        match event.kind:
            case "open_dialog":
                yield _form(Dialog(event.data["dialog"]), {}, {})
            case "ephemeral_message":
                yield self._message(event.data["post"], frozenset(), alone=True)
            case "posted" | "post_edited" if event.data["post"]["user_id"] == self.town.home.bot["id"]:
                post = event.data["post"]
                called = event.data.get("mentions") or []
                is_dm = post["channel_id"] == self._dm  # there everybody is notified of everything
                calls = set() if is_dm else {self.town.names.get(user, user) for user in called}
                if _CALLS_ALL.intersection(post["message"].split()):
                    calls.add(EVERYBODY)
                yield self._message(post, frozenset(calls), alone=False)

    def _message(self, post: Json, calls: frozenset[str], *, alone: bool) -> Message:
        actions = fake.actions_of(post)
        return Message(
            id=post["id"],
            text=read_aloud(fake.text_of(post)),
            place=None if post["channel_id"] == self._dm else post["channel_id"],
            buttons=tuple(read_aloud(one["name"]) for one in actions if one["type"] == "button"),
            menus={
                read_aloud(one["name"]): tuple(read_aloud(option["text"]) for option in one["options"])
                for one in actions
                if one["type"] == "select"
            },
            alone=alone,
            calls=calls,
            raw=post,
        )


def _form(dialog: Dialog, values: Mapping[str, str], errors: Mapping[str, str]) -> Form:
    return Form(
        title=read_aloud(dialog.title),
        fields=tuple(
            _field(item, values, read_aloud(errors.get(item["name"], ""))) for item in dialog.fields
        ),
        raw=dialog,
    )


def _field(item: Json, values: Mapping[str, str], error: str) -> Field:
    value = str(values.get(item["name"], item["default"]) or "")
    labels = {option["value"]: option["text"] for option in item["options"] or []}
    return Field(
        name=item["name"],
        label=read_aloud(item["display_name"]),
        value=read_aloud(labels.get(value, value)),
        options=tuple(labels.values()),
        error=error,
    )


def _option(dialog: Dialog, name: str, value: str) -> str | None:
    """The value of an option that is named by its label, any other value itself."""
    options = dialog.field(name)["options"]
    if not options:
        return value
    return next((one["value"] for one in options if read_aloud(one["text"]) == value), value or None)


def _typeset(post: Json, label: str) -> str:
    """A label as it is written on the button, no-break spaces and all."""
    return next((one for one in fake.labels_of(post) if read_aloud(one) == label), label)
