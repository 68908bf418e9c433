"""What happens to posts: creation, edition, deletion, reactions; and what everybody hears of it."""

from __future__ import annotations

import json
from typing import Any

from .accounts import User
from .attachments import normalised
from .errors import ApiError
from .messages import MAX_PROPS_RUNES, MAX_PROPS_RUNES_BEFORE_6, MAX_RUNES, Post, Reaction, mentioned_names
from .places import Channel
from .state import State
from .websocket import Hub

DEDUPLICATED_SECONDS = 30
_EVERYBODY = {"all", "channel", "here"}


class Talk:
    """The posts of a server."""

    def __init__(self, state: State, hub: Hub) -> None:
        self._state = state
        self._hub = hub

    def shown(self, post: Post, **how: bool) -> dict[str, Any]:
        return post.json(modern=self._state.modern, **how)

    # Creation

    def repeated(self, pending_post_id: str) -> Post | None:
        """The post already made with a `pending_post_id`; remembers the id otherwise.

        Raises:
            ApiError: 500 while another request with the same id is at work.
        """
        if not pending_post_id:
            return None
        until, made = self._state.pending.get(pending_post_id, (0.0, None))
        if until <= self._state.now():
            self._state.pending[pending_post_id] = (self._state.now() + DEDUPLICATED_SECONDS, None)
            return None
        if made is None:
            raise ApiError(500, "api.post.deduplicate_create_post.pending")
        return self._state.post(made)

    def give_up(self, pending_post_id: str) -> None:
        """Let a `pending_post_id` be tried again, after its creation failed."""
        self._state.pending.pop(pending_post_id, None)

    def create(self, post: Post, author: User, *, set_online: bool = True) -> Post:
        """Check a post, keep it, and tell the members of its channel."""
        channel = self._state.channel(post.channel_id)
        self._check_new(post, channel)
        post.props = normalised(post.props)
        if author.is_bot:
            post.props["from_bot"] = "true"
        self.check_content(post.message, post.props)
        self._attach_files(post)
        self._state.posts[post.id] = post
        channel.posts.append(post.id)
        channel.last_post_at = post.create_at
        if not post.is_system_message:
            channel.messages += 1
        if post.root_id:
            root = self._state.posts[post.root_id]
            root.reply_count += 1
            root.last_reply_at = post.create_at
        if post.pending_post_id:
            self._state.pending[post.pending_post_id] = (self._state.now() + DEDUPLICATED_SECONDS, post.id)
        self._tell_posted(post, channel, author, set_online)
        self._mark_viewed(post, channel)
        return post

    def _check_new(self, post: Post, channel: Channel) -> None:
        if channel.delete_at:
            raise ApiError(400, "api.post.create_post.can_not_post_to_deleted.error")
        if not post.root_id:
            return
        root = self._state.posts.get(post.root_id)
        if root is None or root.delete_at or root.root_id:
            raise ApiError(400, "api.post.create_post.root_id.app_error")
        if root.channel_id != post.channel_id:
            raise ApiError(500, "api.post.create_post.channel_root_id.app_error")

    def check_content(self, message: str, props: dict[str, Any]) -> None:
        if len(message) > MAX_RUNES:
            raise ApiError(400, "model.post.is_valid.msg.app_error")
        written = json.dumps(props, ensure_ascii=False, separators=(",", ":"))
        escaped = 5 * sum(map(written.count, "<>&\u2028\u2029"))  # Go writes them as `\\u003c`
        most = MAX_PROPS_RUNES if self._state.modern else MAX_PROPS_RUNES_BEFORE_6
        if len(written) + escaped > most:
            raise ApiError(400, "model.post.is_valid.props.app_error")

    def _attach_files(self, post: Post) -> None:
        """Files of others, or already in a post, are left out without a word."""
        for key in list(post.file_ids):
            file = self._state.files.get(key)
            if file is None or file.post_id or file.user_id != post.user_id:
                post.file_ids.remove(key)
                continue
            file.post_id = post.id
            post.files.append(file)

    def _tell_posted(self, post: Post, channel: Channel, author: User, set_online: bool) -> None:
        data: dict[str, Any] = {
            "channel_display_name": f"@{author.username}" if channel.type == "D" else channel.display_name,
            "channel_name": channel.name,
            "channel_type": channel.type,
            "post": json.dumps(self.shown(post, pending=True)),
            "sender_name": "System" if post.is_system_message else f"@{author.username}",
            "set_online": set_online,
            "team_id": channel.team_id,
        }
        mentions = self._mentions(post, channel)
        if mentions:
            data["mentions"] = json.dumps(mentions)
        self._hub.publish("posted", data, channel_id=channel.id)

    def _mentions(self, post: Post, channel: Channel) -> list[str]:
        if post.is_system_message:
            added = post.props.get("addedUserId")
            return [added] if added else []
        if channel.type == "D":
            return [key for key in channel.members if key != post.user_id]
        members = {self._state.users[key].username: key for key in channel.members}
        found: list[str] = []
        for spellings in mentioned_names(post.message):
            if spellings[0] in _EVERYBODY:
                found.extend(members.values())
                continue
            found.extend([members[name] for name in spellings if name in members][:1])
        return [key for key in dict.fromkeys(found) if key != post.user_id]

    def _mark_viewed(self, post: Post, channel: Channel) -> None:
        """A person who writes has seen the channel; an integration has not."""
        member = channel.members.get(post.user_id)
        if member is None or post.is_system_message or {"from_webhook", "from_bot"} & post.props.keys():
            return
        member.viewed_at, member.seen = post.create_at, channel.messages
        self._hub.publish("channel_viewed", {"channel_id": channel.id}, user_id=post.user_id)

    def say(self, channel: Channel, author: User, kind: str, message: str, **props: str) -> None:
        """Post a system message, such as “somebody joined”."""
        moment = self._state.moment()
        post = Post(
            author.id, channel.id, message, moment, props={"username": author.username} | props, type=kind
        )
        self.create(post, author)

    # Edition and deletion

    def update(
        self, post: Post, message: str, props: dict[str, Any], *, is_pinned: bool | None = None
    ) -> Post:
        """Replace the text and the props of a post."""
        if post.delete_at:
            raise ApiError(400, "api.post.update_post.permissions_details.app_error", PostId=post.id)
        if post.is_system_message:
            raise ApiError(400, "api.post.update_post.system_message.app_error", detail=f"id={post.id}")
        if self._state.channel(post.channel_id).delete_at:
            raise ApiError(400, "api.post.patch_post.can_not_update_post_in_deleted.error")
        limit = self._state.config["PostEditTimeLimit"]
        if limit != -1 and message != post.message and self._state.now() > post.create_at / 1000 + limit:
            raise ApiError(400, "api.post.update_post.permissions_time_limit.app_error", timeLimit=limit)
        props = normalised(props)
        self.check_content(message, props)
        moment = self._state.moment()
        post.keep_version(moment)
        if message != post.message or props.get("attachments") != post.props.get("attachments"):
            post.edit_at = moment
        post.message, post.props, post.update_at = message, props, moment
        if is_pinned is not None:
            post.is_pinned = is_pinned
        self._hub.publish("post_edited", {"post": json.dumps(self.shown(post))}, channel_id=post.channel_id)
        return post

    def delete(self, post: Post) -> None:
        """Delete a post and the answers under it, of which nobody is told, not even how many there were."""
        told = json.dumps(self.shown(post) | {"reply_count": 0})
        moment = self._state.moment()
        for key in self._state.channel(post.channel_id).posts:
            other = self._state.posts[key]
            if not other.delete_at and post.id in {other.id, other.root_id}:
                other.delete_at = other.update_at = moment
        self._hub.publish("post_deleted", {"post": told}, channel_id=post.channel_id)

    def whisper(self, user_id: str, post: Post) -> dict[str, Any]:
        """Show a post to one person only; it is kept nowhere, its buttons work through their cookies."""
        post.type = "system_ephemeral"
        post.props = normalised(post.props)
        shown = self.shown(post) | {"update_at": 0}
        shown["props"] = self._state.cookies.bake(shown, post.props)
        data = {"post": json.dumps(shown)}
        self._hub.publish("ephemeral_message", data, user_id=user_id, channel_id=post.channel_id)
        return shown

    # Reactions

    def react(self, post: Post, user_id: str, emoji: str) -> Reaction:
        for reaction in post.reactions:
            if (reaction.user_id, reaction.emoji_name) == (user_id, emoji):
                return reaction
        reaction = Reaction(user_id, post.id, emoji, self._state.moment())
        post.reactions.append(reaction)
        self._tell_reaction("reaction_added", post, reaction)
        return reaction

    def unreact(self, post: Post, user_id: str, emoji: str) -> None:
        for reaction in list(post.reactions):
            if (reaction.user_id, reaction.emoji_name) == (user_id, emoji):
                post.reactions.remove(reaction)
                self._tell_reaction("reaction_removed", post, reaction)

    def _tell_reaction(self, event: str, post: Post, reaction: Reaction) -> None:
        post.update_at = self._state.moment()
        self._hub.publish(event, {"reaction": json.dumps(reaction.json())}, channel_id=post.channel_id)
