"""Several accounts of one person: linked by a code, one member from then on, and parted again."""

import asyncio
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chat.messages import Post, Reply, Update
from bot.plugin import MembersMerging, Plugin
from bot.language.messages import Markup, _
from bot.store.base import Base
from bot.store.tables import AccountRow, LinkCodeRow, MemberLinkRow, MemberRow
from tests.fakes.two_sides import Both, as_typed, both, code_of


@pytest.fixture
async def sides(tmp_path):
    async with both(tmp_path) as opened:
        yield opened


async def members(stage: Both) -> dict[str, int]:
    async with stage.store.read() as session:
        rows = await session.execute(select(AccountRow.username, AccountRow.member_id))
        return {row.username: row.member_id for row in rows}


async def linked(stage: Both):
    """Link Camille's two accounts, the one at home first."""
    home, away = stage.at_home(), stage.away_from_home()
    await home.say("/rappel liste")
    code = await home.code()
    [answer] = await away.write(f"/maillage lier {code}")
    assert isinstance(answer, Reply), answer
    assert "camille.d" in str(answer.text)
    return home, away


async def test_a_code_of_one_side_entered_on_the_other_makes_one_member(sides):
    await linked(sides)
    known = await members(sides)
    assert known["camille"] == known["camille.d"]
    assert any("camille.d" in text for text in sides.home.texts("@mattermost-camille"))


async def test_a_code_says_what_to_type_and_until_when(sides):
    answer = await sides.at_home().ask("/maillage lier")
    assert "`/maillage lier " in str(answer.text)
    assert "lundi 23 novembre" in str(answer.text)
    assert "10\u202fh\u00a010" in str(answer.text).replace(" ", "\u00a0") or "10" in str(answer.text)


async def test_a_code_is_taken_in_any_case_and_without_its_hyphens(sides):
    home, away = sides.at_home(), sides.away_from_home()
    code = await home.code()
    await away.write(f"/maillage lier {as_typed(code)}")
    known = await members(sides)
    assert known["camille"] == known["camille.d"]


async def test_only_the_digest_of_a_code_is_stored(sides):
    code = await sides.at_home().code()
    async with sides.store.read() as session:
        row = (await session.scalars(select(LinkCodeRow))).one()
    assert code not in json.dumps(row.digest)
    assert len(row.digest) == 64


async def test_a_code_is_refused_kindly_by_the_account_that_made_it(sides):
    home = sides.at_home()
    code = await home.code()
    assert code_of(await home.write(f"/maillage lier {code}")) == "same_account"
    [answer] = await sides.away_from_home().write(f"/maillage lier {code}")
    assert isinstance(answer, Reply)


@pytest.mark.parametrize("fate", ["used", "expired", "replaced", "unknown"])
async def test_a_code_that_cannot_be_used_is_refused_whatever_the_reason_in_the_same_words(sides, fate):
    home, away = sides.at_home(), sides.away_from_home("maud.d")
    code = await home.code()
    match fate:
        case "used":
            await sides.away_from_home().write(f"/maillage lier {code}")
        case "expired":
            await sides.advance(timedelta(minutes=10))
        case "replaced":
            await home.code()
        case "unknown":
            code = "222-222-222"
    [answer] = await away.write(f"/maillage lier {code}")
    assert code_of([answer]) == "wrong_code"
    assert "maud.d" not in await members(sides)


async def test_wrong_codes_are_throttled_for_each_account(sides):
    home, away = sides.at_home(), sides.away_from_home()
    code = await home.code()
    for _time in range(5):
        assert code_of(await away.write("/maillage lier 222-222-222")) == "wrong_code"
        await sides.advance(timedelta(minutes=1))
    [answer] = await away.write(f"/maillage lier {code}")
    assert code_of([answer]) == "too_many_codes"
    assert "lundi 23 novembre" in str(answer.text)
    await sides.advance(timedelta(minutes=5))
    fresh = await home.code()
    assert isinstance((await away.write(f"/maillage lier {fresh}"))[0], Reply)


async def test_what_is_no_code_is_explained_and_counts_for_nothing(sides):
    home = sides.at_home()
    for _time in range(7):
        assert code_of(await home.write("/maillage lier discord")) == "not_a_code"


async def test_a_code_entered_twice_at_once_works_once(sides):
    code = await sides.at_home().code()
    answers = await asyncio.gather(
        sides.away_from_home("one").write(f"/maillage lier {code}"),
        sides.away_from_home("two").write(f"/maillage lier {code}"),
    )
    assert sorted(code_of(answer) or "done" for answer in answers) == ["done", "wrong_code"]
    known = await members(sides)
    assert len(known) == 2


async def test_accounts_that_are_linked_already_say_so(sides):
    home, away = await linked(sides)
    code = await home.code()
    assert code_of(await away.write(f"/maillage lier {code}")) == "linked_already"


async def test_a_member_has_one_list_of_reminders_each_with_a_number(sides):
    home, away = sides.at_home(), sides.away_from_home()
    await home.say("/rappel demain 9h appeler la CAF")
    code = await home.code()
    await away.write(f"/maillage lier {code}")
    await away.write("/maillage délier")
    await away.write("/rappel demain 10h relancer la mairie")
    [answer] = await home.write("/rappel liste")
    assert "1 – " in str(answer.text)
    assert "2 – " in str(answer.text)


async def test_reminders_of_two_members_are_renumbered_and_get_their_numbers_back(sides, known_both):
    home, away = known_both
    await home.write("/rappel demain 9h appeler la CAF")
    await away.write("/rappel demain 10h relancer la mairie")
    await away.write("/rappel demain 11h relire")
    await join(home, away)
    [answer] = await home.write("/rappel liste")
    for number in (1, 2, 3):
        assert f"{number} – " in str(answer.text)
    await sides.advance(timedelta(days=1, hours=3))
    rung = [text for text in sides.home.texts() + sides.away.texts() if "relancer la mairie" in text]
    assert len(rung) == 1


@pytest.fixture
async def known_both(tmp_path, sides):
    """Camille, known on both sides under two members, in a community that joined."""
    admin = sides.at_home("chef", administers=True)
    [answer] = await admin.say("/maillage lier communauté")
    from tests.fakes.two_sides import code_in

    guest = sides.away_from_home("admin.d", administers=True)
    [joined] = await guest.say(f"/maillage lier {code_in(answer)}", "guild")
    assert isinstance(joined, Reply), joined
    home, away = sides.at_home(), sides.away_from_home()
    await home.say("/rappel liste")
    await sides.advance(timedelta(minutes=1))
    await away.say("/rappel liste", "guild")
    return home, away


async def join(home, away) -> None:
    code = await home.code()
    [answer] = await away.write(f"/maillage lier {code}")
    assert isinstance(answer, Reply), answer


async def snapshot(stage: Both) -> dict[str, list[tuple]]:
    """Return all rows, but for what tells the story itself."""
    passed_over = {"link_code", "delivery", "timer", "received", "position"}
    async with stage.store.read() as session:
        return {
            table.name: sorted(
                (
                    tuple(
                        str(value)
                        for name, value in row._mapping.items()
                        if name not in ("seen_at", "state_at")
                    )
                    for row in await session.execute(select(table))
                ),
            )
            for table in Base.metadata.sorted_tables
            if table.name not in passed_over
        }


async def part(side, username: str):
    answer = await side.ask("/maillage délier")
    assert isinstance(answer, Reply)
    [button] = [one for one in answer.buttons if f"{username} (" in str(one.label)]
    return button, await side.press(button)


@pytest.mark.parametrize("username", ["camille", "camille.d"])
async def test_linking_and_parting_gives_back_what_was_there(sides, known_both, username):
    home, away = known_both
    for text in ("/rappel demain 9h un", "/rappel demain 10h deux", "/rappel chaque lundi 9h trois"):
        await home.write(text)
        await away.write(text)
    await away.write("/rappel supprimer 1")
    paul = sides.at_home("paul")
    await paul.say("/rappel @camille demain 9h ceci")
    before = await snapshot(sides)
    await join(home, away)
    assert await snapshot(sides) != before
    _button, [answer] = await part(home, username)
    assert isinstance(answer, Update)
    assert await snapshot(sides) == before


async def test_parting_twice_or_from_the_other_side_is_refused_kindly(sides, known_both):
    home, away = known_both
    await join(home, away)
    button, _answers = await part(home, "camille.d")
    assert code_of(await home.press(button)) == "not_linked"
    assert code_of(await away.press(button)) == "one_account"
    assert code_of(await sides.at_home("paul").press(button)) == "not_linked"


async def test_who_has_one_account_is_told_so(sides):
    answer = await sides.at_home().ask("/maillage délier")
    assert "un seul compte" in str(answer.text)


async def test_three_accounts_can_be_parted_in_any_order(sides, known_both):
    home, away = known_both
    third = sides.at_home("camille2")
    await third.write("/rappel demain 9h chez le troisième")
    await home.write("/rappel demain 9h chez le premier")
    await away.write("/rappel demain 9h chez le deuxième")
    before = await snapshot(sides)
    await join(third, away)  # the third becomes a part of the second, or the other way round
    await join(home, third)
    assert len(set((await members(sides)).values())) == 3  # chef, admin.d and Camille
    await part(home, "camille2")
    [answer] = await third.write("/rappel liste")
    assert "troisième" in str(answer.text)
    assert "deuxième" not in str(answer.text)
    [answer] = await home.write("/rappel liste")
    assert "premier" in str(answer.text)
    assert "deuxième" in str(answer.text)
    await part(away, "camille.d")
    assert await snapshot(sides) == before


async def test_a_reminder_for_who_is_the_same_person_now_needs_no_consent(sides, known_both):
    home, away = known_both
    await home.say("/rappel @camille.d demain 9h relire")
    await join(home, away)
    await sides.advance(timedelta(days=1))
    assert any("relire" in text for text in sides.away.texts() + sides.home.texts())


async def test_a_listener_that_fails_takes_the_link_back(tmp_path):
    plugin = Plugin("stubborn", _("Probe"))

    @plugin.on(MembersMerging)
    async def refuse(ctx, event):
        raise RuntimeError("no")

    async with both(tmp_path, plugin) as stage:
        code = await stage.at_home().code()
        assert code_of(await stage.away_from_home().write(f"/maillage lier {code}")) == "internal_error"
        assert set(await members(stage)) == {"camille"}
        async with stage.store.read() as session:
            assert (await session.scalars(select(LinkCodeRow.used_at))).one() is None
            assert (await session.scalars(select(MemberLinkRow))).all() == []


async def test_a_mark_of_who_is_a_part_of_another_still_names_them(sides, known_both):
    home, away = known_both
    gone = (await members(sides))["camille.d"]
    await join(home, away)
    from bot.chat.markup import mention
    from bot.runtime.leasing import people_on

    async with sides.store.read() as session:
        post = Post(text=Markup(f"Bonjour {mention(gone, 'camille.d')}"))
        found = await people_on(session, post, "mattermost")
    assert "camille" in str(found[gone])


async def test_private_messages_go_where_the_person_chose(sides, known_both):
    home, away = known_both
    await join(home, away)
    async with sides.store.unit() as session:
        chosen = (await session.scalars(select(AccountRow).where(AccountRow.username == "camille"))).one()
        chosen.preferred_at = sides.clock.now()
    await away.write("/rappel dans 1h relire")
    await sides.advance(timedelta(hours=2))
    assert any("relire" in text for text in sides.home.texts("@mattermost-camille"))


async def test_choices_of_who_goes_fill_what_was_not_chosen(sides, known_both):
    home, away = known_both
    known = await members(sides)
    async with sides.store.unit() as session:
        (await session.get_one(MemberRow, known["camille.d"])).language = "en"
    await join(home, away)
    async with sides.store.read() as session:
        assert (await session.get_one(MemberRow, known["camille"])).language == "en"
    await part(home, "camille.d")
    async with sides.store.read() as session:
        assert (await session.get_one(MemberRow, known["camille"])).language is None
