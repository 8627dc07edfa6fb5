"""Parsers of the command line, and the options that every command has."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any, NoReturn

from paperreader.cli import values


class Parser(argparse.ArgumentParser):
    """Reports errors in one line, and takes no abbreviated options: a new option could break scripts that use them."""

    takes_minus_words = False
    """If set, `-video` is an argument: all options but `-h` have two dashes."""
    problem: Callable[[argparse.Namespace], str | None] | None = None
    """Says what is wrong with options that are right each on its own."""

    def __init__(self, prog: str | None = None, **settings: Any) -> None:
        # A fixed width: argparse would import shutil, and half of the archive formats with it, to measure the terminal.
        layout = partial(argparse.HelpFormatter, width=80)
        super().__init__(prog, allow_abbrev=False, formatter_class=layout, **settings)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        parsed, rest = super().parse_known_args(args, namespace)
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        if self.problem and (problem := self.problem(parsed)):
            self.error(problem)
        return parsed, rest

    def _parse_optional(self, arg_string: str) -> Any:
        if self.takes_minus_words and re.match("-[^-]", arg_string) and arg_string != "-h":
            return None
        return super()._parse_optional(arg_string)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Unlike argparse's, it fails where nothing can be written: the caller would take nothing for the help."""
        (file or sys.stderr).write(message)

    def error(self, message: str) -> NoReturn:
        from paperreader.text.sanitize import clean, escape_bytes

        print(f"paperreader: {clean(escape_bytes(message))}; see {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


class CommandParser(Parser):
    """The parser of a command, built once its name is parsed: building all took 2% of the reader's start."""

    def __init__(self, *, command: str, **settings: Any) -> None:
        self._command, self._settings = command, settings
        self._is_built = False

    def build(self) -> None:
        """Take the options that the command's module declares."""
        if not self._is_built:
            self._is_built = True
            super().__init__(parents=[common_options()], **self._settings)
            import_module(f"paperreader.cli.{self._command}").add_options(self)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        self.build()
        return super().parse_known_args(args, namespace)


def common_options() -> Parser:
    """Options of the reader and of every command."""
    common = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--offline", action="store_true", help="never touch the network")
    common.add_argument("--db", metavar="FILE", type=values.path, help="use this database file")
    common.add_argument("--config", metavar="FILE", type=values.path, help="use this config file")
    return common


def sentence(text: str) -> str:
    """What a command does, as its help begins."""
    return f"{text[0].upper()}{text[1:]}."


def in_help(example: str) -> str:
    """An example of a command, as its help ends."""
    return f"example: {example}"


def add_width(command: Parser) -> None:
    """The option of commands that lay text out."""
    columns = "columns (default: those of the terminal, or 80)"
    command.add_argument("--width", metavar="N", type=values.count, help=columns)
