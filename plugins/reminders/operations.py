"""What can be done with a reminder, whatever asked for it: a command, a button, a form or a sentence."""

from __future__ import annotations

from bot.chat.people import Member, Role
from bot.chat.places import Place, PlaceKind
from bot.language.messages import Instant, _
from bot.language.moments import Understood
from bot.language.moments.plans import Plan, is_too_frequent, plan_of
from bot.plugin import Context, NotAllowed, Refusal, WorkContext
from plugins.reminders import consent, register
from plugins.reminders.arguments import Until
from plugins.reminders.models import ReminderRow, State
from plugins.reminders.series import SHORTEST_GAP, delayed


def new_row(ctx: Context, text: str, member: Member | None, place: Place | None) -> ReminderRow:
    """Return a draft: a text for somebody or for a place, without a date.

    Raises:
        Refusal: the text is too long.
    """
    check_text(text)
    here = place if place is not None and place.kind is not PlaceKind.DM else None
    for_whom = member if member is not None or here is not None else ctx.member
    return ReminderRow(
        network_id=ctx.network.id,
        owner_id=ctx.member.id,
        member_id=for_whom.id if for_whom else None,
        place_id=here.id if here else None,
        thread=here.thread if here else None,
        text=text,
        zone=ctx.words.zone.key,
        skip_holidays=False,
        state=State.DRAFT,
        created_at=ctx.now,
    )


async def start(ctx: Context, row: ReminderRow, plan: Plan) -> None:
    """Give a draft its plan: from now on it waits to ring, or for its addressee to accept.

    Raises:
        Refusal: its time has passed, it recurs too often, there are too many, or the addressee wants none.
    """
    check_plan(plan)
    next_at = plan.next_after(ctx.now)
    if next_at is None:
        raise Refusal(
            "time_passed",
            _("This time has passed meanwhile: {at}. Tell me again when.", at=Instant(plan.first)),
        )
    await register.claim_number(ctx.session, row)
    register.write_plan(row, plan)
    row.next_at = next_at
    row.state = State.ACTIVE
    ctx.session.add(row)
    await _seek_consent(ctx, row)
    await register.schedule(ctx, row)


async def change(ctx: Context, row: ReminderRow, text: str | None, plan: Plan | None) -> None:
    """Change the text or the plan of a reminder; a paused one stays paused.

    Raises:
        Refusal: the reminder is over, or the new text or plan cannot be accepted.
    """
    if row.state == State.DRAFT:
        check_text(text or row.text)
        row.text = text or row.text
        await start(ctx, row, plan or register.plan_of_row(row))
        return
    check_not_over(row)
    if text is not None:
        check_text(text)
        row.text = text
    if plan is not None:
        check_plan(plan)
        if row.state == State.RUNG:
            await register.claim_number(ctx.session, row)
            row.state = State.ACTIVE
        register.write_plan(row, plan)
    if row.state != State.PAUSED:
        await _seek_consent(ctx, row)
    await register.schedule(ctx, row)


async def remove(ctx: Context, row: ReminderRow) -> None:
    """Remove a reminder; it can be put back for a while.

    Raises:
        Refusal: it is over.
    """
    check_not_over(row)
    await consent.withdraw(ctx, row)
    await register.end(ctx, row, State.REMOVED)


async def restore(ctx: Context, row: ReminderRow) -> None:
    """Put back a removed reminder.

    Raises:
        Refusal: it is not removed, or its time has passed.
    """
    if row.state != State.REMOVED or row.wall is None:
        raise Refusal("not_removed", _("This reminder is not removed: there is nothing to put back."))
    await register.claim_number(ctx.session, row)
    await _resume(ctx, row)
    await _seek_consent(ctx, row)
    await register.schedule(ctx, row)


async def pause(ctx: Context, row: ReminderRow) -> None:
    """Pause a reminder: it does not ring until it is resumed.

    Raises:
        Refusal: it is not waiting to ring.
    """
    if row.state == State.PAUSED:
        raise Refusal(
            "already_paused", _("This reminder is paused already. To set it going again: `/remind resume`.")
        )
    if row.state != State.ACTIVE:
        raise _nothing_waits()
    row.state = State.PAUSED
    row.snoozed_to = None
    await register.schedule(ctx, row)


async def resume(ctx: Context, row: ReminderRow) -> None:
    """Resume a paused reminder: it goes on with the next time to come.

    Raises:
        Refusal: it is not paused, or its time has passed.
    """
    if row.state != State.PAUSED:
        raise Refusal("not_paused", _("This reminder is not paused."))
    await _resume(ctx, row)
    await register.schedule(ctx, row)


async def postpone(ctx: Context, row: ReminderRow, plan: Plan) -> None:
    """Have a reminder ring at another time: the only one, or one more if it recurs.

    Raises:
        Refusal: the reminder is over, or it still has to be accepted.
    """
    check_not_over(row)
    if row.state not in (State.ACTIVE, State.RUNG):
        raise _nothing_waits()
    if row.rule is not None:
        row.snoozed_to = plan.first
        if row.state == State.RUNG:
            row.next_at = None
        row.state = State.ACTIVE
    else:
        register.write_plan(row, plan)
        row.state = State.ACTIVE
    await register.schedule(ctx, row)


async def move(ctx: Context, row: ReminderRow, place: Place | None) -> None:
    """Have a person's own reminder ring in a place, or by DM (None).

    Raises:
        Refusal: the reminder is over.
        NotAllowed: somebody else would show it to everybody in the place.
    """
    check_not_over(row)
    if place is not None:
        _check_owner(ctx, row)
    row.place_id = place.id if place else None
    row.thread = place.thread if place else None
    await ctx.session.flush()


async def give(ctx: Context, row: ReminderRow, addressee: Member) -> None:
    """Address a person's own reminder to a colleague, who is asked.

    Raises:
        Refusal: the colleague wants no reminder from that person.
        NotAllowed: it is somebody else's reminder.
    """
    check_not_over(row)
    _check_owner(ctx, row)
    row.member_id, row.place_id, row.thread = addressee.id, None, None
    await _seek_consent(ctx, row)
    await register.schedule(ctx, row)


async def check_may_touch(ctx: Context, row: ReminderRow) -> None:
    """Check that the person who acts may change a reminder.

    Raises:
        NotAllowed: they are not its owner, nor its addressee, nor a coordinator: of the place where it rings,
            of the whole network if it rings in private.
    """
    if ctx.member.id in (row.owner_id, row.member_id):
        return
    place = await ctx.find_place(row.place_id) if row.place_id is not None else None
    coordinates = (
        await ctx.may(Role.COORDINATOR, place) if place else await ctx.may_everywhere(Role.COORDINATOR)
    )
    if not coordinates:
        raise NotAllowed(
            _("Only the person who set this reminder, the one it is for, or a coordinator can change it.")
        )


def plan_for(ctx: Context, moment: Understood) -> Plan:
    """Return the plan that a moment makes for the person who speaks."""
    return plan_of(moment, ctx.words.zone, ctx.reading.territory)


def single_plan(ctx: Context, moment: Understood) -> Plan:
    """Return the plan to which a reminder is postponed.

    Raises:
        Refusal: the moment recurs.
    """
    if moment.rrule is not None:
        raise Refusal(
            "recurrent",
            _("A reminder is postponed to one time. To make it recur: `/remind edit`."),
        )
    return plan_for(ctx, moment)


async def postponement(ctx: Context, row: ReminderRow, until: Until) -> Plan:
    """Return the plan to which a reminder is postponed: a delay counts from its own date if it is to come.

    Raises:
        Refusal: the moment recurs, or comes before the reminder's own date.
    """
    plan = single_plan(ctx, until)
    due = row.snoozed_to or row.next_at
    if row.state != State.ACTIVE or due is None or await register.waits_for_a_choice(ctx, row):
        return plan
    if until.delay is not None:
        return delayed(due, until.delay, plan.zone)
    if row.rule is None and plan.first < due:
        raise Refusal(
            "earlier",
            _(
                "{at} comes before the date of this reminder, {due}. To bring it forward: "
                "`/remind edit {number}` and the new date.",
                at=Instant(plan.first),
                due=Instant(due),
                number=row.number,
            ),
        )
    return plan


async def people(ctx: WorkContext, row: ReminderRow) -> tuple[Member | None, Member | None]:
    """Return the owner and the addressee of a reminder."""
    owner = await _person(ctx, row.owner_id)
    if row.member_id is None or row.member_id == row.owner_id:
        return owner, owner if row.member_id is not None else None
    return owner, await _person(ctx, row.member_id)


async def _person(ctx: WorkContext, member: int) -> Member | None:
    if isinstance(ctx, Context) and ctx.member.id == member:
        return ctx.member
    return await ctx.find_member(member)


def check_text(text: str) -> None:
    """Check the text of a reminder.

    Raises:
        Refusal: it is too long.
    """
    if len(text) > register.LONGEST:
        raise Refusal(
            "too_long",
            _(
                "This text has {length} characters, and a reminder takes {limit}: shorten it a little.",
                length=len(text),
                limit=register.LONGEST,
            ),
        )


def check_plan(plan: Plan) -> None:
    """Check that a plan is not a nuisance.

    Raises:
        Refusal: it recurs too often.
    """
    if is_too_frequent(plan, SHORTEST_GAP):
        raise Refusal(
            "too_frequent",
            _(
                "That would ring too often: leave at least {minutes} minutes between two times.",
                minutes=int(SHORTEST_GAP.total_seconds() // 60),
            ),
        )


def check_not_over(row: ReminderRow) -> None:
    """Check that a reminder can still be changed.

    Raises:
        Refusal: it is over; the reason says how.
    """
    match row.state:
        case State.DONE:
            raise Refusal("already_done", _("This reminder is marked as done already."))
        case State.REMOVED:
            raise Refusal("removed", _("This reminder was removed. Set a new one if it is still useful."))
        case State.REFUSED:
            raise Refusal("refused", _("This reminder was not accepted: it will not ring."))
        case State.UNANSWERED:
            raise Refusal("unanswered", _("This reminder was not accepted in time: it will not ring."))


def _check_owner(ctx: Context, row: ReminderRow) -> None:
    if ctx.member.id != row.owner_id:
        raise NotAllowed(_("Only the person who set this reminder can do that."))


async def _seek_consent(ctx: Context, row: ReminderRow) -> None:
    if row.member_id is None or row.member_id == row.owner_id:
        return
    owner, addressee = await people(ctx, row)
    if owner is not None and addressee is not None:
        await consent.seek(ctx, row, owner, addressee)


async def _resume(ctx: Context, row: ReminderRow) -> None:
    plan = register.plan_of_row(row)
    row.next_at = plan.next_after(ctx.now)
    if row.next_at is None:
        raise Refusal(
            "time_passed",
            _(
                "The time of this reminder has passed: {at}. Give it another one with `/remind edit`.",
                at=Instant(plan.first),
            ),
        )
    row.state = State.ACTIVE


def _nothing_waits() -> Refusal:
    return Refusal(
        "not_waiting", _("This reminder does not wait to ring at the moment, so there is nothing to change.")
    )
