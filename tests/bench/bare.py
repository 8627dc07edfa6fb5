"""The least that a Textual program can be: what all others are measured by. `q` leaves."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """One line of text."""

    BINDINGS = [("q", "quit", "")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield Static("bare")


if __name__ == "__main__":
    Bare().run()
