"""Papers as BibTeX."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from paperreader.export.addresses import arxiv_url, checked
from paperreader.models import Paper
from paperreader.text.sanitize import clean


def write(papers: Sequence[Paper], hub: str) -> str:
    """An entry for each."""
    return "\n\n".join(map(_bibtex, papers))


def _bibtex(paper: Paper) -> str:
    year = paper.published.year if paper.published else 2000 + int(checked(paper.id)[:2])
    fields = [
        ("title", f"{{{_in_bibtex(clean(paper.title))}}}"),
        ("author", " and ".join(_bibtex_name(clean(name)) for name in paper.authors)),
        ("year", str(year)),
        ("eprint", paper.id),
        ("archivePrefix", "arXiv"),
        ("url", arxiv_url(paper.id)),
    ]
    lines = [f"  {name}={{{value}}},\n" for name, value in fields if value]
    return f"@misc{{{_bibtex_key(paper, year)},\n{''.join(lines)}}}"


def _bibtex_key(paper: Paper, year: int) -> str:
    """Like `curie2026radium`: family name, year, first significant word of the title."""
    family = _family_name(paper.authors[0]) if paper.authors else ""
    words = [_ascii(word) for word in re.findall(r"\w+", clean(paper.title))]
    significant = [word for word in words if word and word not in ("a", "an", "the", "on", "of", "for", "to")]
    return f"{_ascii(family) or 'paper'}{year}{(significant or [paper.id.replace('.', '')])[0]}"


def _family_name(name: str) -> str:
    """The part before a comma, else the last word that is not a suffix (Jr., III)."""
    words = clean(name).partition(",")[0].split()
    while len(words) > 1 and words[-1].rstrip(".").lower() in ("jr", "sr", "ii", "iii", "iv"):
        words.pop()
    return words[-1] if words else ""


def _ascii(word: str) -> str:
    """Lower-case ASCII letters and digits: accents are dropped, letters like `æ` spelled out."""
    alike = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}
    spelled = "".join(alike.get(letter, letter) for letter in word.lower())
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", spelled))


def _bibtex_name(name: str) -> str:
    """In braces if it has a comma or an `and`, which BibTeX would take for syntax."""
    text = _in_bibtex(name)
    return f"{{{text}}}" if "," in name or " and " in f" {name.lower()} " else text


def _in_bibtex(text: str) -> str:
    """BibTeX counts braces even after a backslash, so these are named, not escaped."""
    named = {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
        "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    }  # fmt: skip
    return "".join(named.get(character, character) for character in text)
