"""A place to come back to."""

from typing import NamedTuple

from paperreader.models import View
from paperreader.tui.widgets.line_view import LineView
from paperreader.tui.widgets.paper_list import Row


class Place(NamedTuple):
    """A view with all that a person sees of it."""

    view: View
    rows: list[Row]
    at: str | None
    """The paper under the cursor."""
    list_y: int
    page_y: int
    """Lines that list and page are scrolled by."""
    this_year: int | None
    since: str
    found: list[str]
    rules: list[str]
    """What was hidden."""
    focus: LineView
