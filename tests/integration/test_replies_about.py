"""Answers by direct message about the same: each takes the place of the last one."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.chat import Button, Reply
from bot.chat.incoming import Shows
from bot.language.messages import Markup, _
from bot.plugin import Context, Plugin, Rest
from bot.store.tables import DeliveryRow
from tests.fakes.platform import Refuse
from tests.fakes.two_sides import Both, Side, both

plugin = Plugin("counter", _("Counter"))


@plugin.command("compter", english="count", summary=_("Count"))
async def count(ctx: Context, text: Rest) -> Reply:
    again = (Button(_("Again"), "again"),)
    return Reply(text=Markup(text), buttons=again, private=True, about="count")


@pytest.fixture
async def sides(tmp_path):
    async with both(tmp_path, plugin) as opened:
        yield opened


async def says(side: Side, text: str) -> None:
    """Ask in the DM for what cannot be shown at once, as after a press on Mattermost."""
    await side.write(f"/compter {text}", shows=Shows.NOTHING)


async def posts(stage: Both) -> list[tuple[str | None, str, str]]:
    """Return where each of them went, how that ended, and what it said first."""
    async with stage.store.read() as session:
        rows = await session.scalars(
            select(DeliveryRow)
            .where(DeliveryRow.plugin == "counter", DeliveryRow.kind == "post")
            .order_by(DeliveryRow.id)
        )
        return [(row.platform, row.state, row.content["text"]) for row in rows]


async def test_the_last_one_is_changed_where_the_person_looks_at_it(sides):
    home = sides.at_home()
    await says(home, "one")
    await says(home, "two")
    assert [(one.kind, one.text) for one in sides.home.taken()] == [("post", "one"), ("edit", "two")]
    await home.say("/compter three", shows=Shows.NOTHING)
    assert [one.kind for one in sides.home.taken()][2:] == ["edit", "post"]


async def test_what_was_never_shown_does_not_swallow_the_next(sides):
    sides.home.will(Refuse(), at="@mattermost-camille")
    home = sides.at_home()
    await says(home, "one")
    await says(home, "two")
    assert [told[1:] for told in await posts(sides)] == [("dead", "one"), ("sent", "two")]


async def test_who_has_two_accounts_is_answered_where_they_ask(sides):
    home, away = sides.at_home(), sides.away_from_home()
    await away.enter(await home.code())
    await says(home, "one")
    await says(away, "two")
    await says(home, "three")
    assert [where for where, *_said in await posts(sides)] == ["mattermost", "discord", "mattermost"]
    assert sides.home.texts("@mattermost-camille")[-1] == "three"
    assert "two" in sides.away.texts("@discord-camille.d")
