"""Papers as people send them to each other: arXiv ids, and links that have one, found in any text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

MAX_IDS = 1_000
"""Papers that one text can name, as a search."""

FIRST_OLD, FIRST_NEW, FIRST_OF_FIVE_DIGITS = "9108", "0704", "1501"
"""Year and month from which arXiv numbered its papers as `hep-th/9108001`, `0704.0001` and `1501.00001`."""

OLD_ARCHIVES = (
    *("acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an", "chao-dyn", "chem-ph"),
    *("cmp-lg", "comp-gas", "cond-mat", "cs", "dg-ga", "funct-an", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th"),
    *("math", "math-ph", "mtrl-th", "nlin", "nucl-ex", "nucl-th", "patt-sol", "physics", "plasm-ph", "q-alg"),
    *("q-bio", "quant-ph", "solv-int", "stat", "supr-con"),
)
"""What ids of before April 2007 begin with: `hep-th/9901001`."""

# No digit of another script, no letter and no other number may touch an id; letters of other scripts may.
_BEFORE = r"(?:(?<![0-9A-Za-z.\-])(?<!\d)|(?<=xiv[.:_-]))"
_AFTER = r"(?:v[0-9]{0,4})?(?![0-9A-Za-z]|\.[0-9]|\d)"
_NEW = r"(?P<month>[0-9]{4})\.(?P<number>[0-9]{4,5})"
_OLD = rf"(?P<archive>{'|'.join(OLD_ARCHIVES)})(?:\.[a-z-]{{2,12}})?/(?P<count>[0-9]{{7}})"
_LIKE_ID = re.compile(r"[0-9]{4}\.[0-9]{4}|[0-9]{7}")
"""Without anything like it, a text has no id."""

_HOST = r"[a-z0-9.-]+(?:\.[a-z]{2,}|:[0-9]{1,5})/"
_LINK = re.compile(rf"(?:[a-z]+://|{_HOST}|arxiv[.:]|doi:|10\.48550/)", re.IGNORECASE)
"""How a word begins that points to a paper and cannot be meant as a word to search for."""
_AROUND = "<>()[]{}\"'`“”„‘’«»*_,;:.!?…•·|"
"""What stands around ids and links in a sentence, a list, Markdown or an e-mail."""
_FILLER = re.compile(
    r"|[-–&+]|arxiv|doi|and|[0-9]{1,3}|v[0-9]{1,3}|[a-z-]+\.[a-z]{2}"
    r"|(?:cond-mat|nlin|physics)\.[a-z-]{2,12}|(?:gr|hep|math|nucl|quant)-(?:ex|lat|ph|qc|th)",
    re.IGNORECASE,
)
"""Words that may stand between ids: the numbers of a list, a version, `[cs.CL]`, `[hep-th]`."""
_FIELD = re.compile(r"\b(?:eprint|archiveprefix|primaryclass)\s*=", re.IGNORECASE)
"""Fields of BibTeX about a paper's id."""
_ENTRY = re.compile(r"\s*@[a-z]{3,20}\s*\{", re.IGNORECASE)
"""How an entry of BibTeX begins."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
"""As an input method for Chinese or Japanese types digits, dots and colons."""
_ESCAPES = {"2F": "/", "3A": ":", "2E": ".", "20": " "}


def paper_ids(text: str, *, most: int | None = MAX_IDS) -> tuple[str, ...]:
    """The papers that a text names anywhere, each once, in its order; ids without their version."""
    text = _plain(text)
    ids: dict[str, None] = {}
    for id in _found(text) if _LIKE_ID.search(text) else ():
        ids[id] = None
        if len(ids) == most:
            break
    return tuple(ids)


def named_papers(text: str) -> tuple[str, ...]:
    """The same, for a text that is nothing but ids, has a link to one, or is BibTeX; none for words to search for."""
    text = _plain(text)
    if not _LIKE_ID.search(text):
        return ()
    if _ENTRY.match(text):
        return paper_ids(text)
    text = _FIELD.sub(" ", text)
    words = [word.strip(_AROUND) for word in re.split(r"[\s,;|<>]+", text.replace("](", " "))]
    has_link = any(_LINK.match(word) and any(_found(word)) for word in words)
    if has_link or all(_FILLER.fullmatch(word) or _is_id(word) for word in words):
        return paper_ids(text)
    return ()


@cache
def _pattern() -> re.Pattern[str]:
    """An id in a text; not made before one is likely: a start with saved searches reads them as queries."""
    return re.compile(rf"{_BEFORE}(?:{_NEW}|{_OLD}){_AFTER}", re.IGNORECASE)


def _found(text: str) -> Iterator[str]:
    return filter(None, map(_id, _pattern().finditer(text)))


def _id(found: re.Match[str]) -> str:
    """The id, empty if arXiv never gave it: there is no such month, or it had more or fewer digits then."""
    year_month = found["month"] or found["count"][:4]
    if not "01" <= year_month[2:] <= "12":
        return ""
    if found["archive"]:
        archive = found["archive"].lower()
        was_given = archive in OLD_ARCHIVES and (year_month >= FIRST_OLD or year_month < FIRST_NEW)
        return f"{archive}/{found['count']}" if was_given else ""
    digits = 4 if year_month < FIRST_OF_FIVE_DIGITS else 5
    return f"{year_month}.{found['number']}" if year_month >= FIRST_NEW and len(found["number"]) == digits else ""


def _is_id(word: str) -> bool:
    """Whether the word is an id and no more, if need be with the name of a file around it."""
    found = _pattern().match(word)
    return found is not None and word[found.end() :].lower() in ("", ".pdf", ".md", ".html") and any(_found(word))


def _plain(text: str) -> str:
    """Without what links and input methods write in another way."""
    text = text.translate(_FULL_WIDTH)
    return re.sub(r"%(?:25)*(2F|3A|2E|20)", lambda found: _ESCAPES[found[1].upper()], text, flags=re.IGNORECASE)
