"""Hosts that are asked: their addresses, as users write them in variables and settings, and how often is polite."""

from __future__ import annotations

ARXIV = "https://arxiv.org"
CRAWL_DELAY_S = 15.0
"""Between requests to arXiv that nobody waits for, as its robots.txt asks."""
MAX_ADDRESS_CHARS = 500


def is_address(value: str) -> bool:
    """Whether it is an http or https address that paths can be appended to: no query, no quotes, no spaces."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(value)
        valid = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    is_plain = len(value) <= MAX_ADDRESS_CHARS and not any(mark in value for mark in " \\\"'`")
    return bool(valid) and not parts.query and not parts.fragment and value.isprintable() and is_plain


def has_login(address: str) -> bool:
    """Whether there is a user name or password in an address."""
    return "@" in address.split("/")[2]
