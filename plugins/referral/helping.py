"""Helping: who offers it, who answers, what helped, and whether the answer may be remembered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel

from bot.chat.markup import mention
from bot.chat.messages import Button, Menu, Option, Post, Reply, Style, Update
from bot.chat.people import Member, Role
from bot.language.messages import Text, _, pgettext
from bot.plugin import Arg, Context, OpenForm, PersonalData, Refusal, Rest, WorkContext
from bot.plugin.neighbours import Colleagues
from bot.store import consents
from plugins.referral import posting, register, remembering, wording
from plugins.referral.declaration import plugin
from plugins.referral.models import COMING, HELPED, Help, HelpRow, NeedRow, State

CONSENT = "referral.answer"
"""In the log of consents: that answers of one's own may be remembered."""
_NAMED, _UNNAMED = "named", "unnamed"
_UNDER = {
    _NAMED: pgettext("remember", "with my name"),
    _UNNAMED: pgettext("remember", "without my name"),
}


class Answer(BaseModel):
    """An answer as its author wants it to be remembered."""

    text: Annotated[
        Rest,
        Arg(
            _("Answer"),
            help=_("What helped, in a sentence or two, without anything about the person concerned."),
            max_length=wording.LONGEST,
        ),
    ]
    under: Annotated[Literal["named", "unnamed"], Arg(_("Signed"), choices=_UNDER)] = "named"


@plugin.action("help")
async def offer_help(ctx: Context, need: int) -> Reply:
    """Tell who asked that somebody can help; everybody in the channel sees it too."""
    row = await register.get_need(ctx, need)
    if row.asker_id == ctx.member.id:
        raise Refusal("own_need", _("This is your own question: colleagues can press this."))
    if row.state == State.SETTLED:
        return Reply(text=_("This is settled already. Thank you all the same!"), private=True)
    asker = await ctx.find_member(row.asker_id)
    known = await register.help_of(ctx, row, ctx.member.id)
    if known is not None and known.state in COMING:
        return Reply(text=_("You offered to help already: {name} knows.", name=_called(asker)), private=True)
    offered = await register.set_help(ctx, row, ctx.member.id, Help.OFFERED)
    await tell_asker(ctx, row, offered, ctx.member)
    await posting.taken_up(ctx, row)
    await posting.refresh(ctx, row)
    if offered.ask_id is not None:
        done = _("You can help with this: {need}", need=wording.at_a_glance(row.text))
        await ctx.edit(offered.ask_id, Post(text=done))
    return Reply(
        text=_("Thank you! {name} knows that you can help: write to each other.", name=_called(asker)),
        private=True,
    )


@plugin.action("decline")
async def decline(ctx: Context, need: int) -> Update:
    """Accept that a colleague says no, without asking why; who asked is told kindly."""
    row = await register.get_need(ctx, need)
    known = await register.help_of(ctx, row, ctx.member.id)
    if known is None or known.state != Help.ASKED:
        raise Refusal("answered", _("You answered this already."))
    await register.set_help(ctx, row, ctx.member.id, Help.DECLINED)
    asker = await ctx.find_member(row.asker_id)
    if asker is not None and row.state != State.SETTLED:
        await ctx.post(asker, _declined(row, ctx.member), key=f"declined:{known.id}")
    return Update(text=_("All right, thank you for saying so. Nobody asks you why."))


@plugin.action("helped")
async def helped(ctx: Context, help: int) -> Update:  # noqa: A002 - the argument of the button
    """Settle a need by what helped, and ask its helper whether the answer may be remembered."""
    known, need = await register.get_help(ctx, help)
    _check_asker(ctx, need)
    await _mark(ctx, known, need)
    name = wording.named(await ctx.find_member(known.member_id))
    return Update(text=_("Thank you for telling: {name} will be glad to know.", name=name))


@plugin.action("not-helped")
async def not_helped(ctx: Context, help: int) -> Update:  # noqa: A002 - the argument of the button
    """Go on asking: who did not help does not count any more, and colleagues are called again in two days."""
    known, need = await register.get_help(ctx, help)
    _check_asker(ctx, need)
    if known.state not in HELPED and need.state != State.SETTLED:
        known.state, known.changed_at = Help.USELESS, ctx.now
        await ctx.session.flush()
        await posting.still_asked(ctx, need)
    return Update(
        text=_("All right: the question stays open. “{need}”", need=wording.at_a_glance(need.text)),
        buttons=(Button(_("It is settled"), "settle", {"need": need.id}),),
    )


@plugin.action("settle")
async def settle(ctx: Context, need: int) -> Reply:
    """Settle a need: who asked says who helped, if anybody did."""
    row = await register.get_need(ctx, need)
    await check_may_settle(ctx, row)
    if row.state == State.SETTLED:
        return Reply(text=_("This is settled already."), private=True)
    helpers = await register.helpers(ctx.session, row.id)
    if not helpers or row.asker_id != ctx.member.id:
        await posting.settle(ctx, row)
        return Reply(text=_("Good: it is settled, and nobody is asked any more."), private=True)
    options = [
        Option(str(one.id), wording.named(await ctx.find_member(one.member_id))) for one in helpers[:20]
    ]
    nobody = Option("0", _("Nobody of them"))
    return Reply(
        text=_("Good! Who helped?"),
        menus=(Menu(_("Who helped"), "settled-by", (*options, nobody), {"need": row.id}),),
        private=True,
    )


@plugin.action("settled-by")
async def settled_by(ctx: Context, need: int) -> Update:
    """Settle a need by the one who helped."""
    row = await register.own_need(ctx, need)
    chosen = int(ctx.choice or 0)
    helper = next((one for one in await register.helpers(ctx.session, row.id) if one.id == chosen), None)
    if helper is not None:
        await _mark(ctx, helper, row)
    elif row.state != State.SETTLED:
        await posting.settle(ctx, row)
    return Update(text=_("Good: it is settled, and nobody is asked any more."))


@plugin.action("remember")
async def remember(ctx: Context, help: int, named: bool) -> Update:  # noqa: A002 - the argument of the button
    """Remember an answer as its author agrees to."""
    known, need = await _asked_about(ctx, help)
    await _keep(ctx, known, need, known.text, is_named=named)
    return Update(text=_kept(is_named=named))


@plugin.action("write")
async def write(ctx: Context, help: int) -> OpenForm:  # noqa: A002 - the argument of the button
    """Open the form in which an answer is written, or corrected, before it is remembered."""
    known, _need = await _asked_about(ctx, help)
    return OpenForm(form="answer", values={"text": known.text, "under": _NAMED}, arguments={"help": help})


@plugin.form("answer", Answer, title=_("Remember the answer"), submit=_("Remember it"))
async def keep_written(ctx: Context, form: Answer, help: int) -> Reply:  # noqa: A002 - as of the button
    """Remember an answer as its author wrote it, redacted."""
    known, need = await _asked_about(ctx, help)
    text = (await wording.redacted(ctx, form.text)).text[: wording.LONGEST]
    is_named = form.under == _NAMED
    await _keep(ctx, known, need, text, is_named=is_named)
    return Reply(
        text=ctx.words.join([_kept(is_named=is_named), _("It says: {text}", text=text)]), private=True
    )


@plugin.action("forget")
async def forget(ctx: Context, help: int) -> Update:  # noqa: A002 - the argument of the button
    """Remember nothing of an answer."""
    known, _need = await _asked_about(ctx, help)
    known.state, known.text = Help.FORGOTTEN, ""
    return Update(text=_("All right: I remember nothing of it. Thank you for your help!"))


async def tell_asker(ctx: WorkContext, need: NeedRow, known: HelpRow, helper: Member) -> None:
    """Tell who asked, once, that a colleague can help or answered, and ask whether it did."""
    asker = await ctx.find_member(need.asker_id)
    if asker is None:
        return
    about = {"name": mention(helper.id, helper.username), "need": wording.at_a_glance(need.text)}
    said: Text = _("{name} can help you: write to each other. “{need}”", **about)
    if known.state == Help.ANSWERED:
        said = _("{name} answered your question in the channel. “{need}”", **about)
    post = Post(
        text=ctx.words_for(asker).join([said, _("Tell me once it has helped: it will help others too.")]),
        buttons=(
            Button(_("That helped"), "helped", {"help": known.id}, Style.PRIMARY),
            Button(_("Not really"), "not-helped", {"help": known.id}),
        ),
    )
    await ctx.post(asker, post, key=f"offer:{known.id}")


async def check_may_settle(ctx: Context, need: NeedRow) -> None:
    """Refuse whoever neither asked nor coordinates where it was asked."""
    place = await ctx.find_place(need.place_id) if need.place_id is not None else None
    if need.asker_id != ctx.member.id and not await ctx.may(Role.COORDINATOR, place):
        raise Refusal("not_yours", _("Only the person who asked, or a coordinator, can do this."))


def _check_asker(ctx: Context, need: NeedRow) -> None:
    if need.asker_id != ctx.member.id:
        raise Refusal("not_yours", _("Only the person who asked can do this."))


async def _mark(ctx: Context, known: HelpRow, need: NeedRow) -> None:
    """Write down that a colleague helped; they are asked, once, what may be remembered."""
    if known.state not in HELPED:
        known.state, known.changed_at = Help.HELPED, ctx.now
    await posting.settle(ctx, need)
    helper = await ctx.find_member(known.member_id)
    if helper is not None and known.state == Help.HELPED:
        await ctx.post(helper, _may_it_be_kept(ctx, known, need, helper), key=f"remember:{known.id}")


def _may_it_be_kept(ctx: Context, known: HelpRow, need: NeedRow, helper: Member) -> Post:
    about = {"help": known.id}
    with_name = Button(_("Yes, with my name"), "remember", {**about, "named": True}, name="remember-named")
    no = Button(_("No"), "forget", about)
    lines: list[Text] = [
        _("{name} says that you helped. “{need}”", name=wording.named(ctx.member), need=need.text),
    ]
    if known.text:
        lines.append(_("You answered: {text}", text=known.text))
    lines.append(
        _(
            "May I show it to colleagues who have the same need later? With your name, it goes the day you "
            "leave; without, it stays."
        )
    )
    buttons: tuple[Button, ...] = (with_name, Button(_("Write the answer"), "write", about), no)
    if known.text:
        without = Button(_("Yes, without my name"), "remember", {**about, "named": False}, name="remember")
        buttons = (with_name, without, Button(_("Change the text"), "write", about), no)
    return Post(text=ctx.words_for(helper).join(lines), buttons=buttons)


async def _asked_about(ctx: Context, help: int) -> tuple[HelpRow, NeedRow]:  # noqa: A002 - as of the button
    """Return what the person helped with, if they have not said yet whether it may be remembered."""
    known, need = await register.get_help(ctx, help)
    if known.member_id != ctx.member.id:
        raise Refusal("not_yours", _("Only the person who helped can answer this."))
    if known.state != Help.HELPED:
        raise Refusal("answered", _("You answered this already."))
    return known, need


async def _keep(ctx: Context, known: HelpRow, need: NeedRow, text: str, *, is_named: bool) -> None:
    await remembering.remember(ctx, author=ctx.member, is_named=is_named, need=need, text=text)
    known.state = Help.REMEMBERED
    version = ctx.service(PersonalData).responsible.version
    await consents.give(ctx.session, ctx.network.id, ctx.member.id, CONSENT, ctx.now, version)
    for colleagues in await ctx.services(Colleagues):
        if (skill := colleagues.skill_of(ctx, need.text)) is not None:
            await colleagues.propose_skill(ctx, ctx.member, skill)


def _kept(*, is_named: bool) -> Text:
    if is_named:
        return _("Thank you! I will show it with your name. `/who-can answers` lists what I remember of you.")
    return _("Thank you! I will show it without your name. `/who-can answers` lists what I remember of you.")


def _declined(need: NeedRow, member: Member) -> Post:
    return Post(
        text=_(
            "{name} cannot help this time. Somebody else may: {need}",
            name=wording.named(member),
            need=wording.at_a_glance(need.text),
        ),
        buttons=(Button(_("Ask the channel"), "ask", {"need": need.id}),)
        if need.state == State.DRAFT
        else (),
    )


def _called(asker: Member | None) -> Text:
    return mention(asker.id, asker.username) if asker is not None else wording.named(None)
