"""What a plugin's sub-command of `maillage` is given: the data of one network, and how to speak.

    cards = plugin.cli_group("directory", summary=_("Cards of colleagues"))

    @cards.command("import", help=_("Read cards from a file."))
    async def read_cards(desk: Desk, file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None: ...

Options that say on which data the command works (`--config`, `--data-dir`) are added to its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.language.catalogue import Words
from bot.language.messages import Message, Text

H = TypeVar("H", bound=Callable[..., Any])
S = TypeVar("S")

Advance = Callable[[int, int], None]
"""Tells how far things are: what is done, of how much in all."""


class Desk(Protocol):
    """One network's data, and the terminal. `now` is aware, in UTC; `words` are those of the network."""

    network: Network
    now: datetime
    words: Words

    def unit(self) -> AbstractAsyncContextManager[AsyncSession]:
        """One unit of work: committed as a whole at the end, or not at all."""

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        """Look at the data: nothing can be changed."""

    async def later(
        self, session: AsyncSession, name: str, at: datetime, *, key: str, **arguments: int | str | bool
    ) -> None:
        """Have the plugin's timer or errand `name` run at an instant: the bot finds it within a minute."""

    def service(self, kind: type[S]) -> S:
        """Return the service of that kind, offered by a plugin.

        Raises:
            LookupError: nothing offers it.
        """

    def content_of(self, file: Path, most: int) -> bytes:
        """Return what a file holds, and of a longer one than `most` bytes one byte more.

        Raises:
            Refusal: it cannot be read.
        """

    def write(self, content: bytes, file: Path | None) -> None:
        """Write a document into a file, or to standard output if there is none.

        Raises:
            Refusal: it cannot be written.
        """

    def tell(self, text: Text) -> None:
        """Print a message on standard output."""

    def warn(self, text: Text) -> None:
        """Print a message on standard error."""

    def tell_json(self, document: Mapping[str, Any]) -> None:
        """Print one JSON document, on one line of standard output."""

    def progress(self, title: Text) -> AbstractContextManager[Advance]:
        """Show a bar that moves as it is told, where somebody looks at the terminal."""

    def leave(self, code: int) -> None:
        """Have the command end with that exit code: 0 unless this is called."""


@dataclass(frozen=True, slots=True)
class Subcommand:
    """A sub-command of `maillage`: `function` may be async and take a `Desk` first.

    One that `needs_data` begins no database: where there is none, that is what it says.
    """

    name: str
    function: Callable[..., Any]
    help: Message | None = None
    needs_data: bool = False


@dataclass(slots=True)
class CliGroup:
    """A sub-command of `maillage` that has sub-commands of its own."""

    plugin: str
    name: str
    summary: Message
    commands: list[Subcommand] = field(default_factory=list)

    def command(
        self,
        name: str,
        *,
        help: Message,  # noqa: A002 - as Typer says it
        needs_data: bool = False,
    ) -> Callable[[H], H]:
        """Declare a sub-command of this group; one that `needs_data` has nothing to do without any."""

        def declare(function: H) -> H:
            self.commands.append(Subcommand(name, function, help, needs_data))
            return function

        return declare
