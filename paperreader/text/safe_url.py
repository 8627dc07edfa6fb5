"""Addresses of web pages that are safe to show, copy and open."""

from urllib.parse import urlsplit

from paperreader.text.sanitize import clean

MAX_URL_BYTES = 2048


def safe_url(url: str) -> str | None:
    """The URL if it is safe to open and copy, else None.

    It must be http or https with a host, shorter than 2 kB, and without a user name, control or invisible characters,
    spaces, or backslashes (which browsers read as slashes).
    """
    if len(url.encode(errors="replace")) >= MAX_URL_BYTES or not url.isprintable() or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        fit = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return url if fit and "@" not in parts.netloc and clean(url) == url else None
