"""Tables use the pane: natural, then shrunk and wrapped, then cut, and always in time."""

from __future__ import annotations

import time

import pytest
from rich.cells import cell_len

from paperreader.fulltext.blocks import Cell, Row, Table
from paperreader.tui.render.fulltext import lay_out, whole_table
from paperreader.tui.render.styled_text import Glyphs, StyledLine
from tests.tui.render.fulltext.cases import CASES, cells, row, text


def lines_of(table: Table, pane: int) -> list[StyledLine]:
    return lay_out(table, min(80, pane), Glyphs(), pane_width=pane)


def body(table: Table, pane: int) -> list[str]:
    """The lines but rules."""
    return [line.text for line in lines_of(table, pane) if line.text.strip("─")]


def test_columns_are_as_wide_as_they_need() -> None:
    assert body(Table((row("a", "bb"), row("ccc", "d"))), 40) == ["a    bb", "ccc  d"]


def test_numbers_stand_under_each_other_by_their_points() -> None:
    table = Table((row("x", "y", header=True), row("a", "1.5"), row("b", "−12.25"), row("c", "100"), row("d", "–")))
    assert [line[1:].rstrip() for line in body(table, 40)[1:]] == ["    1.5", "  −12.25", "  100", "    –"]


@pytest.mark.parametrize("words", [("3D convolution", "2-layer"), ("1st loom", "2nd loom"), ("v1.2.3 of it", "x1")])
def test_words_with_digits_are_no_numbers(words: tuple[str, str]) -> None:
    table = Table((row("a", "b", header=True), row("x", words[0]), row("y", words[1])))
    assert [line.index(word) for line, word in zip(body(table, 60)[1:], words, strict=True)] == [3, 3]


def test_the_widest_column_gives_first() -> None:
    table = Table((row("Spinning", "Wool becomes a thread of the same thickness", "8.25"),))
    shown = body(table, 40)
    assert shown[0].startswith("Spinning  Wool becomes")
    assert shown[0].endswith("8.25")
    assert len(shown) == 2


def test_what_hangs_hangs_alike() -> None:
    words = "Spin the wool into a thread of the same thickness everywhere; if it breaks, begin again with all of it."
    table = Table((row("a", words), row("b", "short"), row("c", "short"), row("d", "short")))
    for pane in range(30, 90):
        shown = body(table, pane)
        rest = shown[1 : next(at for at, line in enumerate(shown) if line.startswith("b"))]
        assert rest
        assert len({len(line) - len(line.lstrip()) for line in rest}) == 1, pane
        assert " ".join([shown[0], *rest]).split()[1:] == words.split()


def test_words_are_broken_only_if_they_have_to_be() -> None:
    table = Table((row("incomprehensibility", "of all threads and looms"),))
    assert "incomprehensibility" in body(table, 30)[0]
    assert len(body(table, 22)) > 2
    assert "".join("".join(body(table, 22)).split()).count("incomprehensibility") == 0


def test_what_does_not_fit_is_cut_and_said() -> None:
    table = CASES["a table of 29 columns"][0]
    assert isinstance(table, Table)
    shown = [line.text for line in lines_of(table, 60)]
    assert shown[-1] == "(20 more columns · Enter opens the whole table)"
    assert [line for line in shown if line.endswith("…")]
    assert all(cell_len(line) <= 60 for line in shown)
    whole = [line.text for line in whole_table(table, Glyphs()).lines]
    assert "C27" in whole[1]
    assert not [line for line in whole if "…" in line]


def test_headers_are_bold_whether_marked_or_above_a_rule() -> None:
    for table in (
        Table((row("a", header=True), row("b"))),
        Table((row("a"), Row(cells("b"), True), row("c"))),
    ):
        roles = {span.text.strip(): span.role for line in lines_of(table, 40) for span in line.spans}
        assert roles["a"] == "strong"
        assert roles["b"] == "text"


def test_rules_between_all_rows_make_no_header() -> None:
    table = Table((row("a"), Row(cells("b"), True), Row(cells("c"), True)))
    assert {span.role for line in lines_of(table, 40) for span in line.spans if span.text.isalpha()} == {"text"}


def test_below_a_wide_header_are_the_headers_of_its_columns() -> None:
    wide = Row((Cell(text("Loom"), is_header=True, rows=2), Cell(text("Score"), is_header=True, columns=2)))
    for names, roles in ((("dev", "test"), {"strong"}), (("1.5", "2.5"), {"text"})):
        table = Table((wide, Row(cells(*names), True), row("small", "3.5", "4.5")))
        spans = [span for line in lines_of(table, 40) for span in line.spans if span.text in names]
        assert {span.role for span in spans} == roles


def test_cells_over_rows_and_columns_push_others_aside() -> None:
    table = Table(
        (
            Row((Cell(text("tall"), rows=2), Cell(text("wide and wide"), columns=2))),
            Row(cells("x", "y")),
        )
    )
    assert body(table, 40) == ["tall  wide and wide", "      x       y"]


def test_a_cell_over_columns_ends_where_one_from_above_stands() -> None:
    table = Table(
        (
            Row((*cells("a", "b"), Cell(text("tall"), rows=2))),
            Row((Cell(text("as wide as it can be"), columns=10**9),)),
        )
    )
    assert body(table, 60) == ["a          b          tall", "as wide as it can be"]


def test_rules_do_not_cut_through_tall_cells() -> None:
    table = Table((row("h", "i", header=True), Row((Cell(text("tall"), rows=2), *cells("x"))), Row(cells("y"), True)))
    assert sum(line.text.startswith("─") for line in lines_of(table, 40)) == 3


def test_no_word_of_a_table_that_fits_is_lost() -> None:
    for name, blocks in CASES.items():
        for table in blocks:
            if isinstance(table, Table) and "29" not in name:
                for pane in (40, 60, 100):
                    shown = sorted(
                        "".join(line.text for line in lines_of(table, pane)).replace(" ", "").replace("─", "")
                    )
                    texts = [run.text for each in table.rows for cell in each.cells for run in cell.runs]
                    texts += [run.text for run in table.caption] + ([f"({table.note})"] if table.note else [])
                    assert shown == sorted("".join(texts).replace(" ", "")), (name, pane)


def test_hostile_tables_are_bounded() -> None:
    wide = Table(tuple(row(*(f"{number}" for number in range(10_000))) for _ in range(20)))
    long = Table(tuple(row("a", "b", "c") for _ in range(50_000)))
    huge = Table((Row((Cell(text("x"), columns=10**9, rows=10**9), *cells("y"))),) * 100)
    for table in (wide, long, huge):
        started = time.perf_counter()
        lines = lines_of(table, 100)
        whole_table(table, Glyphs())
        assert time.perf_counter() - started < 5
        assert all(cell_len(line.text) <= 100 for line in lines)
    assert "Enter opens the whole table" in lines_of(wide, 100)[-1].text


@pytest.mark.parametrize(
    ("texts", "is_airy"), [(("a long name of a loom", "12"), False), (("a long name of a loom",) * 2, True)]
)
def test_blank_lines_tell_rows_apart_only_where_several_of_their_cells_are_wrapped(
    texts: tuple[str, str], is_airy: bool
) -> None:
    lines = [line.text for line in lines_of(Table((row(*texts),) * 5), 20)]
    assert ("" in lines) == is_airy
    if not is_airy:
        assert sum(line.startswith("  ") for line in lines) >= 5  # they hang
