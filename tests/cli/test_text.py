"""`paperreader text`."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from rich.cells import cell_len

from paperreader.fulltext.blocks import (
    Block,
    Cell,
    Equation,
    Footnote,
    Fulltext,
    Heading,
    Listing,
    Paragraph,
    Reference,
    Row,
    Run,
    Table,
)
from paperreader.models import Paper
from paperreader.store import Store
from tests.conftest import NEWEST, store_of
from tests.conftest import Run as RunProgram
from tests.terminal import in_terminal

ID = "2607.10001"
WORDS = "Every loom has a thread that is longer than the sum of all the others, if it is wound twice around the beam. "
BLOCKS: tuple[Block, ...] = (
    Heading((Run("Introduction"),), 1, "1", "S1"),
    Paragraph((Run(WORDS * 4), Run("x²", "math", tex="x^2"), Run(" is "), Run("red", "strong"), Run("."))),
    Heading((Run("Method"),), 1, "2", "S2"),
    Heading((Run("Weaving by Day"),), 2, "2.1", "S2.SS1"),
    Equation(r"\frac{a}{b}", "a/b", ("a", "─", "b"), "(1)", "S2.E1"),
    Listing(((Run("for x in y:"),), (Run("    z()"),)), (Run("Listing 1: Code"),)),
    Heading((Run("Weaving by Night"),), 2, "2.2", "S2.SS2"),
    Table((Row((Cell((Run("a"),), is_header=True),)), Row((Cell((Run("1.5"),)),))), (Run("Table 1: T"),)),
    Footnote((Run("A note."),), "1", "fn1"),
    Heading((Run("Every Loom"),), 2, "2.3", "S2.SS3"),
    Table((Row(tuple(Cell((Run(f"Loom {number}0000"),)) for number in range(1, 10))),)),
    Heading((Run("References"),), 1),
    Reference((Run("A. Lovelace. Notes. 1843."),), "[1]", "b1", "1843.00001"),
)


@pytest.fixture
def stored(env: dict[str, str]) -> Store:
    """A paper with a text from the Hub, and one that has none."""
    store = Store(store_of(env), now=lambda: datetime.now(UTC))
    papers = [
        Paper(ID, "Two Looms", "Two Looms", "We weave.", "We weave.", authors=("Ada Lovelace", "Grace Hopper")),
        Paper("2607.10002", "No Loom", "No Loom", "We do not.", "We do not."),
        Paper("2607.10003", "A Loom", "A Loom", "Who knows?", "Who knows?"),
    ]
    store.ingest.save_day(NEWEST, papers, complete=True).result()
    text = Fulltext(BLOCKS, source="hub", lacks=("tables are missing",))
    store.texts.save(ID, b"source", text, converter=1, etag=None, modified=None).result()
    store.texts.save_missing("2607.10002", "arXiv has no HTML of it").result()
    store.close()
    return store


def test_the_whole_text_is_printed_at_eighty_columns(stored: Store, run: RunProgram) -> None:
    done = run("text", ID)
    assert done.returncode == 0
    assert done.stderr == "paperreader: Hub text: tables are missing\n"
    lines = done.stdout.splitlines()
    assert lines[0] == "Two Looms"
    assert "Ada Lovelace, Grace Hopper" in lines
    assert "We weave." in lines
    assert "1  Introduction" in lines
    assert 70 < max(map(cell_len, lines)) <= 80
    assert "\x1b" not in done.stdout
    assert " " * 39 + "─" + " " * 37 + "(1)" in lines


def test_the_width_can_be_chosen(stored: Store, run: RunProgram) -> None:
    for width in (20, 60):
        assert max(map(cell_len, run("text", ID, "--width", str(width)).stdout.splitlines())) <= width
    prose = run("text", ID, "--width", "200", "--section", "1").stdout.splitlines()
    assert 70 < max(map(cell_len, prose)) <= 80


def test_a_table_that_is_too_wide_says_how_to_see_it_whole(stored: Store, run: RunProgram) -> None:
    shown = run("text", ID, "--section", "2.3", "--width", "40").stdout
    assert "(4 more columns" in shown
    assert "a larger --width shows" in shown
    assert "more column" not in run("text", ID, "--section", "2.3", "--width", "120").stdout


def test_a_section_goes_by_its_number_or_its_heading(stored: Store, run: RunProgram) -> None:
    by_number = run("text", ID, "--section", "2.1").stdout
    assert by_number.splitlines()[0] == "2.1  Weaving by Day"
    assert "Night" not in by_number
    assert run("text", ID, "--section", "§2.1").stdout == by_number
    assert run("text", ID, "--section", "weaving by day").stdout == by_number
    assert run("text", ID, "--section", "day weaving").stdout == by_number
    whole = run("text", ID, "--section", "2").stdout
    assert "Weaving by Night" in whole
    assert "References" not in whole
    none = run("text", ID, "--section", "9")
    assert none.returncode == 1
    assert none.stderr.endswith(
        "no section “9”; there are: 1 Introduction, 2 Method, 2.1 Weaving by Day, 2.2 Weaving by Night, 2.3 Every Loom,"
        " References\n"
    )


def test_markdown_has_formulas_as_tex(stored: Store, run: RunProgram) -> None:
    shown = run("text", ID, "--markdown").stdout
    assert shown.startswith("# Two Looms\n")
    assert "## 1 Introduction" in shown
    assert "$x^2$ is **red**." in shown
    assert "$$\n\\frac{a}{b} \\tag{1}\n$$" in shown
    assert run("text", ID, "--markdown", "--section", "2.2").stdout.startswith("### 2.2 Weaving by Night\n")


def test_json_has_the_blocks(stored: Store, run: RunProgram) -> None:
    told = json.loads(run("text", ID, "--json").stdout)
    assert {name: told[name] for name in ("id", "source", "version", "lacks")} == {
        "id": ID,
        "source": "hub",
        "version": "",
        "lacks": ["tables are missing"],
    }
    assert [block["kind"] for block in told["blocks"][:5]] == [
        *("heading", "paragraph", "heading", "heading", "equation"),
    ]
    assert len(told["blocks"]) == len(BLOCKS)
    assert told["blocks"][-1]["arxiv"] == "1843.00001"
    assert len(json.loads(run("text", ID, "--json", "--section", "2.1").stdout)["blocks"]) == 3


def test_what_is_not_there_is_said_with_what_to_do(stored: Store, run: RunProgram) -> None:
    done = run("text", "2607.10002")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "paperreader: there is no text of 2607.10002: arXiv has no HTML of it\n"
    for id in ("2607.10003", "2607.99999"):
        done = run("text", id)
        assert (done.returncode, done.stdout) == (1, "")
        told = f"the text of {id} is not in the store: run paperreader fetch --texts {id}"
        assert done.stderr == f"paperreader: {told}\n"


def test_links_to_a_paper_name_it_too(stored: Store, run: RunProgram) -> None:
    whole = run("text", ID).stdout
    for name in (f"arXiv:{ID}v2", f"https://arxiv.org/abs/{ID}", f"https://huggingface.co/papers/{ID}", f"{ID}v1"):
        assert run("text", name).stdout == whole
    done = run("text", "loom")
    assert done.returncode == 2
    assert '"loom" is not an arXiv id; try 2607.12345' in done.stderr
    assert run("text", ID, "--json", "--markdown").returncode == 2


def test_without_a_store_it_says_how_to_begin(run: RunProgram) -> None:
    done = run("text", ID)
    assert (done.returncode, done.stderr) == (1, "paperreader: no store yet: run paperreader fetch\n")


def test_at_a_terminal_it_is_as_wide_as_that_and_headings_are_bold(stored: Store, env: dict[str, str]) -> None:
    code, output = in_terminal(env, "text", ID, columns=50)
    assert code == 0
    assert "\x1b[1m1  Introduction\x1b[m" in output
    assert "\x1b[1mred\x1b[m" in output
    plain = output.replace("\x1b[m", "").replace("\x1b[1m", "").replace("\x1b[3m", "").replace("\x1b[2m", "")
    assert "\x1b" not in plain
    assert max(map(cell_len, plain.replace("\r", "").splitlines()[1:])) <= 50


def test_output_that_nobody_reads_is_no_error(stored: Store, env: dict[str, str]) -> None:
    for options in ([], ["--markdown"], ["--json"]):
        process = subprocess.Popen(
            [sys.executable, "-m", "paperreader", "text", ID, *options],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
        process.wait(60)
        process.stderr.close()


def test_without_utf8_it_draws_with_ascii(stored: Store, run: RunProgram) -> None:
    shown = run("text", ID, "--section", "2.2", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0").stdout
    assert "---" in shown
