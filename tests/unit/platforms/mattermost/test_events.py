import json

import pytest

from bot.platforms.mattermost.events import (
    Hello,
    MalformedFrameError,
    Other,
    Posted,
    PostEdited,
    ReactionAdded,
    Reply,
    UserAdded,
    UserRemoved,
    UserUpdated,
    parse_frame,
    parse_post,
)

POST = {
    "id": "sxytjpyxcj8u7gth9rothdceew",
    "create_at": 1795287817157,
    "user_id": "tw4ggygzzirqd8wpz13cf7dnsy",
    "channel_id": "dctioq8ewby1jbdmwxcqhjrotr",
    "root_id": "",
    "message": "rappelle-moi demain à 9h de relancer la CAF",
    "type": "",
    "props": {},
}


def event(name, data=None, broadcast=None, seq=4):
    return json.dumps({"event": name, "data": data, "broadcast": broadcast or {}, "seq": seq})


def posted(post=POST, **data):
    return event("posted", {"channel_type": "D", "post": json.dumps(post)} | data)


def test_hello_tells_the_connection_and_the_version():
    text = event("hello", {"connection_id": "rfz5", "server_version": "5.37.0..25db61.false"}, seq=0)

    frame = parse_frame(text)

    assert frame.event == Hello("hello", "rfz5", "5.37.0..25db61.false")
    assert frame.seq == 0


def test_a_direct_message_is_read_out_of_its_strings():
    text = posted(
        channel_name="8zya__tw4g",
        channel_display_name="@eddie",
        mentions='["8zyaswfu43raip8fc3oyo456so"]',
        sender_name="@eddie",
        team_id="",
    )

    seen = parse_frame(text).event

    assert isinstance(seen, Posted)
    assert seen.post.message == "rappelle-moi demain à 9h de relancer la CAF"
    assert seen.post.create_at == 1795287817157
    assert (seen.channel_type, seen.channel_name) == ("D", "8zya__tw4g")
    assert seen.mentions == ("8zyaswfu43raip8fc3oyo456so",)
    assert seen.team_id is None
    assert seen.post.root_id is None
    assert not seen.post.from_bot


def test_a_post_tells_its_thread_its_files_and_that_a_program_wrote_it():
    post = POST | {"root_id": "r" * 26, "file_ids": ["f1", "f2"], "props": {"from_bot": "true"}}

    seen = parse_post(post)

    assert (seen.root_id, seen.file_ids) == ("r" * 26, ("f1", "f2"))
    assert (seen.from_bot, seen.from_webhook) == (True, False)
    assert parse_post(POST | {"props": {"from_webhook": "true"}}).from_webhook


def test_what_newer_servers_leave_out_or_empty_is_empty():
    seen = parse_post(POST | {"props": None, "file_ids": None, "message": None})

    assert (seen.props, seen.file_ids, seen.message) == ({}, (), "")


@pytest.mark.parametrize("name", ["channel_viewed", "new_user", "status_change"])
def test_what_nobody_here_waits_for_is_not_read(name):
    assert parse_frame(event(name, {"post": "{", "user_id": 1})).event == Other(name)


def test_an_edit_tells_the_post_as_it_is_now_and_when_it_was_edited():
    post = POST | {"message": "mardi retenu", "update_at": 1795287819417, "edit_at": 1795287819417}
    edited = parse_frame(event("post_edited", {"post": json.dumps(post)})).event
    assert isinstance(edited, PostEdited)
    assert (edited.post.message, edited.post.edit_at) == ("mardi retenu", 1795287819417)
    pinned = parse_frame(event("post_edited", {"post": json.dumps(POST | {"is_pinned": True})})).event
    assert isinstance(pinned, PostEdited)
    assert pinned.post.edit_at == 0


def test_a_reaction_tells_who_where_and_on_what():
    reaction = {
        "user_id": "u1",
        "post_id": "p1",
        "emoji_name": "white_check_mark",
        "create_at": 1795287817219,
    }

    seen = parse_frame(
        event("reaction_added", {"reaction": json.dumps(reaction)}, {"channel_id": "c1"})
    ).event

    assert seen == ReactionAdded("reaction_added", "u1", "p1", "white_check_mark", 1795287817219, "c1")


def test_people_come_and_go():
    added = event("user_added", {"user_id": "u1", "team_id": "t1"}, {"channel_id": "c1"})
    updated = event("user_updated", {"user": {"id": "u1", "username": "eddie"}})

    assert parse_frame(added).event == UserAdded("user_added", "c1", "u1", "t1")
    assert parse_frame(updated).event == UserUpdated("user_updated", "u1")


def test_a_removal_is_told_to_those_who_stay_and_to_the_one_removed():
    to_others = event("user_removed", {"user_id": "u1", "remover_id": "u2"}, {"channel_id": "c1"})
    to_them = event("user_removed", {"channel_id": "c1", "remover_id": "u2"}, {"user_id": "u1"})

    assert parse_frame(to_others).event == UserRemoved("user_removed", "c1", "u1")
    assert parse_frame(to_them).event == UserRemoved("user_removed", "c1", "u1")


def test_replies_tell_success_or_the_error():
    error = {"id": "api.web_socket_router.not_authenticated.app_error", "status_code": 401}

    assert parse_frame('{"seq_reply": 1, "status": "OK"}').event == Reply("reply", 1)
    assert parse_frame(json.dumps({"seq_reply": 2, "status": "FAIL", "error": error})).event == Reply(
        "reply", 2, 401, "api.web_socket_router.not_authenticated.app_error"
    )


def test_an_unknown_event_keeps_its_name_and_number():
    frame = parse_frame(event("recap_updated", None, seq=17))

    assert (frame.event, frame.seq) == (Other("recap_updated"), 17)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not JSON",
        "[]",
        "null",
        "{}",
        "[" * 200_000,
        '{"event": "hello"}',
        '{"event": 3, "seq": 1}',
        '{"event": "posted", "seq": 1, "data": []}',
        '{"event": "posted", "seq": 1, "data": {"channel_type": "D", "post": "{"}}',
        '{"event": "posted", "seq": 1, "data": {"channel_type": "D", "post": "[]"}}',
        '{"event": "posted", "seq": 1, "data": {"channel_type": "D", "post": "{}"}}',
        '{"event": "reaction_added", "seq": 1, "data": {}}',
        '{"event": "user_added", "seq": 1, "data": {"user_id": "u"}, "broadcast": null}',
        '{"seq_reply": "one"}',
        '{"seq_reply": 1, "error": "no"}',
    ],
)
def test_a_malformed_frame_is_refused_and_nothing_else_is_raised(text):
    with pytest.raises(MalformedFrameError):
        parse_frame(text)


def test_a_malformed_event_keeps_its_number_and_tells_no_content():
    with pytest.raises(MalformedFrameError) as caught:
        parse_frame(posted(POST | {"id": "", "message": "secret"}))

    assert caught.value.seq == 4
    assert "secret" not in str(caught.value)
