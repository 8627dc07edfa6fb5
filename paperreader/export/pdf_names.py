"""File names for PDFs, which any file system takes."""

from __future__ import annotations

import re
import unicodedata

from paperreader.export.addresses import checked
from paperreader.models import Paper
from paperreader.text.sanitize import clean

MAX_FILE_NAME_BYTES, MAX_AUTHOR_BYTES = 200, 60
"""File systems allow 255, of which a part is left for endings like `.part`."""


def pdf_name(id: str, paper: Paper | None) -> str:
    """`2607.12345 Ada Lovelace - Title.pdf`: a name for the PDF that any file system takes; of an unknown paper its id.

    ValueError if the id is not an arXiv id.
    """
    name = checked(id)
    if paper is None:
        return f"{name}.pdf"
    author = _in_file_name(paper.authors[0] if paper.authors else "", MAX_AUTHOR_BYTES)
    if author:
        name += f" {author} -"
    title = _in_file_name(paper.title, MAX_FILE_NAME_BYTES - len(f"{name} .pdf".encode()))
    return f"{f'{name} {title}'.rstrip(' -')}.pdf"


def _in_file_name(text: str, max_bytes: int) -> str:
    """Without what some file system forbids, and cut at a word; a colon becomes a dash."""
    text = re.sub(r"\s*:\s+", " - ", unicodedata.normalize("NFC", clean(text)))
    text = clean(re.sub(r"[\\/:|]", "-", re.sub(r'[*?"<>]', "", text)))
    if len(text.encode()) > max_bytes:
        text = text.encode()[:max_bytes].decode(errors="ignore")
        words = text.rpartition(" ")[0]
        text = words if len(words.encode()) > max_bytes // 2 else text
    return text.strip(" .-_\u200d\ufe0f")
