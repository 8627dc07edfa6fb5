"""Addresses in a page: inside the paper, or on the web."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from paperreader.text.sanitize import clean

MAX_ADDRESS_CHARS = 2000
MAX_ID_CHARS = 200
_ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})"
_PAPER = re.compile(rf"/({_ARXIV_ID})(v\d{{1,3}})?(?=[/#?]|\.html|$)")


class Addresses:
    """Resolves the addresses of one page."""

    def __init__(self, address: str, base: str = "") -> None:
        """`address`: where the page is from. `base`: what it says that its addresses are relative to."""
        self.paper, self.version = paper_of(address)
        resolved = web_address(urljoin(address, base[:MAX_ADDRESS_CHARS])) if base else ""
        self._base = resolved or address

    def target(self, href: str) -> str:
        """Of a link: `#` and an id, an http(s) address, or nothing that can be followed."""
        href = href.strip()
        if href.startswith("#"):
            return f"#{fragment}" if (fragment := identifier(href[1:])) else ""
        address = self._absolute(href)
        before, _, fragment = address.partition("#")
        if fragment and self.paper and "/html/" in before and paper_of(before)[0] == self.paper:
            return f"#{fragment}" if (fragment := identifier(fragment)) else ""
        return address

    def image(self, src: str) -> str:
        """Of a picture: an http(s) address, or nothing."""
        if not src:
            return ""
        if "/" not in src.removeprefix("./") and self._base.rstrip("/").endswith(self.paper + self.version):
            return web_address(f"{self._base.rstrip('/')}/{src.removeprefix('./')}") if self._is_relative(src) else ""
        return self._absolute(src)

    def _is_relative(self, src: str) -> bool:
        return re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", src) is None

    def _absolute(self, address: str) -> str:
        if not address or len(address) > MAX_ADDRESS_CHARS:
            return ""
        try:
            return web_address(urljoin(self._base, address))
        except ValueError:
            return ""


def paper_of(address: str) -> tuple[str, str]:
    """The arXiv id in an address of arXiv's, and its version (`v2`); empty where it has none."""
    found = _PAPER.search(address)
    return (found[1], found[2] or "") if found else ("", "")


def identifier(id: str) -> str:
    """An id that can be a target; empty for anything odd."""
    return id if id and len(id) <= MAX_ID_CHARS and " " not in id and clean(id) == id else ""


def web_address(address: str) -> str:
    """An http(s) address that is safe to show and open; empty for any other."""
    if len(address) > MAX_ADDRESS_CHARS or not address.isprintable() or " " in address or "\\" in address:
        return ""
    try:
        parts = urlsplit(address)
        fit = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return ""
    return address if fit and "@" not in parts.netloc and clean(address) == address else ""
