"""Opens a page in the system's browser, in a process without a terminal.

A text browser cannot take the screen there, and what any browser prints lands nowhere.
"""

from __future__ import annotations

import os
import sys
import webbrowser


def open_page(url: str) -> bool:
    """Open a page; False if there is no browser, or only one that needs a terminal."""
    browser = webbrowser.get()
    text_only = type(browser) is webbrowser.GenericBrowser and "BROWSER" not in os.environ
    return not text_only and browser.open(url)


if __name__ == "__main__":
    sys.exit(not open_page(sys.argv[1]))
