"""The user's groups, as the settings have them: each has a name, and a folder that its members share."""

from collections.abc import Collection
from os.path import expanduser, isabs
from typing import Any

MAX_NAME_CHARS = 60


def groups_of(
    table: dict[str, Any], settings: Collection[str]
) -> tuple[dict[str, str], list[tuple[tuple[str, ...], str]]]:
    """Folders by the name of the group, and what is wrong with others, each with its keys in the file.

    `settings`: the names of other settings, which somebody may have put below this table.
    """
    groups, problems = dict[str, str](), list[tuple[tuple[str, ...], str]]()
    for name, folder in table.items():
        if name in settings:
            message = f"{name} comes after [groups]; settings belong above it; ignored"
        elif not name.replace("-", "").replace("_", "").isalnum() or len(name) > MAX_NAME_CHARS:
            message = f"a group is called by letters, digits, - and _, not {name!a:.60}; ignored"
        elif name.casefold() in groups:
            message = f"there is another group {name}; ignored"
        elif isinstance(folder, str) and isabs(expanduser(folder)) and "\0" not in folder:
            groups[name.casefold()] = expanduser(folder)
            continue
        else:
            message = f"the folder of {name} must be an absolute path, or one that begins with ~/; ignored"
        problems.append((("groups", name), message))
    return groups, problems
