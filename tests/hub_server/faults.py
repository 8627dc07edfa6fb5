"""How the server fails when it is told to.

`500`, `429` … `401`   that status, with an error text as argument and headers
`slow 3`               answers after so many seconds          `silent`         never answers
`drip 0.05`            a byte of the body, each so many seconds
`truncate`             half of the body, then closes          `reset`, `reset half`   RST at once, in the body
`oversize`             declares 1 GB                          `flood`          chunks without an end
`encoded gzip-bomb`    100 MB of spaces; also `double-gzip`, `deflate-bomb`, `br`, `unknown`, `broken-gzip`,
                       `truncated-gzip`, `gzip`, `deflate`
`redirect URL`         302                                    `raw BYTES`      just these, `\\r\\n` escaped
`html`, `null`, `object`, `empty`, `number`, `junk`, `none` ([]), `nested`, `digits`, `surrogates`, `latin`,
`bom`                  200 with that body; the argument is its Content-Type
"""

from __future__ import annotations

import functools
import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

BODIES = {
    "html": b"<!doctype html><title>Airport Wi-Fi</title><p>Please log in.",
    "null": b"null",
    "object": b"{}",
    "empty": b"",
    "number": b"7",
    "junk": b"\x00\xff\xfe[{",
    "none": b"[]",
    "nested": b"[" * 100_000 + b"]" * 100_000,
    "digits": b'[{"paper": {"id": "2607.00001", "upvotes": ' + b"9" * 5000 + b'}, "title": "Digits"}]',
    "surrogates": b'[{"paper": {"id": "2607.00001"}, "title": "Lone \\ud800 and \\u0000 end"}]',
    "latin": b'[{"paper": {"id": "2607.00001"}, "title": "Caf\xe9"}]',
    "bom": b'\xef\xbb\xbf[{"paper": {"id": "2607.00001"}, "title": "Marked"}]',
}


@dataclass
class Fault:
    """One way to fail, for requests whose target has `match` in it, `times` more times (None: always)."""

    kind: str
    argument: str
    match: str
    times: int | None
    headers: dict[str, str] = field(default_factory=dict)

    def hits(self, target: str) -> bool:
        if self.match not in target or self.times == 0:
            return False
        if self.times is not None:
            self.times -= 1
        return True


def bomb(kind: str, body: bytes) -> tuple[str, bytes]:
    """A Content-Encoding and a body that it unpacks badly."""
    made: dict[str, Callable[[], tuple[str, bytes]]] = {
        "gzip": lambda: ("gzip", gzip.compress(body)),
        "deflate": lambda: ("deflate", zlib.compress(body)),
        "gzip-bomb": lambda: ("gzip", _spaces(31)),
        "double-gzip": lambda: ("gzip, gzip", gzip.compress(_spaces(31))),
        "deflate-bomb": lambda: ("deflate", _spaces(15)),
        "br": lambda: ("br", b"\x0b\x02\x80[]\x03"),
        "unknown": lambda: ("x-own", body),
        "broken-gzip": lambda: ("gzip", b"\x1f\x8b\x08\x00 this is none"),
        "truncated-gzip": lambda: ("gzip", gzip.compress(body)[:-4]),
    }
    return made[kind]()


@functools.cache
def _spaces(format: int) -> bytes:
    """100 MB of them, packed to 100 kB: as gzip (31) or zlib (15)."""
    squeeze = zlib.compressobj(wbits=format)
    return b"".join(squeeze.compress(b" " * (1 << 20)) for _ in range(100)) + squeeze.flush()
