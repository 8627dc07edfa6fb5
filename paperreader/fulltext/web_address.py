"""Addresses on the web, as far as a text may lead to them."""

from __future__ import annotations

from urllib.parse import urlsplit

from paperreader.text.sanitize import clean

MAX_ADDRESS_CHARS = 2000


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
