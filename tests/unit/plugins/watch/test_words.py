"""What pages and feeds say is shown word for word, and leads nowhere."""

import re

import pytest

from bot.language.messages import Markup
from plugins.watch.feeds.words import shown_title
from plugins.watch.models import ShareRow
from plugins.watch.words import Shown, card, foreign, in_short

FOREIGN = "[clique](http://evil.example/auto) ou http://evil.example/deux, www.evil.example ou mailto:x@e.ex"
_LIVE = re.compile(r"\w://|\bwww\.\w|mailto:\w|(?<!\\)\]\(")


@pytest.mark.parametrize("show", [foreign, in_short, shown_title])
def test_addresses_that_a_page_or_a_feed_says_lead_nowhere(show):
    shown = show(FOREIGN)
    assert not _LIVE.search(shown)
    seen = shown.replace("\\", "").replace("\u200b", "")
    assert seen.startswith("[clique](http://evil.example/auto) ou http://evil.example/deux")


class _Speaker:
    """Words of nobody: lines are kept as they are."""

    def join(self, lines, between="\n"):
        return Markup(between.join(str(line) for line in lines))


def test_nothing_that_a_page_says_of_itself_is_a_link_on_its_card():
    row = ShareRow(
        id=1, url="https://site.example/", site="www.evil.example", title=FOREIGN, description=FOREIGN
    )
    (embed,) = card(Shown(row, (), (), 0, None), 1, _Speaker(), brought_by=None, usual="fr").embeds
    for said in (embed.title, embed.text, embed.footer):
        assert not _LIVE.search(str(said))
