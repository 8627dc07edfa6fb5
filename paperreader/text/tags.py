"""Tags as users type them: words of their own for papers, alike however they are written."""

from __future__ import annotations

import re
import unicodedata

from paperreader.text.sanitize import clean

MAX_TAG_CHARS = 50
MAX_TYPED_CHARS = 10_000
"""Longer texts are no tags that somebody typed."""
ANY, NONE = "any", "none"
"""What a search says instead of a tag."""
MAX_QUOTED_CHARS = 20
"""Of what is wrong, in a message."""
SEPARATORS = re.compile(r"[\s,;、，；]+")
FORBIDDEN = re.compile(r'["*“”]')
"""What has a meaning in searches."""


class InvalidTag(Exception):
    """What was typed is no tag; str() says why."""


def read_tags(text: str) -> list[str]:
    """The tags in a text, each once: separated by blanks, commas or semicolons, with or without a `#` in front.

    Raises InvalidTag for the first that cannot be one.
    """
    if len(text) > MAX_TYPED_CHARS:
        raise InvalidTag(_too_long(text))
    return list(dict.fromkeys(_checked(part) for part in split(text)))


def split(text: str) -> list[str]:
    """The words of a text as tags are spelled: in small letters, without `#`, of letters that look alike the usual."""
    plain = _normal(text)
    for _ in range(3):  # some letters need another round
        if plain == (again := _normal(plain)):
            break
        plain = again
    words = (clean(word.strip("#")) for word in SEPARATORS.split(plain))
    return [word for word in words if word]


def is_tag(text: str) -> bool:
    """Whether it is a tag as it is stored."""
    try:
        return read_tags(text) == [text]
    except InvalidTag:
        return False


def is_between(character: str) -> bool:
    """Whether a tag ends with this character, so that another begins."""
    return SEPARATORS.fullmatch(character) is not None


def search_for(tag: str) -> str:
    """The search for papers with just this tag: in quotes where others could be typed in the same way."""
    return f"tag:{tag}" if re.fullmatch("[a-z0-9-]+", tag) else f'tag:"{tag}"'


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", clean(text)).lower())


def _checked(tag: str) -> str:
    if len(tag) > MAX_TAG_CHARS:
        raise InvalidTag(_too_long(tag))
    if FORBIDDEN.search(tag):
        raise InvalidTag(f"“{_short(tag)}” cannot be a tag: it has a quote or *")
    if tag in (ANY, NONE):
        raise InvalidTag(f"“{tag}” cannot be a tag: tag:{tag} has a meaning in searches")
    return tag


def _too_long(tag: str) -> str:
    return f"“{_short(tag)}” cannot be a tag: it has {len(tag):,} characters, and {MAX_TAG_CHARS} is the most"


def _short(text: str) -> str:
    text = clean(text[: MAX_QUOTED_CHARS + 1])
    return text if len(text) <= MAX_QUOTED_CHARS else f"{text[: MAX_QUOTED_CHARS - 1]}…"
