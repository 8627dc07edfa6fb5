"""The README says what the program does."""

from __future__ import annotations

from tests.readme import README, TABLE, key_table


def test_its_table_of_keys_is_made_from_the_commands() -> None:
    found = TABLE.search(README.read_text(encoding="utf-8"))
    assert found, "the markers around the table are gone"
    assert found[0] == key_table(), "python -m tests.readme writes it"
