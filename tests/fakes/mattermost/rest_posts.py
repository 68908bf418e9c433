"""REST: posts, reactions and files."""

from __future__ import annotations

import asyncio
import re
from email.message import Message
from email.parser import HeaderParser
from typing import Any

from aiohttp import web

from .errors import ApiError, bad_body, bad_url, no_permission
from .messages import File, Post
from .places import Channel
from .routing import OK, Call, Created, Routes

routes = Routes()
_EMOJI = re.compile(r"[A-Za-z0-9_+-]{1,64}")
_SINCE_LIMIT = 1000


# Posts


@routes.post("/posts")
async def create_post(call: Call) -> Created:
    given = call.body("post")
    channel_id = str(given.get("channel_id", ""))
    if not call.state.is_in_channel(call.user, channel_id):
        raise no_permission()
    pending = str(given.get("pending_post_id") or "")
    repeated = call.talk.repeated(pending)
    if repeated is not None:
        return Created(call.talk.shown(repeated, metadata=False))
    try:
        await asyncio.sleep(0)
        call.state.channel(channel_id)
        post = _new_post(call, given, pending)
        set_online = call.query.get("set_online", "true") != "false"
        call.talk.create(post, call.user, set_online=set_online)
    except ApiError:
        call.talk.give_up(pending)
        raise
    return Created(call.talk.shown(post, pending=True))


def _new_post(call: Call, given: dict[str, Any], pending: str = "") -> Post:
    props, message = given.get("props") or {}, given.get("message") or ""
    if not isinstance(props, dict) or not isinstance(message, str):
        raise bad_body("post")
    kind = str(given.get("type") or "")
    if kind.startswith("system_"):
        raise bad_body("post")
    return Post(
        call.user.id,
        str(given.get("channel_id", "")),
        message,
        call.state.moment(),
        props=props,
        root_id=str(given.get("root_id") or ""),
        type=kind,
        pending_post_id=pending,
        file_ids=list(given.get("file_ids") or []),
    )


@routes.post("/posts/ephemeral")
async def create_ephemeral(call: Call) -> Created:
    given = call.body("post")
    if not given.get("user_id"):
        raise bad_body("user_id")
    if not isinstance(given.get("post"), dict):
        raise bad_body("post")
    call.state.need_system_admin(call.user)
    return Created(call.talk.whisper(given["user_id"], _new_post(call, given["post"])))


def _readable_post(call: Call) -> Post:
    post = call.state.post(call.id("post_id"))
    call.state.need_readable(call.user, post.channel_id)
    return post


@routes.get("/posts/{post_id}")
async def get_post(call: Call) -> dict[str, Any]:
    return call.talk.shown(_readable_post(call))


@routes.get("/posts/{post_id}/thread")
async def get_thread(call: Call) -> dict[str, Any]:
    post = _readable_post(call)
    root = post.root_id or post.id
    keys = call.state.channel(post.channel_id).posts
    posts = [call.state.posts[key] for key in keys]
    return _list(call, [one for one in posts if not one.delete_at and root in {one.id, one.root_id}])


def _own_post(call: Call) -> Post:
    """A post that the account may change: its own, or any for those who administer the channel."""
    post = call.state.posts.get(call.id("post_id"))
    if post is None or post.delete_at:
        raise no_permission()
    channel = call.state.need_channel(call.user, post.channel_id)
    if post.user_id != call.user.id and not call.state.manages_channel(call.user, channel):
        raise no_permission()
    return post


@routes.put("/posts/{post_id}/patch")
async def patch_post(call: Call) -> dict[str, Any]:
    """What is left out stays; props that are given replace all props."""
    given = call.body("post")
    post = _own_post(call)
    message = post.message if given.get("message") is None else given["message"]
    props = post.props if given.get("props") is None else given["props"]
    return call.talk.shown(call.talk.update(post, message, props, is_pinned=given.get("is_pinned")))


@routes.put("/posts/{post_id}")
async def update_post(call: Call) -> dict[str, Any]:
    """What is left out becomes empty."""
    given = call.body("post")
    if given.get("id") != call.id("post_id"):
        raise bad_body("id")
    post = _own_post(call)
    message, props = given.get("message") or "", given.get("props") or {}
    return call.talk.shown(call.talk.update(post, message, props, is_pinned=bool(given.get("is_pinned"))))


@routes.delete("/posts/{post_id}")
async def delete_post(call: Call) -> dict[str, str]:
    call.talk.delete(_own_post(call))
    return OK


# Lists of posts


@routes.get("/channels/{channel_id}/posts")
async def list_posts(call: Call) -> dict[str, Any]:
    """The posts of a channel, `order` from the newest: all, those after or before one, those changed since.

    `since` (milliseconds) also gives posts that were deleted, and what posts said before they were edited,
    1000 at most; the others never do: `GetPostsSince` of `store/sqlstore/post_store.go`.
    """
    channel = call.state.need_readable(call.user, call.id("channel_id"))
    if call.query.get("since", "0") != "0":
        return _since(call, channel)
    alive = [one for one in _posts(call, channel) if not one.delete_at]
    start, end = call.slice()
    if "after" in call.query:
        border = _border(call, "after")
        found = [one for one in alive if border and one.create_at > border][start:end]
    elif "before" in call.query:
        border = _border(call, "before")
        found = [one for one in alive if one.create_at < border][::-1][start:end][::-1]
    else:
        found = alive[::-1][start:end][::-1]
    return _list(call, found, among=alive)


def _posts(call: Call, channel: Channel) -> list[Post]:
    return [call.state.posts[key] for key in channel.posts]


def _border(call: Call, name: str) -> int:
    """The moment of the post that a parameter names, deleted or not; 0 when there is none."""
    key = call.query[name]
    if len(key) != 26:
        raise bad_body(name)
    post = call.state.posts.get(key)
    return post.create_at if post else 0


def _since(call: Call, channel: Channel) -> dict[str, Any]:
    if not call.query["since"].isdecimal():
        raise bad_body("since")
    moment = int(call.query["since"])
    versions = [version for one in _posts(call, channel) for version in (*one.versions, one)]
    changed = [one for one in versions if max(one.update_at, one.create_at) > moment]
    return _list(call, changed[-_SINCE_LIMIT:])


def _list(call: Call, found: list[Post], among: list[Post] | None = None) -> dict[str, Any]:
    """Posts given in order of time, as a list of posts; `among` tells which come just before and after."""
    shown = {post.id: post for post in found}
    for post in found:
        root = call.state.posts.get(post.root_id)
        if root is not None and not root.delete_at:
            shown.setdefault(root.id, root)
    before, after = "", ""
    if among and found:
        first, last = among.index(found[0]), among.index(found[-1])
        before = among[first - 1].id if first else ""
        after = among[last + 1].id if last + 1 < len(among) else ""
    elif among is not None:
        before, after = call.query.get("after", ""), call.query.get("before", "")
    return {
        "order": [post.id for post in reversed(found)],
        "posts": {key: call.talk.shown(post) for key, post in shown.items()},
        "next_post_id": after,
        "prev_post_id": before,
    }


# Reactions


@routes.post("/reactions")
async def add_reaction(call: Call) -> dict[str, Any]:
    given = call.body("reaction")
    if given.get("user_id") != call.user.id:
        raise ApiError(403, "api.reaction.save_reaction.user_id.app_error")
    if not _EMOJI.fullmatch(str(given.get("emoji_name", ""))):
        raise ApiError(400, "model.reaction.is_valid.emoji_name.app_error")
    post = call.state.post(str(given.get("post_id", "")))
    channel = call.state.need_channel(call.user, post.channel_id)
    if channel.delete_at:
        raise ApiError(403, "api.reaction.save.archived_channel.app_error")
    return call.talk.react(post, call.user.id, given["emoji_name"]).json()


@routes.get("/posts/{post_id}/reactions")
async def list_reactions(call: Call) -> list[dict[str, Any]] | None:
    return [reaction.json() for reaction in _readable_post(call).reactions] or None


@routes.delete("/users/{user_id}/posts/{post_id}/reactions/{emoji}")
async def remove_reaction(call: Call) -> dict[str, str]:
    post = call.state.post(call.id("post_id"))
    call.state.need_channel(call.user, post.channel_id)
    user_id = call.id("user_id")
    if user_id != call.user.id and not call.user.is_system_admin:
        raise no_permission()
    call.talk.unreact(post, user_id, call.name("emoji"))
    return OK


# Files


@routes.post("/files")
async def upload(call: Call) -> Created:
    """Files in a multipart form with `channel_id`, or one as the body with `channel_id` and `filename`."""
    if "filename" in call.query:
        channel_id, files = call.query.get("channel_id", ""), [(call.query["filename"], call.raw, "")]
    else:
        channel_id, files = _parts(call)
    if len(channel_id) != 26:
        raise bad_url("channel_id")
    call.state.need_channel(call.user, channel_id)
    kept = []
    for name, content, mime_type in files:
        if len(content) > call.state.config["MaxFileSize"]:
            raise ApiError(413, "api.file.upload_file.too_large_detailed.app_error")
        kind = mime_type or "application/octet-stream"
        file = File(name, content, kind, call.user.id, channel_id, call.state.moment())
        call.state.files[file.id] = file
        kept.append(file.json())
    return Created({"file_infos": kept, "client_ids": []})


def _parts(call: Call) -> tuple[str, list[tuple[str, bytes, str]]]:
    """The channel and the files of a multipart form (RFC 7578): what a file holds is read no further."""
    head = Message()
    head["Content-Type"] = call.request.headers.get("Content-Type", "")
    limit = b"\r\n--" + str(head.get_boundary("")).encode()
    channel_id, files = call.query.get("channel_id", ""), []
    for part in (b"\r\n" + call.raw).split(limit)[1:]:
        fields, _blank, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        about = HeaderParser().parsestr(fields.decode("latin-1"))
        filename = about.get_filename()
        if about.get_param("name", header="content-disposition") == "channel_id":
            channel_id = content.decode().strip()
        elif filename:
            files.append((_as_utf8(filename), content, about.get_content_type()))
    return channel_id, files


def _as_utf8(name: str) -> str:
    try:
        return name.encode("latin-1").decode()
    except UnicodeError:
        return name


def _file(call: Call) -> File:
    """A file is for those who read its channel; before it is in a post, for its owner alone."""
    file = call.state.file(call.id("file_id"))
    if file.post_id:
        call.state.need_readable(call.user, file.channel_id)
    elif file.user_id != call.user.id and not call.user.is_system_admin:
        raise no_permission()
    return file


@routes.get("/files/{file_id}")
async def download(call: Call) -> web.Response:
    file = _file(call)
    headers = {"Content-Disposition": f'attachment;filename="{file.name}"'}
    return web.Response(body=file.content, content_type=file.mime_type, headers=headers)


@routes.get("/files/{file_id}/info")
async def file_info(call: Call) -> dict[str, Any]:
    return _file(call).json()
