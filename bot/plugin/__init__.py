"""What a plugin imports: one declaration serves every chat network.

A plugin is a package with `plugin = Plugin("name")` in its `__init__.py`, and handlers that are plain `async
def` functions, decorated with what they answer to.
"""

from bot.errors import FormRefusal, NotAllowed, Refusal
from bot.plugin.arguments import (
    Addressee,
    Duration,
    Files,
    MemberRef,
    Moment,
    PlaceRef,
    Rest,
    Tags,
    Url,
)
from bot.plugin.completion import CompletionContext
from bot.plugin.context import (
    Context,
    EventContext,
    OpenForm,
    TimerContext,
    WorkContext,
)
from bot.plugin.declarations import Command, Group, Plugin, Word
from bot.plugin.events import (
    DeliveryDied,
    LinksPosted,
    MemberJoined,
    MemberLeft,
    MemberMet,
    MembersMerging,
    MembersParted,
    PostAnswered,
    ReactionAdded,
)
from bot.plugin.parameters import Arg
from bot.plugin.services import (
    AccountsFound,
    Calendars,
    CommandCatalogue,
    CommandHelp,
    CommunityJoined,
    Fault,
    Figures,
    LinkCode,
    LinkedAccount,
    Links,
    PlatformFigures,
    Plugins,
    PluginState,
    Status,
    WordLists,
)

__all__ = [
    "AccountsFound",
    "Addressee",
    "Arg",
    "Calendars",
    "Command",
    "CommandCatalogue",
    "CommandHelp",
    "CommunityJoined",
    "CompletionContext",
    "Context",
    "DeliveryDied",
    "Duration",
    "EventContext",
    "Fault",
    "Figures",
    "Files",
    "FormRefusal",
    "Group",
    "LinkCode",
    "LinkedAccount",
    "Links",
    "LinksPosted",
    "MemberJoined",
    "MemberLeft",
    "MemberMet",
    "MemberRef",
    "MembersMerging",
    "MembersParted",
    "Moment",
    "NotAllowed",
    "OpenForm",
    "PlaceRef",
    "PlatformFigures",
    "Plugin",
    "PluginState",
    "Plugins",
    "PostAnswered",
    "ReactionAdded",
    "Refusal",
    "Rest",
    "Status",
    "Tags",
    "TimerContext",
    "Url",
    "Word",
    "WordLists",
    "WorkContext",
]
