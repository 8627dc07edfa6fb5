"""Addresses in a page: inside the paper, or on the web."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from paperreader.text.safe_url import MAX_URL_BYTES, safe_url
from paperreader.text.sanitize import clean

MAX_ID_CHARS = 200
_ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})"
_PAPER = re.compile(rf"/({_ARXIV_ID})(v\d{{1,3}})?(?=[/#?]|\.html|$)")


class Addresses:
    """Resolves the addresses of one page."""

    def __init__(self, address: str, base: str = "") -> None:
        """`address`: where the page is from. `base`: what it says that its addresses are relative to."""
        self._paper, self._version = paper_of(address)
        self._base = _resolved(address, base) if base else ""
        self._address = address
        self._own = {""}
        """Addresses of the page itself, as its links write them."""

    def target(self, href: str) -> str:
        """Of a link: `#` and an id, an http(s) address, or nothing that can be followed."""
        before, _, fragment = href.strip().partition("#")
        if before not in self._own:
            address = _resolved(self._base or self._address, href.strip())
            page = address.partition("#")[0]
            if not (fragment and "/html/" in page and paper_of(page)[0] == self._paper):
                return address
            self._own.add(before)
        return f"#{fragment}" if identifier(fragment) else ""

    def image(self, src: str) -> str:
        """Of a picture: an http(s) address, or nothing."""
        if not src.strip():
            return ""
        base = self._base
        if not base:  # pictures are in a folder with the name of the paper, which some pages name and some do not
            first = src.strip().removeprefix("./").split("/")[0]
            is_named = first in (self._paper, self._paper + self._version) or paper_of(f"/{first}/")[0]
            base = self._address if is_named else f"{self._address.rstrip('/')}/"
        return _resolved(base, src.strip())


def _resolved(base: str, address: str) -> str:
    if not address or len(address) > MAX_URL_BYTES:
        return ""
    try:
        return safe_url(urljoin(base, address)) or ""
    except ValueError:
        return ""


def paper_of(address: str) -> tuple[str, str]:
    """The arXiv id in an address of arXiv's, and its version (`v2`); empty where it has none."""
    found = _PAPER.search(address)
    return (found[1], found[2] or "") if found else ("", "")


def identifier(id: str) -> str:
    """An id that can be a target; empty for anything odd."""
    return id if id and len(id) <= MAX_ID_CHARS and " " not in id and clean(id) == id else ""
