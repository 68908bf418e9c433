"""The buttons under confirmations and lists: correct, remove, put back, pause, move, give to a colleague."""

from __future__ import annotations

from bot.chat.messages import Post, Reply, Update
from bot.language.messages import Text, _
from bot.plugin import Context, NotAllowed, OpenForm, Refusal
from plugins.reminders import consent, operations, register, replies, words
from plugins.reminders.blocked import blocked_reply, forget_answer
from plugins.reminders.declaration import plugin
from plugins.reminders.listing import MINE, chosen, listing
from plugins.reminders.models import ReminderRow, State


async def touched(ctx: Context, reminder: int) -> ReminderRow:
    """Return a reminder that the person who acts may change."""
    row = await register.get(ctx, reminder)
    await operations.check_may_touch(ctx, row)
    return row


@plugin.action("correct")
async def correct(ctx: Context, reminder: int) -> OpenForm:
    """Open the form in which the text and the time are changed."""
    row = await touched(ctx, reminder)
    operations.check_not_over(row)
    return replies.edit_form(ctx, row)


@plugin.action("remove")
async def remove(ctx: Context, reminder: int) -> Update:
    """Remove the reminder that was just set."""
    row = await touched(ctx, reminder)
    said = words.removed(row)
    await operations.remove(ctx, row)
    return Update(text=said, buttons=(words.restore_button(row),))


@plugin.action("restore")
async def restore(ctx: Context, reminder: int) -> Update:
    """Put back a reminder that was removed."""
    row = await touched(ctx, reminder)
    await operations.restore(ctx, row)
    said = _("Reminder no. {number} is back: {text}", number=row.number, text=words.quoted(row.text))
    return await replies.as_update(ctx, row, said=said)


@plugin.action("move")
async def move(ctx: Context, reminder: int, here: bool) -> Update:
    """Have one's own reminder ring here, or in private."""
    row = await touched(ctx, reminder)
    await operations.move(ctx, row, ctx.place if here else None)
    return await replies.as_update(ctx, row)


@plugin.action("give")
async def give(ctx: Context, reminder: int, member: int) -> Update:
    """Address one's own reminder to the colleague whom it names."""
    row = await touched(ctx, reminder)
    addressee = await ctx.find_member(member)
    if addressee is None:
        raise Refusal("unknown_member", _("This person is not in the network any more."))
    await operations.give(ctx, row, addressee)
    return await replies.as_update(ctx, row)


@plugin.action("list-page")
async def turn_page(ctx: Context, kind: str, page: int) -> Update:
    """Show another page of a list."""
    return _update(await listing(ctx, kind, page))


@plugin.action("list-choose")
async def choose(ctx: Context, kind: str, page: int) -> Reply:
    """Show the reminder chosen in the menu of a list, with what can be done with it."""
    row = await touched(ctx, int(ctx.choice or 0))
    operations.check_not_over(row)
    post = await chosen(ctx, row, kind, page)
    return Reply(text=post.text, buttons=post.buttons)


@plugin.action("list-remove")
async def remove_from_list(ctx: Context, reminder: int, kind: str, page: int) -> list[Update | Reply]:
    """Remove a reminder from a list; the list is shown without it."""
    row = await touched(ctx, reminder)
    said = words.removed(row)
    await operations.remove(ctx, row)
    return [
        _update(await listing(ctx, kind, page)),
        Reply(text=said, buttons=(words.restore_button(row),)),
    ]


@plugin.action("list-pause")
async def pause_in_list(ctx: Context, reminder: int, kind: str, page: int) -> Update:
    """Pause a reminder of a list."""
    row = await touched(ctx, reminder)
    await operations.pause(ctx, row)
    said: Text = _("Paused: {text}", text=words.shortened(row.text))
    return _update(await listing(ctx, kind, page, said=said))


@plugin.action("list-resume")
async def resume_in_list(ctx: Context, reminder: int, kind: str, page: int) -> Update:
    """Resume a reminder of a list."""
    row = await touched(ctx, reminder)
    await operations.resume(ctx, row)
    said: Text = _("On again: {text}", text=words.shortened(row.text))
    return _update(await listing(ctx, kind, page, said=said))


@plugin.action("stop")
async def stop(ctx: Context, reminder: int) -> list[Update | Reply]:
    """Stop a reminder that a colleague set for the person; the colleague is told."""
    row = await register.get(ctx, reminder)
    operations.check_not_over(row)
    if ctx.member.id != row.member_id:
        raise NotAllowed
    said = _("Stopped: {text}", text=words.shortened(row.text))
    await consent.stop(ctx, row)
    return [_update(await listing(ctx, MINE)), Reply(text=said)]


@plugin.action("answer")
async def answer(ctx: Context, reminder: int, answer: str) -> Update:
    """Answer a colleague who wants to remind one of something."""
    row = await register.get(ctx, reminder)
    if ctx.member.id != row.member_id:
        raise Refusal("not_allowed", _("Only the person who was asked can answer this."))
    if row.state in (State.REMOVED, State.UNANSWERED):
        raise Refusal("withdrawn", _("It is too late to answer: this reminder does not wait any more."))
    if row.state != State.ASKING:
        raise Refusal("answered", _("You answered this already."))
    owner, _addressee = await operations.people(ctx, row)
    name = words.named(owner)
    match answer:
        case "always":
            accepted = await consent.accept(ctx, row, always=True)
            lines: list[Text] = [
                _("You accept the reminders of {name}. `/remind blocked` changes that.", name=name)
            ]
            lines += [words.announced(one) for one in accepted]
            return Update(text=ctx.words.join(lines))
        case "once":
            await consent.accept(ctx, row, always=False)
            said = _("You accept this reminder of {name}.", name=name)
            return Update(text=ctx.words.join([said, words.announced(row)]))
        case "never":
            await consent.block(ctx, row.owner_id)
            return Update(text=_blocked(name))
        case _:
            await consent.decline(ctx, row)
            return Update(
                text=_(
                    "You declined this reminder of {name}. They are told, politely, and I will not ask you "
                    "again for {days} days. `/remind blocked` changes that.",
                    name=name,
                    days=consent.RESPITE.days,
                )
            )


@plugin.action("block")
async def block(ctx: Context, owner: int) -> Reply:
    """Refuse all reminders of a colleague from now on."""
    owner = await _who(ctx, owner)
    if owner == ctx.member.id:
        raise Refusal("oneself", _("These are your own reminders: `/remind list` shows them."))
    await consent.block(ctx, owner)
    return Reply(text=_blocked(words.named(await ctx.find_member(owner))))


@plugin.action("unblock")
async def unblock(ctx: Context, owner: int) -> Update:
    """Forget what one answered about a colleague's reminders."""
    owner = await _who(ctx, owner)
    await forget_answer(ctx, owner)
    shown = await blocked_reply(ctx)
    name = words.named(await ctx.find_member(owner))
    said = _("Understood: I will ask you again about the reminders of {name}.", name=name)
    return Update(text=ctx.words.join([said, shown.text]), buttons=shown.buttons)


async def _who(ctx: Context, member: int) -> int:
    """Return the member whom an old button means: they may be a part of another one since."""
    found = await ctx.find_member(member)
    return found.id if found else member


def _blocked(name: Text) -> Text:
    return _("No more reminders from {name}. `/remind blocked` changes that.", name=name)


def _update(post: Post) -> Update:
    return Update(text=post.text, buttons=post.buttons, menus=post.menus)
