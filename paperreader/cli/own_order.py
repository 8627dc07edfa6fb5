"""The user's own order on the command line: `--sort`, and the fields of the JSON that tell of scores."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from threading import Timer

from paperreader.cli.context import now, open_store
from paperreader.cli.output import CommandError, print_stderr
from paperreader.models import Entry, Paper
from paperreader.order import Order, sort_entries
from paperreader.store import Store
from paperreader.store.visits import with_rise
from paperreader.views import View

OWN_FIELDS = ("yours", "put_forward", "reasons")
"""What only papers have that are sorted by the user's own order, and those of which it is asked for."""
PATIENCE_S = 0.5
"""Learning that takes longer is announced at a terminal."""
LOCK_TIMEOUT_S = 3.0
"""How long another program that keeps the store locked may hold up the command."""


def learn_first(path: Path) -> None:
    """Learn what there is to learn, so that scores are right; without that, they are those of the last time."""
    from paperreader.learning.learn import is_outdated, learn

    with open_store(path, read_only=True) as store:
        if not is_outdated(store):
            return
    announcement = Timer(PATIENCE_S, print_stderr, ["learning what you like …"])
    announcement.daemon = True
    if sys.stderr.isatty():
        announcement.start()
    try:
        with open_store(path, lock_timeout_s=LOCK_TIMEOUT_S) as store:
            learn(store, now())
    except CommandError as error:
        print_stderr(f"your order is as last learned: {error}")
    finally:
        announcement.cancel()


def are_wanted(args: Namespace, sort: str | None = None) -> bool:
    """Whether scores are asked for; `sort`: what the papers are sorted by."""
    return sort == Order.YOURS or bool(args.fields and set(args.fields) & set(OWN_FIELDS))


def in_order(store: Store, entries: Sequence[Entry], order: Order, view: View) -> list[Entry]:
    """The entries, given in the view's own order, as the reader sorts them."""
    if order is Order.YOURS:
        return store.taste.in_own_order(entries)
    if order is Order.RISE:
        entries = with_rise(entries, store.visits.rise([entry.id for entry in entries], store.visits.last(view)))
    return sort_entries(entries, order)


def fields_of(entry: Entry, paper: Paper, store: Store) -> dict[str, object]:
    """The values of OWN_FIELDS."""
    from paperreader.learning.explain import explain
    from paperreader.taste.rounding import rounded
    from paperreader.text.sanitize import clean

    explanation = explain(store, paper)
    reasons = explanation.reasons if explanation else []
    score, shares = rounded([reason.share for reason in reasons])
    said = [
        {"feature": clean(reason.feature), "text": clean(reason.text), "share": share}
        for reason, share in zip(reasons, shares, strict=True)
        if share
    ]
    return {"yours": score if explanation else None, "put_forward": entry.put_forward or None, "reasons": said}
