"""The user's machines and groups: listing them, renaming this one, and forgetting one that is gone for good."""

from __future__ import annotations

from paperreader.machine_list import Group as SharedFolder
from paperreader.machine_list import Machine, Overview, Status
from paperreader.tui.command import Command, Group
from paperreader.tui.commands.context import Context


def list_machines(context: Context) -> None:
    """List them; Enter acts on one of them."""
    from paperreader.reader.other_machines import status
    from paperreader.tui.dialogs.machines import MachinesChooser

    session = context.session
    known = Status(Overview("", False, (), (), ()), None, "")

    def read() -> Status:
        nonlocal known
        with session.reading_store():
            known = status(session)
        return known

    def chosen(entry: Machine | SharedFolder) -> None:
        if isinstance(entry, SharedFolder):
            dialog.dismiss(None)
            _list_starred(context, entry)
        elif entry.is_this:
            _rename(context, entry)
        else:
            _ask_to_forget(context, entry)

    session.machines.look(fetch=False)
    dialog = MachinesChooser(read, chosen, session.now, context.colors, context.glyphs)
    context.ask(dialog)


def _list_starred(context: Context, group: SharedFolder) -> None:
    from paperreader.reader.related_papers import list_papers

    list_papers(context.session, f"group:{group.name}")
    context.panes.focus_pane(context.panes.papers)


def _rename(context: Context, machine: Machine) -> None:
    from paperreader.config import locate
    from paperreader.reader.other_machines import rename
    from paperreader.tui.dialogs.machines import named_in_settings
    from paperreader.tui.dialogs.name_prompt import NamePrompt

    session = context.session
    if session.config.machine:
        context.ask(named_in_settings(machine.name, locate(context.config_path, "machine"), context.colors))
        return

    def answered(name: str | None) -> None:
        if name and name != machine.name:
            session.tasks.start("renaming this machine", rename, session, name)

    context.ask(NamePrompt(machine.name, "renames", context.colors, context.glyphs), answered)


def _ask_to_forget(context: Context, machine: Machine) -> None:
    from paperreader.reader.other_machines import forget
    from paperreader.tui.dialogs.machines import forget_question

    session = context.session

    def answered(answer: str) -> None:
        session.tasks.start("forgetting a machine", forget, session, machine)

    context.ask(forget_question(machine, session.now(), context.colors, answered))


COMMANDS = (
    Command(
        "machines.list",
        "",
        "machines",
        "List your machines and groups: when each wrote last, and what is wrong",
        Group.PROGRAM,
        list_machines,
        acts_on="screen",
        title="Machines",
        also="sync, synchronize, devices, computers, laptop, desktop, folder, lab, groups, members, syncthing",
    ),
)
