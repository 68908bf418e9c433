"""A plugin for tests of letters: something happens every hour, for ever, and every hour can be withdrawn."""

from __future__ import annotations

from datetime import timedelta

from bot.language.messages import Markup
from bot.plugin import Plugin
from bot.plugin.letters import DigestItem, DigestSection, DigestWindow

LOOKED_BACK = timedelta(days=3)
"""It tells of what is older than asked for too, where it was told nowhere: as sections may."""


class HourlyNews:
    """A section: the hours of the window, the latest first. Those that are `gone` may not be told."""

    name = "news"
    title = Markup("News")

    def __init__(self, size: int = 5, apart: timedelta = timedelta(hours=1)) -> None:
        self.size = size
        self.apart = apart
        self.gone: set[str] = set()
        self.fails = False

    async def items(self, _session, _network, window: DigestWindow):
        if self.fails:
            raise RuntimeError("no news")
        hours, found = self._of(window.until), []
        while hours > self._of(window.since - LOOKED_BACK) and len(found) < window.most:
            key = f"news:{hours}"
            if key not in window.excluded and key not in self.gone:
                found.append(DigestItem(key, Markup(f"hour {hours}")))
            hours -= 1
        return found

    def elsewhere(self, _window: DigestWindow) -> None:
        """Return nothing: what there was no room for comes into the next letter."""

    async def still(self, _session, _network, keys, _places):
        return [key for key in keys if key not in self.gone]

    def _of(self, at) -> int:
        return int(at.timestamp() // self.apart.total_seconds())


def news_plugin(section: HourlyNews) -> Plugin:
    """Return a plugin that offers the section."""
    plugin = Plugin("news", Markup("News"))
    plugin.provide(DigestSection, section)
    return plugin
