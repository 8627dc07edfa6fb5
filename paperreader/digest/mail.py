"""A digest as a mail: HTML and text in one message, for `sendmail -t`."""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from paperreader import __version__
from paperreader.digest import html, phrases, text
from paperreader.digest.digest import Digest
from paperreader.text.sanitize import clean
from paperreader.text.width import cut

LIST_ID = "paperreader digest <digest.paperreader.localhost>"
"""The same for all digests, so that a filter finds them (RFC 2919)."""
MAX_SUBJECT_CELLS = 120
MAX_ADDRESS_CHARS = 254
"""Of SMTP (RFC 5321)."""


class InvalidAddress(ValueError):
    """The text is no mail address; `str()` tells the user why."""


def read_address(text: str) -> Address:
    """`ada@example.org`, `Ada Brook <ada@example.org>`, or a user of this machine. Raises InvalidAddress."""
    found = _ADDRESS.fullmatch(text.strip()) if text.isprintable() and len(text) <= MAX_ADDRESS_CHARS else None
    if found is None:
        raise InvalidAddress(f'"{clean(text)}" is not a mail address; try you@example.org')
    name, _, user, domain = found.groups()
    return Address(clean(name or ""), user, domain or "")


def read_addresses(text: str) -> tuple[Address, ...]:
    """Addresses with commas between them; a name with a comma is in quotes. Raises InvalidAddress."""
    return tuple(read_address(part) for part in re.findall(r'(?:"[^"]*"|[^,])+', text) if part.strip())


_ADDRESS = re.compile(
    r"""(?:"?([^"<>]*?)"?\s*(<))?([A-Za-z0-9!\#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!\#$%&'*+/=?^_`{|}~-]+)*)"""
    r"""(?:@((?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+))?(?(2)>)"""
)


def write(digest: Digest, *, to: tuple[Address, ...], sender: Address, now: datetime) -> str:
    """The message, with line ends as programs on this machine expect them."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject(digest)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=sender.domain or "paperreader.localhost")
    message["List-Id"] = LIST_ID
    message["Auto-Submitted"] = "auto-generated"  # no answer from one who is on holiday
    message["User-Agent"] = f"paperreader/{__version__}"
    message.set_content(text.write(digest, flowed=True), cte="quoted-printable")
    message.set_param("format", "flowed")
    message.add_alternative(html.write(digest), subtype="html", cte="quoted-printable")
    return message.as_string()


def subject(digest: Digest) -> str:
    """`Daily papers, Thursday 30 July 2026: Title of the First and 12 more`."""
    before = f"Daily papers, {digest.title}"
    if not digest.papers:
        return before
    first, *others = digest.papers
    more = f" and {len(others)} more" if others else ""
    return f"{before}: {cut(phrases.title(first), MAX_SUBJECT_CELLS - len(before) - len(more))}{more}"
