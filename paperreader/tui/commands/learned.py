"""What the user's own order has learned: all of it in a dialog, to be changed, taken back, or forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING

from paperreader.store import StoreError
from paperreader.tui.commands.context import Context

if TYPE_CHECKING:
    from paperreader.taste.reasons import Feature, Telling
    from paperreader.tui.dialogs.learned import Act, Known, LearnedChooser


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
        self._asked_of: Collection[str] = ()
        """What the user had said something of, when it was read last."""
        self._weights: Mapping[str, float] = {}
        self._weights_of: object = None
        self._known: Known | None = None
        self._known_of: object = None
        self.dialog: LearnedChooser | None = None

    def known(self) -> Known:
        """As it is now; the same one while nothing has changed."""
        from paperreader.reader.learned_words import WHAT_FOLLOWS, basis_text, trial_text
        from paperreader.taste.judge import Weights
        from paperreader.taste.reasons import features
        from paperreader.tui.dialogs.learned import Known

        taste = self._session.store.taste
        learned, said = taste.learned(), taste.said()
        basis = learned and (learned.number, learned.at)
        is_told = all(name in self._telling or name in self._asked_of for name in said)
        if basis != self._asked_for or not is_told:
            self._asked_for, self._asked_of = basis, said.keys()
            self._session.tasks.replace("reading what was learned", self._ask)
        if self._known is None or self._known_of != (basis, said, self._telling):
            about = [basis_text(learned, self._session.now())]
            about += [trial_text(learned)] if learned is not None and learned.can_order else []
            about += [WHAT_FOLLOWS] if self._telling else []
            if self._weights_of != (basis, self._telling):
                self._weights, self._weights_of = taste.weights(self._telling), (basis, self._telling)
            self._known = Known(about, features(self._telling, Weights(self._weights, said)))
            self._known_of = basis, said, self._telling
        return self._known

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
    from paperreader.taste.reasons import Feature
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
        say(context.session, names, Answer(answer).said, text=text)

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
