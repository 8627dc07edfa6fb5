"""Child processes: the one way to start our own code in one, and what any of them gets of the environment.

Nothing in the current folder is ever executed: Python would look for modules there first, and an empty entry in PATH,
often an accident, stands for it too.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # importing typing would take longer than everything here
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FROZEN_CHILD = "--run-module"
"""First argument of a child of a frozen program, whose executable is no Python."""
DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin"


def own(module: str, *args: str) -> list[str]:
    """The command that runs a module of ours as a program, with the modules that this process has.

    The path goes along in the command: in a zip, and where several versions are installed, only we know it; and
    programs that the child starts shall not inherit it.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, FROZEN_CHILD, module, *args]
    path = [os.path.abspath(entry) for entry in without_current_folder(sys.path)]
    start = f"import sys; sys.path[:] = {path!a}; import runpy; "
    start += f"runpy.run_module({module!a}, run_name='__main__', alter_sys=True)"
    return [sys.executable, "-P", "-c", start, *args]


def run(args: Sequence[str]) -> None:
    """Be the child of a frozen program."""
    import runpy

    module, *sys.argv[1:] = args
    if module.startswith("paperreader."):
        runpy.run_module(module, run_name="__main__", alter_sys=True)


def nice_session(niceness: int) -> None:
    """Make all of a child's session make way for others, beside `os.nice`.

    Linux may divide the processor among sessions first, and how nice a process is counts only within its own.
    """
    if os.getsid(0) == os.getpid():
        try:
            with open("/proc/self/autogroup", "w") as session:
                session.write(str(niceness))
        except OSError:
            pass  # no such division here


def environment(env: Mapping[str, str]) -> dict[str, str]:
    """The environment for a child: without the current folder in PATH and PYTHONPATH."""
    clean = dict(env)
    for name, default in (("PATH", DEFAULT_PATH), ("PYTHONPATH", "")):
        if name in clean:
            clean[name] = os.pathsep.join(filter(os.path.isabs, clean[name].split(os.pathsep))) or default
    return clean


def why_not_executable(program: str, env: Mapping[str, str]) -> str:
    """`zathura was not found`, `~/x is not executable`; empty if it can be started, or only trying tells."""
    from shutil import which

    path = env.get("PATH", DEFAULT_PATH)
    if which(program, path=path):
        return ""
    is_there = which(program, os.F_OK, path)
    return f"{program} is not executable" if is_there or os.path.isdir(program) else f"{program} was not found"


def without_current_folder(path: Sequence[str]) -> list[str]:
    """A module path without the current folder that Python, or an empty entry in PYTHONPATH, put before its own.

    It stays if we live there.
    """
    try:
        here = os.path.realpath(os.getcwd())
    except OSError:  # it was deleted
        return [entry for entry in path if entry]
    library = os.path.dirname(os.__file__)
    added = path.index(library) if library in path else 1
    if here == os.path.realpath(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))):
        return list(path)
    return [entry for n, entry in enumerate(path) if n >= added or os.path.realpath(entry) != here]
