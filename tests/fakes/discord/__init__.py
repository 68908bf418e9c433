"""A strict Discord for tests, in this process, and the people who use it.

`FakeDiscord` serves REST and the gateway on the loopback interface as the documentation describes them
(docs.discord.com/developers); `Person` acts as somebody's client does.
"""

from .asked import Asked, DidNotRespondError, NothingCameError
from .choosing import ClientRefusedError
from .filling import Modal
from .flags import Intent, Permission
from .messages import Message, NotThereError
from .person import Person
from .places import Channel, Guild
from .server import FakeDiscord
from .users import Role, User

__all__ = [
    "Asked",
    "Channel",
    "ClientRefusedError",
    "DidNotRespondError",
    "FakeDiscord",
    "Guild",
    "Intent",
    "Message",
    "Modal",
    "NotThereError",
    "NothingCameError",
    "Permission",
    "Person",
    "Role",
    "User",
]
