"""What the names and characters of TeX stand for in formulas, beside the signs that prose has, too (`symbols`)."""

from __future__ import annotations

import unicodedata

from paperreader.text import symbols
from paperreader.text.formula.nodes import Kind, Space

SIGN_KINDS: dict[str, Kind] = {
    **dict.fromkeys(symbols.OTHERS, "sign"),
    **dict.fromkeys(symbols.GREEK, "letter"),
    **dict.fromkeys(symbols.RELATIONS, "relation"),
    **dict.fromkeys(symbols.OPERATORS, "binary"),
    **dict.fromkeys(symbols.BIG_OPERATORS, "big"),
    **dict.fromkeys(symbols.OPENING, "open"),
    **dict.fromkeys(symbols.CLOSING, "close"),
    **dict.fromkeys(("infty", "ell", "hbar", "imath", "jmath", "nabla", "partial", "Re", "Im"), "letter"),
    **dict.fromkeys(("cdot", "centerdot", "cdotp"), "sign"),
    **dict.fromkeys(("eg", "ie", "etc", "etal", "vs", "cf", "wrt", "item"), "word"),
    "colon": "comma",
}
"""What a named sign is to its neighbours."""
for _name in ("quad", "qquad", "par", "newline", "nobreakdash", "allowbreak", "xspace", "S", "P"):
    del SIGN_KINDS[_name]

SPACES = {
    **dict.fromkeys((",", ":", ">", ";", "thinspace", "medspace", "thickspace"), Space(is_thin=True)),
    **dict.fromkeys((" ", "\t", "\n", "\\", "enspace", "space", "enskip", "par"), Space()),
    **dict.fromkeys(("!", "/", "-", "@", "(", ")", "[", "]", "negthinspace", "negmedspace", "negthickspace"), None),
    **dict.fromkeys(("nobreakdash", "allowbreak", "xspace"), None),
    "quad": Space(2),
    "qquad": Space(4),
}
"""Commands that are spaces, or nothing."""

ESCAPED = {"{": "{", "}": "}", "|": "‖", "%": "%", "$": "$", "#": "#", "&": "&", "_": "_"}
CHARACTERS = {"*": "*", "-": "−", "`": "‘", "'": "′"}
"""How a character is written in a formula."""

KINDS: dict[str, Kind] = {
    **dict.fromkeys("([{⟨⌊⌈⟦", "open"),
    **dict.fromkeys(")]}⟩⌋⌉⟧", "close"),
    **dict.fromkeys(",;", "comma"),
    **dict.fromkeys("=<>≤≥≠≈∼→←↔⇒⇔∈∉⊂⊆≪≫≡≅∝↦", "relation"),
    **dict.fromkeys("+-−*×±∓∪∩∧∨⊕⊗⊙", "binary"),
    **dict.fromkeys("∑∏∫⋃⋂", "big"),
    ":": "comma",
}
"""What a character is to its neighbours."""

DELIMITERS = {
    ".": "", "\\{": "{", "\\}": "}", "\\|": "‖", "<": "⟨", ">": "⟩", "\\lbrace": "{", "\\rbrace": "}",
    **{f"\\{name}": sign for name, sign in (symbols.OPENING | symbols.CLOSING).items()},
    **{f"\\{name}": symbols.SIGNS[name] for name in ("vert", "Vert", "uparrow", "downarrow", "updownarrow",
                                                   "Uparrow", "Downarrow", "mid", "parallel", "backslash")},
}  # fmt: skip

FUNCTION_TEXTS = {
    "argmax": "argmax", "argmin": "argmin", "limsup": "lim sup", "liminf": "lim inf", "injlim": "inj lim",
    "projlim": "proj lim", "varlimsup": "lim sup", "varliminf": "lim inf",
}  # fmt: skip

RULES = {"\\hline": 0, "\\toprule": 0, "\\midrule": 0, "\\bottomrule": 0, "\\cline": 1, "\\cmidrule": 1}
"""Rules of grids, and how many arguments each has."""

ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0305", "tilde": "\u0303",
    "widetilde": "\u0303", "vec": "\u20d7", "overrightarrow": "\u20d7", "overleftarrow": "\u20d6", "dot": "\u0307",
    "ddot": "\u0308", "dddot": "\u20db", "ddddot": "\u20dc", "check": "\u030c", "widecheck": "\u030c",
    "breve": "\u0306", "acute": "\u0301", "grave": "\u0300", "mathring": "\u030a", "underline": "\u0332",
    "underbar": "\u0332", "not": "\u0338", "overleftrightarrow": "\u20e1", "underrightarrow": "\u20ef",
    "underleftarrow": "\u20ee", "utilde": "\u0330", "cancel": "\u0338", "bcancel": "\u0338", "xcancel": "\u0338",
}  # fmt: skip
"""Accents and their combining marks."""


def accented(letter: str, name: str) -> str:
    """A letter with a mark."""
    bare = {"ı": "i", "ȷ": "j"}.get(letter, letter)
    return unicodedata.normalize("NFC", bare + ACCENTS[name])
