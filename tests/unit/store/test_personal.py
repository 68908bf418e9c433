"""Every table says what it holds of people."""

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, Text

from bot.app import load_plugins
from bot.config import Config
from bot.language.messages import _
from bot.store.base import Base
from bot.store.personal import (
    Basis,
    Category,
    Erasure,
    NotPersonal,
    Personal,
    declares,
    mistakes,
    personal_tables,
)


def test_every_table_and_column_says_what_it_holds_of_people():
    load_plugins(Config())
    assert [mistake for table in Base.metadata.sorted_tables for mistake in mistakes(table)] == []


def test_what_erasure_does_agrees_with_the_foreign_keys():
    load_plugins(Config())
    expected = {Erasure.DELETE: "CASCADE", Erasure.ANONYMISE: "SET NULL"}
    for table, declaration in personal_tables():
        for name, erasure in declaration.subjects.items():
            [key] = table.columns[name].foreign_keys
            assert key.ondelete == expected[erasure], f"{table.name}.{name}"


SAID = {
    "title": _("Notes"),
    "category": Category.CONTENT,
    "purpose": _("remember"),
    "basis": Basis.INTEREST,
    "retention": _("a year"),
}


@pytest.mark.parametrize(
    ("info", "mistake"),
    [
        ({}, "does not say"),
        (declares(NotPersonal(_("None."))), "member_id points at a person"),
        (declares(Personal(**SAID, subjects={}, columns={"text": _("it")})), "belongs in subjects"),
        (
            declares(Personal(**SAID, subjects={"member_id": Erasure.DELETE}, columns={})),
            "text is in none",
        ),
        (
            declares(
                Personal(
                    **SAID, subjects={"member_id": Erasure.ANONYMISE}, columns={"text": _("it"), "x": _("y")}
                )
            ),
            "has no column x",
        ),
        (
            declares(Personal(**SAID, subjects={"member_id": Erasure.ANONYMISE}, columns={"text": _("it")})),
            "cannot become null",
        ),
        (
            declares(
                Personal(
                    **SAID,
                    subjects={"member_id": Erasure.DELETE},
                    columns={"text": _("it")},
                    blanked={"shade": ""},
                )
            ),
            "shade is blanked",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_named(info, mistake):
    metadata = MetaData()
    Table("member", metadata, Column("id", Integer, primary_key=True))
    notes = Table(
        "notes",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("member_id", ForeignKey("member.id"), nullable=False),
        Column("text", String),
        info=info,
    )
    assert any(mistake in found for found in mistakes(notes))


@pytest.mark.parametrize(
    ("columns", "mistake"),
    [
        ([Column("id", Integer, primary_key=True), Column("text", String)], "has no network_id"),
        (
            [
                Column("id", Integer, primary_key=True),
                Column("at", Integer, primary_key=True),
                Column("network_id", Integer),
                Column("text", String),
            ],
            "has no primary key of one column",
        ),
        (
            [Column("id", Integer, primary_key=True), Column("network_id", Integer), Column("text", Integer)],
            "text names people, but is no text",
        ),
        (
            [Column("id", Integer, primary_key=True), Column("network_id", Integer), Column("text", Text)],
            None,
        ),
    ],
)
def test_names_can_be_taken_out_of_what_declares_that_it_names_people(columns, mistake):
    said = Personal(**SAID, subjects={}, columns={"text": _("it")}, naming=("text",))
    notes = Table("notes", MetaData(), *columns, info=declares(said))
    found = [one for one in mistakes(notes) if "names people" in one]
    assert len(found) == (mistake is not None)
    assert all(mistake in one for one in found)
