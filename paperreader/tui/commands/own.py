"""The user's own commands, as the settings have them: programs that are run on papers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from paperreader.config import locate
from paperreader.text.sanitize import clean, escape_bytes
from paperreader.tui.command import Command, Group, always, has_papers
from paperreader.tui.commands.context import Context

if TYPE_CHECKING:
    from paperreader.own_command import OwnCommand
    from paperreader.reader.command_jobs import Job
    from paperreader.reader.command_values import Target

MENU = "paper.own-commands"
PREFIX = "commands."
"""Of their ids, before their names."""
MAX_RUNS_UNASKED = 5
"""A command is only run on more papers after a question."""
SHOW_AGAIN_S = 0.3
"""How soon a result that had to wait for a dialog or prompt is tried again."""


def commands_of(own: Sequence[OwnCommand]) -> tuple[Command, ...]:
    """A command of the reader for each."""
    return tuple(
        Command(
            PREFIX + command.name,
            "",
            command.name,
            f"Run {shown_line(command)}",
            Group.OWN,
            partial(run_own, command),
            acts_on="screen",
            enabled=has_papers if command.fields else always,
            title=command.name,
            menu=MENU,
            letter=command.letter,
        )
        for command in own
    )


def own_keys(own: Sequence[OwnCommand]) -> dict[str, str]:
    """The keys that they are to have, by command id."""
    return {PREFIX + command.name: command.key for command in own if command.key}


def where_wished(config_path: Path, id: str) -> str:
    """Where the settings ask for a key of a command: `config.toml:12`."""
    own = id.startswith(PREFIX)
    return locate(config_path, *(("commands", id.removeprefix(PREFIX), "key") if own else ("keys", id)))


def shown_line(command: OwnCommand) -> str:
    """What is run, in one line, to be read and not to be typed."""
    return clean(" ".join(f"'{word}'" if " " in word or not word else word for word in command.run))


def open_menu(context: Context) -> None:
    """List them, and what runs; without any, say where they are set."""
    from paperreader.tui.dialogs.own_commands import own_menu

    session, own = context.session, context.session.config.commands
    if not own:
        where = clean(escape_bytes(str(context.config_path)))
        session.toasts.show(f"You have no commands of your own yet: they go under [commands] in {where}")
        return
    by_letter = {command.letter: command for command in own if command.letter}
    running, last = list(session.jobs.running), session.jobs.last

    def answered(answer: str | None) -> None:
        if answer in by_letter:
            run_own(by_letter[answer], context)
        elif answer == "last" and last is not None:
            show_output(context, last)
        elif answer:
            session.jobs.cancel(running[int(answer)])

    lines = [(command, shown_line(command)) for command in own]
    progress, printed = [job.progress for job in running], last.result if last else ""
    context.ask(own_menu(lines, progress, printed, len(session.rows.targets), context.colors), answered)


def run_own(command: OwnCommand, context: Context) -> None:
    """Run a command on the targets, on many only after a question."""
    from paperreader.reader.command_values import targets
    from paperreader.tui.dialogs.own_commands import run_question

    on = targets(context.session) if command.fields else []
    if command.fields and not on:
        return

    def run() -> None:
        if command.in_terminal:
            context.session.tasks.replace("running in the terminal", run_in_terminal_on, context, command, on)
        else:
            context.session.jobs.start(command, on, partial(show_result, context))

    if not command.is_per_paper or len(on) <= MAX_RUNS_UNASKED:
        run()
        return

    def answered(yes: str | None) -> None:
        if yes:
            run()

    context.ask(run_question(command.name, len(on), context.colors), answered)


def show_result(context: Context, job: Job) -> None:
    """Show what a command has printed as soon as nothing else is asked; of one that printed nothing, how it ended."""
    session = context.session
    if not job.output:
        session.toasts.show(f"{job.result}.", stays=bool(job.failures))
    elif context.screen.app.screen is context.screen:
        show_output(context, job, unasked=True)
    else:
        session.tasks.later(SHOW_AGAIN_S, show_result, context, job)


def show_output(context: Context, job: Job, *, unasked: bool = False) -> None:
    """Show it in a dialog, which can copy it."""
    from paperreader.reader.copy_and_open import copy_text
    from paperreader.tui.dialogs.own_commands import OutputDialog

    def answered(answer: str | None) -> None:
        if answer:
            copy_text(context.session, "\n".join(job.output), what=f"output of {job.command.name}")

    context.ask(OutputDialog(job.result, job.output, context.colors, unasked=unasked), answered)


async def run_in_terminal_on(context: Context, command: OwnCommand, on: Sequence[Target]) -> None:
    """Run it in the terminal, on several papers one after the other until one fails."""
    from textual.app import SuspendNotSupported

    from paperreader.reader.command_jobs import how_ended, why_not_started
    from paperreader.reader.command_values import CannotRunError, command_line
    from paperreader.store import StoreError
    from paperreader.tui.terminal.hand_over import run_in_terminal

    session = context.session
    runs = [[target] for target in on] if command.is_per_paper else [on]
    for number, run in enumerate(runs, 1):
        trouble = ""
        try:
            line = await command_line(session, command, run)
            try:
                trouble = how_ended(run_in_terminal(context.screen.app, line.argv))
            except (OSError, ValueError) as error:
                trouble = why_not_started(line.argv, error)
            finally:
                line.remove()
        except (CannotRunError, StoreError, OSError) as error:
            trouble = str(error)
        except SuspendNotSupported:
            trouble = "this terminal cannot be handed to another program"
        if trouble:
            where = f" on paper {number} of {len(runs)}" if len(runs) > 1 else ""
            rest = ", and the rest were left out" if number < len(runs) else ""
            session.toasts.show(f"{command.name}: {trouble}{where}{rest}.", stays=True)
            return


def shown_name(context: Context) -> str:
    """In the footer only where there are commands."""
    return "own …" if context.session.config.commands else ""


COMMANDS = (
    Command(
        MENU,
        "S",
        "own …",
        "Run one of your own commands on the paper or the selection",
        Group.LINKS,
        open_menu,
        acts_on="screen",
        title="Your own commands",
        also="external, program, script, run, plugin, send, share, slack",
        name_now=shown_name,
    ),
)
