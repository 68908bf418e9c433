"""Reading catalogues of translations."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.language.po import Entry, entries

ROOT = Path(__file__).parents[3]
CATALOGUE = r"""
# What somebody wrote above the header
msgid ""
msgstr "Language: fr\n"

#: bot/app.py:12
msgid "Hello"
msgstr "Bonjour"
msgctxt "of a day"
msgid "Monday, "
"and “so\ton”"
msgstr "Lundi,\n"
"et \"ainsi\\de suite\""

#, python-brace-format
msgid "{n} vote"
msgid_plural "{n} votes"
msgstr[0] "{n} voix"
msgstr[1] "{n} des voix"

#, fuzzy, python-brace-format
msgid "Doubtful"
msgstr "Douteux"

msgid "Not translated"
msgstr ""

#~ msgid "Gone"
#~ msgstr "Parti"

msgid "Goodbye"
msgstr "Au revoir"

#| msgid "An older text"
#, python-brace-format
msgid ""
  "See you"
  " soon"
  msgstr "À bientôt"

#, python-brace-format, fuzzy
#~ msgid "Doubtful and gone"
#~ msgstr "Douteux et parti"

msgid "The last one"
msgstr "Le dernier"
"""


def test_a_catalogue_is_read():
    assert [*entries(CATALOGUE.splitlines(keepends=True))] == [
        Entry(None, "Hello", ("Bonjour",)),
        Entry("of a day", "Monday, and “so\ton”", ('Lundi,\net "ainsi\\de suite"',)),
        Entry(None, "{n} vote", ("{n} voix", "{n} des voix")),
        Entry(None, "Goodbye", ("Au revoir",)),
        Entry(None, "See you soon", ("À bientôt",)),
        Entry(None, "The last one", ("Le dernier",)),
    ]


@pytest.mark.parametrize("top", ["bot", "plugins"])
def test_ours_are_read_as_babel_reads_them(top):
    files = sorted((ROOT / top).rglob("fr.po"))
    assert files
    for file in files:
        with file.open("rb") as content:
            theirs = {(one.context, one.id): one.string for one in read_po(content, locale="fr") if one.id}
        with file.open(encoding="utf-8") as lines:
            ours = {(one.context, one.text): one.forms for one in entries(lines)}
        assert ours == {
            (context, text if isinstance(text, str) else text[0]): (form,) if isinstance(form, str) else form
            for (context, text), form in theirs.items()
        }
