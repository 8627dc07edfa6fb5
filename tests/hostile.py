"""Texts that want to steer a terminal, hide, or break what reads them; and what a terminal may be told."""

from __future__ import annotations

import base64
import re
import unicodedata
from typing import Any

from hypothesis import strategies as st

from tests.hub_server.items import Item, item

ESC, BEL, ST = "\x1b", "\x07", "\x1b\\"
ZWJ, ZWNJ, VS16 = "\u200d", "\u200c", "\ufe0f"

NASTY = "".join(
    [
        "\x00\x07\x08\x0b\x1b\x7f\x85\x90\x9b\x9c\x9d\x9f \t\n\r\u00a0\u00ad\u2028\u2029\u3000",
        "\ufeff\ud800\udfff\ufdd0\uffff",
        "\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069\u061c\u180e\u2060\u3164\u115f\ufff9",
        "\u0300\u0301\u0308\u036f\u0591\u064b\u093c\u094d\u20dd\u20e3\ufe0e\ufe0f\U000e0061\U000e007f\U000e0101",
        "aZé[]0;m語한ك可न\U0001f469\U0001f4bb\U0001f3fd\U0001f1e9\U0001f3f4❤☎\U000f0001\\$`",
    ]
)
nasty = st.text(alphabet=NASTY, max_size=60)

EVIL = (
    f"{ESC}[5;8;9mHidden{ESC}[2J{ESC}[7A{ESC}]0;owned{BEL}{ESC}]52;c;b3duZWQ={BEL}{ESC}]8;;http://evil.example{ST}link"
    f"{ESC}]8;;{ST}{ESC}Pq#0{ST}{ESC}c{ESC}[?1003l\x9b8m\x9d0;owned\x9c\x90q\x9c\x00\x07\x08\x7f\x85\r\nnext\t\u202eflip"
    f"\u2066\u200b\U000e0041 [/] [bold [@click=app.quit]x[/] [link=http://evil.example] {ESC}]0;never closed"
)
"""Every way at once."""


def evil_item(id: str, **more: Any) -> Item:
    """A paper of the hub whose every text is evil."""
    texts = {"abstract": EVIL * 3, "summary": EVIL, "keywords": [EVIL, "loom"], "authors": [EVIL, "Ada Brook"]}
    links = {"repo": f"https://github.com/{EVIL}", "project": f"https://example.org/{EVIL}"}
    return item(id, f"Paper {id} {EVIL}", organization=(EVIL, EVIL), submitter=EVIL, **texts, **links, **more)


SEQUENCE = re.compile(
    r"\x1b\[(?P<private>[<=>?]?)(?P<numbers>[0-9;:]*)(?P<final>[ -/]*[@-~])"
    r"|\x1b\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|\x1b(?P<other>[ -/]*[0-~]?)"
)
LINE_END = re.compile(r"\r\n(?=\x1b\[\d+;\d+H)")
"""Textual ends the lines of a whole frame so, and then goes to the next one all the same."""


def controls(output: bytes) -> set[str]:
    """What the bytes tell a terminal to do, without the figures of places and colours; UnicodeError if not UTF-8.

    In the text between, every character that could steer, hide or turn it round counts, too.
    """
    text = LINE_END.sub("", output.decode())
    told = {name for found in SEQUENCE.finditer(text) for name in _names(found)}
    for char in SEQUENCE.sub("", text):
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in ZWJ + ZWNJ:
            told.add(f"U+{ord(char):04X}")
    return told


def _names(found: re.Match[str]) -> set[str]:
    numbers, final, osc = found["numbers"] or "", found["final"], found["osc"]
    if final == "m":
        plain = re.sub(r"\b[34]8;(5;\d+|2;\d+;\d+;\d+)", "", numbers)
        codes = {int(code) for code in plain.split(";") if code}
        return {f"CSI {code}m" for code in codes if not (30 <= code <= 49 or 90 <= code <= 107)}
    if final:
        return {f"CSI {found['private']}{numbers if found['private'] else ''}{final}"}
    if osc and osc.startswith("52;c;"):
        copied = base64.b64decode(osc.removeprefix("52;c;")).decode()
        return {"OSC 52" if all(line.isprintable() for line in copied.split("\n")) else f"OSC 52 {copied!r}"}
    return {f"OSC {osc.partition(';')[0]}" if osc is not None else f"ESC {found['other']}"}
