"""The feed of `paperreader --demo`: ten made-up days in the Hub's JSON format, repositories, texts, discussions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from typing import TYPE_CHECKING

from paperreader.hub.parse import parse_items
from paperreader.hub.parse_detail import parse_linked
from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause, Mark, timestamp
from paperreader.store import Store

if TYPE_CHECKING:
    from paperreader.fulltext.blocks import Fulltext

SEEN_COMMENTS = 5
"""Of each discussion; the others came later."""


FOLLOWED = "Briony Hartigale"
"""Whom the user follows."""


def days() -> Iterator[tuple[date, bytes]]:
    """Each demo day with the Hub's answer for it, newest first."""
    files = [file for file in resources.files(__name__).iterdir() if file.name.endswith(".json")]
    for file in sorted(files, key=lambda file: file.name, reverse=True):
        yield date.fromisoformat(file.name.removesuffix(".json")), file.read_bytes()


def linked() -> Iterator[tuple[str, bytes]]:
    """The papers that repositories name, by arXiv id, each with the Hub's answer for it."""
    for file in resources.files(__name__).joinpath("linked").iterdir():
        yield file.name.removesuffix(".json"), file.read_bytes()


def texts() -> Iterator[tuple[str, Fulltext]]:
    """The papers whose text is there, by arXiv id: the first of the newest day, and one that it cites."""
    from paperreader.fulltext.encode import decode

    for file in resources.files(__name__).joinpath("texts").iterdir():
        yield file.name.removesuffix(".jsonl"), decode(file.read_bytes().rstrip())


def discussions() -> Iterator[tuple[str, bytes]]:
    """The papers whose discussion is there, by arXiv id, with the Hub's answer for it."""
    for file in resources.files(__name__).joinpath("discussions").iterdir():
        yield file.name.removesuffix(".json"), file.read_bytes()


def fill(store: Store) -> None:
    """Save every day in an empty store, with the marks of a user who has read some of it.

    The two oldest days do not count as unread. Raises StoreError if the store cannot be written.
    """
    answers = [(day, parse_items(body).papers) for day, body in days()]
    newest, first = answers[0][0], answers[-1][0]
    store.settings.set("since", (first + timedelta(days=2)).isoformat()).result()
    for day, papers in answers:
        store.ingest.save_day(day, papers, complete=day != newest).result()
    for id, body in linked():
        store.linked.save(id, parse_linked(body)).result()
    store.settings.set("newest", newest.isoformat()).result()
    store.settings.set("first", first.isoformat()).result()

    ids = [[paper.id for paper in papers] for _, papers in answers]
    half_read, read, older = ids[2], ids[3], ids[5]
    fields = [(paper, READ) for paper in [*read, *half_read[:3]]]
    fields += [(paper, STARRED) for paper in (older[1], read[4], half_read[1])]
    noon = datetime.combine(newest, time(12), UTC)
    # merged, as from another machine: there is nothing to undo before the user does something
    store.marks.merge(
        Mark(paper, field, True, timestamp(noon + timedelta(seconds=n)), Cause.OPENED, "demo")
        for n, (paper, field) in enumerate(fields)
    ).result()
    store.searches.save(FOLLOWED, f'by:"{FOLLOWED}"', follows=True).result()


def save_texts(store: Store) -> list[str]:
    """Save every text, and return the papers. Takes a tenth of a second. Raises StoreError if that cannot be done."""
    from paperreader.fulltext.convert import CONVERTER_VERSION

    saved = []
    for id, text in texts():
        store.texts.save(id, b"", text, converter=CONVERTER_VERSION, etag=None, modified=None).result()
        saved.append(id)
    return saved


def save_discussions(store: Store) -> list[str]:
    """Save every discussion, of which the user has seen all but the end, and return the papers.

    Raises StoreError if that cannot be done.
    """
    from paperreader.discussion.blocks import with_blocks
    from paperreader.hub.comments import parse_comments
    from paperreader.hub.deep_json import decoded

    saved = []
    for id, body in discussions():
        if (parsed := parse_comments(decoded(body))) is not None:
            comments = list(with_blocks(parsed.comments))
            store.discussions.save(id, comments[:SEEN_COMMENTS]).result()
            store.discussions.see(id).result()
            store.discussions.save(id, comments).result()
            saved.append(id)
    return saved
