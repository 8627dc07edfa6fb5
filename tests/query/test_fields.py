"""The table of fields is the one place that says what a field is: completion, hints and help follow it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from paperreader.query import FIELDS, NOTE, WHOLE_TEXT, Sort, Words, complete, parse
from paperreader.query.fields import LANGUAGE, Field
from paperreader.store.schema import INDEXED
from paperreader.store.search import ORDERS

TODAY = date(2026, 7, 31)


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_every_example_is_a_value_of_its_field(field: Field) -> None:
    for value in field.takes.split(", "):
        assert field.read(value.strip('"'), TODAY) is not None
        assert not parse(f"{field.name}:{value}", TODAY).hints


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_names_and_values_are_completed_and_begun_values_give_no_hint(field: Field) -> None:
    assert complete(f"loom {field.name[:2]}") == f"{field.name}:"[2:]
    for value in field.values:
        assert value in [begun + complete(f"{field.name}:{begun}") for begun in (value[:1], value[:2], value[:-1])]
        assert not parse(f"{field.name}:{value[:-1]}", TODAY, growing=True).hints


def test_a_value_that_cannot_be_read_is_searched_for_as_words_with_a_hint() -> None:
    for field in FIELDS.values():
        if field.read("0x", TODAY) is None:
            query = parse(f"{field.name}:0x", TODAY)
            assert query.hints == (f"{field.name}: takes {field.takes}; searching for “{field.name}:0x” as words",)
            assert query.clauses[0][0].of == Words(f"{field.name} 0x")


def test_the_store_has_what_the_fields_name() -> None:
    made = [field.read(field.takes.partition(", ")[0], TODAY) for field in FIELDS.values()]
    assert {of.field for of in made if isinstance(of, Words)} <= {*INDEXED, WHOLE_TEXT, NOTE}
    assert {
        value
        for field in FIELDS.values()
        for value in field.values
        if isinstance(of := field.read(value, TODAY), Sort) and of == Sort(value)
    } == {*(order for order in ORDERS if order)}


def test_the_help_has_every_field_once() -> None:
    typed = " ".join(typed for typed, _ in LANGUAGE)
    assert re.findall(r"(\w+):", typed) == [*FIELDS]
