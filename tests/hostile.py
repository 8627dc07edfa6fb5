"""Texts that want to steer a terminal, hide, or break what reads them."""

from __future__ import annotations

from hypothesis import strategies as st

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
