"""Child processes make way for the reader."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

AUTOGROUP = Path("/proc/self/autogroup")
NICE = "from paperreader.children import nice_session; nice_session(10); print(open('/proc/self/autogroup').read())"


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="processes are not grouped by session here")
@pytest.mark.parametrize("has_own_session", [True, False])
def test_a_child_with_a_session_of_its_own_makes_way_as_a_session(has_own_session: bool) -> None:
    before = AUTOGROUP.read_text()
    done = subprocess.run(
        [sys.executable, "-c", NICE], start_new_session=has_own_session, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip().endswith("nice 10") == has_own_session
    assert AUTOGROUP.read_text() == before, f"the session of {os.getpid()} is the user's"
