"""Hosts that are asked: their addresses, as users write them in variables and settings, how often is polite, and what
came of asking."""

from __future__ import annotations

from typing import Literal

Host = Literal["hub", "arxiv"]
Contact = Literal["served", "troubled", "unreachable", "no network"]
"""What came of a request: an answer, an error or a refusal, no connection to this host, or to none at all."""

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
