"""What the server asks an integration (commands, actions, dialogs), and what it does with the answers."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from . import attachments
from .accounts import User
from .answers import NO_ANSWER, parsed_answer
from .callbacks import CallbackError, Callbacks
from .commands import BUILT_IN, HOOK_SECONDS, HOOK_USES, Command, Hook
from .dialogs import shown
from .errors import ApiError
from .messages import Post, mentioned_names
from .places import Channel, Team
from .state import State
from .talk import Talk
from .triggers import Triggers
from .websocket import Hub


@dataclass
class Asked:
    """A command that somebody typed."""

    command: str
    user: User
    channel: Channel
    team: Team
    root_id: str = ""


class Integrations:
    """What the server does with integrations."""

    def __init__(self, state: State, hub: Hub, talk: Talk, triggers: Triggers) -> None:
        self._state = state
        self._hub = hub
        self._talk = talk
        self.triggers = triggers
        self._callbacks = Callbacks(state)

    async def close(self) -> None:
        await self._callbacks.close()

    # Slash commands

    async def execute(self, asked: Asked) -> dict[str, Any]:
        """Run a command: a plugin's first, then a custom one, then one of the server's own."""
        trigger, _, text = _split(asked.command)
        trigger = trigger.lower().removeprefix("/")
        client_id, trigger_id = self.triggers.make(asked.user.id)
        plugin = next((name for name, triggers in self._state.plugins.items() if trigger in triggers), None)
        if plugin is not None:
            return self._own_answer(asked, f"/{trigger} of the plugin {plugin}") | {"trigger_id": client_id}
        command = next(
            (one for one in self._state.commands_of(asked.team.id) if one.trigger == trigger), None
        )
        if command is None and trigger in BUILT_IN:
            return self._own_answer(asked, f"/{trigger} of the server")
        if command is None:
            raise ApiError(404, "api.command.execute_command.not_found.app_error", Trigger=trigger)
        answer = await self._ask(command, asked, text, trigger_id)
        answer["trigger_id"] = client_id
        self._apply(command, asked, answer)
        return answer

    def _own_answer(self, asked: Asked, text: str) -> dict[str, Any]:
        post = Post(asked.user.id, asked.channel.id, text, self._state.moment())
        self._talk.whisper(asked.user.id, post)
        return NO_ANSWER | {"response_type": "ephemeral", "text": text}

    async def _ask(self, command: Command, asked: Asked, text: str, trigger_id: str) -> dict[str, Any]:
        site = self._state.config["SiteURL"]
        if not site:
            raise _failed(command, "SiteURL is not set")
        hook = Hook(command.id, asked.user.id, asked.channel.id, asked.root_id, self._state.now())
        self._state.hooks[hook.id] = hook
        form = self._form(command, asked, text, trigger_id, f"{site.rstrip('/')}/hooks/commands/{hook.id}")
        headers = {"Authorization": f"Token {command.token}"}
        url, body = command.url, urlencode(sorted(form), doseq=True)
        if command.method == "P":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        else:
            url, body = f"{url}{'&' if urlsplit(url).query else '?'}{body}", ""
        try:
            method = "POST" if command.method == "P" else "GET"
            status, reason, kind, content = await self._callbacks.send(method, url, body, headers)
        except CallbackError as error:
            raise _failed(command, str(error)) from error
        if status != 200:
            raise ApiError(
                500,
                "api.command.execute_command.failed_resp.app_error",
                detail=content.decode(errors="replace"),
                Trigger=command.trigger,
                Status=f"{status} {reason}",
            )
        try:
            return parsed_answer(kind, content)
        except ValueError as error:
            raise _failed(command, str(error)) from error

    def _form(
        self, command: Command, asked: Asked, text: str, trigger_id: str, response_url: str
    ) -> list[tuple[str, str]]:
        form = [
            ("channel_id", asked.channel.id),
            ("channel_name", asked.channel.name),
            ("command", f"/{command.trigger}"),
            ("response_url", response_url),
            ("team_domain", asked.team.name),
            ("team_id", asked.team.id),
            ("text", text),
            ("token", command.token),
            ("trigger_id", trigger_id),
            ("user_id", asked.user.id),
            ("user_name", asked.user.username),
        ]
        if self._state.modern and asked.root_id:
            form.append(("root_id", asked.root_id))
        for name, key in self._mentioned(text, asked.team).items():
            form += [("user_mentions", name), ("user_mentions_ids", key)]
        for name, key in self._channels_mentioned(text, asked.team).items():
            form += [("channel_mentions", name), ("channel_mentions_ids", key)]
        return form

    def _mentioned(self, text: str, team: Team) -> dict[str, str]:
        found = {}
        for spellings in mentioned_names(text):
            users = [user for user in map(self._state.user_named, spellings) if user is not None]
            if users and users[0].id in team.members:
                found[users[0].username] = users[0].id
        return found

    def _channels_mentioned(self, text: str, team: Team) -> dict[str, str]:
        names = {word.removeprefix("~").rstrip(".,;:!?") for word in text.split() if word.startswith("~")}
        channels = [self._state.channel_named(team.id, name) for name in sorted(names)]
        return {one.name: one.id for one in channels if one is not None and one.type == "O"}

    def _apply(self, command: Command, asked: Asked, answer: dict[str, Any]) -> None:
        """Post what the integration answered: in the channel in the name of the person, or for them only."""
        try:
            for one in [answer, *(answer["extra_responses"] or [])]:
                self._apply_one(command, asked, one)
        except ApiError as error:
            raise ApiError(
                500,
                "api.command.execute_command.create_post_failed.app_error",
                detail=str(error),
                Trigger=command.trigger,
            ) from error

    def _apply_one(self, command: Command, asked: Asked, answer: dict[str, Any]) -> None:
        channel_id = answer["channel_id"] or asked.channel.id
        if asked.user.id not in self._state.channel(channel_id).members:
            raise ApiError(403, "api.command.command_post.forbidden.app_error")
        props = dict(answer["props"] or {}) | {"from_webhook": "true"}
        if self._state.config["EnablePostUsernameOverride"] and (command.username or answer["username"]):
            props["override_username"] = command.username or answer["username"]
        kind = answer["type"]
        if answer["attachments"]:
            props["attachments"], kind = answer["attachments"], "slack_attachment"
        moment = self._state.moment()
        root_id = asked.root_id if channel_id == asked.channel.id else ""
        post = Post(
            asked.user.id, channel_id, answer["text"], moment, props=props, root_id=root_id, type=kind
        )
        if answer["response_type"] == "in_channel":
            self._talk.create(post, asked.user)
        elif answer["response_type"] in {"", "ephemeral"} and (answer["text"] or answer["attachments"]):
            self._talk.whisper(asked.user.id, post)

    def answer_later(self, hook_id: str, kind: str, content: bytes) -> None:
        """A late answer to a command, at its `response_url`."""
        hook = self._state.hooks.get(hook_id)
        if hook is None or self._state.now() - hook.created > HOOK_SECONDS:
            raise ApiError(404, "app.command_webhook.get.missing")
        command = self._state.command(hook.command_id)
        try:
            answer = parsed_answer(kind, content)
        except ValueError as error:
            raise ApiError(400, "web.command_webhook.parse.app_error", detail=str(error)) from error
        if hook.uses >= HOOK_USES:
            raise ApiError(400, "app.command_webhook.try_use.invalid")
        hook.uses += 1
        user, channel = self._state.user(hook.user_id), self._state.channel(hook.channel_id)
        asked = Asked("", user, channel, self._state.team(command.team_id), hook.root_id)
        self._apply(command, asked, answer)

    # Actions

    async def press(self, post_id: str, action_id: str, user: User, selected: str, cookie: str) -> str:
        """Tell an integration that a button was pressed or an option chosen; the client's trigger id."""
        post = self._state.posts.get(post_id)
        if not cookie or (post is not None and not post.delete_at):
            post = self._state.post(post_id)
            action, channel, there, missing = self._stored_action(post, action_id)
            root_id = post.root_id or post.id
        else:
            action = self._state.cookies.open(cookie)
            if action["post_id"] != post_id or not action["integration"]:
                raise _action_failed("postId doesn't match")
            channel = self._state.channel(action["channel_id"])
            there, missing, root_id = action["retain_props"], action["remove_props"], action["root_post_id"]
        context = copy.deepcopy(action["integration"].get("context") or {})
        is_menu = action.get("type") == "select" and bool(selected)
        if is_menu:
            context["selected_option"] = selected
        team = self._state.teams.get(channel.team_id)
        client_id, trigger_id = self.triggers.make(user.id)
        payload = {
            "user_id": user.id,
            "user_name": user.username,
            "channel_id": channel.id,
            "channel_name": channel.name,
            "team_id": channel.team_id,
            "team_domain": team.name if team else "",
            "post_id": post_id,
            "trigger_id": trigger_id,
            "type": action.get("type", ""),
            "data_source": action.get("data_source", "") if is_menu else "",
        }
        answer = await self._act(
            action["integration"].get("url", ""), payload | ({"context": context} if context else {})
        )
        self._apply_update(post_id, answer, there, missing)
        text = answer.get("ephemeral_text")
        if text:
            whispered = Post(
                user.id, channel.id, text, self._state.moment(), props=dict(there), root_id=root_id
            )
            self._talk.whisper(user.id, whispered)
        return client_id

    def _stored_action(
        self, post: Post, action_id: str
    ) -> tuple[dict[str, Any], Channel, dict[str, Any], list[str]]:
        action = next((one for one in attachments.actions(post.props) if one["id"] == action_id), None)
        if action is None or not action.get("integration"):
            raise ApiError(404, "api.post.do_action.action_id.app_error", detail=f"action={action_id}")
        return action, self._state.channel(post.channel_id), *attachments.retained(post.props)

    async def _act(self, url: str, payload: dict[str, Any]) -> dict[str, Any]:
        content = await self._post_json(url, payload)
        try:
            answer = json.loads(content)
        except ValueError as error:
            raise _action_failed(f"err={error}") from None
        if not isinstance(answer, dict):
            raise _action_failed("err=not an object")
        return answer

    async def _post_json(self, url: str, payload: dict[str, Any]) -> bytes:
        body = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        try:
            status, _, _, content = await self._callbacks.send(
                "POST", url, body, {"Content-Type": "application/json"}
            )
        except CallbackError as error:
            raise _action_failed(f"err={error}") from error
        if status != 200:
            raise _action_failed(f"status={status}")
        return content

    def _apply_update(
        self, post_id: str, answer: dict[str, Any], there: dict[str, Any], missing: list[str]
    ) -> None:
        """Apply `update`: without props the old ones stay, a text left out becomes empty."""
        update = answer.get("update")
        if update is None:
            return
        post = self._state.post(post_id)
        props = post.props
        if update.get("props") is not None:
            props = {key: value for key, value in (update["props"] | there).items() if key not in missing}
        self._talk.update(post, update.get("message") or "", props)

    # Dialogs

    def show_dialog(self, user_id: str, request: dict[str, Any]) -> None:
        """Have the clients of a person open a dialog."""
        request = request | {"dialog": shown(request["dialog"])}
        self._hub.publish("open_dialog", {"dialog": json.dumps(request)}, user_id=user_id)

    async def submit(self, user: User, given: dict[str, Any]) -> dict[str, Any]:
        """Bring a dialog's content to an integration; an answer that is no JSON is as good as none."""
        payload = {
            "type": "dialog_submission",
            "callback_id": given.get("callback_id", ""),
            "state": given.get("state", ""),
            "user_id": user.id,
            "channel_id": given.get("channel_id", ""),
            "team_id": given.get("team_id", ""),
            "submission": given.get("submission"),
            "cancelled": bool(given.get("cancelled")),
        }
        content = await self._post_json(given["url"], payload)
        try:
            answer = json.loads(content)
        except ValueError:
            return {}
        names = ("error", "errors", "type", "form") if self._state.modern else ("error", "errors")
        return {name: answer[name] for name in names if isinstance(answer, dict) and answer.get(name)}


def _split(command: str) -> tuple[str, str, str]:
    """The trigger, the space after it, and the rest as it was typed."""
    for place, character in enumerate(command):
        if character.isspace():
            return command[:place], character, command[place + 1 :]
    return command, "", ""


def _failed(command: Command, detail: str) -> ApiError:
    return ApiError(
        500, "api.command.execute_command.failed.app_error", detail=detail, Trigger=command.trigger
    )


def _action_failed(detail: str) -> ApiError:
    return ApiError(400, "api.post.do_action.action_integration.app_error", detail=detail)
