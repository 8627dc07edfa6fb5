"""The program: its last picture, then all the rest; `python -m paperreader`, too."""

from __future__ import annotations

import gc
import sys

from paperreader import first_frame


def main() -> int:
    """Run the program; see `cli.main`."""
    gc.disable()  # a tenth of the start went into looking for garbage among what stays; `cli` turns it on again
    first_frame.show(sys.argv[1:])
    from paperreader import cli

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
