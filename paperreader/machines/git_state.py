"""How a repository stands: where the folder is in it, which branch, and what the remote has of that."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from paperreader.machines.git_command import Git, GitError

HEADS: Final = "refs/heads/"
ORIGIN: Final = "origin"
COMMIT: Final = "HEAD^{commit}"
UNDER_WAY: Final = {
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase",
    "MERGE_HEAD": "a merge",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
}
"""What is there in the middle of something."""
OWN_NAME = re.compile(r"[0-9a-f]{16}\.jsonl")
"""What machines call their files. Others that end so may be the user's."""
REGULAR: Final = "100644"


@dataclass
class Place:
    """Where the folder is."""

    top: Path
    """Of the work tree."""
    prefix: str
    """Of the folder's files: empty, or a path in the work tree with a slash at its end."""
    git_dir: Path
    branch: str
    """`refs/heads/main`."""
    head: str | None
    """Its commit; None if it has none yet."""
    remote: str
    """Its name; empty if there is none."""
    upstream: str
    """The branch on the remote, as configured; empty if it is not."""

    @property
    def branch_name(self) -> str:
        return self.branch.removeprefix(HEADS)


class Target(NamedTuple):
    """The branch that is pushed to."""

    ref: str
    tip: str | None
    """Its commit; None if the remote does not have the branch yet."""
    is_upstream: bool
    """Whether it is the one of our branch, with which that may be merged."""


class Entry(NamedTuple):
    """A file in a tree."""

    mode: str
    blob: str


def find_place(git: Git) -> Place:
    """Raises GitError if the folder is in no work tree, or the user is in the middle of something there."""
    try:
        found = git.run("rev-parse", "--is-inside-work-tree", "--absolute-git-dir", "--show-prefix", "--show-toplevel")
    except GitError as error:
        if "not a git repository" in str(error):
            raise GitError(f"{git.folder} is in no git repository: run git init or git clone there") from None
        raise
    _, git_dir, prefix, top = os.fsdecode(found).split("\n")[:4]
    if what := under_way(Path(git_dir)):
        raise GitError(f"{top} is in the middle of {what}: finish it, or abort it")
    if not (branch := git.answer("symbolic-ref", "--quiet", "HEAD")).startswith(HEADS):
        raise GitError(f"{top} is on no branch: run git switch there")
    settings = _settings(git, branch.removeprefix(HEADS))
    remote, upstream = _remote(settings, branch, top)
    git.use_ssh(settings.get("core.sshcommand", ""))
    head = git.answer("rev-parse", "--quiet", "--verify", COMMIT) or None
    return Place(Path(top), prefix, Path(git_dir), branch, head, remote, upstream)


def under_way(git_dir: Path) -> str:
    """`a merge`, if the user is in the middle of one."""
    return next((what for name, what in UNDER_WAY.items() if (git_dir / name).exists()), "")


def find_target(git: Git, place: Place) -> Target:
    """Ask the remote, if there is one. Raises GitError, also if none of its branches is ours."""
    if not place.remote:
        return Target("", place.head, is_upstream=True)
    answer = os.fsdecode(git.run("ls-remote", "--symref", place.remote, "HEAD", f"{HEADS}*"))
    lines = [line.split("\t") for line in answer.splitlines() if line.count("\t") == 1]
    default = next((what.removeprefix("ref: ") for what, name in lines if what.startswith("ref: ")), "")
    tips = {name: what for what, name in lines if name.startswith(HEADS)}
    wanted = place.upstream or place.branch
    if wanted in tips or not tips:
        return Target(wanted, tips.get(wanted), is_upstream=True)
    if place.branch in tips:
        return Target(place.branch, tips[place.branch], is_upstream=True)
    if default in tips:
        return Target(default, tips[default], is_upstream=False)
    if len(tips) == 1:
        return Target(*next(iter(tips.items())), is_upstream=False)
    raise GitError(f"{place.branch_name} is not on {place.remote}: run git push -u, or git switch, in {place.top}")


def files_in(git: Git, commit: str | None, prefix: str) -> dict[str, Entry]:
    """The files of machines in the folder, as a commit has them. Raises GitError."""
    if commit is None:
        return {}
    found = os.fsdecode(git.run("ls-tree", "-z", commit, *(["--", prefix] if prefix else [])))
    files: dict[str, Entry] = {}
    for each in filter(None, found.split("\0")):
        what, _, path = each.partition("\t")
        mode, _, blob = what.split()
        name = path.removeprefix(prefix)
        if OWN_NAME.fullmatch(name) and mode.startswith("100"):
            files[name] = Entry(mode, blob)
    return files


def _settings(git: Git, branch: str) -> dict[str, str]:
    names = r"^(core\.sshcommand|remote\..*\.url|branch\..*\.(remote|merge))$"
    try:
        found = os.fsdecode(git.run("config", "-z", "--get-regexp", names))
    except GitError:  # none of them
        return {}
    return dict(each.split("\n", 1) for each in found.split("\0") if "\n" in each)


def _remote(settings: dict[str, str], branch: str, top: str) -> tuple[str, str]:
    """The remote, and the branch there; both empty if there is none."""
    remotes = [name.removeprefix("remote.").removesuffix(".url") for name in settings if name.startswith("remote.")]
    own = f"branch.{branch.removeprefix(HEADS)}."
    if (remote := settings.get(f"{own}remote", "")) in remotes:
        return remote, settings.get(f"{own}merge", "")
    if not remotes or ORIGIN in remotes:
        return ORIGIN if remotes else "", ""
    if len(remotes) == 1:
        return remotes[0], ""
    raise GitError(f"{top} has several remotes: run git push -u to one of them there")
