"""The rehearsal: plugins read what they need for plain sentences before anybody writes one."""

from bot.language.messages import _
from bot.plugin import Plugin
from bot.runtime.rehearsing import rehearse
from bot.runtime.services import ConfiguredWordLists


def a_plugin(name, claims):
    plugin = Plugin(name, title=_("A plugin"))
    plugin.sentence(claims)(lambda _ctx, _text: None)
    return plugin


def test_every_plugin_is_asked_once_in_another_thread_even_if_one_fails():
    asked = []

    def fail(_text):
        raise RuntimeError("out of order")

    def claims(text):
        asked.append(text)
        return 0.5

    thread = rehearse([a_plugin("broken", fail), a_plugin("well", claims)], ConfiguredWordLists(None))
    thread.join()
    assert len(asked) == 1
    assert thread.daemon
