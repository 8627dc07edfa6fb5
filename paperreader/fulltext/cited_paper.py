"""The arXiv id of the paper that an entry of a bibliography, or an address in it, names."""

from __future__ import annotations

import re

_ID = r"(?P<id>\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]{2,9}(?:\.[A-Z]{2})?/\d{7})"
_NAMED = re.compile(
    r"(?:arxiv[\s.,:/]*(?:e-?prints?|preprints?)?[\s.,:]*(?:arxiv[\s.,:/]*)?(?:(?:abs|pdf|html)/|pages?\s+)?"
    rf"|(?:abs|pdf|html)/|CoRR[\s,]*(?:abs/)?|eprint[\s:]*|External Links:\s*){_ID}(?!\d)",
    re.IGNORECASE | re.ASCII,
)
_WITH_VERSION = re.compile(rf"(?<![\w.]){_ID}v\d{{1,2}}\b", re.ASCII)


def arxiv_id(text: str) -> str:
    """The id, without version; empty if the text names none."""
    found = _NAMED.search(text) or ("arxiv" in text.lower() and _WITH_VERSION.search(text)) or None
    return found["id"] if found else ""
