"""The log: everything goes to standard error, since standard output belongs to answers.

Tracebacks come without the values of variables, which could hold what people wrote, and secrets are struck
out wherever they stand. structlog is loaded with the first thing that is told: with what it brings, it takes
a tenth of the start, and a start that goes well tells nothing.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, TextIO

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

Level = Literal["debug", "info", "warning", "error"]
Format = Literal["text", "json"]

STRUCK_OUT = "[…]"
_SECRET_NAME = re.compile(
    r"(?:^|[_\-.])(?:token|secret|password|passwd|passphrase|authorization|cookie|credentials?|api[_-]?key"
    r"|private[_-]?key|signing[_-]?key|webhook[_-]?url)s?$",
    re.IGNORECASE,
)
_SECRET_IN_TEXT = (
    (re.compile(r"(?<=://)([^\s/:@]*):[^\s/@]+(?=@)"), rf"\1:{STRUCK_OUT}"),
    (re.compile(r"\b(Bearer|Bot|Basic)\s+[\w\-.~+/]{8,}=*"), rf"\1 {STRUCK_OUT}"),
    (
        re.compile(
            r"""(?P<name>\b\w*(?:token|secret|password|passwd|api_?key)["']?\s*[=:]\s*)(?:"[^"]*"|'[^']*'|[^\s,;&"')]+)""",
            re.IGNORECASE,
        ),
        rf"\g<name>{STRUCK_OUT}",
    ),
    (re.compile(r"(?<![\w-])[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"), STRUCK_OUT),
    (re.compile(r"(?<=/)((?:interactions|webhooks)/\d+)/[^\s/?#\"']+"), rf"\1/{STRUCK_OUT}"),
)
"""The forms of secrets; the last two are the token of a bot of Discord, and that of an interaction in the
addresses that discord.py tells (https://docs.discord.com/developers/interactions/receiving-and-responding)."""
_CHATTY = {
    "apscheduler": logging.WARNING,
    "alembic": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "bot.store.pool": logging.WARNING,  # SQLAlchemy's pools write in the name of their module
    "discord": logging.WARNING,
}
"""Libraries that tell at “info” or “debug” what concerns themselves only."""


_waiting: list[Callable[[], None]] = []
"""What configures structlog, until it is loaded."""


class Log:
    """The log of a module: each method tells an event, in a few words, with values by name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def debug(self, event: str, **values: object) -> None:
        """Tell what helps to find a mistake."""
        self._tell(logging.DEBUG, event, values)

    def info(self, event: str, **values: object) -> None:
        """Tell what happens."""
        self._tell(logging.INFO, event, values)

    def warning(self, event: str, **values: object) -> None:
        """Tell what somebody may have to look after."""
        self._tell(logging.WARNING, event, values)

    def error(self, event: str, **values: object) -> None:
        """Tell what went wrong."""
        self._tell(logging.ERROR, event, values)

    def exception(self, event: str, **values: object) -> None:
        """Tell what went wrong, with the exception that is being handled."""
        self._tell(logging.ERROR, event, {"exc_info": True, **values})

    def _tell(self, level: int, event: str, values: Mapping[str, object]) -> None:
        if _waiting and not logging.getLogger(self._name).isEnabledFor(level):
            return  # structlog is not loaded for what nobody will read
        import structlog

        use_structlog()
        getattr(structlog.get_logger(self._name), logging.getLevelName(level).lower())(event, **values)


def get_logger(name: str) -> Log:
    """Return the log of the module of that name."""
    return Log(name)


def configure_log(level: Level, style: Format, stream: TextIO | None = None) -> None:
    """Send the log of the bot and of its libraries to standard error, or to `stream`."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Formatter(style, handler.stream))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name, least in _CHATTY.items():
        logging.getLogger(name).setLevel(max(least, root.level))
    logging.captureWarnings(capture=True)
    _waiting[:] = [_configure_structlog]


def use_structlog() -> None:
    """Have structlog write to this log as well, for plugins from elsewhere that use it themselves.

    Where nobody configured anything, warnings are told: left to itself, structlog would write the values of
    variables into tracebacks, and take half a second for each.
    """
    import structlog

    if not _waiting and not structlog.is_configured():
        configure_log("warning", "text")
    for configure in tuple(_waiting):
        configure()
        _waiting.clear()  # only now: another thread may tell something meanwhile


def _configure_structlog() -> None:
    import structlog

    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *_first_processors(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


class _Formatter(logging.Formatter):
    """Formats as structlog does, from the first record on."""

    def __init__(self, style: Format, stream: TextIO) -> None:
        super().__init__()
        self._layout = style
        self._stream = stream
        self._formatter: logging.Formatter | None = None

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        if self._formatter is None:
            self._formatter = _structured(self._layout, self._stream)
        return self._formatter.format(record)


def _structured(style: Format, stream: TextIO) -> logging.Formatter:
    import structlog

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_first_processors(),
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(style, stream)],
    )


def _first_processors() -> list[Processor]:
    """Return what everything that is logged goes through, whoever tells it."""
    import structlog

    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        strike_secrets,
    ]


def _renderer(style: Format, stream: TextIO) -> Processor:
    import structlog

    if style == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(
        colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback, sort_keys=False
    )


def strike_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Strike out the values of keys that name a secret, and what looks like one in any text."""
    return {key: _struck(key, value) for key, value in event.items()}


def _struck(key: object, value: object) -> object:
    if isinstance(key, str) and _SECRET_NAME.search(key) and value is not None:
        return STRUCK_OUT
    match value:
        case str():
            for pattern, replacement in _SECRET_IN_TEXT:
                value = pattern.sub(replacement, value)
            return value
        case Mapping():
            return {name: _struck(name, item) for name, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_struck(None, item) for item in value]
        case _:
            return value
