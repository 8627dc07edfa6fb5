"""What a command is. Footer, palette, help, keymap and the table of keys (`paperreader help keys`) are made from these.

Annotations are no strings here: named tuples are then made in half the time.
"""

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Any, Literal, NamedTuple, Protocol

from textual.app import App
from textual.binding import Binding

from paperreader.views import View


class Group(Enum):
    """Sections of the help, in its order."""

    READ = "Read"
    TEXT = "Text"
    MARK = "Mark"
    GO = "Go"
    SEARCH = "Search"
    LINKS = "Links"
    OWN = "Your own commands"
    DISCUSSION = "Discussion"
    PROGRAM = "Program"


class HasView(Protocol):
    """A session, as far as this file knows it."""

    @property
    def view(self) -> View | None: ...


def always(session: HasView) -> bool:
    return True


def has_papers(session: HasView) -> bool:
    """An empty store has nothing to read, mark or copy."""
    return session.view is not None


class Command(NamedTuple):
    """Everything about a command."""

    id: str
    """Public: what `[keys]` in the settings remaps."""
    keys: str
    """As Textual names them, with commas; the first is shown. Empty: only the palette has it."""
    name: str
    """A word or two for the footer, and for the palette unless there is a `title`."""
    help: str
    """A sentence for help and palette. It names a key by `{command.id}`."""
    group: Group
    run: Callable[[Any], object]
    """Called with what the command acts on."""
    acts_on: Literal["session", "screen", "page", "text", "discussion", "prompt", "app"] = "session"
    """The session; the screen, with its panes and dialogs (a Context), always or only while a text or a discussion has
    the focus; the page, where a search has matches in it; the search prompt; or the program, whatever it shows."""
    enabled: Callable[[Any], bool] = always
    """Called with the session."""
    in_palette: bool = True
    title: str = ""
    """Its name in the palette, where there is room for more than in the footer."""
    also: str = ""
    """Other words that users look for it by in the palette, with commas between."""
    now: Callable[[Any], str] | None = None
    """Called with the session: what it would do now, for help and palette."""
    name_now: Callable[[Any], str] | None = None
    """Called with a Context: its name where that depends on what it would do now; empty if there is nothing."""
    menu: str = ""
    """Id of the command whose menu has it, under `letter`."""
    letter: str = ""

    @property
    def is_local(self) -> bool:
        """Its keys only work in one place, where they take precedence: they may be those of another command."""
        return self.acts_on in ("page", "text", "discussion", "prompt")


class KeyHint(NamedTuple):
    """A key in a bar, and what it does."""

    key: str
    """As Textual names it."""
    name: str
    help: str = ""
    """A sentence for whoever points at it."""


class HelpRow(NamedTuple):
    """A line of the help: keys and what they do."""

    group: str
    keys: Sequence[str]
    text: str


UNBOUND = "unbound"
"""The key of commands that have none, which no terminal sends: the settings can give them one."""


def bindings(commands: Iterable[Command], action: str = "command") -> list[Binding]:
    """Their keys, for the `BINDINGS` of what has an `action_command(id)`."""
    return [
        Binding(command.keys or UNBOUND, f"{action}({command.id!r})", command.name, show=False, id=command.id)
        for command in commands
    ]


def suspend(app: App[Any]) -> None:
    app.action_suspend_process()


def quit(app: App[Any]) -> None:
    app.exit()


SUSPEND = Command(
    "app.suspend",
    "ctrl+z",
    "suspend",
    "Suspend to the shell (fg to return)",
    Group.PROGRAM,
    suspend,
    acts_on="app",
    also="background, shell, terminal, stop, pause",
)
QUIT = Command(
    "app.quit",
    "Q",
    "quit",
    "Quit immediately",
    Group.PROGRAM,
    quit,
    acts_on="app",
    also="exit, close, leave, end, bye, logout, q, wq",
)
APP_COMMANDS = (SUSPEND, QUIT)
"""Commands of the program as a whole; dialogs have some of them as well."""
