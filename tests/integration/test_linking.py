"""Several accounts of one person: linked by a code, one member from then on, and parted again."""

import asyncio
import json
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.chat.incoming import Completion, Line, Shows, Submission
from bot.chat.markup import mention
from bot.chat.messages import Button, Embed, Post, Reply, Update
from bot.config import Config
from bot.errors import Refusal
from bot.language.messages import Markup, _
from bot.plugin import MembersMerging, Plugin
from bot.runtime import linking
from bot.runtime.leasing import people_on
from bot.sections import RolesSection
from bot.store.base import Base
from bot.store.people import member_named, network_of
from bot.store.tables import (
    AccountRow,
    DeliveryRow,
    LinkCodeRow,
    MemberLinkRow,
    MemberRow,
    NetworkRow,
    RoleGrantRow,
)
from plugins.reminders.models import ConsentRow
from tests.fakes.platform import Fail
from tests.fakes.two_sides import AWAY, HOME, Both, as_typed, both, code_in, code_of


@pytest.fixture
async def sides(tmp_path):
    async with both(tmp_path) as opened:
        yield opened


async def members(stage: Both) -> dict[str, int]:
    async with stage.store.read() as session:
        return await members_in(session)


async def linked(stage: Both):
    """Link Camille's two accounts, the one at home first."""
    home, away = stage.at_home(), stage.away_from_home()
    await home.say("/rappel liste")
    code = await home.code()
    [answer] = await away.enter(code)
    assert isinstance(answer, Update), answer
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
    assert "10\u202fh\u202f10" in str(answer.text).replace("\u00a0", "\u202f")


async def test_a_code_is_taken_in_any_case_and_without_its_hyphens(sides):
    home, away = sides.at_home(), sides.away_from_home()
    code = await home.code()
    await away.enter(as_typed(code))
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
            await sides.away_from_home().enter(code)
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
        sides.away_from_home("one").enter(code),
        sides.away_from_home("two").enter(code),
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
    await away.enter(code)
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
    [answer] = await away.enter(code)
    assert isinstance(answer, Update), answer


async def snapshot(stage: Both) -> dict[str, list[tuple]]:
    """Return all rows, but for what tells the story itself."""
    passed_over = {"indexed", "link_code", "delivery", "timer", "received", "position"}
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
        assert code_of(await stage.away_from_home().enter(code)) == "internal_error"
        assert set(await members(stage)) == {"camille"}
        async with stage.store.read() as session:
            assert (await session.scalars(select(LinkCodeRow.used_at))).one() is None
            assert (await session.scalars(select(MemberLinkRow))).all() == []


async def test_a_mark_of_who_is_a_part_of_another_still_names_them(sides, known_both):
    home, away = known_both
    gone = (await members(sides))["camille.d"]
    await join(home, away)
    async with sides.store.read() as session:
        post = Post(text=Markup(f"Bonjour {mention(gone, 'camille.d')}"))
        found = await people_on(session, post, "mattermost")
        letter = Post(text=Markup(""), embeds=(Embed(Markup("x"), footer=mention(gone, "camille.d")),))
        assert await people_on(session, letter, "mattermost") == found
    assert "camille" in str(found[gone])


async def test_private_messages_go_where_the_person_chose(sides, known_both):
    home, away = known_both
    await join(home, away)
    [form] = await away.write("/maillage préférences")
    [saved] = await sides.receive(
        Submission(
            author=away.author,
            location=away.dm,
            plugin="network",
            form="preferences",
            values={field.name: field.value or "" for field in form.fields},
        )
    )
    assert "utilisé en dernier" in str(saved.text)
    [menu] = saved.menus
    [option] = [one for one in menu.options if "camille (" in str(one.label)]
    [answer] = await away.choose(menu, option.value)
    assert "camille" in str(answer.text)
    await away.write("/rappel dans 1h relire")
    await sides.advance(timedelta(hours=2))
    assert any("relire" in text for text in sides.home.texts("@mattermost-camille"))
    [answer] = await away.choose(menu, "last")
    await away.write("/rappel dans 1h relancer")
    await sides.advance(timedelta(hours=2))
    assert any("relancer" in text for text in sides.away.texts("@discord-camille.d"))


async def test_private_messages_go_to_the_account_used_last_however_often_that_changes(sides, known_both):
    home, away = known_both
    await join(home, away)
    received = {HOME: "@mattermost-camille", AWAY: "@discord-camille.d"}
    fakes = {HOME: sides.home, AWAY: sides.away}
    for number, side in enumerate([home, away, home, away, away, home, home]):
        await sides.advance(timedelta(minutes=5))
        await side.write(f"/rappel dans 10 minutes pain {number}")
        await sides.advance(timedelta(minutes=20))
        where = {
            name
            for name, dm in received.items()
            for text in fakes[name].texts(dm)
            if f"pain {number}" in text
        }
        assert where == {side.platform}


async def test_who_is_only_named_by_a_colleague_has_not_used_that_account(sides, known_both):
    home, away = known_both
    await join(home, away)
    await sides.advance(timedelta(minutes=5))
    await home.write("/rappel dans 1h relire")
    await sides.advance(timedelta(minutes=5))
    maud = sides.away_from_home("maud.d")
    await sides.receive(
        Line(
            author=maud.author,
            location=maud.channel("guild", "general"),
            text="/rappel liste",
            to_bot=True,
            people=(away.author,),
        )
    )
    await sides.advance(timedelta(hours=1))
    assert any("relire" in text for text in sides.home.texts("@mattermost-camille"))


async def test_who_has_one_account_is_not_asked_where_private_messages_go(sides):
    home = sides.at_home()
    [form] = await home.write("/maillage préférences")
    [saved] = await sides.receive(
        Submission(
            author=home.author,
            location=home.dm,
            plugin="network",
            form="preferences",
            values={field.name: field.value or "" for field in form.fields},
        )
    )
    assert saved.menus == ()


async def test_what_waits_for_who_goes_is_sent_once_to_the_member(sides, known_both):
    home, away = known_both
    await away.write("/rappel dans 1h relire")
    sides.away.will(*[Fail()] * 50)
    await sides.advance(timedelta(hours=1, minutes=1))
    await join(home, away)
    sides.away.works_again()
    await sides.advance(timedelta(hours=3))
    rung = [text for text in sides.home.texts() + sides.away.texts() if "relire" in text and "Rappel" in text]
    assert len(rung) == 1
    async with sides.store.read() as session:
        assert {row.state for row in await session.scalars(select(DeliveryRow))} == {"sent"}


async def test_a_code_asked_for_under_a_mention_goes_by_direct_message(sides):
    home = sides.at_home()
    where = home.channel("team", "general")
    line = Line(
        author=home.author,
        location=where,
        text="maillage lier",
        to_bot=True,
        shows=Shows.NOTHING,
        reply_to="1",
    )
    assert await sides.receive(line) == []
    assert sides.home.texts("team-general") == ["Je te réponds en message privé."]
    [text] = sides.home.texts("@mattermost-camille")
    assert "/maillage lier " in text


async def test_who_began_to_act_before_the_link_does_not_act_for_who_is_gone(sides, known_both):
    home, away = known_both
    before = await sides.bot.identity.resolve(away.author, away.dm)
    await join(home, away)
    line = Line(author=away.author, location=away.dm, text="x", to_bot=True)
    with pytest.raises(Refusal, match="linked_meanwhile"):
        async with sides.bot.handlers.for_person("probe", before, line):
            pass
    after = await sides.bot.identity.resolve(away.author, away.dm)
    async with sides.bot.handlers.for_person("probe", after, line) as ctx:
        assert ctx.member.username == "camille.d"


async def test_an_administrator_is_one_by_each_of_their_accounts(tmp_path):
    config = Config(roles=RolesSection(admins=[f"{HOME}:camille"]))
    async with both(tmp_path, config=config) as stage:
        home, away = await linked(stage)
        assert code_of(await away.write("/maillage lier communauté")) is None
        await part(home, "camille.d")
        assert code_of(await away.write("/maillage lier communauté")) == "not_allowed"


async def test_members_of_the_same_name_on_both_sides_are_told_apart_by_the_side(sides, known_both):
    home, away = sides.at_home("sam"), sides.away_from_home("sam")
    await home.say("/rappel liste")
    await away.say("/rappel liste", "guild")
    async with sides.store.read() as session:
        found = [await member_named(session, 1, "sam", platform) for platform in (HOME, AWAY)]
    assert found[0] != found[1]
    await join(home, away)
    async with sides.store.read() as session:
        found = [await member_named(session, 1, "sam", platform) for platform in (HOME, AWAY)]
    assert found[0] == found[1]


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


@pytest.mark.parametrize("seed", [0, 100, 102, 104, 116])
async def test_whatever_was_linked_and_parted_in_whatever_order_all_is_as_before_once_all_is_parted(
    sides, known_both, seed
):
    chance = random.Random(seed)
    people = [*known_both, sides.at_home("sam"), sides.away_from_home("sam.d")]
    for number, person in enumerate(people):
        await person.say("/rappel liste", "team" if person.platform == HOME else "guild")
        await person.write("/rappel liste")
        for count in range(chance.randrange(3)):
            await person.write(f"/rappel demain 9h tâche {number} {count}")
        await sides.advance(timedelta(seconds=chance.randrange(3)))
    async with sides.store.unit() as session:
        known = await members_in(session)
        for one, other in chance.sample([(a, b) for a in people for b in people if a != b], 6):
            session.add(
                ConsentRow(
                    network_id=1,
                    member_id=known[one.name],
                    owner_id=known[other.name],
                    answer=chance.choice(["always", "never"]),
                    answered_at=sides.clock.now(),
                )
            )
        for person in chance.sample(people, 3):
            session.add(
                RoleGrantRow(
                    member_id=known[person.name],
                    role=chance.choice(["coordinator", "admin"]),
                    scope="network",
                    scope_id="1",
                    granted_at=sides.clock.now(),
                )
            )
            (await session.get_one(MemberRow, known[person.name])).zone = "Indian/Reunion"
    before = await snapshot(sides)
    for _step in range(10):
        one, other = chance.sample(people, 2)
        if chance.random() < 0.7:
            await other.enter(await one.code())
        else:
            await part_if_linked(one, chance)
    for person in people:
        await part_if_linked(person, chance)
    assert len(set((await members(sides)).values())) == len(await members(sides))
    assert await snapshot(sides) == before


async def part_if_linked(person, chance) -> None:
    """Part one of a person's accounts, whichever, until they have one only."""
    answer = await person.ask("/maillage délier")
    while answer.buttons:
        await person.press(chance.choice(answer.buttons))
        answer = await person.ask("/maillage délier")


async def members_in(session) -> dict[str, int]:
    rows = await session.execute(select(AccountRow.username, AccountRow.member_id))
    return {row.username: row.member_id for row in rows}


async def answer_for_good(stage: Both, who, **answers: str) -> None:
    """Have somebody have answered, once and for all, to the reminders of others, by their user names."""
    known = await members(stage)
    async with stage.store.unit() as session:
        for owner, answer in answers.items():
            session.add(
                ConsentRow(
                    network_id=1,
                    member_id=known[who.name],
                    owner_id=known[owner.replace("_", ".")],
                    answer=answer,
                    answered_at=stage.clock.now(),
                )
            )


async def accepted(stage: Both, asker, whom) -> str | None:
    """Return why somebody does not get a reminder from somebody; None if they do, or are asked."""
    return code_of(await asker.write(f"/rappel @{whom.name} demain 9h ceci"))


@pytest.fixture
async def karim(sides):
    karim = sides.at_home("karim")
    await karim.say("/rappel liste")
    return karim


@pytest.mark.parametrize(
    "answers", [{"camille": "always", "camille_d": "never"}, {"camille": "never", "camille_d": "always"}]
)
async def test_whoever_refused_one_of_two_accounts_refuses_the_person(sides, known_both, karim, answers):
    home, away = known_both
    await answer_for_good(sides, karim, **answers)
    for side in (home, away, karim):
        await side.write("/rappel liste")
    before = await snapshot(sides)
    await join(home, away)
    for side in (home, away):
        assert await accepted(sides, side, karim) == "not_accepted"
    answer = await karim.ask("/rappel bloqués")
    assert len(answer.buttons) == 1
    await part(home, "camille.d")
    assert await snapshot(sides) == before


async def test_a_refusal_since_the_link_holds_for_both_once_they_are_parted(sides, known_both, karim):
    home, away = known_both
    await answer_for_good(sides, karim, camille_d="always")
    await join(home, away)
    await sides.advance(timedelta(minutes=1))
    known = await members(sides)
    await karim.press(Button("Bloquer", "block", {"owner": known["camille"]}, plugin="reminders"))
    assert await accepted(sides, away, karim) == "not_accepted"
    await part(home, "camille.d")
    for side in (home, away):
        assert await accepted(sides, side, karim) == "not_accepted"


async def test_what_a_linked_person_refuses_stays_refused_by_both_once_they_are_parted(
    sides, known_both, karim
):
    home, away = known_both
    await join(home, away)
    await sides.advance(timedelta(minutes=1))
    await answer_for_good(sides, home, karim="never")
    await part(home, "camille.d")
    for side in (home, away):
        assert await accepted(sides, karim, side) == "not_accepted"


async def test_whoever_is_asked_again_about_a_person_is_asked_about_each_account(sides, known_both, karim):
    home, away = known_both
    await answer_for_good(sides, karim, camille="always", camille_d="never")
    await join(home, away)
    [button] = (await karim.ask("/rappel bloqués")).buttons
    await karim.press(replace(button, plugin="reminders"))
    await part(home, "camille.d")
    for side in (home, away):
        assert await accepted(sides, side, karim) is None


async def test_whoever_enters_a_code_sees_with_whom_they_would_be_one_and_nothing_is_done_yet(
    sides, known_both
):
    home, away = known_both
    before = await members(sides)
    code = await home.code()
    [question] = await away.write(f"/maillage lier {code}")
    assert question.private
    assert "camille (Mattermost)" in str(question.text)
    [button] = question.buttons
    assert await members(sides) == before
    [again] = await away.write(f"/maillage lier {code}")
    assert again.text == question.text
    [done] = await away.press(button)
    assert "un seul et même membre" in str(done.text)
    known = await members(sides)
    assert known["camille"] == known["camille.d"]


async def test_all_accounts_of_who_made_a_code_are_shown_to_who_enters_it(sides, known_both):
    home, away = known_both
    await join(home, away)
    third = sides.at_home("camille2")
    [question] = await third.write(f"/maillage lier {await away.code()}")
    text = str(question.text)
    assert text.index("camille.d (Discord)") < text.index("camille (Mattermost)")


@pytest.mark.parametrize("fate", ["late", "replaced", "used"])
async def test_a_confirmation_that_comes_too_late_links_nobody(sides, known_both, fate):
    home, away = known_both
    code = await home.code()
    [question] = await away.write(f"/maillage lier {code}")
    match fate:
        case "late":
            await sides.advance(timedelta(minutes=10))
        case "replaced":
            await home.code()
        case "used":
            await sides.away_from_home("maud.d").enter(code)
    before = await members(sides)
    assert code_of(await away.press(question.buttons[0])) == "wrong_code"
    assert await members(sides) == before


async def test_a_confirmation_pressed_twice_says_that_it_is_done(sides, known_both):
    home, away = known_both
    code = await home.code()
    [question] = await away.write(f"/maillage lier {code}")
    await away.press(question.buttons[0])
    assert code_of(await away.press(question.buttons[0])) == "linked_already"
    assert code_of(await away.write(f"/maillage lier {code}")) == "linked_already"
    assert code_of(await home.write(f"/maillage lier {code}")) == "linked_already"


async def test_nothing_is_kept_of_a_stranger_who_is_asked_whether_it_is_them(sides):
    home, stranger = sides.at_home(), sides.away_from_home()
    code = await home.code()
    before = await snapshot(sides)
    [question] = await stranger.write(f"/maillage lier {code}")
    assert await snapshot(sides) == before
    assert code_of(await stranger.write("/maillage aide")) == "not_joined"
    await stranger.press(question.buttons[0])
    known = await members(sides)
    assert known["camille"] == known["camille.d"]


async def test_a_stranger_whom_nothing_can_be_shown_at_once_is_asked_by_a_message_with_a_button(sides):
    home, stranger = sides.at_home(), sides.away_from_home()
    code = await home.code()
    line = Line(
        author=stranger.author,
        location=stranger.dm,
        text=f"/maillage lier {code}",
        to_bot=True,
        shows=Shows.NOTHING,
    )
    before = await snapshot(sides)
    assert await sides.receive(line) == []
    assert await snapshot(sides) == before
    [(_at, asked)] = sides.away.attempts
    assert asked.channel == stranger.dm.id
    await stranger.press(asked.post.buttons[0])
    known = await members(sides)
    assert known["camille"] == known["camille.d"]


async def test_the_code_of_a_community_is_told_by_its_letter_and_links_no_account(sides, known_both):
    admin = sides.at_home("chef", administers=True)
    code = await admin.code("communauté")
    _home, away = known_both
    assert code.startswith("C-")
    confirm = Button(Markup("x"), "link", {"code": code})
    assert code_of(await away.press(confirm)) == "wrong_code"
    assert code_of(await away.press(replace(confirm, arguments={"code": code[2:]}))) == "wrong_code"
    assert not (await sides.at_home().code()).startswith("C-")


async def test_an_account_that_was_linked_since_it_was_read_is_not_moved(sides, known_both):
    await sides.at_home("camille2").say("/rappel liste")
    now, tell = sides.clock.now(), sides.bot.handlers.tell_all
    async with sides.store.unit() as session:
        rows = await session.scalars(select(AccountRow).where(AccountRow.username.like("camille%")))
        accounts = {row.username: row for row in rows}
        network = network_of(await session.get_one(NetworkRow, 1))
        elsewhere = update(AccountRow).values(member_id=accounts["camille2"].member_id)
        moved = elsewhere.where(AccountRow.id == accounts["camille"].id)
        await session.execute(moved.execution_options(synchronize_session=False))  # as somebody else does
        home, away = accounts["camille"], accounts["camille.d"]
        with pytest.raises(Refusal, match="linked_meanwhile"):
            await linking.link(session, network, (home, away), now, tell)
        with pytest.raises(Refusal, match="linked_meanwhile"):
            await linking.part(session, network, home, now, tell)
        assert (await session.scalars(select(MemberLinkRow))).all() == []


@pytest.mark.parametrize("typed", ["{code}", "lier {code}", "link {code}", " {lower} "])
async def test_a_code_is_taken_without_the_command(sides, known_both, typed):
    home, away = known_both
    code = await home.code()
    [question] = await away.write(typed.format(code=code, lower=code.lower()))
    assert "camille (Mattermost)" in str(question.text)


@pytest.mark.parametrize(("who", "offered"), [("chef", ["communauté"]), ("camille", [])])
async def test_the_word_for_the_community_is_offered_to_whom_it_is_for(sides, known_both, who, offered):
    side = sides.at_home(who, administers=who == "chef")
    typed = Completion(
        author=side.author,
        location=side.channel("team", "general"),
        root="maillage",
        verb="lier",
        argument="code",
        typed="Commu",
    )
    assert [option.value for option in await sides.bot.dispatcher.complete(typed)] == offered
