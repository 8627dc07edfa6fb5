"""What is installed below `share/`, from the parsers of the command line: `python -m tests.share` writes it.

The completions are made by shtab here and not when a shell starts, so that neither shell nor user waits for it.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import shtab
from textual.theme import BUILTIN_THEMES

from paperreader.cli.arguments import parsers
from paperreader.cli.completion import FILES
from paperreader.cli.parser import common_options
from paperreader.cli.records import field_names
from paperreader.help_topics import TOPICS, markdown_of
from tests.reference import README, synopsis

SHARE = README.parent / "paperreader" / "share"

CHOICES: Mapping[str, tuple[str, ...]] = {"--theme": tuple(BUILTIN_THEMES), "--fields": field_names()}
"""What options take that the parser itself does not check, or not when it starts."""


def shared_files() -> dict[Path, str]:
    """The files and their contents."""
    texts = {SHARE / "man/man1/paperreader.1": man_page()}
    return texts | {SHARE / path: completion(shell) for shell, path in FILES.items()}


def completion(shell: str) -> str:
    """The completion script of a shell, without the advice of its maker."""
    made = parsers("help")
    for parser in made.values():
        for action in parser._actions:
            if action.metavar == "FILE":
                action.complete = shtab.FILE
            for option in action.option_strings:
                action.choices = CHOICES.get(option, action.choices)
    text: str = shtab.complete(made[""], shell)
    return re.sub(r"(?m)^# Usage:\n(#.*\n)*\n*", "\n", text).rstrip() + "\n"


def man_page() -> str:
    """Everything that `--help` says, and the files and variables of the reference."""
    return "\n".join(_man_page()) + "\n"


def _man_page() -> Iterator[str]:
    made = parsers()
    yield '.TH PAPERREADER 1 "" paperreader "User Commands"'
    yield from (".ad l", ".nh")
    yield from (".SH NAME", "paperreader \\- read the Hugging Face Daily Papers in the terminal")
    yield from (".SH SYNOPSIS", *_usage(made[""]), ".br", "\\fBpaperreader\\fR \\fICOMMAND\\fR ...")
    yield from (".SH DESCRIPTION", "Without a command, the reader opens: press \\fB?\\fR for its keys.")
    yield ".SH OPTIONS"
    yield from _options(made[""], common=True)
    yield ".SH COMMANDS"
    for name, parser in made.items():
        if name and not any(other.startswith(f"{name} ") for other in made):
            yield f".SS {name}"
            yield from (*_usage(parser), ".PP", _text(str(parser.description)))
            yield from _options(parser)
            yield from (".PP", "Example:", ".PP", ".EX", _code(str(parser.epilog).removeprefix("example: ")), ".EE")
    yield ".SH EXIT STATUS"
    yield _text(markdown_of("commands").partition("\nExit status: ")[2].partition("\n")[0])
    for topic in ("files", "environment"):
        yield f".SH {topic.upper()}"
        yield from _reference(markdown_of(topic))
    yield from (".SH SEE ALSO", "The reference, with the keys and the search language:", ".PP")
    for topic, what in TOPICS.items():
        yield from (".TP", f"\\fBpaperreader help {topic}\\fR", _text(what))


def _usage(parser: argparse.ArgumentParser) -> Iterator[str]:
    words = " ".join(synopsis(parser).split())
    marked = re.sub(r"(?<![\w-])(--?[a-z-]+)|\b([A-Z][A-Z,.]*)\b", _mark, _text(words.removeprefix(parser.prog)))
    yield f"\\fB{_text(parser.prog)}\\fR{marked}"


def _mark(found: re.Match[str]) -> str:
    return f"\\fB{_code(found[1])}\\fR" if found[1] else f"\\fI{found[2]}\\fR"


def _options(parser: argparse.ArgumentParser, *, common: bool = False) -> Iterator[str]:
    known = {option for action in common_options()._actions for option in action.option_strings} | {"-h"}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) or (not common and known & set(action.option_strings)):
            continue
        value = "" if action.nargs == 0 else f" \\fI{_text(str(action.metavar))}\\fR"
        names = ", ".join(f"\\fB{_code(name)}\\fR{value}" for name in action.option_strings) or value.strip()
        yield from (".TP", names, _text(str(action.help)))


def _reference(markdown: str) -> Iterator[str]:
    """Rows of tables as a list of what they explain, and the paragraphs."""
    for line in markdown.splitlines()[1:]:
        if row := re.fullmatch(r"\| (.+?) \| (.+) \|", line):
            yield from (".TP", _markdown(row[1]), _markdown(row[2]))
        elif line and not line.startswith("|"):
            yield from (".PP", _markdown(line))


def _markdown(line: str) -> str:
    text = re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", line)
    parts = re.split(r"`([^`]+)`", text)
    return _line("".join(f"\\fB{_code(part)}\\fR" if n % 2 else _escaped(part) for n, part in enumerate(parts)))


def _text(text: str) -> str:
    return _line(_escaped(text))


def _code(text: str) -> str:
    """To be copied: with minus signs that are none but in a typeset text."""
    return _line(_escaped(text).replace("-", "\\-").replace("~", "\\(ti").replace("^", "\\(ha").replace("'", "\\(aq"))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\e")


def _line(text: str) -> str:
    """A line that is no request, whatever it begins with."""
    return f"\\&{text}" if text[:1] in (".", "'") else text


if __name__ == "__main__":
    for file, text in shared_files().items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
