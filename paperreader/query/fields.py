"""The fields of the search language, one row each: reading, completing, hints and help all come from this table."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import NamedTuple

from paperreader.dates import InvalidDate, read_days
from paperreader.query.conditions import (
    NOTE,
    WHOLE_TEXT,
    Between,
    Condition,
    Fact,
    InGroup,
    Like,
    Person,
    Sort,
    Tagged,
    Words,
)
from paperreader.text.paper_ids import named_papers
from paperreader.text.tags import ANY, NONE, split

Read = Callable[[str, date], Condition | Sort | Like | None]


def _always(value: str) -> bool:
    return True


class Field(NamedTuple):
    """What may be typed behind `name:`, and what it means."""

    name: str
    read: Read
    """The condition for a value, given today; None if it is not a value of this field."""
    finds: str
    """For the help; fields that find the same share a line."""
    takes: str
    """Example values, or all of them: for the help, and for the hint at a value that cannot be read."""
    values: tuple[str, ...] = ()
    """Values that can be completed: all of them, if there are only these."""
    is_begun: Callable[[str], bool] = _always
    """Whether a value that cannot be read may become one as the user types on; until then there is no hint."""


def _text(name: str, column: str) -> Field:
    """Words in one text of the paper; `column`: its name in the index."""
    return Field(name, lambda value, today: Words(value, column), "words in that text only", 'loom, "ada lovelace"')


def _number(name: str) -> Field:
    def is_begun(value: str) -> bool:
        return not value.strip("<>=.0123456789")

    return Field(name, partial(_read_number, name), "a number in this range", ">50, <=10, 20..50", is_begun=is_begun)


def _choice(name: str, finds: str, values: tuple[str, ...], make: Callable[[str], Condition | Sort]) -> Field:
    def read(value: str, today: date) -> Condition | Sort | None:
        return make(value.lower()) if value.lower() in values else None

    def is_begun(value: str) -> bool:
        return any(each.startswith(value.lower()) for each in values)

    return Field(name, read, finds, ", ".join(values), values, is_begun)


_NUMBER = r"(?P<sign>[<>]=?|=?)(?P<number>\d{1,9})|(?P<low>\d{0,9})\.\.(?P<high>\d{0,9})"


def _read_number(what: str, value: str, today: date) -> Between | None:
    """`50`, `>50`, `<=10`, `20..50`, `20..`."""
    found = re.fullmatch(_NUMBER, value, re.A)
    if found is None or value == "..":
        return None
    if found["number"] is None:
        low, high = (int(limit) if limit else None for limit in found.group("low", "high"))
        return Between(what, low, high)
    number = int(found["number"])
    match found["sign"]:
        case ">":
            return Between(what, number + 1, None)
        case ">=":
            return Between(what, number, None)
        case "<":
            return Between(what, None, number - 1)
        case "<=":
            return Between(what, None, number)
    return Between(what, number, number)


def _read_day(value: str, today: date) -> Between | None:
    """`2026-07`, `2026-06..2026-07`, `2026-06..`, `..2025`, `apr`, `90d` (the last 90 days)."""
    value = value.lower()
    first, dots, last = value.partition("..")
    try:
        low = read_days(first, today).first if first else None
        high = read_days(last or first, today).last if last or not dots else None
    except InvalidDate:
        return None
    if re.fullmatch(r"\d+[dwmy]", value):
        high = None
    is_relative = not re.fullmatch(r"[\d-]*(-w\d+)?(\.\.[\d-]*(-w\d+)?)?", value)
    return Between("day", low, high, is_relative) if low or high else None


def _read_like(value: str, today: date) -> Like | None:
    """An id, with or without its version, or a link that has one."""
    ids = named_papers(value)
    return Like(ids[0]) if len(ids) == 1 else None


def _read_tag(value: str, today: date) -> Tagged | None:
    """As it is stored, however it is typed."""
    tags = split(value.rstrip("*"))
    return Tagged(tags[0]) if len(tags) == 1 else None


def _read_group(value: str, today: date) -> InGroup | None:
    """`vision-lab`, or starred at some time: `vision-lab@7d` (in the last 7 days), `vision-lab@2026-07`, `any@90d`."""
    group, _, time = value.partition("@")
    names = split(group.rstrip("*"))
    if len(names) != 1 or not time:
        return InGroup(names[0]) if len(names) == 1 else None
    days = _read_day(time, today)
    if days is None:
        return None
    first, last = ((limit if isinstance(limit, date) else None) for limit in (days.low, days.high))
    # a clock that is wrong by years has not starred anything this week
    return InGroup(names[0], first, last or today + timedelta(days=1))


OWN_FACTS = ("tag", "note")
"""Of those that papers have, what the user gave them."""


def _has(name: str) -> Fact:
    return Fact(name, is_mark=name in OWN_FACTS)


SORTS = ("newest", "oldest", "relevance", "upvotes", "rise", "comments", "stars", "group", "title", "yours")

_ROWS = (
    _text("title", "title"),
    _text("author", "authors"),
    _text("org", "organization"),
    _text("keyword", "keywords"),
    _text("abstract", "abstract"),
    Field(
        "by",
        lambda value, today: Person(value, "authors"),
        "this author, however the name is written (Lovelace, Ada; A. Lovelace; Ada M. Lovelace)",
        '"ada lovelace", lovelace',
    ),
    Field(
        "submitter",
        lambda value, today: Person(value, "submitter"),
        "who put it on the daily list",
        '"ada lovelace"',
    ),
    Field(
        "text",
        lambda value, today: Words(value, WHOLE_TEXT),
        "words in the whole text, of papers where it is stored",
        'distillation, "rotary embedding"',
    ),
    Field(
        "tag",
        _read_tag,
        "your tag, or any or none",
        "to-cite, any, none",
        values=(ANY, NONE),
        is_begun=lambda value: not split(value),
    ),
    Field(
        "group",
        _read_group,
        "starred by members of this group of yours, or of any (@7d: in the last 7 days)",
        "vision-lab, vision-lab@7d, any@2026-07, any",
        values=(ANY,),
    ),
    Field("note", lambda value, today: Words(value, NOTE), "words in your notes", 'baseline, "compare with"'),
    Field("like", _read_like, "the hundred papers most like this one, by the words they share", "2607.12345"),
    Field("day", _read_day, "listed then (90d: in the last 90 days)", "2026-07, 2026-06..2026-07, apr, 90d"),
    _number("upvotes"),
    _number("comments"),
    _number("stars"),
    _choice("is", "papers that are", ("unread", "read", "starred", "opened", "followed"), partial(Fact, is_mark=True)),
    _choice(
        "has", "papers with", ("code", "project", "summary", "text", "model", "dataset", "space", *OWN_FACTS), _has
    ),
    _choice(
        "sort",
        "the order of the results"
        " (rise: gained most since your last visit; group: most stars in your groups; yours: your own order)",
        SORTS,
        Sort,
    ),
)
FIELDS: Mapping[str, Field] = {field.name: field for field in _ROWS}
"""By name, in the order of the help and of completion."""

FACTS = FIELDS["is"].values + FIELDS["has"].values
"""Names of all facts; the store has an SQL condition for each."""

LANGUAGE = (
    (
        "flow matching",
        "both words in any form (flows, matched); the last word also matches as a prefix from three letters on",
    ),
    ("autoreg*", "words that begin like this, from three letters on"),
    ('"flow matching"', "exactly these words in a row"),
    ("-video", "without this word"),
    ("diffusion OR flow", "either of them"),
    ("2607.12345", "this paper, by its arXiv id or a link to it; several make a list, and words search in it"),
    *(
        (" ".join(f"{field.name}:" for field in fields), f"{finds}: {takes}")
        for (finds, takes), fields in groupby(FIELDS.values(), lambda field: (field.finds, field.takes))
    ),
)
"""What can be typed, and what it finds: shown by F1, and by `paperreader help search`."""
