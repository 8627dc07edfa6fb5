"""The program: its last picture, then all the rest; `python -m paperreader`, too."""

from __future__ import annotations

import sys

from paperreader import glimpse


def main() -> int:
    """Run the program; see `cli.main`."""
    glimpse.show(sys.argv[1:])
    from paperreader import cli

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
