"""The user's settings: a TOML file, read once at the start."""

from collections.abc import Mapping
from os.path import expanduser, isabs
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from paperreader.address import ARXIV, has_login, is_address
from paperreader.toml_lines import KeyPath, leaves, line_of, lines_of, syntax_problem

if TYPE_CHECKING:
    from paperreader.own_command import OwnCommand

MAX_CONFIG_BYTES = 16 * 1024
"""A larger file is not a config file."""

MAX_NAME_CHARS = 60
"""Of a machine, or of a user in a group."""

CopyFormat = Literal[
    "title", "hub", "arxiv", "pdf", "markdown", "bibtex", "biblatex", "ris", "csl-json", "note", "org", "plain", "code",
    "project", "abstract",
]  # fmt: skip
Orders = Literal["own", "upvotes", "rise", "newest", "comments", "stars", "title", "unread", "yours"]
Glyphs = Literal["auto", "unicode", "ascii"]
Rows = Literal["auto", "full", "compact"]


class Config(NamedTuple):
    """The settings of config.toml, each with its default."""

    theme: str = "textual-dark"
    refresh_every: float = 15
    """Minutes between automatic refreshes; 0: never."""
    mark_read_after: float = 2
    """A paper shown for this many seconds counts as read when the cursor leaves it; 0: never."""
    copy: CopyFormat = "hub"
    """What `y` copies."""
    rows: Rows = "auto"
    """How papers are listed; `auto`: compact, in one line each, where only few would fit in full."""
    order: Orders = "own"
    """What lists are sorted by where the user chose nothing else; `own`: as each comes."""
    glyphs: Glyphs = "auto"
    """Auto: ascii where the terminal draws the others two cells wide."""
    browser: tuple[str, ...] = ()
    """Command and arguments that open a link, which is appended; empty: the system's browser."""
    arxiv: str = ARXIV
    """The address of arXiv or a mirror, without a slash at its end."""
    texts: str = "none"
    """Whose texts are fetched in the background: none, starred, unread, or those that a search finds."""
    pdf_folder: str = ""
    """Where PDFs are saved; empty: the user's download folder."""
    zotero_port: int = 23119
    """Of this machine, where Zotero listens, as its own settings say."""
    mail_to: str = ""
    """Who gets a digest by mail: addresses, separated by commas."""
    mail_from: str = ""
    """The sender of a digest; empty: who gets it."""
    sync: str = ""
    """The folder by which the user's machines exchange marks, which something else keeps in sync; empty: none."""
    machine: str = ""
    """What this machine is called on the others; empty: its host name."""
    sync_git: bool = False
    """The folder is a git repository: commit, pull and push."""
    sync_before: tuple[str, ...] = ()
    """Command and arguments that bring the folder up to date before it is read; empty: none."""
    sync_after: tuple[str, ...] = ()
    """Command and arguments that carry on what was written; empty: none."""
    member: str = ""
    """What the user is called in groups; empty: the login name."""
    groups: Mapping[str, str] = {}
    """Name of a group -> the folder that it shares."""
    keys: Mapping[str, str] = {}
    """Binding id -> key, or several separated by commas."""
    commands: "tuple[OwnCommand, ...]" = ()
    """The user's own."""


def load(path: Path) -> tuple[Config, list[str]]:
    """The settings in a TOML file, and a message for each invalid one, which keeps its default.

    A missing file means the defaults. Never raises: the reader must start whatever the file contains.
    """
    try:
        text = _read(path)
    except FileNotFoundError:
        return Config(), []
    except (OSError, ValueError) as error:
        return Config(), [f"{path.name}{_why_unreadable(error)}; using the defaults"]

    import tomllib  # imported here, since most users have no config file

    try:
        config, problems = _checked(tomllib.loads(text))
        lines = lines_of(text) if problems else {}
    except (ValueError, RecursionError) as error:
        return Config(), [syntax_problem(path.name, text, str(error))]
    located = sorted((line_of(lines, key_path), message) for key_path, message in problems)
    return config, [f"{path.name}:{line}: {message}" for line, message in located]


def problem_with(path: Path) -> str | None:
    """Why a file that the user names cannot be the settings, after its name; None if it can.

    A missing one is no settings then either. A pipe is not looked at, since it can be read only once.
    """
    try:
        if path.is_file() or path.is_dir() or not path.exists():
            _read(path)
    except FileNotFoundError:
        return ": no such config file"
    except IsADirectoryError:
        return ": this is a folder, not a config file"
    except (OSError, ValueError) as error:
        return _why_unreadable(error)
    return None


def _read(path: Path) -> str:
    """The text of a config file; OSError, or ValueError if it is something else."""
    with path.open("rb") as file:
        raw = file.read(MAX_CONFIG_BYTES + 1)
    if len(raw) > MAX_CONFIG_BYTES:
        raise ValueError(f"it is larger than {MAX_CONFIG_BYTES // 1024} kB")
    return raw.decode("utf-8-sig")


def _why_unreadable(error: OSError | ValueError) -> str:
    if isinstance(error, UnicodeDecodeError):
        line = error.object.count(b"\n", 0, error.start) + 1
        return f":{line}: not UTF-8 text"
    return f": cannot be read: {getattr(error, 'strerror', None) or error}"


def locate(path: Path, *key_path: str) -> str:
    """`config.toml:12`: where the file has a setting, such as `"theme"` or `"keys", "paper.skip"`."""
    try:
        lines = lines_of(path.read_text("utf-8-sig"))
    except (OSError, ValueError):
        lines = {}
    dotted = (*key_path[:-1], *key_path[-1].split("."))
    return f"{path.name}:{line_of(lines, key_path if key_path in lines else dotted)}"


def _checked(table: dict[str, Any]) -> tuple[Config, list[tuple[KeyPath, str]]]:
    config, problems = Config(), list[tuple[KeyPath, str]]()
    for name, value in table.items():
        if name == "keys" and isinstance(value, dict):
            keys, wrong = _checked_keys(value)
            config = config._replace(keys=keys)
            problems += wrong
        elif name == "commands" and isinstance(value, dict):
            commands, wrong = _checked_commands(value)
            config = config._replace(commands=commands)
            problems += wrong
        elif name == "groups" and isinstance(value, dict):
            from paperreader.group_folders import groups_of  # most users have none

            groups, wrong = groups_of(value, Config._fields)
            config = config._replace(groups=groups)
            problems += wrong
        elif name not in Config._fields:
            problems.append(((name,), f"there is no setting {_display(name)}{_nearest(name)}; ignored"))
        else:
            try:
                config = config._replace(**{name: _valid(name, value)})
            except ValueError as error:
                default = _display(getattr(config, name))
                problems.append(((name,), f"{name} must be {error}, not {_display(value)}; using {default}"))
    return config, problems


def _valid(name: str, value: object) -> Any:
    """The value as Config holds it; a ValueError says what it must be."""
    match name:
        case "theme":
            if isinstance(value, str) and value:
                return value
            raise ValueError("the name of a theme")
        case "refresh_every":
            return _number(value, "minutes", 1, 1440)
        case "mark_read_after":
            return _number(value, "seconds", 0, 3600)
        case "copy":
            return _one_of(value, get_args(CopyFormat))
        case "rows":
            return _one_of(value, get_args(Rows))
        case "order":
            return _one_of(value, get_args(Orders))
        case "glyphs":
            return _one_of(value, get_args(Glyphs))
        case "browser":
            return _command(value, '["firefox", "--new-tab"]')
        case "sync_before" | "sync_after":
            return _command(value, '["rclone", "bisync", "~/Sync", "remote:sync"]')
        case "sync_git":
            if isinstance(value, bool):
                return value
            raise ValueError("true or false")
        case "machine" | "member":
            if isinstance(value, str) and value.isprintable() and len(value) <= MAX_NAME_CHARS:
                return value.strip()
            raise ValueError(f"a name of at most {MAX_NAME_CHARS} characters")
        case "arxiv":
            if isinstance(value, str) and is_address(value) and not has_login(value):
                return value.rstrip("/")
            raise ValueError(f"an address like {ARXIV}")
        case "texts":
            if isinstance(value, str) and value.strip():
                return value.strip()
            raise ValueError("none, starred, unread or a search")
        case "zotero_port":
            if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 65535:
                return value
            raise ValueError("a number from 1 to 65535")
        case "pdf_folder" | "sync":
            if isinstance(value, str) and (not value or isabs(expanduser(value))) and "\0" not in value:
                return expanduser(value)
            raise ValueError("an absolute path, or one that begins with ~/")
        case "mail_to" | "mail_from":
            if isinstance(value, str) and value.isprintable():
                return value.strip()
            raise ValueError("a mail address like you@example.org")
        case "commands":
            raise ValueError("a table of commands")
        case "groups":
            raise ValueError("a table of groups and their folders")
        case _:
            raise ValueError("a table of binding ids and their keys")


def _number(value: object, unit: str, lowest: float, highest: float) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value == 0 or lowest <= value <= highest:
            return float(value)
        raise ValueError(f"0 or {lowest} to {highest} {unit}" if lowest else f"0 to {highest} {unit}")
    raise ValueError(f"a number of {unit}")


def _command(value: object, example: str) -> tuple[str, ...]:
    is_words = isinstance(value, list) and all(isinstance(word, str) and "\0" not in word for word in value)
    if isinstance(value, list) and is_words and (not value or value[0].strip()):
        return tuple(map(expanduser, value))
    raise ValueError(f"a list of words like {example}")


def _one_of(value: object, words: tuple[str, ...]) -> object:
    if value in words:
        return value
    raise ValueError("one of " + ", ".join(words))


def _checked_keys(table: dict[str, Any]) -> tuple[dict[str, str], list[tuple[KeyPath, str]]]:
    keys, problems = dict[str, str](), list[tuple[KeyPath, str]]()
    for key_path, value in leaves(table, ()):
        name = ".".join(key_path)
        if name in Config._fields:
            message = f"{name} comes after [keys]; settings belong above it; ignored"
        elif isinstance(value, str) and value.strip():
            keys[name] = value
            continue
        else:
            message = f'{_display(name)} must be a key like "y" or "y,f2", not {_display(value)}; using the default key'
        problems.append((("keys", *key_path), message))
    return keys, problems


def _checked_commands(table: dict[str, Any]) -> "tuple[tuple[OwnCommand, ...], list[tuple[KeyPath, str]]]":
    from paperreader.own_command import commands_of  # most users have none

    misplaced = [name for name, value in table.items() if name in Config._fields and not isinstance(value, dict | list)]
    commands, wrong = commands_of({name: value for name, value in table.items() if name not in misplaced})
    for name in misplaced:
        wrong.append(((name,), f"{name} comes after [commands]; settings belong above it; ignored"))
    return commands, [(("commands", *path), message) for path, message in wrong]


def _nearest(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, Config._fields, n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def _display(value: object) -> str:
    match value:
        case str():
            text = value if value.isprintable() else repr(value)[1:-1]
            return f'"{text}"' if len(text) <= 40 else f'"{text[:39]}…"'
        case bool():
            return str(value).lower()
        case dict():
            return "a table" if value else "none"
        case list() | tuple():
            return "[" + ", ".join(_display(part) for part in value[:3]) + (", …]" if len(value) > 3 else "]")
        case float() | int():
            return "such a large number" if abs(value) >= 1e9 else f"{value:g}"
        case _:
            return str(value)
