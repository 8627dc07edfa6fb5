"""Entry point, also of `python -m paperreader`: shows the saved first frame, then imports the rest."""

from __future__ import annotations

import gc
import sys

from paperreader import first_frame


def main() -> int:
    """Run the program; see `cli.main`."""
    gc.disable()  # collecting took 10% of the start-up time and found nothing; enabled again later
    first_frame.show(sys.argv[1:])
    from paperreader import cli

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
