"""Two accounts of one person come to a meeting once, and each as it said before when they part again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from plugins.meetings.models import AttendanceRow
from tests.fakes.two_sides import both
from tests.integration.test_linking import members, part


@pytest.fixture
async def sides(tmp_path):
    async with both(tmp_path) as opened:
        yield opened


async def answers(sides):
    """Return who said what, by name, and whether they want reminders."""
    names = {number: name for name, number in sorted((await members(sides)).items(), reverse=True)}
    async with sides.store.read() as session:
        rows = (await session.scalars(select(AttendanceRow).order_by(AttendanceRow.id))).all()
        return {names[row.member_id]: (row.answer, row.muted) for row in rows}


async def two_answers(sides):
    """Have both accounts of Camille answer, the one on the other network last."""
    home, away = sides.at_home(), sides.at_home("camille.d")
    await home.say("/rencontre fixer Réunion ; 8 décembre 10h-12h ; 1 place")
    await home.say("/rencontre présences je viens")
    await sides.advance(timedelta(minutes=1))
    await away.say("/rencontre présences je ne viens pas")
    async with sides.store.unit() as session:
        for row in await session.scalars(select(AttendanceRow).where(AttendanceRow.answer == "no")):
            row.muted = True
    return home, away


async def test_the_newer_answer_is_that_of_the_person_until_they_part(sides):
    home, away = await two_answers(sides)
    assert await answers(sides) == {"camille": ("yes", False), "camille.d": ("no", True)}
    await away.enter(await home.code())
    assert await answers(sides) == {"camille": ("no", True)}
    await part(home, "camille.d")
    assert await answers(sides) == {"camille": ("yes", False), "camille.d": ("no", True)}


async def test_what_they_said_since_stays_theirs(sides):
    home, away = await two_answers(sides)
    await away.enter(await home.code())
    await home.say("/rencontre présences peut-être")
    await part(home, "camille.d")
    assert await answers(sides) == {"camille": ("maybe", True), "camille.d": ("no", True)}
