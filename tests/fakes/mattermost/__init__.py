"""A strict Mattermost server for tests, in this process, and the people who use it.

`FakeMattermost` behaves as recorded exchanges of a real server and its source show. `Person` acts over HTTP
and WebSocket like a real client, against the fake or any other server.
"""

from .person import PASSWORD, Event, NothingCameError, Person, RefusedError
from .reading import Dialog, NotThereError, actions_of, labels_of, text_of
from .server import FakeMattermost

__all__ = [
    "PASSWORD",
    "Dialog",
    "Event",
    "FakeMattermost",
    "NotThereError",
    "NothingCameError",
    "Person",
    "RefusedError",
    "actions_of",
    "labels_of",
    "text_of",
]
