"""Who joins and leaves teams and channels, and what everybody hears of it."""

from __future__ import annotations

from .accounts import User
from .errors import ApiError
from .places import Channel, Membership, Team
from .routing import Call

DEFAULT_CHANNELS = {"town-square": "Town Square", "off-topic": "Off-Topic"}


def new_channel(call: Call, channel: Channel) -> Channel:
    """Keep a new channel; the name is free in its team."""
    if call.state.channel_named(channel.team_id, channel.name):
        raise ApiError(400, "store.sql_channel.save_channel.exists.app_error")
    call.state.channels[channel.id] = channel
    return channel


def join_team(call: Call, team: Team, user: User, *, admin: bool = False) -> Membership:
    """Add somebody to a team and its default channels; twice is once."""
    if user.id in team.members:
        return team.members[user.id]
    member = Membership(user.id, admin=admin, guest=user.is_guest)
    team.members[user.id] = member
    call.hub.publish("added_to_team", {"team_id": team.id, "user_id": user.id}, user_id=user.id)
    for name in DEFAULT_CHANNELS:
        channel = call.state.channel_named(team.id, name)
        if channel is None or user.is_guest:
            continue
        channel.members[user.id] = Membership(user.id, admin=admin, updated_at=call.state.moment())
        if name == "town-square":
            call.talk.say(channel, user, "system_join_team", f"{user.username} joined the team.")
        else:
            call.talk.say(channel, user, "system_join_channel", f"{user.username} joined the channel.")
        _tell_added(call, channel, user)
    return member


def leave_team(call: Call, team: Team, user: User) -> None:
    """Remove somebody from a team and all its channels, of which nobody hears: `LeaveTeam`, `app/team.go`."""
    for channel in call.state.channels.values():
        if channel.team_id == team.id:
            channel.members.pop(user.id, None)
    data = {"user_id": user.id, "team_id": team.id}
    call.hub.publish("leave_team", data, team_id=team.id)
    if call.state.modern:
        call.hub.publish("leave_team", data, user_id=user.id)
    del team.members[user.id]


def join_channel(call: Call, channel: Channel, user: User, *, admin: bool = False) -> Membership:
    """Add somebody to a channel of a team that is theirs; twice is once."""
    if channel.is_direct:
        raise ApiError(400, "api.channel.add_user_to_channel.type.app_error")
    if user.id in channel.members:
        return channel.members[user.id]
    if user.id not in call.state.team(channel.team_id).members:
        raise ApiError(404, "app.team.get_member.missing.app_error")
    member = Membership(user.id, admin=admin, guest=user.is_guest, updated_at=call.state.moment())
    channel.members[user.id] = member
    _tell_added(call, channel, user)
    if user is call.user:
        call.talk.say(channel, user, "system_join_channel", f"{user.username} joined the channel.")
    else:
        by = call.user
        text = f"{user.username} added to the channel by {by.username}."
        added = {"addedUserId": user.id, "addedUsername": user.username, "userId": by.id}
        call.talk.say(channel, by, "system_add_to_channel", text, **added)
    return member


def leave_channel(call: Call, channel: Channel, user: User) -> None:
    """Remove somebody; the channel and the person hear of it in two different events."""
    if channel.is_direct:
        raise ApiError(400, "api.channel.add_user_to_channel.type.app_error")
    if channel.name == "town-square":
        raise ApiError(400, "api.channel.remove.default.app_error", Channel=channel.name)
    del channel.members[user.id]
    remover = call.user.id
    call.hub.publish("user_removed", {"user_id": user.id, "remover_id": remover}, channel_id=channel.id)
    call.hub.publish("user_removed", {"channel_id": channel.id, "remover_id": remover}, user_id=user.id)
    if user is call.user:
        call.talk.say(channel, user, "system_leave_channel", f"{user.username} has left the channel.")
    else:
        text = f"{user.username} removed from the channel."
        removed = {"removedUserId": user.id, "removedUsername": user.username}
        call.talk.say(channel, call.user, "system_remove_from_channel", text, **removed)


def _tell_added(call: Call, channel: Channel, user: User) -> None:
    call.hub.publish("user_added", {"user_id": user.id, "team_id": channel.team_id}, channel_id=channel.id)
