"""What the measures share: the real bot on a temporary database, and a platform that takes everything."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bot.app import Bot, load_plugins
from bot.chat.delivery import Outgoing
from bot.chat.hosting import Host
from bot.chat.incoming import Line
from bot.chat.people import Author
from bot.chat.places import Location
from bot.config import Config
from bot.runtime.clock import Clock
from bot.store import Store

PLATFORM = "bench"


class Progress:
    """Tells what is being measured: to nobody, unless `tell` is replaced."""

    def __init__(self) -> None:
        self.tell: Callable[[str], None] = lambda _step: None


progress = Progress()


class Kept:
    """Where databases that take long to fill are kept from one run to the next: nowhere, unless said."""

    folder: Path | None = None


kept = Kept()


@contextmanager
def keeping(name: str) -> Iterator[tuple[Path, bool]]:
    """Yield a folder of that name, and whether it is to be filled: one that is kept is whole."""
    if kept.folder is None:
        with tempfile.TemporaryDirectory(prefix="maillage-bench-") as temporary:
            yield Path(temporary), True
        return
    folder, is_whole = kept.folder / name, kept.folder / f"{name}.whole"
    is_new = not is_whole.exists()
    if is_new:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    yield folder, is_new
    is_whole.touch()


class Sink:
    """A platform that takes every delivery at once, and remembers in which order."""

    name = PLATFORM
    has_calendar = False

    def __init__(self) -> None:
        self.taken: list[Outgoing] = []

    async def start(self, host: Host) -> None:
        """Connect."""

    async def stop(self) -> None:
        """Disconnect."""

    async def send(self, outgoing: Outgoing) -> str:
        """Take a delivery."""
        self.taken.append(outgoing)
        return str(len(self.taken))

    async def has_left(self, _user: str, _communities: Collection[str]) -> bool:
        """Say that they are all still there."""
        return False

    async def administers(self, _user: str, _channel: str) -> bool:
        """Say that nobody does."""
        return False

    async def find(self, _outgoing: Outgoing) -> str | None:
        """Find nothing."""
        return None


@asynccontextmanager
async def running_bot(clock: Clock, folder: Path | None = None) -> AsyncIterator[tuple[Bot, Sink]]:
    """Run the bot on a database in a folder, a temporary one by default."""
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as temporary:
        config = Config()
        config.store.data_dir = folder or Path(temporary)
        sink = Sink()
        bot = Bot(config, Store(config.database_url()), clock, [sink], load_plugins(config))
        await bot.start()
        try:
            yield bot, sink
        finally:
            await bot.stop()


def command(text: str, person: int, channel: int) -> Line:
    """Return a line that somebody types in a channel."""
    name = f"personne-{person}"
    place = f"canal-{channel}"
    return Line(
        author=Author(id=name, username=name),
        location=Location(platform=PLATFORM, id=place, name=place, community="team", community_name="Équipe"),
        text=text,
    )


def percentile(values: list[float], share: float) -> float:
    """Return the value that a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
