"""Blocks as bytes: what is stored is what is read again."""

from __future__ import annotations

import json
import zlib

import pytest

from paperreader.fulltext.blocks import (
    Cell,
    Equation,
    Figure,
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
from paperreader.fulltext.encode import FORMAT, decode, encode
from paperreader.fulltext.lazy_blocks import headings

RUNS = (
    Run("The score "),
    Run("aᵢ", "math", tex="a_i"),
    Run(" of "),
    Run("[19]", target="#bib.19"),
    Run("all", "strong"),
)
TEXT = Fulltext(
    blocks=(
        Heading((Run("Method"),), 1, "3", "S3"),
        Heading((Run("Unnumbered"),), 2),
        Paragraph(RUNS, "S3.p1"),
        Paragraph((Run("First"),), depth=1, marker="•"),
        Paragraph((Run("So it holds."),), frame="proof"),
        Equation(r"\frac{a}{b}", "a/b", ("a", "─", "b"), "(1)", "S3.E1"),
        Listing(((Run("for x:"),), (), (Run("    y"),)), (Run("Algorithm 1"),), "indentation lost", "alg1"),
        Table((Row((Cell(RUNS, "right", True, 2), Cell()), True), Row((Cell((Run("1"),)),))), RUNS, "cut", "S3.T1"),
        Figure(RUNS, ("https://arxiv.org/html/2607.00001v1/x1.png",), "S3.F1"),
        Footnote(RUNS, "1", "footnote1"),
        Reference(RUNS, "[19]", "bib.19", "2607.00002"),
    ),
    asides=(Reference((Run("A title"),), "1994", "bib.39"),),
    source="hub",
    version="v2",
    lacks=("tables are missing",),
)


def test_what_is_encoded_is_decoded() -> None:
    assert decode(encode(TEXT)) == TEXT
    assert decode(encode(Fulltext(()))) == Fulltext(())


def test_plain_text_is_stored_as_plain_text() -> None:
    stored = encode(Fulltext((Paragraph((Run("Just words."),)),))).split(b"\n")
    assert json.loads(stored[1]) == ["p", ["Just words."]]


def test_a_text_without_its_end_is_refused() -> None:
    stored = encode(Fulltext((Paragraph((Run("One."),)), Paragraph((Run("Two."),)))))
    with pytest.raises(ValueError, match="end"):
        decode(stored[: stored.rindex(b"\n")])


def test_a_block_is_read_when_it_is_first_looked_at() -> None:
    lines = encode(TEXT).split(b"\n")
    lines[5:6] = [b"no JSON"]
    about = json.loads(lines[0])[:4]
    rest = b"".join(b"\n" + line for line in lines[1:])
    blocks = decode(json.dumps([*about, zlib.crc32(rest, FORMAT)]).encode() + rest).blocks
    assert [heading.number for _, heading in headings(blocks)] == ["3", ""]
    assert blocks[-1] == TEXT.blocks[-1]
    assert blocks[1:4] == TEXT.blocks[1:4]
    with pytest.raises(ValueError, match="Expecting"):
        assert blocks[4]


@pytest.mark.parametrize("at", [0, 1, 7, -1])
def test_what_was_changed_is_refused(at: int) -> None:
    first, *lines = encode(TEXT).split(b"\n")
    lines[at] = lines[at].replace(b"1", b"7").replace(b"e", b"a")
    with pytest.raises(ValueError, match="damaged"):
        decode(b"\n".join([first, *lines]))


def test_what_has_no_checksum_is_read_at_once() -> None:
    first, *lines = encode(TEXT).split(b"\n")
    first = json.dumps(json.loads(first)[:4]).encode()
    assert decode(b"\n".join([first, *lines])) == TEXT
    lines[3] = b'["unknown",[]]'
    with pytest.raises(ValueError, match="no block"):
        decode(b"\n".join([first, *lines]))


@pytest.mark.parametrize("data", [b"", b"{}", b'[[["x",1]],[],"","",[]]', b"\xff", b"[" * 100_000])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises((ValueError, TypeError, LookupError, RecursionError)):
        decode(data)
