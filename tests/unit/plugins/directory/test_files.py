"""Files of cards: read as spreadsheets write them, with every mistake named, and written to be read again."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.territory import Area
from plugins.directory.cards import Content, Visibility, tidy
from plugins.directory.files import Line, open_table, read_lines, write_table
from tests.unit.plugins.directory.people_asked import HEADING, line, table


def read(data: str | bytes) -> list:
    return list(read_lines(open_table(data.encode() if isinstance(data, str) else data)))


def kinds(data: str) -> list[tuple[int, str]]:
    return [(one.line, one.kind) for found in read(data) if not isinstance(found, Line) for one in found]


def test_a_line_says_who_somebody_is():
    [found] = read(
        table(line("lea", commune="Roanne", competences="Pix| FALC |pix", perimetre="departement:42"))
    )
    assert found.account == "lea"
    assert found.content.commune == "42187"
    assert found.content.skills == ("pix", "FALC") or found.content.skills == ("Pix", "FALC")
    assert found.content.areas == (Area.parse("departement:42"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_separator_and_line_ends_are_found_out(encoding, separator, end):
    text = table(line("zoe", nom="Zoé Lefèvre", commune="Saint-Étienne", code_insee="42218"))
    data = text.replace(",", separator).replace("\n", end).encode(encoding)
    [found] = read(data)
    assert found.content.name == "Zoé Lefèvre"


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"commune": "Xyzzyville"}, "unknown_commune"),
        ({"code_insee": "99999"}, "unknown_commune"),
        ({"commune": "Roanne", "code_insee": "42218"}, "disagreement"),
        ({"commune": "Saint-Denis"}, "ambiguous_commune"),
        ({"perimetre": "epci:000000000"}, "unknown_area"),
        ({"perimetre": "Roanne"}, "unreadable_area"),
        ({"visibilite": "tous"}, "unknown_visibility"),
        ({"visibilite": ""}, "unknown_visibility"),
        ({"nom": ""}, "empty"),
        ({"competences": "x" * 200}, "too_long"),
        ({"competences": "|".join(map(str, range(60)))}, "too_many"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_stops_no_other_line(values, kind):
    text = table(line("ana"), line("bob", **values), line("eve"))
    assert kinds(text) == [(3, kind)]
    assert [found.account for found in read(text) if isinstance(found, Line)] == ["ana", "eve"]


def test_a_département_tells_communes_of_one_name_apart():
    [found] = read(table(line("ana", commune="Saint-Denis (974)")))
    assert found.content.commune == "97411"


def test_lines_are_counted_as_an_editor_counts_them():
    text = table('ana,"Ana\nBis",,,,,,,,,,,reseau', "", line("bob", visibilite="x"))
    assert kinds(text) == [(5, "unknown_visibility")]


def test_an_account_that_comes_twice_and_a_line_of_another_length_are_named():
    assert kinds(table(line("ana"), line("@Ana"), "too,short")) == [(3, "twice"), (4, "columns")]


def test_missing_columns_are_named_and_unknown_ones_too():
    with pytest.raises(Refusal, match="visibilite"):
        open_table(HEADING.replace(",visibilite", "").encode())
    assert open_table(f"{HEADING},couleur\n".encode()).unknown == ("couleur",)


def test_what_is_no_table_is_refused():
    for data in (b"", b"\x00\x01PK", b"just a text"):
        with pytest.raises(Refusal):
            open_table(data)


WORDS = st.text(string.ascii_letters + " éÉœ'=+-@\"|;,\t\n\r", max_size=30)
LISTS = st.lists(WORDS, max_size=4).map(tuple)
CONTENTS = st.builds(
    Content,
    name=WORDS,
    structure=WORDS,
    commune=st.sampled_from([None, "42187", "2A004", "97411"]),
    areas=st.sampled_from([(), (Area.parse("region:84"), Area.parse("epci:200035731"))]),
    skills=LISTS,
    specialities=LISTS,
    appetences=LISTS,
    audiences=LISTS,
    languages=LISTS,
    availability=LISTS,
    visibility=st.sampled_from(Visibility),
).map(tidy)


@given(CONTENTS.filter(lambda content: content.name))
def test_what_is_written_is_read_again(content):
    text = "".join(write_table([("@ana", content)]))
    [found] = read(text)
    assert (found.account, found.content) == ("@ana", content)


def test_no_cell_begins_as_a_formula_does():
    content = tidy(Content(name="=cmd()", structure="+33", skills=("-1", "@x")))
    text = "".join(write_table([("lea", content)]))
    assert "'=cmd()" in text
    assert ",+33" not in text


def test_a_quote_that_is_not_closed_swallows_no_other_line():
    text = table(line("ana"), 'bob,"Bob,la suite', line("eve"), line("max"))
    assert kinds(text) == [(3, "unreadable")]
    assert [found.account for found in read(text) if isinstance(found, Line)] == ["ana", "eve", "max"]


def test_a_value_between_quotes_may_go_over_lines():
    text = table(line("ana", nom='"Ana\nB"'), line("eve"))
    assert [(found.number, found.account) for found in read(text)] == [(2, "ana"), (4, "eve")]


@pytest.mark.parametrize("name", ["\x1b[31mana", "ana\x07", "\u202eana"])
def test_what_moves_a_terminal_or_turns_the_writing_is_refused(name):
    assert kinds(table(line(name, nom="Ana"))) == [(2, "unseen_characters")]


def test_a_name_that_grows_when_it_is_folded_is_too_long():
    assert kinds(table(line("\ufdfa" * 120, nom="Ana"))) == [(2, "too_long")]


def test_a_file_may_begin_with_empty_lines_and_its_columns_have_accents_and_capitals():
    heading = HEADING.replace("competences", "Compétences").replace("code_insee", "Code INSEE")
    opened = open_table(f"\n\n{heading}\n{line('camille', competences='Pix')}\n".encode())
    [said] = read_lines(opened)
    assert (said.number, said.content.skills, opened.unknown) == (4, ("Pix",), ())


def test_a_file_may_begin_with_lines_of_empty_cells():
    [said] = read(
        f";;;;\n ; \n{HEADING.replace(',', ';')}\n{line('camille', competences='Pix').replace(',', ';')}\n"
    )
    assert (said.number, said.account) == (4, "camille")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty"),
        (b"PK\x03\x04\x14\x00", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
        (b"one;two\n1;2\n", "missing_columns"),
    ],
)
def test_what_cannot_be_a_table_is_named_for_what_it_is(data, code):
    with pytest.raises(Refusal) as refused:
        open_table(data)
    assert refused.value.code == code
