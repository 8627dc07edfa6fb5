"""`paperreader completion SHELL`: prints what completes paperreader's command lines in a shell."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Final

from paperreader import package_data
from paperreader.cli.output import write_utf8
from paperreader.cli.parser import Parser

FILES: Final[Mapping[str, str]] = {
    "bash": "bash-completion/completions/paperreader",
    "zsh": "zsh/site-functions/_paperreader",
    "fish": "fish/vendor_completions.d/paperreader.fish",
}
"""Where each shell looks for them below `share/`, and where they are in the package."""


def add_options(completion: Parser) -> None:
    """Declare what the command takes."""
    completion.add_argument("shell", metavar="SHELL", choices=[*FILES], help="bash, zsh or fish")


def run(args: Namespace) -> int:
    """Print the file, which knows commands, options and their values."""
    write_utf8()
    print(package_data.read(f"share/{FILES[args.shell]}"), end="")
    return 0
