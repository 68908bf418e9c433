"""When reminders ring: what their buttons and sentences offer, and how often at most."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.language.moments.plans import MORNING, Plan, plan_at

SHORTEST_GAP = timedelta(minutes=15)
"""What recurs more often than this is no reminder but a nuisance."""


def delayed(instant: datetime, delay: timedelta, zone: ZoneInfo) -> Plan:
    """Return the plan that rings once, a while after an instant: days count on the wall clock."""
    wall = instant.astimezone(zone).replace(tzinfo=None) + timedelta(days=delay.days)
    return plan_at(Plan(wall, zone).first + timedelta(seconds=delay.seconds), zone)


def tomorrow_morning(now: datetime, zone: ZoneInfo) -> Plan:
    """Return the plan that rings once, tomorrow at 9:00."""
    return Plan(datetime.combine(now.astimezone(zone).date() + timedelta(days=1), MORNING), zone)


def monday_morning(now: datetime, zone: ZoneInfo) -> Plan:
    """Return the plan that rings once, on the coming Monday at 9:00."""
    today = now.astimezone(zone).date()
    return Plan(datetime.combine(today + timedelta(days=7 - today.weekday()), MORNING), zone)
