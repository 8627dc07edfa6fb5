"""The command line: the reader, or a subcommand that prints.

Each command is the `run` function of the module of its name, imported only when needed: `status` is used in shell
prompts and must be fast. `arguments` parses the command line · `context` finds the files and opens the store · `output`
prints to standard error · `table` prints papers · `progress` draws the archive's progress bar
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
from paperreader.cli.output import CommandError, log_exception, print_stderr

CLOSED_PIPE = 128 + 13
"""What a shell reports of programs that SIGPIPE ends."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit status is 0, 1 (incomplete), 2 (usage error), 130 (interrupted), or 141 (nobody reads
    the output any more, as after `| head`)."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed: the next file to be opened would get its descriptor
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    code = _run(argv)
    # Flushed here: when the interpreter exits, a failure would print a traceback and change the exit status.
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            is_closed_pipe = isinstance(error, BrokenPipeError)
            if not code and not is_closed_pipe:
                print_stderr(f"cannot write the output: {error.strerror}")
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            code = code or (CLOSED_PIPE if is_closed_pipe else 1)
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
        print_stderr("interrupted")
        return 130
    except BrokenPipeError:
        return CLOSED_PIPE
    except environment.EnvironmentProblem as error:
        print_stderr(str(error))
        return 2
    except CommandError as error:
        print_stderr(str(error))
        return 1
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print_stderr(f"{where}{error.strerror or error}")
        return 1
    except Exception as error:
        from paperreader import requirements

        cause = requirements.cause_of(error) or f"internal error: {type(error).__name__}: {error}"
        print_stderr(f"{cause}{log_exception(error)}")
        return 1
