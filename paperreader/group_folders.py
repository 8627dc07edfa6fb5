"""The user's groups, as the settings have them: each has a name, and a folder that its members share."""

from collections.abc import Collection
from os.path import expanduser, isabs
from typing import Any

from paperreader.text.tags import MAX_TAG_CHARS, is_tag, split


def groups_of(
    table: dict[str, Any], settings: Collection[str]
) -> tuple[dict[str, str], list[tuple[tuple[str, ...], str]]]:
    """Folders by the name of the group, spelled as tags are, and what is wrong with others, each with its keys in the
    file.

    `settings`: the names of other settings, which somebody may have put below this table.
    """
    groups, problems = dict[str, str](), list[tuple[tuple[str, ...], str]]()
    for name, folder in table.items():
        spelled = " ".join(split(name))
        if name in settings:
            message = f"{name} comes after [groups]; settings belong above it; ignored"
        elif not spelled.replace("-", "").replace("_", "").isalnum() or len(spelled) > MAX_TAG_CHARS:
            message = f"a group is called by letters, digits, - and _, not {name!a:.60}; ignored"
        elif not is_tag(spelled):
            message = f"a group cannot be called {spelled}: group:{spelled} has a meaning in searches; ignored"
        elif spelled in groups:
            message = f"there is another group {spelled}; ignored"
        elif isinstance(folder, str) and isabs(expanduser(folder)) and "\0" not in folder:
            groups[spelled] = expanduser(folder)
            continue
        else:
            message = f"the folder of {spelled} must be an absolute path, or one that begins with ~/; ignored"
        problems.append((("groups", name), message))
    return groups, problems
