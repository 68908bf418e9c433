"""Every interaction is acknowledged in time, and what is answered to it is shown, or said not to be."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiohttp
import discord
import pytest
from discord.webhook.async_ import async_context

from bot.platforms.discord.acknowledging import Exchange, InvalidFormError, NotShownError
from tests.fakes.discord_adapter import (
    COMMAND,
    COMPONENT,
    MALFORMED,
    SUBMISSION,
    Adapter,
    Sleeper,
    client,
    happens,
    interaction,
    message_of,
    refused,
)

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = timedelta(minutes=15)
REPLY, THINK, QUIET, UPDATE, MODAL = 4, 5, 6, 7, 9
FOLLOW_UP, EDIT, DELETE = "POST followup", "PATCH @original", "DELETE @original"
PRIVATE = 64
DISCONNECTED = aiohttp.ServerDisconnectedError()


@dataclass
class Said:
    """A message as a part of an answer."""

    text: str

    def sending(self):
        return {"content": self.text}

    def editing(self):
        return {"content": self.text}


class Scene:
    """One interaction, on a clock that stands still."""

    def __init__(self, kind=COMMAND, **more):
        self.now = START + more.pop("ahead", timedelta())
        self.adapter = Adapter()
        async_context.set(self.adapter)
        self.sleeper = Sleeper()
        is_private = more.pop("is_private", True)
        self.exchange = Exchange(
            interaction(client(), kind, START, **more),
            is_private=is_private,
            now=lambda: self.now,
            sleep=self.sleeper,
        )

    @property
    def kinds(self):
        return self.adapter.kinds

    def flags(self, number):
        """Return the flags of one request."""
        body = self.adapter.sent[number][2]
        return body.get("data", body).get("flags", 0) or 0

    async def grows_slow(self):
        """Have so much time pass that the interaction is deferred."""
        self.exchange.begin()
        await happens(lambda: self.sleeper.waits)
        self.sleeper.wake()
        await happens(lambda: self.kinds)


def press(**more):
    return Scene(COMPONENT, message=message_of(), **more)


def modal():
    made = discord.ui.Modal(title="Réglages")
    made.add_item(discord.ui.TextInput(label="Nom", custom_id="name"))
    made.stop()
    return made


async def test_a_quick_answer_is_the_first_one_and_for_the_person_alone():
    scene = Scene()
    scene.exchange.begin()
    await scene.exchange.show(Said("noté"))
    await scene.exchange.end()
    assert (scene.kinds, scene.adapter.said, scene.flags(0)) == ([REPLY], ["noté"], PRIVATE)


async def test_a_public_answer_is_for_everyone():
    scene = Scene()
    await scene.exchange.show(Said("noté"), public=True)
    assert (scene.kinds, scene.flags(0)) == ([REPLY], 0)


async def test_an_answer_in_a_dm_stays():
    scene = Scene(in_dm=True)
    await scene.exchange.show(Said("noté"))
    assert (scene.kinds, scene.flags(0)) == ([REPLY], 0)


async def test_what_takes_long_is_deferred_and_its_answer_takes_the_place_of_the_deferral():
    scene = Scene()
    await scene.grows_slow()
    assert (scene.kinds, scene.flags(0)) == ([THINK], PRIVATE)
    await scene.exchange.show(Said("noté"))
    await scene.exchange.end()
    assert (scene.kinds, scene.adapter.said) == ([THINK, EDIT], ["noté"])


async def test_the_wait_counts_from_when_discord_made_the_interaction():
    scene = Scene()
    scene.now += timedelta(seconds=1)
    scene.exchange.begin()
    await happens(lambda: scene.sleeper.waits)
    assert scene.sleeper.waits == [pytest.approx(0.75, abs=0.01)]
    await scene.exchange.end()


@pytest.mark.parametrize("ahead", [timedelta(seconds=30), timedelta(days=1)])
async def test_a_clock_that_is_ahead_of_discord_s_leaves_time_to_answer(ahead):
    scene = Scene(ahead=ahead)
    scene.exchange.begin()
    await happens(lambda: scene.sleeper.waits)
    assert scene.sleeper.waits == [0.25]
    await scene.exchange.show(Said("noté"))
    await scene.exchange.end()
    assert scene.kinds == [REPLY]


async def test_a_clock_that_is_behind_discord_s_does_no_harm():
    scene = Scene(ahead=timedelta(minutes=-30))
    scene.exchange.begin()
    await happens(lambda: scene.sleeper.waits)
    assert scene.sleeper.waits == [1.75]
    await scene.exchange.show(Said("noté"))
    await scene.exchange.end()
    assert scene.kinds == [REPLY]


async def test_a_slow_press_is_acknowledged_without_a_sign():
    scene = press()
    await scene.grows_slow()
    assert (scene.kinds, scene.exchange.is_waiting) == ([QUIET], False)


async def test_a_press_without_an_answer_is_acknowledged():
    scene = press()
    scene.exchange.begin()
    await scene.exchange.end()
    assert scene.kinds == [QUIET]


async def test_nobody_is_told_that_the_bot_thinks_when_it_does_not_any_more():
    scene = Scene()
    scene.exchange.begin()
    await happens(lambda: scene.sleeper.waits)
    await scene.exchange.end()
    assert scene.kinds == []


async def test_several_answers_are_several_messages():
    scene = Scene()
    for text in ("un", "deux", "trois"):
        await scene.exchange.show(Said(text))
    assert (scene.kinds, scene.adapter.said) == ([REPLY, FOLLOW_UP, FOLLOW_UP], ["un", "deux", "trois"])
    assert scene.flags(1) == PRIVATE


async def test_a_public_answer_after_a_private_deferral_goes_to_everyone():
    scene = Scene()
    await scene.grows_slow()
    await scene.exchange.show(Said("pour tous"), public=True)
    assert (scene.kinds, scene.flags(2)) == ([THINK, DELETE, FOLLOW_UP], 0)


async def test_a_private_answer_after_a_public_deferral_stays_private():
    scene = Scene(is_private=False)
    await scene.grows_slow()
    assert scene.flags(0) == 0
    await scene.exchange.show(Said("pour toi"))
    assert (scene.kinds, scene.flags(2)) == ([THINK, DELETE, FOLLOW_UP], PRIVATE)


async def test_a_press_updates_the_message_that_it_was_on():
    scene = press()
    await scene.exchange.replace(Said("fait"))
    assert (scene.kinds, scene.adapter.said) == ([UPDATE], ["fait"])


async def test_a_slow_press_still_updates_the_message():
    scene = press()
    await scene.grows_slow()
    await scene.exchange.replace(Said("fait"))
    assert (scene.kinds, scene.adapter.said) == ([QUIET, EDIT], ["fait"])


async def test_an_update_that_follows_no_message_is_shown():
    scene = Scene(SUBMISSION)
    await scene.exchange.replace(Said("fait"))
    assert scene.kinds == [REPLY]


async def test_a_form_opens_before_anything_else():
    scene = press()
    assert await scene.exchange.open(modal())
    await scene.exchange.end()
    assert scene.kinds == [MODAL]


async def test_no_form_opens_after_a_deferral():
    scene = press()
    await scene.grows_slow()
    assert not await scene.exchange.open(modal())
    assert scene.kinds == [QUIET]


async def test_a_form_that_discord_does_not_take_is_told_from_one_that_is_late():
    scene = Scene()
    scene.adapter.outcomes.append(refused(400, 50035))
    with pytest.raises(InvalidFormError):
        await scene.exchange.open(modal())
    scene.adapter.outcomes.append(refused(404, 10062))
    assert not await scene.exchange.open(modal())


async def test_an_answer_waits_for_a_deferral_that_is_under_way():
    scene = Scene()
    scene.adapter.gate.clear()
    scene.exchange.begin()
    await happens(lambda: scene.sleeper.waits)
    scene.sleeper.wake()
    await happens(scene.exchange._lock.locked)
    answer = asyncio.create_task(scene.exchange.show(Said("noté")))
    scene.adapter.gate.set()
    await answer
    await scene.exchange.end()
    assert scene.kinds == [THINK, EDIT]


async def test_a_first_answer_whose_outcome_is_unclear_is_shown_once():
    scene = Scene()
    scene.adapter.outcomes.extend([DISCONNECTED, refused(400, 40060)])
    await scene.exchange.show(Said("noté"))
    assert scene.kinds == [REPLY, REPLY]  # Discord took the first and says so
    await scene.exchange.show(Said("encore"))
    assert scene.kinds[2:] == [FOLLOW_UP]


async def test_a_deferral_whose_outcome_is_unclear_may_have_been_taken():
    scene = Scene()
    scene.adapter.outcomes.extend([DISCONNECTED, DISCONNECTED, refused(400, 40060)])
    scene.exchange.begin()
    await happens(lambda: scene.sleeper.waits)
    scene.sleeper.wake()
    await happens(lambda: len(scene.kinds) == 2)
    await scene.exchange.show(Said("noté"))
    assert (scene.kinds, scene.adapter.said[-1]) == ([THINK, THINK, REPLY, EDIT], "noté")


async def test_a_message_that_the_person_dismissed_is_sent_anew():
    scene = Scene()
    await scene.grows_slow()
    scene.adapter.outcomes.append(refused(404, 10008))
    await scene.exchange.show(Said("noté"))
    assert scene.kinds == [THINK, EDIT, DELETE, FOLLOW_UP]


async def test_a_follow_up_whose_outcome_is_unclear_is_rather_shown_twice_than_never():
    scene = Scene()
    await scene.exchange.show(Said("un"))
    scene.adapter.outcomes.append(DISCONNECTED)
    await scene.exchange.show(Said("deux"))
    assert scene.kinds == [REPLY, FOLLOW_UP, FOLLOW_UP]


async def test_what_discord_takes_no_more_is_not_shown():
    for code in (10062, 10015, 50027):
        scene = Scene()
        scene.adapter.outcomes.append(refused(404, code))
        with pytest.raises(NotShownError):
            await scene.exchange.show(Said("trop tard"))
        assert not scene.exchange.is_open
        with pytest.raises(NotShownError):
            await scene.exchange.show(Said("encore"))
        await scene.exchange.end()
        assert len(scene.kinds) == 1


async def test_nothing_is_sent_with_a_token_that_is_about_to_end():
    scene = Scene()
    await scene.grows_slow()
    scene.now += LATER
    with pytest.raises(NotShownError):
        await scene.exchange.show(Said("trop tard"))
    assert scene.kinds == [THINK]


async def test_a_network_that_fails_leaves_an_answer_not_shown():
    scene = Scene()
    scene.adapter.outcomes.extend([DISCONNECTED] * 4)
    with pytest.raises(NotShownError):
        await scene.exchange.show(Said("noté"))
    await scene.exchange.end()
    assert scene.kinds == [REPLY, REPLY]


async def test_an_answer_that_discord_confirms_in_a_strange_way_is_shown_once():
    scene = Scene()
    scene.adapter.outcomes.append(MALFORMED)
    await scene.exchange.show(Said("noté"))
    await scene.exchange.show(Said("encore"))
    assert (scene.kinds, scene.adapter.said) == ([REPLY, FOLLOW_UP], ["noté", "encore"])


async def test_a_deferral_that_discord_confirms_in_a_strange_way_counts():
    scene = Scene()
    scene.adapter.outcomes.append(MALFORMED)
    await scene.grows_slow()
    await scene.exchange.show(Said("noté"))
    assert scene.kinds == [THINK, EDIT]


async def test_a_follow_up_that_discord_confirms_in_a_strange_way_is_rather_shown_twice_than_never():
    scene = Scene()
    await scene.exchange.show(Said("un"))
    scene.adapter.outcomes.extend([MALFORMED, MALFORMED])
    with pytest.raises(NotShownError):
        await scene.exchange.show(Said("deux"))
    assert scene.kinds == [REPLY, FOLLOW_UP, FOLLOW_UP]
