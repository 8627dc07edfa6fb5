"""The pages of a day's list: which comes next, and when there have been enough."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit

MAX_DAY_PAPERS: Final = 1_000
"""A day has about a hundred at most."""
MAX_DAY_BYTES: Final = 16 * 1024 * 1024
"""A paper has about 5.5 kB."""
MAX_PAGES: Final = 20
PAGE_SIZES: Final = (50, 100)
"""The Hub's default, and what we ask for: after a full page there may be another, link or not."""


def next_page(link: str) -> dict[str, str]:
    """The query of a Link header's next page; its host is ignored: not to be trusted, and wrong on mirrors."""
    found = re.search(
        r"""<([^<>]*)>(?:\s*;[^,<>]*)?;\s*rel\s*=\s*["']?(?:[a-z]+ )*next\b""", link[:4096], re.IGNORECASE
    )
    try:
        return dict(parse_qsl(urlsplit(found[1]).query)) if found else {}
    except ValueError:
        return {}


def limit_reached(papers: int, received: int, page: int, *, more: bool) -> str:
    """The limit that a day has reached while there is more of it; empty if none."""
    if papers > MAX_DAY_PAPERS or (more and papers == MAX_DAY_PAPERS):
        return f"{MAX_DAY_PAPERS:,} papers"
    if more and received >= MAX_DAY_BYTES:
        return f"{MAX_DAY_BYTES // 1024**2} MB"
    return f"{page} pages" if more and page == MAX_PAGES else ""
