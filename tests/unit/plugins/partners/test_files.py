"""Files as people have them, whatever they hold: lines, or one refusal."""

import csv
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sheets import decoded
from plugins.partners.importing import read_file
from plugins.partners.reading.files import FileRefusedError, open_file
from tests.unit.plugins.partners.invented import as_csv, as_json, place, service, structure


def quiet(_done: int, _total: int) -> None:
    """Show nothing."""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_as_tools_and_excel_write_it(encoding, delimiter):
    file = open_file(as_csv([place(nom="Médiathèque")], delimiter, encoding))
    (line,) = file.lines
    assert (line.number, line.values["nom"], line.values["id"]) == (2, "Médiathèque", "lieu-1")


def test_the_number_of_a_line_is_that_of_an_editor():
    file = open_file(as_csv([place(1, presentation_resume="deux\nlignes"), place(2)]))
    assert [line.number for line in file.lines] == [2, 4]


def test_json_is_read_as_an_array_in_an_object_and_by_lines():
    rows = [structure(1), structure(2)]
    lines = b"\n".join(json.dumps(row).encode() for row in rows)
    for content in (as_json(rows), json.dumps({"data": rows}).encode(), lines, b"\n\n" + lines + b"\n"):
        assert [line.values["id"] for line in open_file(content).lines] == ["dora--1", "dora--2"]


def test_a_bad_line_stops_no_other():
    good, long = (
        as_csv([place(1), place(2)]),
        as_csv([place(1, nom="x" * (csv.field_size_limit() + 1)), place(2)]),
    )
    extra = good.replace(b"lieu-1", b"lieu-1,une,valeur,de,trop", 1)
    for content in (long, extra):
        wrong, right = open_file(content).lines
        assert wrong.wrong is not None
        assert (right.wrong, right.values["id"]) == (None, "lieu-2")
    lines = open_file(b'{"id": 1}\nnon\n[1]\n{"id": 2}').lines
    assert [(line.number, line.wrong is None) for line in lines] == [
        (1, True),
        (2, False),
        (3, False),
        (4, True),
    ]


@pytest.mark.parametrize(
    "content", [b"", b"  \n ", b"\xef\xbb\xbf", b"bonjour", b"{", b"[1, 2", b"{}{}", b"\x00" * 9]
)
def test_what_is_no_such_file_is_refused(content):
    with pytest.raises(FileRefusedError):
        read_file(content, with_personal_data=False, advance=quiet)


def test_a_file_of_something_else_is_refused():
    with pytest.raises(FileRefusedError):
        read_file(b"nom,prenom\nDurand,Marie\n", with_personal_data=False, advance=quiet)


def test_a_place_file_that_lacks_a_column_names_it():
    rows = [{name: value for name, value in place().items() if name != "adresse"}]
    with pytest.raises(FileRefusedError) as refused:
        read_file(as_csv(rows), with_personal_data=False, advance=quiet)
    assert refused.value.text.values["columns"] == "adresse"


def test_json_nested_without_end_is_refused():
    with pytest.raises(FileRefusedError):
        open_file(b"[" * 200_000)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    assert isinstance(decoded(content), str)
    with suppress(FileRefusedError):
        assert read_file(content, with_personal_data=False, advance=quiet).report.lines >= 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from([place, structure, service]), st.data())
def test_any_values_are_read_or_told(make, data):
    row = dict(make())
    for name in data.draw(st.lists(st.sampled_from(sorted(row)), max_size=6)):
        row[name] = data.draw(JSON)
    read = read_file(json.dumps([row]).encode(), with_personal_data=data.draw(st.booleans()), advance=quiet)
    assert len(read.partners) + len(read.services) + read.report.lines_left_out == 1


@given(st.dictionaries(st.sampled_from(sorted(place())), st.text(max_size=40), max_size=8))
def test_any_values_of_csv_are_read_or_told(given_values):
    content = as_csv([{**place(1), **given_values}, place(2)]).decode().encode("utf-8", errors="replace")
    read = read_file(content, with_personal_data=False, advance=quiet)
    assert "lieu-2" in {record.external_id for record in read.partners} or read.report.problems


def test_a_quote_that_is_not_closed_swallows_no_other_line():
    content = 'id,nom,commune\n1,Un,Roanne\n2,"Deux,Feurs\n3,Trois,Lyon\n4,"Qua\ntre",Nice\n'
    lines = open_file(content.encode()).lines
    assert [(one.number, one.values.get("id"), one.wrong is None) for one in lines] == [
        (2, "1", True),
        (3, None, False),
        (4, "3", True),
        (5, "4", True),
    ]
