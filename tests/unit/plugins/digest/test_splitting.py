"""Letters longer than a message: cut between sections, else between items, never within a link."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.chat.embeds import in_parts
from bot.language.messages import Markup
from bot.platforms.discord import embeds as on_discord
from bot.platforms.discord.limits import MAX_EMBED_TEXT, MAX_EMBEDS, MAX_EMBEDS_TOGETHER
from bot.platforms.mattermost.limits import MAX_RUNES
from plugins.digest.arguments import LONGEST_EDITORIAL
from plugins.digest.choices import LARGEST
from plugins.digest.composing import LONGEST_ITEM
from plugins.digest.documents import Document, Group, Section
from plugins.digest.showing import post_of

LINK = re.compile(r"\[Lien \d+\.\d+\]\(https://exemple\.fr/[^()\s]*\)")


def item(section, number, length):
    """Return an item as long as asked for, with a link at its beginning and one at its end."""
    link = f"[Lien {section}.{number}](https://exemple.fr/{section}/{number})"
    return Markup(f"{link} {'mot ' * ((length - 2 * len(link) - 2) // 4)}{link}")


def letter(sections, items=LARGEST, length=LONGEST_ITEM):
    made = [
        Section(
            Markup(f"Rubrique {section}"),
            (Group(Markup(""), tuple(item(section, number, length) for number in range(items))),),
        )
        for section in range(sections)
    ]
    return Document(
        title=Markup("Lettre n°\u00a012 — Loire, lundi 23 novembre 2026"),
        editorial=Markup("mot " * (LONGEST_EDITORIAL // 4)),
        note=Markup(""),
        sections=tuple(made),
        language="fr",
        zone=ZoneInfo("Europe/Paris"),
        dated=datetime(2026, 11, 23, 8, tzinfo=UTC),
        number=12,
    )


def whole(texts, sections, items):
    """Return whether every link stands whole in one part, in order."""
    found = [link for text in texts for link in LINK.findall(text)]
    named = re.findall(r"Lien (\d+)\.(\d+)", " ".join(found))
    return named == [
        (str(section), str(number))
        for section in range(sections)
        for number in range(items)
        for _twice in "ab"
    ]


@pytest.mark.parametrize(("items", "length"), [(8, 400), (12, 900), (8, 200)])
def test_on_mattermost_a_letter_is_cut_between_its_sections(items, length):
    parts = in_parts(post_of(letter(7, items, length)), MAX_RUNES)
    assert all(len(part) <= MAX_RUNES for part in parts)
    assert len(parts) > 1 or length == 200
    assert parts[0].startswith("**Lettre n°")
    assert all(part.startswith("#### Rubrique") for part in parts[1:])
    assert whole(parts, 7, items)


def test_a_section_that_is_longer_than_a_message_is_cut_between_its_items():
    parts = in_parts(post_of(letter(3)), MAX_RUNES)
    assert all(len(part) <= MAX_RUNES for part in parts)
    assert all(re.match(r"#### Rubrique|- \[Lien", part) for part in parts[1:])
    assert all(part.endswith(")") for part in parts[1:])
    assert whole(parts, 3, LARGEST)


def test_on_discord_a_letter_is_embeds_of_as_many_messages_as_it_takes():
    cards = on_discord.cards(post_of(letter(7)).embeds, {})
    messages = on_discord.in_messages(cards)
    assert all(len(message) <= MAX_EMBEDS for message in messages)
    assert all(len(card.text) <= MAX_EMBED_TEXT for card in cards)
    assert all(
        sum(len(card.title) + len(card.text) for card in message) <= MAX_EMBEDS_TOGETHER
        for message in messages
    )
    assert whole([card.text for card in cards], 7, LARGEST)
