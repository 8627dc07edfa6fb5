"""python -m paperreader."""

from __future__ import annotations

import sys

from paperreader.cli import main

sys.exit(main())
