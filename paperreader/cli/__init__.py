"""argv -> settings, store and hub -> the reader on the screen, or a subcommand that prints.

Each command is the `run` of the module of its name, imported only then: `status` stands in shell prompts.
`arguments` what can be typed · `places` files and store · `telling` what is said · `listing` papers, printed
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from paperreader import environment
from paperreader.cli import arguments
from paperreader.cli.output import Stop, logged, say


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit code is 0, 1 (not all was done), 2 (bad usage) or 130 (interrupted)."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed; the next file opened would take its place
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115
        if isinstance(stream := getattr(sys, name), io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    code = _run(argv)
    # Here, since the interpreter would fail when it flushes at its end, with a traceback or a code of its own.
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            if not code and not isinstance(error, BrokenPipeError):
                say(f"the output could not be written: {error.strerror}")
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            code = code or 1
    return code


def _run(argv: Sequence[str] | None) -> int:
    try:
        args = arguments.parse(argv)
        command = import_module(f"{__name__}.{args.command or 'reader'}")
        if args.command:
            gc.enable()
        code: int = command.run(args)
        return code
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except KeyboardInterrupt:
        say("interrupted")
        return 130
    except BrokenPipeError:
        return 1
    except environment.EnvironmentProblem as error:
        say(str(error))
        return 2
    except Stop as stop:
        say(str(stop))
        return 1
    except OSError as error:
        where = f" at {error.filename}" if error.filename else ""
        say(f"the system refused{where}: {error.strerror or error}")
        return 1
    except Exception as error:
        say(f"{type(error).__name__}, a mistake of paperreader's own: {error}{logged(error)}")
        return 1
