"""Two accounts of one person answer a survey once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.store.tables import MemberLinkRow
from plugins.meetings.models import MeetingRow
from plugins.meetings.secrecy import voter
from plugins.meetings.survey.models import SurveyAnswerRow, SurveyRow
from tests.fakes.two_sides import both
from tests.integration.test_linking import members, part


@pytest.fixture
async def sides(tmp_path):
    async with both(tmp_path) as opened:
        yield opened


async def survey_of_two(sides, *, named):
    """Have both accounts of Camille answer, and Léa; return the survey."""
    home, away, lea = sides.at_home(), sides.at_home("camille.d"), sides.at_home("lea")
    await home.say("/rencontre fixer Réunion ; demain 10h-12h")
    await away.say("/rencontre")
    await sides.advance(timedelta(days=1, hours=1))
    await home.say("/rencontre bilan 3")
    await lea.say("/rencontre bilan 8")
    known = await members(sides)
    async with sides.store.unit() as session:
        survey = await session.scalar(select(SurveyRow))
        if named:
            survey.named, survey.secret = True, None
            for row in await session.scalars(select(SurveyAnswerRow)):
                row.member_id = known["lea"] if row.score == 8 else known["camille"]
                row.voter = voter(row.member_id, None)
        session.add(
            SurveyAnswerRow(
                network_id=survey.network_id,
                survey_id=survey.id,
                member_id=known["camille.d"] if named else None,
                voter=voter(known["camille.d"], survey.secret),
                score=9,
                comment="",
            )
        )
    return home, away


async def scores(sides):
    async with sides.store.read() as session:
        return sorted((await session.scalars(select(SurveyAnswerRow.score))).all())


@pytest.mark.parametrize("named", [False, True])
async def test_of_two_answers_of_one_person_one_stays_and_they_can_change_it(sides, named):
    home, away = await survey_of_two(sides, named=named)
    assert await scores(sides) == [3, 8, 9]
    await away.enter(await home.code())
    assert len(await scores(sides)) == 2
    async with sides.store.read() as session:
        notes = str((await session.scalars(select(MemberLinkRow.notes))).all())
    assert ("9" in notes) is named  # of what is anonymous nobody notes who said what
    await home.say("/rencontre bilan 7")
    assert await scores(sides) == [7, 8]
    async with sides.store.read() as session:
        assert await session.scalar(select(MeetingRow.title)) == "Réunion"


async def test_who_part_have_their_own_answers_again_where_these_show_names(sides):
    home, away = await survey_of_two(sides, named=True)
    await away.enter(await home.code())
    await part(home, "camille.d")
    assert await scores(sides) == [3, 8, 9]
