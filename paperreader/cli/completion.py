"""`paperreader completion SHELL`: prints what completes paperreader's command lines in a shell."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import paperreader
from paperreader.cli.output import write_utf8
from paperreader.cli.parser import Parser

FOLDER: Final = Path(paperreader.__file__).with_name("share")
"""What is installed below `share/`: these files, and the man page."""
FILES: Final[Mapping[str, str]] = {
    "bash": "bash-completion/completions/paperreader",
    "zsh": "zsh/site-functions/_paperreader",
    "fish": "fish/vendor_completions.d/paperreader.fish",
}
"""Where each shell looks for them."""


def add_options(completion: Parser) -> None:
    """Declare what the command takes."""
    completion.add_argument("shell", metavar="SHELL", choices=[*FILES], help="bash, zsh or fish")


def run(args: Namespace) -> int:
    """Print the file, which knows commands, options and their values."""
    write_utf8()
    print(FOLDER.joinpath(FILES[args.shell]).read_text(encoding="utf-8"), end="")
    return 0
