"""Programs that we did not write, and what each reads in our exports."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import bibtexparser
import rispy
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string
from pybtex.richtext import Text
from pylatexenc.latex2text import LatexNodes2Text

from paperreader.export import export_all
from paperreader.export.cite_keys import cite_keys, year_of
from paperreader.export.names import names_of
from paperreader.models import Paper
from paperreader.text.sanitize import clean


class Read(NamedTuple):
    """What is compared of a paper."""

    title: str
    families: tuple[str, ...]
    year: str
    doi: str


SIGNS = {
    "alpha": "α", "pi": "π", "Psi": "Ψ", "Sigma": "Σ", "neq": "≠", "nabla": "∇", "leq": "≤", "textit": "", "text": "",
    "mathbb": "", "mathcal": "", "mathrm": "",
    "tau": "τ", "mu": "μ", "times": "×", "phi": "φ", "psi": "ψ", "gamma": "γ", "sigma": "σ", "delta": "δ", "Delta": "Δ",
    "rightarrow": "→", "infty": "∞", "textasciicircum": "", "backslash": "",
}  # fmt: skip
"""Commands that a program hands on in a formula, some without what ends them."""
COMMAND = re.compile(rf"\\({'|'.join(sorted(SIGNS, key=len, reverse=True))})")

Reader = Callable[[list[Paper]], Mapping[str, Read]]
"""Exports papers and has a program read them, by key."""


def simple(text: str) -> str:
    """Without what a program may write in another way: quotes, dashes, spaces, how TeX marks formulas."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"\\[lr]brace *|\$", "", text)
    text = re.sub(r"</?(?:span|i|b|sup|sub|sc)\b[^>]*>", "", text)
    text = COMMAND.sub(lambda command: SIGNS[command[1]], text)
    text = re.sub(r"[“”‘’`\"']+", "'", text.replace("…", "...").replace("\\ldots", "..."))
    text = re.sub(r"[\u2010-\u2015\u2212-]+", "-", text)
    return re.sub(r"[\^ˆ_{}$\\\s\u200b,]", "", text).casefold()


def expected(papers: Iterable[Paper]) -> dict[str, Read]:
    some = list(papers)
    keys = cite_keys(some)
    return {
        keys[paper.id]: Read(
            clean(paper.title),
            tuple(name.family for name in names_of(paper)),
            str(year_of(paper)),
            f"10.48550/arXiv.{paper.id}",
        )
        for paper in some
    }


def mismatches(read: Mapping[str, Read], papers: Iterable[Paper]) -> list[object]:
    """Where what was read is not what was written."""
    wrong: list[object] = []
    for key, want in expected(papers).items():
        got = read.get(key)
        if got is None:
            wrong.append((key, "missing"))
            continue
        for field, a, b in zip(Read._fields, got, want, strict=True):
            if [*map(simple, a)] != [*map(simple, b)] if field == "families" else simple(a) != simple(b):
                wrong.append((key, field, a, b))
    return wrong


def latex(text: str) -> str:
    """As bibtexparser's own decoder reads it."""
    return LatexNodes2Text(math_mode="text").latex_to_text(text)


def by_bibtexparser(papers: list[Paper]) -> dict[str, Read]:
    library = bibtexparser.parse_string(
        export_all(papers, "bibtex") or "", append_middleware=[SeparateCoAuthors(), SplitNameParts()]
    )
    assert not library.failed_blocks
    assert len(library.entries) == len(papers)
    found = {}
    for entry in library.entries:
        fields = entry.fields_dict
        names = fields["author"].value if "author" in fields else []
        families = tuple(latex(" ".join(name.von + name.last)) for name in names)
        assert fields["eprinttype"].value == "arxiv"
        assert fields["archiveprefix" if "archiveprefix" in fields else "archivePrefix"].value == "arXiv"
        found[entry.key] = Read(latex(fields["title"].value), families, fields["year"].value, fields["doi"].value)
    return found


def by_pybtex(papers: list[Paper]) -> dict[str, Read]:
    entries = parse_string(export_all(papers, "bibtex") or "", "bibtex").entries
    assert len(entries) == len(papers)

    def text(tex: str) -> str:
        read = str(Text.from_latex(tex.replace(r"\{", "").replace(r"\}", "")))
        # what it lacks
        return re.sub(r"\\[db'`~^] ?\w", lambda accent: latex(accent[0]), re.sub(r"\\nabla ?", "∇", read))

    return {
        key: Read(
            text(entry.fields["title"]),
            tuple(
                text(" ".join(person.prelast_names + person.last_names)) for person in entry.persons.get("author", [])
            ),
            entry.fields["year"],
            entry.fields["doi"],
        )
        for key, entry in entries.items()
    }


def by_rispy(papers: list[Paper]) -> dict[str, Read]:
    records = rispy.loads(export_all(papers, "ris") or "")
    assert len(records) == len(papers)
    assert not any(record.get("unknown_tag") for record in records)
    return {
        record["id"]: Read(
            record.get("title", ""),
            tuple(author.partition(",")[0] for author in record.get("authors", [])),
            record["year"],
            record["doi"],
        )
        for record in records
    }


def by_citeproc(papers: list[Paper]) -> dict[str, Read]:
    source = CiteProcJSON(json.loads(export_all(papers, "csl-json") or ""))
    return {
        key: Read(
            str(reference.get("title", "")),
            tuple(str(name.get("family") or name.get("literal")) for name in reference.get("author", [])),
            str(reference["issued"].year),
            str(reference["DOI"]),
        )
        for key, reference in source.items()
    }


def by_pandoc(format: str, reader: str) -> Reader:
    def read(papers: list[Paper]) -> dict[str, Read]:
        done = subprocess.run(
            ["pandoc", "-f", reader, "-t", "csljson"],
            input=export_all(papers, format), capture_output=True, text=True, check=True, timeout=300,
        )  # fmt: skip
        assert done.stderr == ""
        found = {}
        for item in json.loads(done.stdout):
            names = [_csl_family(name) for name in item.get("author", [])]
            found[item["id"]] = Read(
                item.get("title", ""), tuple(names), str(item["issued"]["date-parts"][0][0]), item["DOI"]
            )
        return found

    return read


def _csl_family(name: Mapping[str, str]) -> str:
    parts = (name.get(part, "") for part in ("dropping-particle", "non-dropping-particle", "family"))
    return name.get("literal") or " ".join(filter(None, parts))


def by_biber(format: str, folder: Path) -> Reader:
    """As biblatex gets it: names in parts, TeX as far as biber decodes it."""

    def read(papers: list[Paper]) -> dict[str, Read]:
        source, target = folder / "in.bib", folder / "out.bltxml"
        source.write_text(export_all(papers, format) or "", encoding="utf-8")
        command = [
            "biber",
            "--tool",
            "--nolog",
            "--output-format=biblatexml",
            "--output-file",
            str(target),
            str(source),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300, cwd=folder)
        assert "WARN" not in done.stdout
        assert "ERROR" not in done.stdout
        space = "{http://biblatex-biber.sourceforge.net/biblatexml}"
        found = {}
        for entry in ET.parse(target).getroot().findall(f"{space}entry"):
            value = {child.tag.removeprefix(space): "".join(child.itertext()) for child in entry}
            names = entry.findall(f"{space}names/{space}name")
            families = []
            for name in names:
                parts = {
                    part.get("type", "family"): " ".join(t for t in map(str.strip, part.itertext()) if t)
                    for part in name
                }
                families.append(latex(f"{parts.get('prefix', '')} {parts['family']}".strip()))
            title = latex(value.get("title", ""))
            found[str(entry.get("id"))] = Read(title, tuple(families), value["date"][:4], value["doi"])
        return found

    return read
