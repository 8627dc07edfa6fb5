"""A place in the tokens of a formula, and what can be taken there without understanding it."""

from __future__ import annotations

import re

from paperreader.text.formula.tokens import group_end
from paperreader.text.width import graphemes

_LENGTH = re.compile(r"\s*-?[\d.]+\s*(?:em|ex|mu|pt|cm|mm|in|bp|pc|\\[a-z]+)\s*|[tbc]")
MAX_OPTION_TOKENS = 200
"""Of what stands in brackets after a command."""


class Cursor:
    """Goes through tokens from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self) -> str:
        """The next token that is no white space; an empty one at the end."""
        tokens = self.tokens
        while self.at < len(tokens) and tokens[self.at].isspace():
            self.at += 1
        return tokens[self.at] if self.at < len(tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += bool(token)
        return token

    def take_if(self, token: str) -> bool:
        found = self.peek() == token
        self.at += found
        return found

    def take_character(self) -> str:
        """A command, or the first character of what is next, with what stands on top of it."""
        token = self.take()
        if len(token) > 1 and token[0] != "\\":
            end = 1 if token.isascii() else next(graphemes(token))[0]
            if rest := token[end:]:
                self.at -= 1
                self.tokens[self.at] = rest
            return token[:end]
        return token

    def raw(self) -> str:
        """The tokens of a group, as they are; a single token where there are no braces, nothing if they never close."""
        if self.peek() != "{":
            return self.take()
        end = group_end(self.tokens, self.at)
        if self.tokens[end - 1] != "}":
            self.at += 1
            return ""
        taken = "".join(self.tokens[self.at + 1 : end - 1])
        self.at = end
        return taken.strip()

    def optional(self, length_only: bool = False) -> str | None:
        """What stands in brackets, if it does; of lengths only."""
        if self.peek() != "[":
            return None
        end = self.at
        depth = 0
        while end < min(len(self.tokens), self.at + MAX_OPTION_TOKENS) and (self.tokens[end] != "]" or depth):
            depth += (self.tokens[end] == "{") - (self.tokens[end] == "}")
            if depth < 0:
                return None
            end += 1
        if end >= len(self.tokens) or self.tokens[end] != "]":
            return None
        taken = "".join(self.tokens[self.at + 1 : end])
        if length_only and not _LENGTH.fullmatch(taken):
            return None
        self.at = end + 1
        return taken
