"""A route for each fault of network and data: `HF_ENDPOINT=http://127.0.0.1:8123/chaos/5 paperreader`.

`/chaos/5` fails in all the ways of number 5 in turn; `/chaos/0` in all of them, with right answers between.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from tests.hub_server.faults import Fault
from tests.hub_server.items import item

WRONG = (True, None, -1, 1.5, 10**30, "12", "\ud800\x00", [], ["a", [1]], {"name": ["x"]}, {"a": {}}, "\x1b]0;a\x07")
WHOLE = item("2607.00001", keywords=["a"], summary="s", organization=("o", "O"), repo="https://a.org", stars=1)


def spoilt() -> list[object]:
    """Items in which one field after the other has a value of a wrong type, is missing, or is unknown."""
    made: list[object] = [*WRONG, {"paper": {"id": "../x"}, "title": "No id"}, {"paper": {"id": "2607.00002"}}]
    for number, field in enumerate([*WHOLE, *WHOLE["paper"]]):
        wrong = {field: WRONG[number % len(WRONG)], "unknown": {"field": number}}
        paper = {**WHOLE["paper"], "id": f"2607.1{number:04}"}
        if field in WHOLE["paper"] and field not in ("id", "title", "summary"):
            paper |= wrong
        made.append({**WHOLE, "paper": paper} | ({} if field in WHOLE["paper"] else wrong))
    return made


def _json(items: object) -> str:
    body = json.dumps(items)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return "raw " + (head + body).replace("\\", "\\\\")


ROUTES: dict[int, tuple[str, ...]] = {
    1: ("reset",),
    2: (r"raw \x15\x03\x01\x00\x02\x02\x28",),
    3: ("silent", "drip 0.02"),
    4: ("truncate", "reset half"),
    5: ("oversize", "flood", *map("encoded {}".format, ("gzip-bomb", "double-gzip", "br", "unknown", "broken-gzip"))),
    6: ("400", "401", "403", "404", r"raw HTTP/1.1 304 Not Modified\r\n\r\n"),
    7: (
        "429",
        r'raw HTTP/1.1 429 Slow\r\nRateLimit: "api";r=0;t=55\r\n\r\n',
        r"raw HTTP/1.1 429 Slow\r\nRetry-After: soon\r\n\r\n",
    ),
    8: ("500", "502", "503", "504"),
    9: ("html", "null", "object", "empty", "number", "junk", "none"),
    10: ("redirect http://10.0.0.1/", "redirect file:///etc/passwd", "redirect /chaos/10/api/daily_papers"),
    11: ("407 Proxy Authentication Required",),
    12: ("slow 0.2",),
    13: ("slow 0.03",),
    14: (_json([{"paper": {"id": f"2607.2000{n}"}, "title": f"Bare {n}"} for n in range(3)]), _json([1, {}])),
    15: (_json(spoilt()),),
    16: ("nested", "digits", "surrogates", "latin", "bom"),
}


def fault(number: int, turn: int) -> Fault | None:
    """How route `number` fails at its nth request; None: it answers."""
    ways: Sequence[str] = ROUTES[number] if number else [way for ways in ROUTES.values() for way in ways]
    if not number and turn % 3:
        return None
    kind, _, argument = ways[turn // (1 if number else 3) % len(ways)].partition(" ")
    return Fault(kind, argument, "", None)
