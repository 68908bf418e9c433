"""Answering: what a platform can show at once is handed back to it, the rest becomes posts.

Posts are rows of the handler's own transaction: an answer that nobody waits for, as to a message that came
over a socket, cannot be lost, and is given once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from sqlalchemy import or_, select, update

from bot.chat.answers import Answer, Failure
from bot.chat.delivery import DeliveryKind
from bot.chat.forms import FormView
from bot.chat.incoming import Incoming, Press, Shows, Submission
from bot.chat.messages import Button, Post, Reply, Update
from bot.chat.people import Member
from bot.chat.places import Place, PlaceKind
from bot.language.messages import _
from bot.plugin import Context, OpenForm, Plugin
from bot.runtime import drafts, piecemeal
from bot.runtime.failures import invalid_form
from bot.runtime.forming import opened
from bot.runtime.host import CORE
from bot.store.tables import AccountRow, DeliveryRow, PlaceRow

_SEE_DM = _("I answer you in a direct message.")
_BUTTONS_IN_DM = _("The buttons are in our direct messages.")


@dataclass(slots=True)
class _Desk:
    """The answers to one event, as they are sorted: to be shown, or posted."""

    ctx: Context
    incoming: Incoming
    shown: list[Answer]
    posted_by_dm: list[Reply | Update] = field(default_factory=list)
    is_answered_here: bool = False


async def settle(ctx: Context, incoming: Incoming, plugin: Plugin | None, answered: object) -> list[Answer]:
    """Return what the platform is to show now; what it cannot show is queued in this unit of work.

    `answered` is what a handler returned. `plugin` is its plugin, None for the core.
    """
    desk = _Desk(ctx, incoming, [])
    items = await _flat(ctx, answered, plugin)
    for index, item in enumerate(items):
        following = items[index + 1] if index + 1 < len(items) else None
        if isinstance(item, Failure) and isinstance(following, FormView) and not _can_open(desk, following):
            await _post(desk, item, await _opener(desk, following))
            items[index + 1] = None
        elif item is not None:
            await _settle_one(desk, item)
    if Shows.TEXT in incoming.shows:
        desk.shown += [_in_short(ctx, item) for item in desk.posted_by_dm]
    elif incoming.reply_to is not None and desk.posted_by_dm and not desk.is_answered_here:
        # who calls the bot before others and is answered in private is not to believe that it slept
        await _post_here(desk, ctx.place, Post(text=_SEE_DM))
    return desk.shown


def _in_short(ctx: Context, posted: Reply | Update) -> Reply:
    """Return what is said at once of an answer that was posted by DM: its texts, unless it has files."""
    if posted.files:
        return Reply(text=ctx.words(_SEE_DM))
    texts = [text for text in (posted.text, _BUTTONS_IN_DM) if text]
    return Reply(text=ctx.words.join(texts), embeds=posted.embeds).rendered(ctx.words, ctx.plugin)


async def _flat(ctx: Context, answered: object, plugin: Plugin | None) -> list[Any]:
    match answered:
        case None:
            return []
        case OpenForm() if plugin is not None:
            return [await opened(ctx, plugin, answered)]
        case Reply() | Update() | FormView():
            return [answered]
        case list() | tuple():
            return [one for item in answered for one in await _flat(ctx, item, plugin)]
        case _:
            name = plugin.name if plugin else CORE
            raise TypeError(f"{name}: a handler cannot answer {type(answered).__name__}")


async def _settle_one(desk: _Desk, item: Reply | Update | FormView) -> None:
    match item:
        case FormView():
            await _open(desk, item)
        case Update():
            await _update(desk, item)
        case _ if _can_show(desk, item):
            desk.shown.append(item.rendered(desk.ctx.words, desk.ctx.plugin))
        case Reply(is_seen=True) if _is_under_a_mention(desk):
            return
        case Reply(leaves_no_trace=True):
            return
        case _:
            await _post(desk, item)


def _can_show(desk: _Desk, item: Reply | Update) -> bool:
    if isinstance(item, Failure) and _stays_open(desk):
        return True  # the form stays open and says so
    needed = Shows.TEXT
    if item.buttons or item.menus:
        needed |= Shows.BUTTONS
    if item.files:
        needed |= Shows.FILES
    if isinstance(item, Reply) and item.public:
        needed |= Shows.PUBLIC
    return needed in desk.incoming.shows


def _is_under_a_mention(desk: _Desk) -> bool:
    return desk.incoming.reply_to is not None and Shows.TEXT not in desk.incoming.shows


def _stays_open(desk: _Desk) -> bool:
    """Whether a form that was handed in stays open until it is right."""
    return isinstance(desk.incoming, Submission) and Shows.SAME_FORM in desk.incoming.shows


def _can_open(desk: _Desk, form: FormView) -> bool:
    return Shows.FORM in desk.incoming.shows or _is_same_form(desk, form)


def _is_same_form(desk: _Desk, form: FormView) -> bool:
    """Whether the form is the one that was just filled in: it stays open, with its errors."""
    sent = desk.incoming
    if not isinstance(sent, Submission) or Shows.SAME_FORM not in sent.shows:
        return False
    return form.is_same(sent.plugin, sent.form, sent.arguments)


async def _open(desk: _Desk, form: FormView) -> None:
    """Show a form, or its first step; where that cannot be done, post a button that opens it."""
    rendered = form.rendered(desk.ctx.words)
    longest = desk.incoming.longest_form
    if form.piecemeal and not _is_same_form(desk, form):
        parts = piecemeal.Parts.for_(rendered, desk.incoming)
        shown = parts.opened(0, desk.ctx.words)
        if isinstance(shown, Reply):
            await _settle_one(desk, shown)
            return
        rendered = shown
    if not _can_open(desk, form):
        wrong = {item.name: item.error for item in rendered.fields if item.error}
        said = Reply(text=form.introduction or form.title)
        if wrong:
            said = invalid_form(desk.ctx.words, rendered, wrong)
        await _post(desk, said, await _opener(desk, rendered))
    elif form.piecemeal or drafts.count_steps(form, longest) == 1 or _is_same_form(desk, form):
        desk.shown.append(rendered)
    else:
        draft = await _keep(desk, rendered)
        desk.shown.append(draft.view(0, longest, desk.ctx.words))


async def _opener(desk: _Desk, form: FormView) -> Button:
    """Return a button that opens the form; a step of a draft is in the draft already."""
    if (form.plugin, form.name) == (CORE, drafts.STEP):
        draft = await drafts.find(desk.ctx.session, desk.ctx.member.id, int(form.arguments["draft"]))
        return draft.button(int(form.arguments["step"]), desk.ctx.now)
    if (form.plugin, form.name) == (CORE, piecemeal.PART):
        return piecemeal.opener(form.arguments)
    if form.piecemeal:
        return piecemeal.opener(piecemeal.Whole.of(form).carry(0))
    draft = await _keep(desk, form.rendered(desk.ctx.words))
    return draft.button(0, desk.ctx.now)


async def _keep(desk: _Desk, rendered: FormView) -> drafts.Draft:
    ctx = desk.ctx
    return await drafts.keep(ctx.session, ctx.network.id, ctx.member.id, rendered, ctx.now)


async def _update(desk: _Desk, update: Update) -> None:
    """Replace the post that was pressed, through its delivery: so that the last change wins everywhere."""
    delivery = await delivery_pressed(desk.ctx, desk.incoming)
    if delivery is not None:
        await desk.ctx.edit(delivery, update)
    elif Shows.BUTTONS in desk.incoming.shows:
        desk.shown.append(update.rendered(desk.ctx.words, desk.ctx.plugin))
    elif _can_show(desk, update):
        desk.shown.append(
            Reply(text=update.text, embeds=update.embeds).rendered(desk.ctx.words, desk.ctx.plugin)
        )
    else:
        await _post(desk, update)


async def delivery_pressed(ctx: Context, incoming: Incoming) -> int | None:
    """Return the delivery of the post that was pressed, None if it came by none of this network.

    Its row is locked: who presses it at the same time waits, and sees what this press changed.
    """
    if not isinstance(incoming, Press) or incoming.delivery is None:
        return None
    if isinstance(incoming.delivery, int):
        return await _delivery_of_id(ctx, incoming)
    network, _colon, rest = incoming.delivery.partition(":")
    plugin, _colon, key = rest.partition(":")
    if network != str(ctx.network.id):
        return None
    found: int | None = await ctx.session.scalar(
        select(DeliveryRow.id)
        .where(DeliveryRow.network_id == ctx.network.id, DeliveryRow.plugin == plugin, DeliveryRow.key == key)
        .with_for_update()
    )
    return found


async def _delivery_of_id(ctx: Context, press: Press) -> int | None:
    """Return the delivery of that id, if the message that was pressed is one of those that it became.

    A number is not sealed as a key is: nobody is to change another post by naming its delivery.
    """
    platform = press.location.platform
    found = (
        await ctx.session.execute(
            select(DeliveryRow.id, DeliveryRow.external_id)
            .outerjoin(PlaceRow, PlaceRow.id == DeliveryRow.place_id)
            .where(
                DeliveryRow.id == press.delivery,
                DeliveryRow.network_id == ctx.network.id,
                or_(DeliveryRow.platform == platform, PlaceRow.platform == platform),
            )
            .with_for_update(of=DeliveryRow)
        )
    ).first()
    if found is None or press.post not in (found.external_id or "").split():
        return None
    return int(found.id)


async def _post(desk: _Desk, item: Reply | Update, *extra: Button) -> None:
    """Post what cannot be shown; what `extra` buttons were added to can be shown where buttons can."""
    ctx = desk.ctx
    if extra and isinstance(item, Reply):
        item = replace(item, buttons=(*item.buttons, *extra))
        if _can_show(desk, item) and Shows.BUTTONS in desk.incoming.shows:
            desk.shown.append(item.rendered(ctx.words, ctx.plugin))
            return
    post = item.posted()
    to = _destination(desk, item)
    is_private = isinstance(to, Member) or to.kind is PlaceKind.DM
    if isinstance(item, Reply) and item.about is not None and is_private:
        await _post_about(desk, item)
    elif isinstance(to, Member):
        desk.posted_by_dm.append(item)
        await ctx.post(to, post.rendered(ctx.words, ctx.plugin))
    else:
        await _post_here(desk, to, post)


async def _post_about(desk: _Desk, item: Reply) -> None:
    """Post to the person what takes the place of what they were told last about the same.

    Where they look at that, it is changed; else nothing can be pressed there any more, and this is posted.
    """
    ctx = desk.ctx
    is_in_dm = ctx.place.kind is PlaceKind.DM
    if not is_in_dm:
        desk.posted_by_dm.append(item)
    beginning = f"about:{item.about}:{ctx.member.id}:"
    account = await ctx.session.get_one(AccountRow, ctx.account)
    here = account.platform, account.external_id
    earlier = await _told_last(ctx, beginning)
    if earlier is not None:
        is_here = is_in_dm and (earlier.platform, earlier.recipient) == here
        if is_here and not await _is_below(ctx, earlier):
            await ctx.edit(earlier.id, item.posted())
            return
        await ctx.edit(earlier.id, await _without_controls(ctx, earlier))
    delivery = await ctx.post(ctx.member, item.posted(), key=f"{beginning}{uuid4().hex}")
    if is_in_dm:  # else it might go to another account of theirs
        settled = update(DeliveryRow).where(DeliveryRow.id == delivery)
        await ctx.session.execute(settled.values(platform=account.platform, recipient=account.external_id))


async def _told_last(ctx: Context, beginning: str) -> DeliveryRow | None:
    """Return what the person was told last under keys that begin so, locked: of two presses one waits."""
    newest = (
        select(DeliveryRow)
        .where(
            DeliveryRow.plugin == ctx.plugin,
            DeliveryRow.member_id == ctx.member.id,
            DeliveryRow.state != "dead",
            DeliveryRow.key.startswith(beginning, autoescape=True),
        )
        .order_by(DeliveryRow.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    if await ctx.session.scalar(newest.with_for_update()) is None:
        return None
    return await ctx.session.scalar(newest)  # who waited sees what the other press was answered


async def _without_controls(ctx: Context, earlier: DeliveryRow) -> Post:
    """Return what stands there, with nothing to press."""
    last = await ctx.session.scalar(
        select(DeliveryRow.content)
        .where(DeliveryRow.edits_id == earlier.id, DeliveryRow.kind == DeliveryKind.EDIT.value)
        .order_by(DeliveryRow.id.desc())
        .limit(1)
    )
    return replace(Post.from_json(last or earlier.content), buttons=(), menus=(), files=())


async def _is_below(ctx: Context, earlier: DeliveryRow) -> bool:
    """Whether something was posted in the direct messages after that."""
    to_them = or_(DeliveryRow.member_id == ctx.member.id, DeliveryRow.place_id == ctx.place.id)
    later = DeliveryRow.id > earlier.id, DeliveryRow.kind == DeliveryKind.POST.value
    return await ctx.session.scalar(select(DeliveryRow.id).where(to_them, *later).limit(1)) is not None


async def _post_here(desk: _Desk, place: Place, post: Post) -> None:
    """Post under the message that is answered, if it is one."""
    ctx, incoming = desk.ctx, desk.incoming
    desk.is_answered_here = True
    rendered = post.rendered(ctx.words, ctx.plugin)
    await ctx.stage.answer(place, incoming.location, rendered, thread=incoming.reply_to or place.thread)


def _destination(desk: _Desk, item: Reply | Update) -> Member | Place:
    """Return where an answer is posted: here if it is for all, in a DM, or under a message; else by DM."""
    is_public = isinstance(item, Reply) and item.public
    if is_public or desk.ctx.place.kind is PlaceKind.DM:
        return desk.ctx.place
    is_private = isinstance(item, Reply) and item.private
    return desk.ctx.member if is_private or desk.incoming.reply_to is None else desk.ctx.place
