"""What the user's own order has learned: all of it in a dialog, to be changed, taken back, or forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from paperreader.store import StoreError
from paperreader.tui.commands.context import Context

if TYPE_CHECKING:
    from paperreader.store.overview import Telling
    from paperreader.taste.judge import Weights
    from paperreader.tui.dialogs.learned import Act, Feature, Known, LearnedChooser

WHAT_FOLLOWS = "Below: what moves the newest papers most, and what it adds to their scores on average."


def list_learned(context: Context) -> None:
    """List what the user's own order has learned, and what they said of it."""
    from paperreader.tui.dialogs.learned import LearnedChooser

    with context.session.reading_store():
        overview = _Overview(context)
        overview.dialog = LearnedChooser(overview.known, partial(_ask_about, context), context.colors, context.glyphs)
        context.ask(overview.dialog)


class _Overview:
    """What the dialog shows: it opens at once, and what takes longer to read comes when it has been read."""

    def __init__(self, context: Context) -> None:
        self._context, self._session = context, context.session
        self._telling: Mapping[str, Telling] = {}
        self._asked_for: object = None
        self._known: Known | None = None
        self._known_of: object = None
        self.dialog: LearnedChooser | None = None

    def known(self) -> Known:
        """As it is now; the same one while nothing has changed."""
        from paperreader.reader.learned_words import basis_text, trial_text
        from paperreader.taste.judge import Weights
        from paperreader.tui.dialogs.learned import Known

        taste = self._session.store.taste
        learned, said = taste.learned(), taste.said()
        if (basis := (learned and (learned.number, learned.at), said.keys())) != self._asked_for:
            self._asked_for = basis
            self._session.tasks.replace("reading what was learned", self._ask)
        if self._known is None or self._known_of != (basis, said, self._telling):
            about = [basis_text(learned, self._session.now())]
            about += [trial_text(learned.trial)] if learned is not None and learned.can_order else []
            about += [WHAT_FOLLOWS] if self._telling else []
            features = self._features(Weights(taste.weights(self._telling), said))
            self._known, self._known_of = Known(about, features), (basis, said, self._telling)
        return self._known

    def _features(self, weights: Weights) -> list[Feature]:
        from paperreader.taste.reasons import read_as
        from paperreader.tui.dialogs.learned import Feature

        features: dict[str, Feature] = {}
        for name, (papers, amount, text) in self._telling.items():
            feature = Feature((name,), text, papers, weights.of(name) * amount, weights.said.get(name))
            alike = read_as(name, text)
            features[alike] = features[alike].with_other(feature) if alike in features else feature
        return list(features.values())

    async def _ask(self) -> None:
        try:
            self._telling = await asyncio.wrap_future(self._session.store.taste.telling())
        except StoreError as error:
            self._session.toasts.show(str(error), stays=True)
        if self.dialog in self._context.screen.app.screen_stack and self.dialog is not None:
            with self._session.reading_store():
                self.dialog.follow_session()


def _ask_about(context: Context, chosen: Feature | Act) -> None:
    from paperreader.reader.arguing import say
    from paperreader.tui.dialogs.learned import Feature
    from paperreader.tui.dialogs.reasons import Answer, feature_menu, kind_of
    from paperreader.tui.render.reasons import sign_of

    if not isinstance(chosen, Feature):
        _ask_anew(context)
        return
    names, text, papers, share, said = chosen
    if share:
        sign = sign_of(share, context.glyphs)
        about = f"{sign}{abs(share):.2f} on average in {papers:,} of the newest papers."
    else:
        about = "It counts for none of the newest papers."
    title = f"“{text}”{kind_of(names[0])}"

    def answered(answer: str) -> None:
        say(context.session, names, Answer(answer).said)

    context.ask(feature_menu(title, about, said, context.colors, context.glyphs, answered, is_known=True))


def _ask_anew(context: Context) -> None:
    from paperreader.reader.arguing import start_anew
    from paperreader.tui.dialogs.reasons import anew_question

    session = context.session
    about = [
        "What you did and imported so far will not count any more, and what you said of words and names is taken back.",
        f"Your stars, tags and notes stay. {context.key('mark.undo')} undoes it.",
    ]

    def answered(answer: str) -> None:
        start_anew(session)

    context.ask(anew_question(about, context.colors, answered))
