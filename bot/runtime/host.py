"""The plugin host: finds plugins, refuses those that cannot live together, looks up what they declare."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from bot.errors import PluginError
from bot.language import catalogue
from bot.language.folding import fold
from bot.language.messages import Message, _
from bot.logs import get_logger, use_structlog
from bot.plugin import Command, Plugin, Word

log = get_logger(__name__)

ENTRY_POINTS = "maillage.plugins"
_ENDS = " .!?"
_POINTS = ",:;"
"""They may end a verb too, but not where any words are welcome: `/rappel liste : du pain, …`."""
_JOINT = re.compile(r"[-']")
"""What joins the words of a verb."""
CORE = "core"
"""The name under which the runtime itself sends messages and buttons."""


@dataclass(frozen=True, slots=True)
class Root:
    """A root word and the commands under it."""

    word: Word
    commands: tuple[Command, ...]

    @property
    def default(self) -> Command | None:
        """The command that a text without verb is for."""
        return next(
            (command for command in self.commands if command.verb is None or command.is_default), None
        )

    def verb(self, words: str) -> Command | None:
        """Return the command of that verb: accents, a sign after it and what joins its words aside.

        `Tags.` is `tags`, and `mesliens` is `mes-liens`; but what was typed as two words is never one.
        """
        default = self.default
        is_free = default is not None and default.takes_any_words
        typed = fold(words).rstrip(_ENDS if is_free else _ENDS + _POINTS)
        verbs = [(one.verb.forms(), one) for one in self.commands if one.verb is not None]
        exact = (one for forms, one in verbs if typed in forms)
        return next(exact, None) or next((one for forms, one in verbs if _is_joined(typed, forms)), None)


def _is_joined(typed: str, forms: Iterable[str]) -> bool:
    """Return whether a word is one of the forms with less to join its words."""
    letters, joints = _JOINT.subn("", typed)
    apart = (_JOINT.subn("", form) for form in forms)
    return any(letters == bare and joints <= most for bare, most in apart)


class PluginHost:
    """The loaded plugins. A plugin that cannot be loaded is named in the log, and the others go on."""

    def __init__(self) -> None:
        self.plugins: dict[str, Plugin] = {}
        self.errors: list[PluginError] = []
        self._roots: dict[str, Root] = {}

    def add(self, plugin: Plugin) -> None:
        """Add a plugin.

        Raises:
            PluginError: its name or one of its words is taken, or it declares something that cannot work.
        """
        if plugin.name == CORE:
            raise PluginError(plugin.name, _("this name is the bot’s own"))
        if plugin.name in self.plugins:
            raise PluginError(plugin.name, _("another plugin has this name"))
        roots = _roots_of(plugin)
        for root in roots:
            for form in root.word.forms():
                if form in self._roots:
                    taken = self._roots[form].commands[0].plugin
                    raise PluginError(
                        plugin.name,
                        _("the word “{word}” is taken by the plugin “{taken}”", word=form, taken=taken),
                    )
        self.plugins[plugin.name] = plugin
        self._roots.update({form: root for root in roots for form in root.word.forms()})

    def load(self, modules: Iterable[str], folder: Path | None = None) -> None:
        """Load the named modules, then the installed entry points, then the packages of a folder."""
        for module in modules:
            self._try(module, partial(_imported, module))
        installed = entry_points(group=ENTRY_POINTS)
        if installed or folder is not None:
            use_structlog()
        for entry in installed:
            self._try(entry.name, partial(_installed, entry))
        if folder is not None:
            self._load_folder(folder)

    def root(self, word: str) -> Root | None:
        """Return the root of that word, accents aside."""
        return self._roots.get(fold(word))

    def roots(self) -> Iterator[Root]:
        """Return every root once, in the order of declaration."""
        seen: set[str] = set()
        for root in self._roots.values():
            if root.word.fr not in seen:
                seen.add(root.word.fr)
                yield root

    def words(self) -> Sequence[str]:
        """Return the French root words."""
        return [root.word.fr for root in self.roots()]

    def command(self, name: str) -> Command | None:
        """Return the command of that stable name."""
        return next((c for plugin in self.plugins.values() for c in plugin.commands if c.name == name), None)

    def errands_of(self, plugin: str) -> Collection[str]:
        """Return the names of the errands that a plugin declares."""
        declared = self.plugins.get(plugin)
        return declared.errands if declared is not None else ()

    def listens_for(self, event: type) -> bool:
        """Return whether any plugin listens for that type of event."""
        return any(
            issubclass(event, kind)
            for plugin in self.plugins.values()
            for kind, _listener in plugin.listeners
        )

    def _load_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            self.errors.append(PluginError(str(folder), _("this folder of plugins does not exist")))
            return
        folder = folder.resolve()  # what is imported must not depend on where the program stands later
        if str(folder) not in sys.path:
            sys.path.append(str(folder))
        for child in sorted(folder.iterdir()):
            if (child / "__init__.py").is_file():
                name = child.name
                self._try(name, partial(_imported, name))

    def _try(self, name: str, load: Callable[[], Plugin]) -> None:
        try:
            self.add(load())
        except PluginError as error:
            self.errors.append(error)
            log.warning("plugin not loaded", plugin=name, reason=str(error))
        except (Exception, SystemExit) as error:
            self.errors.append(PluginError(name, _told(error)))
            log.warning("plugin not loaded", plugin=name, exc_info=True)


def _told(error: BaseException) -> Message:
    """Return what a module says of its failure, in one line."""
    detail = f"{type(error).__name__}: {error}".partition("\n")[0].removesuffix(": ")
    return _("it fails as it is loaded: “{detail}”", detail=detail)


def _imported(module: str) -> Plugin:
    return _plugin_of(module, importlib.import_module(module))


def _installed(entry: EntryPoint) -> Plugin:
    return _plugin_of(entry.value, entry.load())


def _plugin_of(name: str, loaded: object) -> Plugin:
    plugin = loaded if isinstance(loaded, Plugin) else getattr(loaded, "plugin", None)
    if not isinstance(plugin, Plugin):
        raise PluginError(name, _("it has no `plugin = Plugin(…)`"))
    catalogue.add_package(getattr(loaded, "__name__", name.partition(":")[0]))
    return plugin


def _roots_of(plugin: Plugin) -> list[Root]:
    """Group the plugin's commands by root word, and check that they can be told apart."""
    by_root: dict[str, list[Command]] = {}
    for command in plugin.commands:
        by_root.setdefault(command.root.fr, []).append(command)
    roots = [Root(commands[0].root, tuple(commands)) for commands in by_root.values()]
    taken: set[str] = set()
    for root in roots:
        if taken & root.word.forms():
            raise PluginError(plugin.name, _("two commands have the word “{word}”", word=root.word.fr))
        taken |= root.word.forms()
        _check_verbs(plugin, root)
    return roots


def _check_verbs(plugin: Plugin, root: Root) -> None:
    verbs = [command.verb for command in root.commands if command.verb is not None]
    forms = [form for verb in verbs for form in verb.forms()]
    if (
        len(set(forms)) != len(forms)
        or (verbs and len(verbs) != len(root.commands))
        or len(root.commands) - len(verbs) > 1
    ):
        raise PluginError(plugin.name, _("two commands of “{word}” have the same verb", word=root.word.fr))
    unknown = {name for command in root.commands for name in command.instead} - {verb.fr for verb in verbs}
    if unknown:
        raise PluginError(
            plugin.name,
            _("“{word}” has no verb “{verb}”", word=root.word.fr, verb=min(unknown)),
        )
    if any(" " in form for form in forms):
        raise PluginError(plugin.name, _("a verb of “{word}” is not one word", word=root.word.fr))
    if verbs and sum(command.is_default for command in root.commands) != 1:
        raise PluginError(plugin.name, _("“{word}” needs exactly one default verb", word=root.word.fr))
