"""`paperreader taste show`: what was learned of the user's taste, from how much, and how it compares with votes."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from paperreader.cli.context import is_there, now, open_store, paths_of
from paperreader.cli.output import print_stderr
from paperreader.humanize import age, count
from paperreader.learning.learn import is_outdated, learn
from paperreader.models import timestamp
from paperreader.store import Store
from paperreader.taste.judge import Verdict, Weights
from paperreader.taste.learned import Learned
from paperreader.text.sanitize import clean

MOST = 20
"""Features for and against."""
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


def run(args: Namespace) -> int:
    """Print it, after learning what is new."""
    shown, path = Shown(None), paths_of(args).store
    if is_there(path):
        with open_store(path) as store:
            if store.read_only is None and is_outdated(store):
                if sys.stderr.isatty():
                    print_stderr("learning what you like …")
                learn(store, now())
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
    )


def _lines(shown: Shown) -> Iterator[str]:
    learned = shown.learned
    if learned is None or not (learned.can_order or shown.said):
        yield HOW_TO_BEGIN
        return
    some = [f"{count(learned.liked, 'paper')} that you liked", f"{learned.passed:,} that you passed over"]
    yield f"Learned {age(learned.at, now())} from {', '.join(some)}, and {shown.imported:,} imported"
    yield _compared(learned)
    if shown.said:
        yield from ("", "You said:")
        yield from (f"  {SAYS[word]} {_named(feature)}" for feature, word in shown.said)
    heaviest = max((abs(weight) for _, weight in (*shown.liked, *shown.disliked)), default=1.0)
    for title, features in (("Speaks for a paper:", shown.liked), ("Speaks against it:", shown.disliked)):
        if features:
            yield from ("", title)
            yield from (f"  {100 * weight / heaviest:+4.0f}  {_named(feature)}" for feature, weight in features)


def _compared(learned: Learned) -> str:
    trial = learned.trial
    if trial.missing_stars:
        return f"{count(trial.missing_stars, 'more star')}, and it can tell whether your order is better than votes"
    own, votes = f"{trial.own:.2f}", f"{trial.votes:.2f}"
    if own == votes:
        verdict = "your order would have ranked them as high as votes do"
    elif trial.own_is_better:
        verdict = "your order would have ranked them higher than votes"
    else:
        verdict = "votes do better for you so far"
    stars = f"your last {count(trial.stars, 'star')}"
    return f"On {stars}, {verdict}: {own} vs {votes} by votes (1 is best, 0.5 is chance)"


def _named(feature: str) -> str:
    """`agent`, `“world model” in titles`, `Ada Lovelace (author)`."""
    kind, _, text = feature.partition(":")
    match kind:
        case "word":
            return clean(text)
        case "pair":
            return f"“{clean(text)}” in titles"
        case _:
            return f"{clean(text)} ({clean(kind)})"


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
