"""A folder in a git repository, with real remotes: marks get across, and nothing else of the repository is touched."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from paperreader.machines import git_command, program
from paperreader.machines.task import Outcome
from tests.machines.machine import Machine


def git(folder: Path, *args: str, status: int = 0) -> str:
    """As the user runs it."""
    done = subprocess.run(["git", *args], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    return done.stdout.strip()


@pytest.fixture(autouse=True)
def _user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of git that a user may have, and that are none of our business."""
    (tmp_path / "hook").write_text("#!/bin/sh\necho a hook ran >&2\nexit 1\n")
    (tmp_path / "hook").chmod(0o755)
    (tmp_path / "hooks").mkdir()
    for hook in ("pre-commit", "commit-msg", "pre-push", "post-merge", "post-checkout", "reference-transaction"):
        (tmp_path / "hooks" / hook).symlink_to(tmp_path / "hook")
    (tmp_path / "gitconfig").write_text(
        "[user]\nname = Ada\nemail = ada@example.org\n[init]\ndefaultBranch = main\n[advice]\ndetachedHead = false\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    return tmp_path / "remote.git"


Make = Callable[[str], Machine]


@pytest.fixture
def make(tmp_path: Path, remote: Path) -> Make:
    """A machine with a clone of the remote."""

    def a_machine(name: str) -> Machine:
        git(tmp_path, "clone", "--quiet", str(remote), name)
        return Machine(tmp_path, name)

    return a_machine


def synced(machine: Machine, folder: Path | None = None) -> Outcome:
    """Exchange marks by way of git."""
    return machine.sync(folder, git=True)


def well(*outcomes: Outcome) -> None:
    assert [outcome.problem for outcome in outcomes] == [""] * len(outcomes)


def test_marks_get_across_by_a_remote_that_was_empty(make: Make, remote: Path) -> None:
    desk, laptop = make("desk"), make("laptop")
    desk.star("2607.00001")
    laptop.star("2607.00002")
    well(synced(desk), synced(laptop), synced(desk))
    assert desk.stars == laptop.stars == {"2607.00001", "2607.00002"}
    assert synced(desk).news == ""
    subjects = git(remote, "log", "--format=%s, by %an", "main").splitlines()
    assert subjects[-2:] == ["Marks of laptop, by paperreader on laptop", "Marks of desk, by paperreader on desk"]
    for machine in (desk, laptop):
        well(synced(machine))
        assert git(machine.folder, "status", "--porcelain") == ""
        assert git(machine.folder, "rev-parse", "HEAD") == git(remote, "rev-parse", "main")


def test_what_else_is_in_the_repository_is_left_alone(make: Make, remote: Path) -> None:
    """The folder is part of notes: changes, staged ones, commits that were not pushed, and all settings of git."""
    desk, laptop = make("desk"), make("laptop")
    for name in ("notes", "plan", "draft"):
        (desk.folder / name).write_text("one\n")
    (desk.folder / "marks").mkdir()
    (desk.folder / "marks" / "about").write_text("marks\n")
    git(desk.folder, "add", ".")
    git(desk.folder, "commit", "--quiet", "-m", "Notes")
    git(desk.folder, "push", "--quiet", "origin", "main")
    git(laptop.folder, "pull", "--quiet")
    with open(os.environ["GIT_CONFIG_GLOBAL"], "a") as config:
        config.write(
            "[core]\nautocrlf = true\npager = false\neditor = false\n"
            "[commit]\ngpgsign = true\n[push]\ngpgSign = true\ndefault = nothing\n[gpg]\nprogram = false\n"
            "[pull]\nff = only\nrebase = true\n[rebase]\nautoStash = true\n[merge]\nff = false\n[color]\nui = always\n"
            "[diff]\nexternal = false\n[status]\nshowUntrackedFiles = no\n"
        )
    (laptop.folder / "notes").write_text("changed\n")
    (laptop.folder / "plan").write_text("staged\n")
    (laptop.folder / "new").write_text("untracked\n")
    git(laptop.folder, "add", "plan")
    (laptop.folder / "plan").write_text("staged, and changed\n")
    before = (
        git(laptop.folder, "status", "--porcelain", "-uall"),
        git(laptop.folder, "diff", "--no-ext-diff", "--cached"),
    )

    for machine in (desk, laptop):
        git(machine.folder, "config", "core.hooksPath", str(desk.folder.parent / "hooks"))

    desk.star("2607.00001")
    laptop.star("2607.00002")
    with pytest.MonkeyPatch.context() as patch:  # as in a hook, or an alias
        for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"):
            patch.setenv(name, "/nowhere")
        patch.setenv("GIT_TRACE", "1")
        well(*[synced(machine, machine.folder / "marks") for machine in (desk, laptop, desk)])
    assert desk.stars == laptop.stars == {"2607.00001", "2607.00002"}
    now = git(laptop.folder, "status", "--porcelain", "-uall"), git(laptop.folder, "diff", "--no-ext-diff", "--cached")
    assert now == before
    assert (laptop.folder / "plan").read_text() == "staged, and changed\n"
    changed = git(remote, "log", "--format=", "--name-only", "--author=paperreader", "main").split()
    assert sorted(set(changed)) == sorted(f"marks/{machine.file.name}" for machine in (desk, laptop))


def test_commits_that_the_user_has_not_pushed_stay_so(make: Make, remote: Path) -> None:
    desk, laptop = make("desk"), make("laptop")
    desk.star("2607.00001")
    well(synced(desk), synced(laptop))
    (laptop.folder / "draft").write_text("not for others\n")
    laptop.star("2607.00002")
    well(synced(laptop))
    laptop.star("2607.00003")
    git(laptop.folder, "add", "draft")
    git(laptop.folder, "commit", "--quiet", "-m", "A draft")
    own = git(laptop.folder, "rev-parse", "HEAD")
    desk.star("2607.00004")
    (desk.folder / "news").write_text("from the desk\n")
    git(desk.folder, "add", "news")
    git(desk.folder, "commit", "--quiet", "-m", "News")
    git(desk.folder, "pull", "--quiet", "--rebase")
    git(desk.folder, "push", "--quiet")
    well(synced(desk), synced(laptop), synced(desk))
    everything = {f"2607.0000{number}" for number in (1, 2, 3, 4)}
    assert desk.stars == laptop.stars == everything
    assert git(laptop.folder, "merge-base", own, "HEAD") == own
    assert "A draft" not in git(remote, "log", "--format=%s", "main")
    assert (laptop.folder / "news").exists()
    assert (laptop.folder / "draft").exists()
    assert git(laptop.folder, "status", "--porcelain") == ""
    git(laptop.folder, "pull", "--quiet", "--no-rebase")  # and the user goes on as ever
    git(laptop.folder, "push", "--quiet")
    assert "A draft" in git(remote, "log", "--format=%s", "main")
    well(synced(desk), synced(laptop))
    assert (desk.folder / "draft").exists()


def test_a_file_of_ours_that_the_user_committed_is_in_nobodys_way(make: Make) -> None:
    desk, laptop = make("desk"), make("laptop")
    well(synced(desk), synced(laptop), synced(desk))
    for round_ in range(2):
        laptop.star(f"2607.0001{round_}")
        laptop.sync()  # without git
        git(laptop.folder, "commit", "--quiet", "-a", "-m", "Everything")
        laptop.star(f"2607.0002{round_}")
        desk.star(f"2607.0003{round_}")
        well(synced(desk), synced(laptop), synced(desk))
        assert desk.stars == laptop.stars
        assert git(laptop.folder, "status", "--porcelain") == ""
    assert len(desk.stars) == 6


def test_what_the_user_has_to_decide_is_said_and_nothing_is_changed(make: Make, remote: Path) -> None:
    """A conflict of the user's own, and a changed file that would be overwritten: marks wait, and come later."""
    desk, laptop = make("desk"), make("laptop")
    (desk.folder / "notes").write_text("one\n")
    git(desk.folder, "add", "notes")
    git(desk.folder, "commit", "--quiet", "-m", "Notes")
    git(desk.folder, "push", "--quiet", "origin", "HEAD")
    well(synced(laptop))
    laptop.star("2607.00001")
    desk.star("2607.00002")
    (desk.folder / "notes").write_text("two\n")
    git(desk.folder, "commit", "--quiet", "-a", "-m", "Two")
    git(desk.folder, "pull", "--quiet", "--rebase")
    git(desk.folder, "push", "--quiet")
    well(synced(desk))
    (laptop.folder / "notes").write_text("mine\n")
    assert synced(laptop).problem == (
        f"{laptop.folder} is behind origin, and cannot follow (Entry 'notes' not uptodate. Cannot merge.)"
    )
    assert git(laptop.folder, "status", "--porcelain", "notes") == "M notes"
    assert git(laptop.folder, "diff", "--cached") == ""
    git(laptop.folder, "commit", "--quiet", "-a", "-m", "Mine")
    assert synced(laptop).problem == f"{laptop.folder} and origin have changed the same: run git pull --autostash there"
    assert laptop.stars == {"2607.00001"}
    git(laptop.folder, "pull", "--quiet", "--no-rebase", status=1)
    assert synced(laptop).problem == f"{laptop.folder} is in the middle of a merge: finish it, or abort it"
    git(laptop.folder, "merge", "--abort")
    git(laptop.folder, "pull", "--quiet", "--rebase", "--autostash", status=1)
    assert synced(laptop).problem == f"{laptop.folder} is in the middle of a rebase: finish it, or abort it"
    (laptop.folder / "notes").write_text("both\n")
    git(laptop.folder, "add", "notes")
    git(laptop.folder, "-c", "core.editor=true", "rebase", "--continue")
    well(synced(laptop), synced(desk))
    assert desk.stars == laptop.stars == {"2607.00001", "2607.00002"}
    assert git(laptop.folder, "log", "-1", "--format=%s", "--", "notes") == "Mine"
    git(laptop.folder, "checkout", "--quiet", "--detach")
    assert synced(laptop).problem == f"{laptop.folder} is on no branch: run git switch there"


def test_other_names_of_remote_and_branch(make: Make, remote: Path, tmp_path: Path) -> None:
    """`git init` here and `git init` there: the branches are called differently, and so is the remote."""
    desk = make("desk")
    desk.star("2607.00001")
    well(synced(desk))
    git(tmp_path, "init", "--quiet", "-b", "trunk", "laptop")
    laptop = Machine(tmp_path, "laptop")
    laptop.star("2607.00002")
    well(synced(laptop))  # without a remote
    git(tmp_path, "init", "--quiet", "-b", "trunk", "phone")
    git(tmp_path / "phone", "remote", "add", "hub", str(remote))
    phone = Machine(tmp_path, "phone")
    phone.star("2607.00003")
    well(synced(phone), synced(desk), synced(phone))
    assert desk.stars == phone.stars == {"2607.00001", "2607.00003"}
    assert git(remote, "branch", "--format=%(refname:short)") == "main"
    assert git(laptop.folder, "log", "--format=%s") == "Marks of laptop"
    git(laptop.folder, "remote", "add", "hub", str(remote))
    assert "git pull" in synced(laptop).problem or "git push" in synced(laptop).problem  # nothing in common
    assert git(laptop.folder, "log", "--format=%s") == "Marks of laptop"


def test_five_machines_that_push_at_once(make: Make, remote: Path) -> None:
    machines = [make(f"machine{number}") for number in range(5)]
    for number, machine in enumerate(machines):
        machine.star(f"2607.0000{number}")
    with ThreadPoolExecutor(len(machines)) as threads:
        well(*threads.map(synced, machines))
    well(*map(synced, machines))
    assert all(machine.stars == machines[0].stars for machine in machines)
    assert len(machines[0].stars) == 5
    assert len(git(remote, "ls-tree", "--name-only", "main").splitlines()) == 5


def test_a_copied_store_that_pushes_at_the_same_time(make: Make) -> None:
    """Both have written a file of the same name before either has seen the other's."""
    desk, laptop = make("desk"), make("laptop")
    laptop.path.write_bytes(desk.path.read_bytes())
    desk.star("2607.00001")
    laptop.star("2607.00002")
    laptop.sync()
    for _ in range(2):
        well(synced(desk), synced(laptop))
    well(synced(desk))
    assert desk.file.name != laptop.file.name
    assert desk.stars == laptop.stars == {"2607.00001", "2607.00002"}


class Killed(BaseException):
    """The process ends here."""


def test_whatever_is_killed_the_next_exchange_makes_up_for_it(make: Make, remote: Path, long: bool) -> None:
    """Before any command of git, and after it; there is always news from elsewhere, and something of one's own."""
    desk, laptop = make("desk"), make("laptop")
    well(synced(desk), synced(laptop))
    papers = (f"2607.{number:05}" for number in range(1, 1_000))
    calls = 0
    for last in range(0 if long else 3, 60, 1 if long else 11):
        for is_after in (False, True) if long else (last % 2 == 0,):
            desk.star(next(papers))
            well(synced(desk))
            laptop.star(next(papers))
            calls = 0

            def kill(
                *args: Any, last: int = last, is_after: bool = is_after, run: Callable[..., Any] = program.run
            ) -> Any:
                nonlocal calls
                calls += 1
                if calls < last:
                    return run(*args)
                if is_after:
                    run(*args)
                raise Killed

            with pytest.MonkeyPatch.context() as patch, suppress(Killed):
                patch.setattr(git_command, "run", kill)
                synced(laptop)
            well(synced(laptop), synced(desk))
            assert desk.stars == laptop.stars
            for machine in (desk, laptop):
                assert git(machine.folder, "status", "--porcelain") == ""
    assert calls < last, "it was killed at each of its commands"
    git(remote, "fsck", "--strict", "--no-dangling")


def test_worktrees_and_shallow_clones(make: Make, remote: Path, tmp_path: Path) -> None:
    desk = make("desk")
    for number in range(1, 4):
        desk.star(f"2607.0000{number}")
        well(synced(desk))
    git(desk.folder, "worktree", "add", "--quiet", "-b", "tree", "../tree")
    git(desk.folder, "push", "--quiet", "origin", "tree")
    tree = Machine(tmp_path, "tree")
    tree.star("2607.00009")
    well(synced(tree))
    assert "Marks of tree" in git(remote, "log", "--format=%s", "tree")
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{remote}", "laptop")
    laptop = Machine(tmp_path, "laptop")
    laptop.star("2607.00007")
    well(synced(laptop), synced(desk), synced(laptop))
    assert desk.stars == laptop.stars
    assert len(laptop.stars) == 4


def test_a_lock_left_behind_is_named(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperreader.machines.git_folder.LOCK_S", 0.2)
    desk, laptop = make("desk"), make("laptop")
    desk.star("2607.00001")
    well(synced(desk))
    lock = laptop.folder / ".git" / "index.lock"
    lock.touch()
    assert f"Unable to create '{lock}': File exists. If no git is running there, delete it." in synced(laptop).problem
    assert laptop.stars == {"2607.00001"}, "what has arrived is read"
    lock.unlink()
    well(synced(laptop))
    assert git(laptop.folder, "status", "--porcelain") == ""


def test_what_is_wrong_is_said_in_a_line(tmp_path: Path, remote: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "laptop"
    folder.mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    laptop = Machine(tmp_path, "laptop")
    laptop.star("2607.00001")

    def problem() -> str:
        return synced(laptop).problem

    assert problem() == f"{folder} is in no git repository: run git init or git clone there"
    assert laptop.file.exists()
    git(folder, "init", "--quiet")
    well(synced(laptop))
    git(folder, "remote", "add", "origin", "https://ada:hunter2@127.0.0.1:9/marks.git")
    assert problem().startswith("git ls-remote: unable to access 'https://127.0.0.1:9/marks.git/'")
    git(folder, "remote", "set-url", "origin", "ssh://ada@127.0.0.1:9/marks.git")
    assert problem() == "git ls-remote: ssh: connect to host 127.0.0.1 port 9: Connection refused"
    git(folder, "remote", "set-url", "origin", str(tmp_path / "gone.git"))
    assert problem() == f"git ls-remote: '{tmp_path}/gone.git' does not appear to be a git repository"
    (remote / "hooks").mkdir(exist_ok=True)
    (remote / "hooks" / "pre-receive").write_text("#!/bin/sh\nprintf '\\033[31mno\\n'; exit 1\n")
    (remote / "hooks" / "pre-receive").chmod(0o755)
    git(folder, "remote", "set-url", "origin", str(remote))
    assert problem() == "git push: pre-receive hook declined"
    (tmp_path / "hang").write_text("#!/bin/sh\ntrap '' TERM\nexec sleep 1000\n")
    (tmp_path / "hang").chmod(0o755)
    git(folder, "config", "core.sshCommand", str(tmp_path / "hang"))
    git(folder, "remote", "set-url", "origin", "ssh://ada@example.org/marks.git")
    monkeypatch.setattr(git_command, "LOCAL_S", 1.0)
    monkeypatch.setattr("paperreader.machines.program.KILL_AFTER_S", 0.1)
    assert problem() == "git ls-remote took longer than 1 s"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert problem() == "git was not found"
    assert laptop.stars == {"2607.00001"}
