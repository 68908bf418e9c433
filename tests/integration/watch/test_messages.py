"""Messages with links that are edited or deleted: the watch has what they say, and nothing else."""

from datetime import timedelta

import pytest

from bot.chat.incoming import ChosenMessage, Press, Shortcut, Submission
from bot.plugin import PersonalData
from plugins.watch.models import AppearanceRow, ShareRow
from tests.fakes.bot import author, channel, rows
from tests.fakes.watch import (
    GUIDE,
    cards,
    dms,
    html,
    labelled,
    link_posted,
    member,
    message_edited,
    notes_and_tags,
    press,
    standing,
)

OTHER = "https://autre.example/page"


@pytest.fixture
def web(web):
    web.page(OTHER, html("Une autre page", "", OTHER))
    return web


async def posted(stage, text, user="camille", post="m1", where="general"):
    """Have somebody post a message with the guide and the tag."""
    tags = tuple(word[1:] for word in text.split() if word.startswith("#"))
    await link_posted(stage, text, (GUIDE,), tags, user, post, where)


async def edit_card(stage, note, tags="", user="camille"):
    """Change the note and the tags of the only share on its form."""
    (row,) = await rows(stage, ShareRow)
    await stage.receive(
        Submission(
            author=author(user),
            location=channel("general"),
            plugin="watch",
            form="edit",
            values={"title": "Le guide", "description": "", "tags": tags, "note": note},
            arguments={"share": row.id},
        )
    )


async def keep(stage, user="karim", where="autre"):
    """Have a colleague keep the guide in their own list."""
    (answer,) = await stage.say(f"/veille {GUIDE}", user, where)
    await press(stage, labelled(answer, "Enregistrer"), user, where)


async def test_a_message_that_gets_the_tag_by_an_edit_is_taken_in_once_by_a_sign(stage):
    await message_edited(stage, f"à lire {GUIDE} #veille #seniors")
    await message_edited(stage, f"à lire {GUIDE} #veille #seniors")
    assert await standing(stage) == [GUIDE]
    assert await notes_and_tags(stage) == (["à lire"], ["seniors"])
    assert stage.platform.reactions() == [("m1", "✅")]
    assert cards(stage) == []
    assert len(await rows(stage, AppearanceRow)) == 1


async def test_an_edit_that_is_told_before_its_message_does_not_make_two_of_it(stage):
    await message_edited(stage, f"{GUIDE} #veille")
    await posted(stage, f"{GUIDE} #veille")
    assert stage.platform.reactions() == [("m1", "✅")]
    assert len(await rows(stage, AppearanceRow)) == 1


async def test_an_old_message_is_not_taken_in_by_an_edit(stage):
    await message_edited(stage, f"{GUIDE} #veille", posted=timedelta(days=8))
    assert await rows(stage, ShareRow) == []
    assert stage.platform.reactions() == []


@pytest.mark.parametrize("text", [GUIDE, f"{GUIDE} #autre", "#veille", "rien"])
async def test_a_message_that_loses_its_link_or_the_tag_takes_its_link_back(stage, text):
    await posted(stage, f"{GUIDE} #veille")
    await message_edited(stage, text, posted=timedelta(days=60))
    assert await standing(stage) == []
    assert not any("message" in one for one in dms(stage, "camille") if "Merci" not in one)


async def test_who_puts_the_tag_back_has_the_link_taken_in_again(stage):
    await posted(stage, f"{GUIDE} #veille")
    await message_edited(stage, GUIDE)
    await message_edited(stage, f"{GUIDE} #veille mieux dit")
    assert await standing(stage) == [GUIDE]
    assert await notes_and_tags(stage) == (["mieux dit"], [])


async def test_a_link_that_its_author_took_back_does_not_come_back_by_an_edit(stage):
    await posted(stage, f"{GUIDE} #veille")
    (row,) = await rows(stage, ShareRow)
    where = channel("general")
    (appearance,) = await rows(stage, AppearanceRow)
    await stage.receive(
        Press(
            author=author("camille"),
            location=where,
            plugin="watch",
            action="remove",
            arguments={"share": row.id, "appearance": appearance.id},
        )
    )
    await message_edited(stage, f"{GUIDE} #veille une faute de moins")
    assert await standing(stage) == []


async def test_one_link_of_two_goes_and_another_comes(stage):
    third = "https://troisieme.example/page"
    await link_posted(stage, f"{GUIDE} {OTHER} #veille", (GUIDE, OTHER), ("veille",))
    await message_edited(stage, f"{OTHER} {third} #veille")
    assert await standing(stage) == [OTHER, third]


async def test_a_link_that_others_keep_stays_when_its_message_loses_the_tag(stage):
    await posted(stage, f"Super guide {GUIDE} #veille")
    await keep(stage)
    await message_edited(stage, GUIDE)
    await stage.bot.settle()
    assert await standing(stage) == [GUIDE]
    told = dms(stage, "camille")[-1]
    assert "Tu as changé ton message" in told
    assert "car 1 personne le trouve utile, le garde ou y a mis une note" in told
    assert f"/veille retirer {GUIDE}" in told
    assert await notes_and_tags(stage) == ([], [])


async def test_what_a_message_says_of_its_link_follows_its_edits(stage):
    await posted(stage, f"Super gide {GUIDE} #veille #senior")
    await message_edited(stage, f"Super guide {GUIDE} #veille #Séniors #mobile")
    assert await notes_and_tags(stage) == (["Super guide"], ["Séniors", "mobile"])
    await message_edited(stage, f"{GUIDE} #veille")
    assert await notes_and_tags(stage) == ([], [])
    await message_edited(stage, f"{GUIDE} #veille enfin", posted=timedelta(days=60))
    assert await notes_and_tags(stage) == (["enfin"], [])
    assert stage.platform.reactions() == [("m1", "✅")]


async def test_a_note_that_was_changed_on_the_card_does_not_follow_and_the_tags_still_do(stage):
    await posted(stage, f"Super gide {GUIDE} #veille #senior")
    await edit_card(stage, "À lire page 3", "#senior")
    await message_edited(stage, f"Super guide {GUIDE} #veille #seniors")
    assert await notes_and_tags(stage) == (["À lire page 3"], ["seniors"])


async def test_tags_that_were_changed_on_the_card_do_not_follow_and_the_note_still_does(stage):
    await posted(stage, f"Super gide {GUIDE} #veille #senior")
    await edit_card(stage, "Super gide", "#mobile")
    await message_edited(stage, f"Super guide {GUIDE} #veille #seniors")
    assert await notes_and_tags(stage) == (["Super guide"], ["mobile"])


async def test_nobody_changes_by_their_message_what_is_said_of_the_link_of_another(stage):
    await posted(stage, f"{GUIDE} #veille")
    await posted(stage, f"{GUIDE} #veille", "karim", "m2", "autre")
    await message_edited(stage, f"mon avis {GUIDE} #veille #pix", "karim", "m2", "autre")
    assert await notes_and_tags(stage) == ([], [])


async def test_a_message_that_was_chosen_needs_no_tag_and_its_words_are_no_note(stage):
    link, at = "https://chat.example/m9", stage.clock.now()
    message = ChosenMessage("m9", f"voir {GUIDE}", "Léa", link, at, is_own=True)
    where = channel("general")
    await stage.receive(
        Shortcut(author=author("lea"), location=where, plugin="watch", name="share", message=message)
    )
    await message_edited(stage, f"voir bien {GUIDE}", "lea", "m9")
    await message_edited(stage, f"voir bien {GUIDE} #pix", "lea", "m9")
    assert await standing(stage) == [GUIDE]
    assert await notes_and_tags(stage) == ([], [])
    await message_edited(stage, "rien", "lea", "m9")
    assert await standing(stage) == []


async def test_who_is_erased_leaves_no_trace_of_what_their_message_notes_and_tags(stage):
    await posted(stage, f"Super guide {GUIDE} #veille #seniors")
    async with stage.working("witness") as ctx:
        gone = await ctx.find_member(await member(stage, "camille"))
        await stage.handlers.service(PersonalData).erase(ctx, gone)
    (appearance,) = await rows(stage, AppearanceRow)
    assert (appearance.member_id, appearance.note_said, appearance.tags_said) == (None, None, None)


async def test_the_note_of_a_message_goes_with_it_though_the_link_stays(stage):
    await posted(stage, f"Super guide {GUIDE} #veille")
    await keep(stage)
    await stage.platform.host.message_deleted("general", "m1")
    assert await standing(stage) == [GUIDE]
    assert await notes_and_tags(stage) == ([], [])


async def test_who_deleted_their_message_counts_no_more_among_those_who_noted_something(stage, web):
    """Karim's short address turns out to be Camille's page: his note stands beside hers."""
    web.page("https://court.example/x", html(), at=GUIDE)
    await posted(stage, f"Super guide {GUIDE} #veille")
    short = "https://court.example/x"
    await link_posted(stage, f"aussi bien {short} #veille", (short,), ("veille",), "karim", "m2", "autre")
    assert await notes_and_tags(stage) == (["Super guide", "aussi bien"], [])
    await stage.platform.host.message_deleted("autre", "m2")
    assert await notes_and_tags(stage) == (["Super guide"], [])
    await stage.platform.host.message_deleted("general", "m1")
    assert await standing(stage) == []


async def test_a_note_stays_while_its_author_brings_the_link_by_another_message(stage):
    await posted(stage, f"Super guide {GUIDE} #veille")
    await posted(stage, f"{GUIDE} #veille", "camille", "m2", "autre")
    await stage.platform.host.message_deleted("general", "m1")
    assert await notes_and_tags(stage) == (["Super guide"], [])
    await stage.platform.host.message_deleted("autre", "m2")
    assert await standing(stage) == []
