"""What the process remembers of people's words: all of it is registered, and all of it is forgotten."""

import ast
import gc
import sys
from pathlib import Path
from threading import Event, Thread

from bot.language import remembering
from bot.language.remembering import forget, register
from bot.language.remembering import remembering as remembers

ROOT = Path(__file__).parents[3]
OF_NOBODY = {
    # statements, by the name of the database
    "bot.runtime.receipts._sign",
    "bot.runtime.setting.set_timer",
    "bot.store.settings._set",
    # what is read from files that come with the bot, or of its own code
    "bot.language.catalogue._template",
    "bot.language.catalogue._translations",
    "bot.language.moments.leads._lead",
    "bot.language.moments.lexicon.lexicon",
    "bot.language.ordinary.words_in",
    "bot.language.terms._french",
    "bot.language.terms._spellings",
    "bot.platforms.session._trusted",
    "bot.plugin.declared._forms",
    "bot.runtime.fitting._types",
    "bot.store.base._registry_of",
    "bot.store.reindexing._digest_of",
    "bot.language.meaning.meanings",
    "bot.territory.channels._codes",
    "bot.territory.channels._longest_name",
    "bot.territory.channels._names",
    "bot.territory.communes._regions",
    "bot.territory.gazetteer._by_code",
    "bot.territory.gazetteer.territories",
    "bot.territory.lands.beginnings",
    "bot.territory.lands.borders_in",
    "bot.territory.lands.lands",
    "bot.territory.lands.lands_spelled",
    "bot.territory.ordinary._ordinary",
    "bot.territory.register.register",
    "bot.territory.search._spellings",
    "bot.territory.search._ways_to_write",
    "bot.territory.slips._by_length",
    "bot.territory.windows._epci_by_word",
    "bot.territory.zones._by_key",
    "bot.territory.zones._by_town",
    "plugins.digest.exporting.html._environment",
    "plugins.digest.exporting.reading.reader",
    "plugins.directory.cues._document",
    "plugins.directory.cues._patterns",
    "plugins.directory.cues.meant_words",
    "plugins.directory.cues.right_words",
    "plugins.directory.fillers._document",
    "plugins.directory.fillers._read",
    "plugins.directory.fillers.places_in_english",
    "plugins.directory.fillers.skills_for",
    "plugins.directory.situations.situations",
    "plugins.directory.telling._worth",
    "plugins.meetings.survey.trend._inversions",
    "plugins.meetings.templates.engine._environment",
    "plugins.meetings.templates.purposes.usual",
    "plugins.partners.kinds._by",
    "plugins.partners.kinds._exact",
    "plugins.partners.kinds._forms",
    "plugins.partners.kinds.kinds",
    "plugins.partners.personal._of_places",
    "plugins.partners.reading.inclusion._schema",
    "plugins.partners.reading.standard.schema",
    "plugins.partners.vocabulary.themes",
    "plugins.referral.learned.learned",
    "plugins.watch.pages.canonical._shared_suffixes",
    "plugins.watch.pages.canonical._tracking",
    "plugins.referral.naming._names",
    # lists of words, the network's own among them
    "plugins.directory.filing.joined_phrases",
    "plugins.directory.slips._written",
    "plugins.directory.slips.speller_of",
    "plugins.directory.thesaurus._extended",
    "plugins.directory.thesaurus._shipped",
    "plugins.referral.lexicon._lexicon",
    # years, and codes of places
    "bot.language.moments.public_holidays._holidays",
    "bot.territory.communes.commune_at",
    "bot.territory.communes.epci",
    "bot.territory.finding._people_of",
    "bot.territory.relations._canonical",
    "bot.territory.relations._touched",
    "plugins.directory.distance._distance",
    "plugins.directory.entries._around",
    "plugins.directory.visibility._departements_of",
    "plugins.partners.nearness._chain",
    "plugins.partners.places.seat_areas",
}
"""The caches that hold no words of people. Any other one is made by `bot.language.remembering`."""
MAKERS = {"cache", "lru_cache"}


def caches():
    """Yield the name of each function that is cached, and of what a cache is made of in passing."""
    for folder in ("bot", "plugins"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            tree = ast.parse(file.read_text(encoding="utf-8"))
            decorators = set()
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    for one in node.decorator_list:
                        decorators.update(map(id, ast.walk(one)))
                        if made_by(one):
                            yield f"{module}.{node.name}"
            for node in ast.walk(tree):
                if (
                    isinstance(node, ast.Name | ast.Attribute)
                    and made_by(node)
                    and id(node) not in decorators
                ):
                    yield f"{module}:{node.lineno}"


def made_by(node):
    """Say whether an expression is `cache`, `lru_cache(…)` or `functools.cache`."""
    if isinstance(node, ast.Call):
        return made_by(node.func)
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Name) and node.value.id == "functools" and node.attr in MAKERS
    return isinstance(node, ast.Name) and node.id in MAKERS


def test_every_cache_is_registered_or_is_known_to_hold_no_words_of_people():
    own = [name for name in caches() if name.startswith("bot.language.remembering:")]
    assert len(own) == 1
    assert sorted(set(caches()) - set(own)) == sorted(OF_NOBODY)


def test_all_is_forgotten_at_once_and_then_remembered_again():
    seen = []

    @remembers(maxsize=10)
    def initial(name):
        seen.append(name)
        return name[:1]

    assert [initial("Camille"), initial("Camille"), initial("Jeanne")] == ["C", "C", "J"]
    forget()
    assert initial("Camille") == "C"
    assert seen == ["Camille", "Jeanne", "Camille"]


def test_what_nobody_uses_any_more_is_not_kept_for_being_registered():
    class Words:
        def cache_clear(self):
            raise AssertionError("it is gone")

    register(Words())
    gc.collect()
    forget()
    assert not any(isinstance(one, Words) for one in remembering._memories)


def test_what_is_registered_meanwhile_by_another_thread_hinders_nobody_from_forgetting():
    class Words:
        def __init__(self):
            self.are_known = True

        def cache_clear(self):
            self.are_known = False

    kept, is_over, interval = [Words() for _each in range(5_000)], Event(), sys.getswitchinterval()
    for words in kept:
        register(words)

    def go_on():
        while not is_over.is_set():
            register(Words())

    other = Thread(target=go_on)
    sys.setswitchinterval(1e-6)
    try:
        other.start()
        for _time in range(30):
            forget()
    finally:
        is_over.set()
        other.join()
        sys.setswitchinterval(interval)
    assert not any(words.are_known for words in kept)
