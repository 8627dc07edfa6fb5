"""The user's own commands, as the settings have them: programs that are run with what is known of a paper."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from os.path import basename, expanduser, isabs
from typing import Any, NamedTuple

from paperreader.text.sanitize import clean

FIELDS: Mapping[str, str] = {
    "url": "its page on the Hub",
    "title": "its title",
    "id": "its arXiv id",
    "arxiv": "its page on arXiv",
    "pdf": "the link to its PDF",
    "bibtex": "its BibTeX entry",
    "markdown": "title, link, authors and abstract as Markdown",
    "abstract": "its abstract",
    "text_file": "a temporary file with the whole text as Markdown, or the abstract where no text is stored",
    "pdf_file": "its saved PDF",
    "selection_json": "all selected papers as a JSON array",
}
"""What can stand between braces, and what the command gets there."""

ALL_PAPERS = "selection_json"
"""The one field that is about all papers; with another a command is run for each paper."""

MAX_NAME_CHARS = 60
RESERVED_LETTERS = "q"
"""Closes the menu."""

_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_TAKEN_FOR_SYNTAX = ("-", "+", "@", "<")
"""What begins an option, a command of vi, and the name of a file that curl is to send."""
_INTERPRETER = re.compile(r"(ba|da|z|k|fi)?sh|(python|perl|ruby|lua|php)[\d.]*|node|osascript|n?vim?|emacs|emacsclient")
_CODE_OPTION = re.compile(r"-[a-z]*[ce]|-r|--eval|--command|--cmd")


class OwnCommand(NamedTuple):
    """A command under `[commands]`."""

    name: str
    run: tuple[str, ...]
    """The program and its arguments, with fields in braces."""
    letter: str = ""
    """In the menu of own commands; empty if no letter was left."""
    key: str = ""
    """A key of its own, or several with commas between."""
    in_terminal: bool = False
    """It gets the terminal; otherwise it runs in the background."""
    stdin: str = ""
    """What it reads from standard input, with fields in braces."""

    @property
    def fields(self) -> frozenset[str]:
        """What it needs to know."""
        return frozenset(field for word in (*self.run, self.stdin) for field in _fields(word))

    @property
    def is_per_paper(self) -> bool:
        """It is run once for each paper, otherwise once for all."""
        return bool(self.fields - {ALL_PAPERS})

    def argv(self, values: Mapping[str, str]) -> list[str]:
        """Program and arguments. No value becomes an option: before one that begins like one there is a space."""
        safe = {field: f" {value}" if value.startswith(_TAKEN_FOR_SYNTAX) else value for field, value in values.items()}
        return [_filled(word, safe) for word in self.run]

    def input(self, values: Mapping[str, str]) -> str:
        """What it reads."""
        return _filled(self.stdin, values)


Problem = tuple[tuple[str, ...], str]
"""The keys that lead to the place in the table, and what is wrong there."""


def commands_of(table: Mapping[str, Any]) -> tuple[tuple[OwnCommand, ...], list[Problem]]:
    """The commands of a `[commands]` table, and what is wrong with others, which are left out."""
    commands, problems = list[OwnCommand](), list[Problem]()
    for name, settings in table.items():
        try:
            commands.append(_command(name, {"run": settings} if isinstance(settings, list) else settings))
        except _Wrong as wrong:
            path = (name, wrong.setting) if wrong.setting else (name,)
            problems.append((path, f"{'.'.join(['commands', clean(name)[:MAX_NAME_CHARS], *path[1:]])}: {wrong}"))
    return tuple(_with_letters(commands, problems)), problems


class _Wrong(Exception):
    """A command that cannot be used; str() says why."""

    def __init__(self, why: str, setting: str = "") -> None:
        super().__init__(f"{why}; ignored")
        self.setting = setting


def _command(name: str, settings: object) -> OwnCommand:
    if not clean(name) or len(name) > MAX_NAME_CHARS or clean(name) != name:
        raise _Wrong(f"the name of a command is one line of up to {MAX_NAME_CHARS} characters")
    if not isinstance(settings, dict):
        raise _Wrong('a command is a list of words like ["zathura", "{pdf_file}"], or a table with that as `run`')
    for setting in settings:
        if setting not in OwnCommand._fields or setting == "name":
            near = get_close_matches(setting, OwnCommand._fields[1:], 1)
            raise _Wrong("there is no such setting" + (f" (did you mean {near[0]}?)" if near else ""), setting)
    in_terminal, stdin = settings.get("in_terminal", False), settings.get("stdin", "")
    if not isinstance(in_terminal, bool):
        raise _Wrong("it must be true or false", "in_terminal")
    if not isinstance(stdin, str):
        raise _Wrong('it must be a text like "{abstract}"', "stdin")
    if stdin and in_terminal:
        raise _Wrong("with in_terminal standard input is the terminal", "stdin")
    if problem := _problem_in(stdin):
        raise _Wrong(problem, "stdin")
    letter, key = settings.get("letter", ""), settings.get("key", "")
    if letter and not (isinstance(letter, str) and len(letter) == 1 and letter.isalpha()):
        raise _Wrong("it must be a single letter", "letter")
    if letter and letter in RESERVED_LETTERS:
        raise _Wrong(f"{letter} closes the menu", "letter")
    if not isinstance(key, str):
        raise _Wrong('it must be a key like "f5" or "f5,Ctrl+T"', "key")
    return OwnCommand(name, _run(settings.get("run")), letter, key.strip(), in_terminal, stdin)


def _run(words: object) -> tuple[str, ...]:
    """The words of a command line; _Wrong if they are none, or would let a paper run something else."""
    if not (isinstance(words, list) and words and all(isinstance(word, str) for word in words)):
        raise _Wrong('it must be a list of words like ["zathura", "{pdf_file}"]', "run")
    program, *_ = words = [expanduser(word) for word in words]
    if any("\0" in word for word in words):
        raise _Wrong("it has a NUL character", "run")
    if not program.strip() or "{" in program:
        raise _Wrong("its first word must be the name of a program", "run")
    if "/" in program and not isabs(program):
        raise _Wrong("write the whole path of the program, or just its name", "run")
    for word in words:
        if problem := _problem_in(word):
            raise _Wrong(problem, "run")
    for interpreter, option, code in _code(words):
        if any(_fields(code)):
            raise _Wrong(
                f"{interpreter} {option} would run what a paper says: give it as an argument,"
                ' like ["sh", "-c", "echo \\"$1\\"", "sh", "{title}"]',
                "run",
            )
    return tuple(words)


def _code(words: list[str]) -> Iterator[tuple[str, str, str]]:
    """Where a word is a program for an interpreter: the interpreter, its option, and that word."""
    interpreter = ""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if _INTERPRETER.fullmatch(basename(word)):
            interpreter = basename(word)
        elif interpreter and _CODE_OPTION.fullmatch(word):
            yield interpreter, word, following


def _fields(word: str) -> Iterator[str]:
    return (found[1] for found in _BRACES.finditer(word) if found[1] is not None)


def _filled(word: str, values: Mapping[str, str]) -> str:
    return _BRACES.sub(lambda found: found[0][0] if found[1] is None else values[found[1]], word)


def _problem_in(word: str) -> str:
    """What is wrong with the braces of a word; empty if nothing is."""
    for found in _BRACES.finditer(word):
        field = found[1]
        if field is not None and field not in FIELDS:
            near = get_close_matches(field, FIELDS, 1)
            meant = f"did you mean {{{near[0]}}}?" if near else "a brace itself is written {{ or }}"
            return f"there is no {{{clean(field)[:30]}}}; {meant}"
        if found[0] in ("{", "}"):
            return f"{found[0]} stands alone; a brace itself is written {found[0] * 2}"
    return ""


def _with_letters(commands: list[OwnCommand], problems: list[Problem]) -> Iterator[OwnCommand]:
    """Each with the letter that it wants, or else the first of its name that is left."""
    taken: dict[str, str] = {}
    for command in commands:
        if owner := taken.get(command.letter):
            message = f"commands.{command.name}: {command.letter} is already the letter of {owner}; using another"
            problems.append(((command.name, "letter"), message))
        elif command.letter:
            taken[command.letter] = command.name
    for command in commands:
        letter = command.letter
        if taken.get(letter) != command.name:
            wanted = f"{command.name.lower()}abcdefghijklmnopqrstuvwxyz{command.name.upper()}"
            free = (each for each in wanted if len(each) == 1 and each.isalpha() and each not in RESERVED_LETTERS)
            letter = next((each for each in free if each not in taken), "")
            if letter:
                taken[letter] = command.name
        yield command._replace(letter=letter)
