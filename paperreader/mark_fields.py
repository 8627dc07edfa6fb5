"""What a user can mark on a paper. A new kind of mark is one row of MARK_FIELDS; undo, export and merge follow.

Annotations are no strings here: named tuples are then made in half the time, and every start makes this one.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from paperreader.models import Entry

MAX_NAMES = 5
"""Named in a message, of tags that changed together."""
MAX_FEATURE_CHARS = 40
"""Of a feature that is named in one."""


class MarkField(NamedTuple):
    """One kind of mark, what it looks like on an entry, and how undo names it."""

    name: str
    """As it is stored and exported. A name ending in ":" stands for all fields that begin with it."""
    type: type[bool] | type[str]
    apply: Callable[[Entry, str, bool | str], Entry]
    """The entry with this field (its full name) at this value, for marks that are shown before they are stored."""
    set_words: str
    """What setting it does to papers, with {} in their place; without, where it is about none in particular."""
    unset_words: str
    set_undone_words: str
    """What undoing a set does; redoing it does what `set_words` says."""
    unset_undone_words: str
    """In all of these {name} stands for the rest of a name that begins with `name`, and {s} for an s after several."""
    value_words: tuple[tuple[str, str], ...] = ()
    """Values, and the words for each in the place of `set_words`."""
    name_words: Callable[[str], str] = str
    """The rest of a name as a user reads it."""

    def covers(self, name: str) -> bool:
        """Whether a field of this name is of this kind."""
        if self.name.endswith(":"):
            return name.startswith(self.name) and name != self.name
        return name == self.name

    def accepts(self, value: object) -> bool:
        """Whether the field can have this value."""
        return type(value) is self.type

    def words(self, papers: str, names: Sequence[str], value: bool | str) -> str:
        """What giving the fields of these names such a value does: `3 papers marked read`, `tags a, b on “…”`."""
        words = dict(self.value_words).get(str(value), self.set_words) if value else self.unset_words
        return self._words(words, papers, names)

    def undone_words(self, papers: str, names: Sequence[str], value: bool | str) -> str:
        """What undoing that does: `3 papers unread again`, `star back on “…”`."""
        return self._words(self.set_undone_words if value else self.unset_undone_words, papers, names)

    def _words(self, words: str, papers: str, names: Sequence[str]) -> str:
        names = list(dict.fromkeys(self.name_words(name.removeprefix(self.name)) for name in names))
        few, more = names[:MAX_NAMES], len(names) - MAX_NAMES
        rest = ", ".join(few) + (f" and {more:,} more" if more > 0 else "")
        before, has_papers, after = words.replace("{s}", "s" * (len(names) > 1)).partition("{}")
        return f"{before.replace('{name}', rest)}{papers if has_papers else ''}{after.replace('{name}', rest)}"


ALL_PAPERS = "0000.00000"
"""Marks on it are about no paper in particular. No arXiv paper can have this id."""
READ, STARRED, NOTE = "read", "starred", "note"
COPIED, TEXT, LINGERED = "copied", "text", "lingered"
"""What the user did with a paper, for their own order: copied it, opened its whole text, read it for some time."""
LOOKED_AGAIN = "looked-again"
"""At a paper that was passed over, and that others liked."""
TASTE = "taste:"
"""And a feature (see `taste`): what the user said of it, which is "up", "off" or "down"; "" takes it back."""
LEARN_SINCE = "learn-since"
"""When their own order began anew: what the user did before does not count."""
TAG = "tag:"
"""And a tag: each is a field of its own."""
SAVED = "saved:"
"""And a name: a saved search, rule or follow as JSON; "" if it was deleted."""
OTHER_NOTE = "note-also:"
"""And when and where it was written: what a note also said. Empty: no longer wanted, or overwritten knowingly."""


def quoted_feature(feature: str) -> str:
    """What papers can have in common, in a sentence, shortened: `“agent”`, `“Ada Lovelace” (author)`."""
    kind, _, text = feature.partition(":")
    text = text or kind
    text = text if len(text) <= MAX_FEATURE_CHARS else f"{text[: MAX_FEATURE_CHARS - 1].rstrip()}…"
    return f"“{text}”" + (f" ({kind})" if kind in ("author", "organization") else "")


def _read(entry: Entry, name: str, value: bool | str) -> Entry:
    return entry._replace(read=bool(value), unread=not value)


def _starred(entry: Entry, name: str, value: bool | str) -> Entry:
    return entry._replace(starred=bool(value))


def _tagged(entry: Entry, name: str, value: bool | str) -> Entry:
    others = {tag for tag in entry.tags if tag != name.removeprefix(TAG)}
    return entry._replace(tags=tuple(sorted({*others, *([name.removeprefix(TAG)] if value else [])})))


def _noted(entry: Entry, name: str, value: bool | str) -> Entry:
    return entry._replace(has_note=bool(value))


def _looked_again(entry: Entry, name: str, value: bool | str) -> Entry:
    return entry._replace(passed=entry.passed._replace(looked_at=bool(value))) if entry.passed else entry


def _unchanged(entry: Entry, name: str, value: bool | str) -> Entry:
    return entry


MARK_FIELDS: tuple[MarkField, ...] = (
    MarkField(READ, bool, _read, "{} marked read", "{} marked unread", "{} unread again", "{} read again"),
    MarkField(STARRED, bool, _starred, "star on {}", "star removed from {}", "star removed from {}", "star back on {}"),
    MarkField(
        TAG,
        bool,
        _tagged,
        "tag{s} {name} on {}",
        "tag{s} {name} removed from {}",
        "tag{s} {name} removed from {}",
        "tag{s} {name} back on {}",
    ),
    MarkField(
        NOTE, str, _noted, "note on {}", "note removed from {}", "note on {} as it was before", "note back on {}"
    ),
    MarkField(
        OTHER_NOTE,
        str,
        _unchanged,
        "other text{s} of the note back on {}",
        "other text{s} of the note removed from {}",
        "other text{s} of the note removed from {}",
        "other text{s} of the note back on {}",
    ),
    *(MarkField(name, bool, _unchanged, *4 * (f"{name} on {{}}",)) for name in (COPIED, TEXT, LINGERED)),
    MarkField(
        LOOKED_AGAIN,
        bool,
        _looked_again,
        "{} looked at again",
        "{} back in Second look",
        "{} back in Second look",
        "{} looked at again",
    ),
    MarkField(SAVED, str, _unchanged, *4 * ("{name} changed",)),
    MarkField(
        LEARN_SINCE,
        str,
        _unchanged,
        "your order learns anew",
        "your order knows again what it had learned",
        "your order knows again what it had learned",
        "your order learns anew",
    ),
    MarkField(
        TASTE,
        str,
        _unchanged,
        "your order counts {name} otherwise",
        "your order counts {name} as it was learned",
        "your order counts {name} as before",
        "your order counts {name} as before",
        value_words=(
            ("up", "your order counts {name} more"),
            ("off", "your order does not count {name}"),
            ("down", "your order counts {name} against papers"),
        ),
        name_words=quoted_feature,
    ),
)


def field_of(name: str) -> MarkField | None:
    """The field with this name; None if this version does not know it."""
    return next((field for field in MARK_FIELDS if field.covers(name)), None)
