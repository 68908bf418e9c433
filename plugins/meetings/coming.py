"""What is on: the polls that wait for answers, and the meetings to come."""

from __future__ import annotations

from bot.chat.messages import Reply, Update
from bot.language.messages import _
from bot.plugin import Context, OpenForm, Refusal
from plugins.meetings.declaration import meetings, plugin
from plugins.meetings.gatherings import announcing
from plugins.meetings.gatherings import register as gatherings
from plugins.meetings.models import MeetingRow, PollRow
from plugins.meetings.overview.listing import listing
from plugins.meetings.overview.scope import scope_of
from plugins.meetings.overview.wanted import Wanted, WantedMeetings, read_wanted
from plugins.meetings.polls import posting
from plugins.meetings.polls import register as polls
from plugins.meetings.polls.showing import post_of


@meetings.command(
    "prochaines",
    english="coming",
    aliases=(
        *("prochaine", "voir", "liste", "lister", "quand", "où", "à-venir", "mes-rencontres"),
        *("votes", "mes-votes"),
        *("next", "list"),
    ),
    default=True,
    instead=("proposer",),
    summary=_("See the polls that wait for answers here, and the meetings to come"),
    examples=_("/meeting coming\n/meeting coming December\n/meeting coming past ones 2026"),
)
async def coming(ctx: Context, wanted: WantedMeetings = None) -> Reply | OpenForm:
    """List what is on in the channel; in a DM, in the person's channels."""
    from plugins.meetings.overview.sentences import asked
    from plugins.meetings.spoken.hearing import heard_by_command

    if wanted is not None and asked(wanted.said) in ("voting", "where"):
        wanted = None
    if wanted is not None and heard_by_command(wanted.said) is not None:
        from plugins.meetings.spoken.answering import answer  # it stands for commands that are declared later

        return await answer(ctx, wanted.said)
    post = await listing(ctx, wanted or Wanted())
    return Reply(text=post.text, buttons=post.buttons, menus=post.menus, private=True)


@plugin.action("coming-page")
async def turn(ctx: Context, said: str, page: int) -> Update:
    """Show another page."""
    post = await listing(ctx, read_wanted(said, ctx.reading), page)
    return Update(text=post.text, buttons=post.buttons, menus=post.menus)


@plugin.action("show-poll")
async def show_poll(ctx: Context, poll: int) -> Reply:
    """Show a plain poll to who asks, with the buttons by which they answer it."""
    row = await polls.find(ctx, poll)
    polls.check_open(row, ctx.now)
    await _check_seen(ctx, row)
    post = post_of(await posting.standing(ctx, row), ctx.words, ctx.now)
    return Reply(text=post.text, buttons=post.buttons, private=True)


@plugin.action("show-meeting")
async def show_meeting(ctx: Context) -> Reply:
    """Show a meeting of the list to who asks, with the buttons by which they say whether they come."""
    choice = ctx.choice or ""
    row = await gatherings.find(ctx, int(choice) if choice.isdecimal() else 0)
    await _check_seen(ctx, row)
    post = await announcing.post_of(ctx, row, ctx.words)
    return Reply(text=post.text, buttons=post.buttons, menus=post.menus, private=True)


async def _check_seen(ctx: Context, row: PollRow | MeetingRow) -> None:
    """Check that the list would show it to the person: what is private to a channel is seen nowhere else.

    Raises:
        Refusal: it would not.
    """
    scope = await scope_of(ctx)
    if not await scope.has(ctx.session, row):
        raise Refusal("elsewhere", _("This is of a channel in which you are not."))
