"""A text, the words that are indexed of it and what it was made of as one compressed blob.

They say the same three times: compressed together they take hardly more than one of them, and the text comes first, so
that reading it need not decompress the rest. The format is XZ, or zlib's where Python was built without XZ.
"""

from __future__ import annotations

import zlib
from typing import Any, NamedTuple

from paperreader.fulltext.block_text import block_text
from paperreader.fulltext.blocks import Block, Fulltext, Listing, Table
from paperreader.fulltext.encode import decode, encode
from paperreader.store.errors import StoreError
from paperreader.store.other_words import spelled

XZ = b"\xfd7zXZ\0"
"""What begins a blob of that format."""
WINDOW_BYTES = 4 << 20
"""Of XZ: as far as a page is larger, its beginning is not compared with its end."""

UNREADABLE = (zlib.error, EOFError, ValueError, TypeError, LookupError, RecursionError)
"""What reading a damaged blob can raise."""


class PackedText(NamedTuple):
    """A text as a row of the table has it."""

    blocks: int
    """Bytes of the text in `content` once it is decompressed."""
    words: int
    """Bytes of the words behind it; what the text was made of follows."""
    content: bytes


class TextWords(NamedTuple):
    """What is searched of a text."""

    lines: str
    """A phrase does not go from one line to the next."""
    spellings: str
    """Other spellings of words in them (see `other_words`), a line each."""


def pack(text: Fulltext, body: bytes) -> PackedText:
    """The text, its words and `body`, of which it was made. Takes a tenth of a second."""
    blocks, words = encode(text), "\0".join(words_of(text)).encode()
    return PackedText(len(blocks), len(words), _compressed(blocks + words + body))


def unpack_text(packed: PackedText) -> Fulltext:
    """The text. Raises one of UNREADABLE, or StoreError."""
    return decode(_part(packed, 0, packed.blocks))


def unpack_words(packed: PackedText) -> TextWords:
    """The words as they were indexed. Raises one of UNREADABLE, or StoreError."""
    lines, spellings = _part(packed, packed.blocks, packed.words).decode().split("\0")
    return TextWords(lines, spellings)


def unpack_body(packed: PackedText) -> bytes:
    """What the text was made of. Raises one of UNREADABLE, or StoreError."""
    return _decompressed(packed.content)[packed.blocks + packed.words :]


def _part(packed: PackedText, start: int, length: int) -> bytes:
    part = _decompressed(packed.content, start + length)[start:]
    if len(part) != length:
        raise EOFError
    return part


def _compressed(data: bytes) -> bytes:
    try:
        import lzma
    except ImportError:
        return zlib.compress(data, 9)
    filters: list[dict[str, Any]] = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": WINDOW_BYTES}]
    return lzma.compress(data, filters=filters)


def _decompressed(content: bytes, size: int | None = None) -> bytes:
    """The first `size` bytes; None: all, which are then known to be as they were."""
    if not content.startswith(XZ):
        return zlib.decompress(content) if size is None else zlib.decompressobj().decompress(content, size)
    try:
        import lzma
    except ImportError as error:
        raise StoreError("This text was stored by a Python that has the module lzma: use such a one again.") from error
    try:
        return lzma.decompress(content) if size is None else lzma.LZMADecompressor().decompress(content, size)
    except lzma.LZMAError as error:
        raise ValueError(error) from error


def words_of(text: Fulltext) -> TextWords:
    """What is searched of a text."""
    lines = "\n".join(map(searched_text, text.blocks)).replace("\0", " ")
    return TextWords(lines, "\n".join(spelled(lines)))


def searched_text(block: Block) -> str:
    """The text of a block, with the words in a line that a phrase may have in a row."""
    text = block_text(block)
    return text if isinstance(block, Table | Listing) else text.replace("\n", " ")
