"""Files of any encoding, size and content."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperreader.bibliography.entry import own_paper
from paperreader.bibliography.read import MAX_BYTES, NotABibliography, read
from paperreader.export import export_all
from paperreader.text.sanitize import clean
from tests.hub_server.items import papers
from tests.stored_days import THU, parsed

SIGNS = [
    "@misc{a,",
    "@string{",
    "@comment{",
    "@",
    "{",
    "}",
    '"',
    "=",
    ",",
    "#",
    "\n",
    "title",
    "(",
    ")",
    "\\",
    "[",
    "]",
]
SIGNS += ["TY  - X\n", "TI  - ", "ER  - ", '{"title":', "\x1b[31m", "\u202e", "\0", "\ud800", "é", "&lt;", "<i>", "1"]


def titles(data: bytes) -> list[str]:
    return [own_paper(entry).paper.title for entry in read(data).entries]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_encoding_and_line_end(encoding: str, end: str) -> None:
    text = f"@misc{{a,{end}  title = {{Über Fäden}},{end}}}{end}@misc{{b, title = {{No end}}{end}"
    data = text.encode(encoding)
    assert titles(data) == ["Über Fäden"]
    assert [where for where, _ in read(data).problems] == ["line 4"]


def test_a_line_in_another_encoding_spoils_no_other() -> None:
    assert titles(
        "@misc{a, title={Fäden}}\n".encode() + "@misc{b, title={Über “x”}}\x81".encode("cp1252", "ignore")
    ) == [
        "Fäden",
        "Über “x”",
    ]


@pytest.mark.parametrize("format", ["bibtex", "biblatex", "ris", "csl-json"])
def test_what_the_program_exports_comes_back(format: str) -> None:
    exported = parsed(papers(THU, 5))
    entries, problems = read((export_all(exported, format) or "").encode())
    assert problems == []
    for entry, paper in zip(entries, exported, strict=True):
        own = own_paper(entry).paper
        assert (own.paper, own.title, own.authors) == (paper.id, paper.title, paper.authors)


def test_what_no_bibliography_is_says_so() -> None:
    for data in (b"", b"Dear diary", Path(__file__).read_bytes().replace(b"@", b""), b"\0" * 1000, b"%PDF-1.7\n"):
        with pytest.raises(NotABibliography, match="neither BibTeX nor RIS nor JSON"):
            read(data)
    with pytest.raises(NotABibliography, match="more than 100 MB"):
        read(bytes(MAX_BYTES + 1))


@pytest.mark.parametrize("entry", ["@misc{a,title={A}}\n", "TY  - X\nTI  - A\nER  - \n"])
def test_more_entries_than_anyone_has_are_left_out(entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperreader.bibliography.read.MAX_ENTRIES", 2_000)
    entries, problems = read((entry * 2_100).encode())
    assert len(entries) == 2_000
    assert [why for _, why in problems] == ["what follows is left out: 2,000 entries are the most"]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(SIGNS), max_size=60)))
def test_whatever_is_in_a_file_it_is_read_or_told(content: bytes | list[str]) -> None:
    data = content if isinstance(content, bytes) else "".join(content).encode("utf-8", "surrogatepass")
    try:
        found = read(data)
    except NotABibliography:
        return
    for entry in found.entries:
        paper, _ = own_paper(entry)
        for text in (paper.title, paper.abstract, *paper.keywords, *paper.authors):
            assert text == clean(text)
            assert not any(
                unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in text if sign not in "\u200c\u200d"
            )
