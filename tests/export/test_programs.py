"""What programs that we did not write read in our exports: the fields come back as they went in.

Hard papers that are invented always, and all of $PAPERREADER_RECORDED where it is set.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from paperreader.export import export_all
from tests.export.papers import hard_papers
from tests.export.programs import (
    Reader,
    by_biber,
    by_bibtexparser,
    by_citeproc,
    by_pandoc,
    by_pybtex,
    by_rispy,
    latex,
    mismatches,
)
from tests.export.recorded import FOLDER, recorded_papers

SLOW_SAMPLE = 20
"""Of the recorded papers every so many go through programs that need minutes for all."""


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"needs {program}")


READERS: dict[str, Reader] = {
    "bibtexparser": by_bibtexparser,
    "pybtex": by_pybtex,
    "rispy": by_rispy,
    "citeproc-py": by_citeproc,
}
PANDOC = {
    "bibtex": by_pandoc("bibtex", "bibtex"),
    "biblatex": by_pandoc("biblatex", "biblatex"),
    "csl-json": by_pandoc("csl-json", "csljson"),
}
recorded = pytest.mark.skipif(not FOLDER.exists(), reason="set PAPERREADER_RECORDED to a folder of the Hub's answers")


@pytest.mark.parametrize("program", READERS)
def test_hard_papers_come_back(program: str) -> None:
    papers = hard_papers()
    assert mismatches(READERS[program](papers), papers) == []


@needs("pandoc")
@pytest.mark.parametrize("format", PANDOC)
def test_pandoc_reads_hard_papers(format: str) -> None:
    papers = hard_papers()
    assert mismatches(PANDOC[format](papers), papers) == []


@needs("biber")
@pytest.mark.parametrize("format", ["bibtex", "biblatex"])
def test_biber_reads_hard_papers(format: str, tmp_path: Path) -> None:
    papers = hard_papers()
    assert mismatches(by_biber(format, tmp_path)(papers), papers) == []


@recorded
@pytest.mark.parametrize("program", READERS)
def test_recorded_papers_come_back(program: str) -> None:
    papers = recorded_papers()
    assert mismatches(READERS[program](papers), papers) == []


@recorded
@needs("pandoc")
@pytest.mark.parametrize("format", PANDOC)
def test_pandoc_reads_recorded_papers(format: str) -> None:
    papers = recorded_papers()
    assert mismatches(PANDOC[format](papers), papers) == []


@recorded
@needs("biber")
@pytest.mark.parametrize("format", ["bibtex", "biblatex"])
def test_biber_reads_recorded_papers(format: str, tmp_path: Path) -> None:
    papers = recorded_papers()[::SLOW_SAMPLE]
    assert mismatches(by_biber(format, tmp_path)(papers), papers) == []


@needs("bibtex")
def test_bibtex_takes_hard_papers_and_keeps_capitals(tmp_path: Path) -> None:
    papers = hard_papers()
    (tmp_path / "hard.bib").write_text(export_all(papers, "bibtex") or "", encoding="utf-8")
    (tmp_path / "paper.aux").write_text("\\relax\n\\citation{*}\n\\bibdata{hard}\n\\bibstyle{plain}\n")
    done = subprocess.run(["bibtex", "paper"], cwd=tmp_path, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stdout
    warnings = [line for line in done.stdout.splitlines() if line.startswith(b"Warning")]
    assert all(b"to sort" in line for line in warnings), warnings  # it has neither names nor a key
    text = " ".join((tmp_path / "paper.bbl").read_bytes().decode().split())
    assert text.count("\\bibitem") == len(papers)
    assert "A survey of {LLMs}, {VLMs} and {3D} {RAG}" in text
    assert "{{$\\Psi$}}-loom: Is" in text


@needs("bibtex")
def test_initials_of_bibtex_are_whole_letters(tmp_path: Path) -> None:
    names = ("Éric Ångström", "Łukasz Żółć", "İlker Şahin", "Ørjan Ü", "Žiga Čeh", "Œdipe Æ")
    paper = hard_papers()[0]._replace(authors=names)
    (tmp_path / "names.bib").write_text(export_all([paper], "bibtex") or "", encoding="utf-8")
    (tmp_path / "paper.aux").write_text("\\relax\n\\citation{*}\n\\bibdata{names}\n\\bibstyle{abbrv}\n")
    subprocess.run(["bibtex", "paper"], cwd=tmp_path, capture_output=True, timeout=60, check=True)
    text = latex((tmp_path / "paper.bbl").read_bytes().decode())
    shown = re.sub(r"\s", " ", text)
    initials = ("É. Ångström", "Ł. Żółć", "İ. Şahin", "Ø. Ü", "Ž. Čeh", "Œ. Æ")
    assert [name for name in initials if name not in shown] == []
