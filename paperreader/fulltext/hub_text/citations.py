r"""Citations and references that a converter left as TeX: `\citep[see][p. 3]{loom19}` -> `[see loom19, p. 3]`,
`Table~\ref{tab:all_runs}` -> `Table all runs`."""

from __future__ import annotations

import re

from paperreader.fulltext.hub_text.bare_tex import MAX_LINE_CHARS, SKIPPED, Fences

_NOTES = r"(?:\[(?P<before>[^\[\]\n]{0,200})\])?(?:\[(?P<after>[^\[\]\n]{0,200})\])?"
_COMMAND = re.compile(
    f"{SKIPPED.pattern}"
    rf"|\\(?P<cites>[A-Za-z]{{0,8}}[cC]ite[A-Za-z]{{0,8}})\*?{_NOTES}\{{(?P<keys>[^{{}}\n]{{1,1000}})\}}"
    r"|(?P<space>[\s~]?)\\(?P<refers>[A-Za-z]{0,5}(?<!h)[rR]ef)\*?\{(?P<labels>[^{}\n]{1,500})\}"
    r"|\\label\{[^{}\n]{1,200}\}"
)
_KINDS = {
    **{"tab": "Table", "table": "Table", "tbl": "Table", "fig": "Figure", "figure": "Figure", "alg": "Algorithm"},
    **{"sec": "Section", "section": "Section", "sub": "Section", "subsec": "Section", "ssec": "Section"},
    **{"app": "Appendix", "appendix": "Appendix", "apx": "Appendix", "eq": "Equation", "eqn": "Equation"},
    **{"equation": "Equation", "thm": "Theorem", "lem": "Lemma", "prop": "Proposition", "cor": "Corollary"},
    **{"def": "Definition", "lst": "Listing", "rem": "Remark", "asm": "Assumption", "chap": "Chapter", "ch": "Chapter"},
}
"""What labels begin with, and the kinds of things that they name."""
_NAMING = ("cref", "autoref", "vref")
"""References that TeX puts the kind of thing before."""


def with_citations(source: str) -> str:
    """The source with these in a form that can be read; code, links and formulas as they are."""
    if "cite" not in source.lower() and "ref{" not in source and r"\label{" not in source:
        return source
    lines, fences = source.split("\n"), Fences()
    for index, line in enumerate(lines):
        if fences.is_outside(line) and "\\" in line and len(line) <= MAX_LINE_CHARS:
            lines[index] = _COMMAND.sub(_readable, line)
    return "\n".join(lines)


def _readable(found: re.Match[str]) -> str:
    if found["cites"]:
        if found["cites"].lower() == "nocite":
            return ""
        before, after = found["before"] or "", found["after"]
        if after is None:  # a single note stands behind
            before, after = "", before
        keys = ", ".join(filter(None, (key.strip() for key in found["keys"].split(","))))
        text = ", ".join(filter(None, (f"{before} {keys}".strip(), after)))
        return rf"\[{_escaped(text)}\]"
    if found["refers"]:
        return _reference(found)
    return "" if found[0].startswith(r"\label") else found[0]


def _reference(found: re.Match[str]) -> str:
    name, labels = found["refers"].lower(), [label.strip() for label in found["labels"].split(",")]
    prefix, colon, _ = labels[0].partition(":")
    kind = _KINDS.get(prefix.lower(), "") if colon else ""
    read = ", ".join(_label(label) for label in labels)
    text = f"({read})" if name == "eqref" else f"{kind} {read}".strip() if name in _NAMING else read
    at = found.start()
    is_apart = not found["space"] and (at == 0 or not found.string[at - 1].isalnum())
    return text if is_apart else f" {text}"


def _label(label: str) -> str:
    """`tab:all\\_runs` -> `all runs`."""
    prefix, colon, rest = label.replace("\\", "").partition(":")
    name = rest if colon and prefix.lower() in _KINDS and rest.strip() else label.replace("\\", "")
    return re.sub(r"[_\s]+", " ", name).strip()


def _escaped(text: str) -> str:
    """As Markdown writes it, in which it may be written so already."""
    return re.sub(r"([_*\[\]`])", r"\\\1", text.replace("\\", ""))
