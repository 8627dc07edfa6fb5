"""`paperreader taste show`: what was learned of the user's taste, from how much, and how it compares with votes."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from paperreader.cli.context import is_there, now, open_store, paths_of
from paperreader.cli.output import print_stderr
from paperreader.cli.own_order import LOCK_TIMEOUT_S
from paperreader.humanize import count
from paperreader.learning.learn import is_outdated, learn
from paperreader.models import timestamp
from paperreader.reader.learned_words import WHAT_FOLLOWS, basis_text, trial_text
from paperreader.store import Store, StoreError
from paperreader.taste.judge import Verdict, Weights
from paperreader.taste.learned import Learned
from paperreader.taste.reasons import Feature, features
from paperreader.text.sanitize import clean

MOST = 20
"""Features of each side."""
HOW_TO_BEGIN = """\
Nothing is known of your taste yet. Star papers that you like in the reader, or let it learn from your own papers:
paperreader taste import FILE (BibTeX, RIS or CSL-JSON), or --zotero. Nothing of it leaves this machine."""
SAYS = {Verdict.UP: "more of", Verdict.OFF: "does not count:", Verdict.DOWN: "less of"}


class Shown(NamedTuple):
    """What is known of the user's taste."""

    learned: Learned | None
    imported: int = 0
    said: Sequence[tuple[str, Verdict]] = ()
    liked: Sequence[tuple[str, float]] = ()
    """Features with what they count, the heaviest first."""
    disliked: Sequence[tuple[str, float]] = ()
    features: Sequence[Feature] = ()
    """What moves the newest papers most comes first."""


def run(args: Namespace) -> int:
    """Print it, after learning what is new."""
    shown, path = Shown(None), paths_of(args).store
    if is_there(path):
        with open_store(path, lock_timeout_s=LOCK_TIMEOUT_S) as store:
            if store.read_only is None and is_outdated(store):
                if sys.stderr.isatty():
                    print_stderr("learning what you like …")
                try:
                    learn(store, now())
                except StoreError as error:
                    print_stderr(f"this is as last learned: {error}")
            shown = _shown(store)
    if args.json:
        print(json.dumps(_to_json(shown), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(shown)))
    return 0


def _shown(store: Store) -> Shown:
    said = store.taste.said()
    learned = store.taste.heaviest(-1)
    weights = Weights(learned, said)
    counts = sorted(
        ((feature, weights.of(feature)) for feature in {*learned, *said}), key=lambda each: (-abs(each[1]), each[0])
    )
    return Shown(
        store.taste.learned(),
        len(store.imported.counted()),
        sorted(said.items()),
        [each for each in counts if each[1] > 0][:MOST],
        [each for each in counts if each[1] < 0][:MOST],
        features(store.taste.telling().result(), weights),
    )


def _lines(shown: Shown) -> Iterator[str]:
    learned = shown.learned
    if learned is None or not (learned.can_order or shown.said):
        yield HOW_TO_BEGIN
        return
    yield basis_text(learned, now())
    yield trial_text(learned)
    if shown.features:
        yield WHAT_FOLLOWS
    if said := [feature for feature in shown.features if feature.said]:
        yield from ("", "You said:")
        yield from (f"  {SAYS[feature.said]} {_named(feature)}" for feature in said if feature.said)
    unseen_notices = [feature for feature in shown.features if not feature.said]
    for title, sign in (("For a paper:", 1), ("Against it:", -1)):
        if some := [feature for feature in unseen_notices if sign * round(feature.share, 2) > 0][:MOST]:
            yield from ("", title)
            yield from (_row(feature) for feature in some)


def _row(feature: Feature) -> str:
    return f"  {feature.share:+.2f}  {count(feature.papers, 'paper'):>10}  {_named(feature)}"


def _named(feature: Feature) -> str:
    """`agents`, `Ada Lovelace (author)`."""
    kind = feature.names[0].partition(":")[0]
    return clean(feature.text) + (f" ({kind})" if kind in ("author", "organization") else "")


def _to_json(shown: Shown) -> dict[str, object]:
    learned = shown.learned
    return {
        "learned": learned
        and {
            "at": timestamp(learned.at),
            "liked": learned.liked,
            "passed": learned.passed,
            "imported": shown.imported,
            "stars": learned.trial.stars,
            "missing_stars": learned.trial.missing_stars,
            "own": learned.trial.own,
            "votes": learned.trial.votes,
            "own_is_better": learned.trial.own_is_better,
        },
        "said": {clean(feature): word.value for feature, word in shown.said},
        "for": {clean(feature): weight for feature, weight in shown.liked},
        "against": {clean(feature): weight for feature, weight in shown.disliked},
    }
