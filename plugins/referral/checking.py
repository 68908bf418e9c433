"""Checking the lists of words: the lexicon's own files, and those that the network adds."""

from __future__ import annotations

from bot.language.messages import _
from bot.plugin import WordLists
from bot.plugin.neighbours import ListCheck
from plugins.referral.lexicon_contents import Mistake
from plugins.referral.lexicon_files import OWN_NAME, read_all


def mistakes(lists: WordLists, others: ListCheck | None = None) -> list[Mistake]:
    """Return what is wrong in any list, each with its file and key; `others` checks another plugin's list."""
    _contents, found = read_all(lists.find(OWN_NAME))
    if (folder := lists.missing()) is not None:
        found.append(Mistake(str(folder), "plugins.lexicon", _("there is no such folder")))
    if others is not None and (own := lists.find(others.list_name)) is not None:
        found += [Mistake(own.name, "", what) for what in others.mistakes(own)]
    return found
