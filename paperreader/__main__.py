"""Entry point, also of `python -m paperreader`: shows the saved first frame, then imports the rest."""

from __future__ import annotations

import gc
import sys

from paperreader import children


def main() -> int:
    """Run the program; see `cli.main`."""
    sys.path[:] = children.without_current_folder(sys.path)  # before anything else is imported
    if sys.argv[1:2] == [children.FROZEN_CHILD]:
        children.run(sys.argv[2:])
        return 0
    try:
        from paperreader import first_frame
    except ImportError as error:
        sys.exit(f"paperreader: {error}; paperreader runs on Linux and macOS, and on Windows through WSL")
    gc.disable()  # collecting took 10% of the start-up time and found nothing; enabled again later
    first_frame.show(sys.argv[1:])
    from paperreader import cli

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
