"""Plain sentences about meetings: `quand est la prochaine réunion ?`, `je voudrais organiser une réunion`."""

from __future__ import annotations

from bot.chat.messages import Reply
from bot.language.messages import Markup, Text, _
from bot.plugin import Context, Suggestion
from plugins.meetings.declaration import plugin

SURELY, WISHED, LIKELY = 0.93, 0.91, 0.6


def claims(text: str) -> float:
    """Return how surely a sentence is about meetings."""
    from plugins.meetings.overview.sentences import asked

    found = asked(text)
    if not found:
        return 0
    return {"wish": WISHED, "poll": WISHED, "where": LIKELY}.get(found, SURELY)


@plugin.sentence(claims)
async def answer(ctx: Context, text: str) -> Reply:
    """Say what is on; what a sentence wants to be set is a line away: nothing is announced by a word."""
    from plugins.meetings.overview.listing import listing
    from plugins.meetings.overview.sentences import asked, period_of
    from plugins.meetings.overview.wanted import read_wanted

    found = asked(text)
    if found == "wish":
        return Reply(text=_to_propose(ctx, text), private=True)
    if found == "poll":
        return Reply(text=_to_poll(), private=True)
    post = await listing(ctx, read_wanted(period_of(text), ctx.reading))
    said: Text = post.text
    if found == "voting" and post.buttons:
        how = _(
            "“Vote” opens your ballot, with what you said before; all of it can be changed until the "
            "vote closes."
        )
        said = ctx.words.join([how, post.text])
    return Reply(text=said, buttons=post.buttons, menus=post.menus, private=True)


def _to_propose(ctx: Context, text: str) -> Text:
    """Return the line that proposes the dates of a sentence, or sets its only one."""
    from plugins.meetings.overview.sentences import wished

    title, dates = wished(text, ctx.reading)
    title = title or str(ctx.words(_("Network meeting")))
    if not dates:
        return _(
            "A date is chosen in the channel of those who would come. Write there, with your own dates: "
            "`/meeting propose {title} ; Tuesday 14:00 ; Thursday 10:00`",
            title=Markup(title),
        )
    if len(dates) == 1:
        return _(
            "A meeting is announced in the channel of those who would come. Write there: "
            "`/meeting fix {title} ; {date}`. To let them choose, give several dates: `/meeting propose`.",
            title=Markup(title),
            date=Markup(dates[0]),
        )
    return _(
        "A date is chosen in the channel of those who would come. Write there: "
        "`/meeting propose {title} ; {dates}`",
        title=Markup(title),
        dates=Markup(" ; ".join(dates)),
    )


def _to_poll() -> Text:
    return _(
        "A poll stands in the channel of those who vote. Write there: "
        "`/poll Which tool for our notes? ; Etherpad ; CryptPad`"
    )


@plugin.suggestion
async def suggest(_ctx: Context, _text: str) -> Suggestion:
    """Offer to say what is on, and to choose a date together."""
    return Suggestion(
        _("Know what is planned: “when is the next meeting?”, or choose a date: `/meeting propose`")
    )
