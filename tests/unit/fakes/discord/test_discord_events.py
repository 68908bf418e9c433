"""What Discord accepts as a scheduled event of a guild."""

from dataclasses import replace

import pytest

from tests.fakes.discord import Permission

START, END = "2026-08-04T09:00:00+00:00", "2026-08-04T11:00:00+00:00"


def event(**fields):
    told = {
        "name": "Réunion",
        "privacy_level": 2,
        "entity_type": 3,
        "scheduled_start_time": START,
        "scheduled_end_time": END,
        "entity_metadata": {"location": "Voiron"},
    }
    return {name: value for name, value in (told | fields).items() if value is not None}


@pytest.fixture
def plan(rest, isere):
    """Create an event."""

    async def send(**fields):
        return await rest("POST", f"/guilds/{isere.id}/scheduled-events", event(**fields))

    return send


@pytest.mark.parametrize(
    ("fields", "path", "code"),
    [
        ({"name": "a" * 101}, ("name",), "BASE_TYPE_BAD_LENGTH"),
        ({"name": None}, ("name",), "BASE_TYPE_REQUIRED"),
        ({"description": "a" * 1001}, ("description",), "BASE_TYPE_MAX_LENGTH"),
        ({"scheduled_end_time": None}, ("scheduled_end_time",), "BASE_TYPE_REQUIRED"),
        ({"entity_metadata": None}, ("entity_metadata", "location"), "BASE_TYPE_REQUIRED"),
        (
            {"entity_metadata": {"location": "a" * 101}},
            ("entity_metadata", "location"),
            "BASE_TYPE_BAD_LENGTH",
        ),
        ({"channel_id": "1"}, ("channel_id",), "GUILD_SCHEDULED_EVENT_CHANNEL_ID_NOT_NULL"),
        (
            {"scheduled_start_time": "2026-08-03T08:00:00+00:00"},
            ("scheduled_start_time",),
            "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST",
        ),
        ({"scheduled_end_time": START}, ("scheduled_end_time",), "GUILD_SCHEDULED_EVENT_END_BEFORE_START"),
        ({"scheduled_start_time": "demain"}, ("scheduled_start_time",), "DATE_TIME_TYPE_PARSE"),
        ({"scheduled_start_time": START[:-6]}, ("scheduled_start_time",), "DATE_TIME_TYPE_PARSE"),
        ({"privacy_level": 1}, ("privacy_level",), "BASE_TYPE_CHOICES"),
        ({"entity_type": 2}, ("channel_id",), "BASE_TYPE_REQUIRED"),
    ],
)
async def test_an_event_has_its_limits(plan, fields, path, code):
    assert (await plan(**fields)).error(*path) == code


async def test_an_event_is_planned_moved_and_cancelled(rest, plan, isere):
    made = await plan()
    assert made.status == 200
    path = f"/guilds/{isere.id}/scheduled-events/{made.body['id']}"
    moved = await rest("PATCH", path, {"scheduled_end_time": "2026-08-04T12:00:00+00:00"})
    assert moved.body["scheduled_end_time"] == "2026-08-04T12:00:00+00:00"
    assert (await rest("PATCH", path, {"status": 3})).error("status") == "BASE_TYPE_CHOICES"
    assert (await rest("PATCH", path, {"status": 4})).body["status"] == 4
    assert (await rest("PATCH", path, {"name": "Encore"})).code == 180000
    assert (await rest("DELETE", path)).status == 204
    assert (await rest("GET", path)).code == 10070


async def test_a_guild_has_100_events(plan, isere):
    await plan()
    [planned] = isere.events.values()
    isere.events |= {str(number): replace(planned, id=str(number)) for number in range(98)}
    assert (await plan()).status == 200
    refused = await plan()
    assert (refused.status, refused.code) == (400, 30038)
    next(iter(isere.events.values())).status = 4
    assert (await plan()).status == 200


async def test_events_need_their_permissions(rest, strict, plan, isere):
    made = await plan()
    [role] = [role for role in isere.roles.values() if role.managed_by]
    role.permissions = Permission.MANAGE_EVENTS
    assert (await plan()).code == 50013
    path = f"/guilds/{isere.id}/scheduled-events/{made.body['id']}"
    assert (await rest("PATCH", path, {"name": "Encore"})).status == 200
    role.permissions = Permission(0)
    assert (await rest("PATCH", path, {"name": "Encore"})).code == 50013
    role.permissions = Permission.CREATE_EVENTS
    assert (await rest("PATCH", path, {"name": "Encore"})).status == 200
