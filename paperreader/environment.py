"""Where the files are and how the Hub is reached, from environment variables."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from paperreader import xdg
from paperreader.address import ARXIV, has_login, is_address
from paperreader.text.sanitize import clean

HUB = "https://huggingface.co"
MAX_TOKEN_BYTES = 16 * 1024
"""How much of a token file is read."""


class EnvironmentProblem(Exception):
    """An environment variable is missing or malformed; str() is the message for the user."""


class Paths(NamedTuple):
    """Where the files are; they need not exist."""

    config: Path
    store: Path
    log: Path


class Network(NamedTuple):
    """How Hub and arXiv are reached. The repr leaves out the token, to keep it out of logs and tracebacks."""

    endpoint: str
    """The Hub's address."""
    token: str | None
    """For the Hub alone."""
    offline: bool
    arxiv: str = ARXIV
    """arXiv's address, from the settings."""

    def __repr__(self) -> str:
        return f"Network(endpoint={self.endpoint!r}, offline={self.offline}, arxiv={self.arxiv!r})"


def paths(env: Mapping[str, str]) -> Paths:
    """The default paths by the XDG base directory specification; EnvironmentProblem without HOME."""
    return Paths(
        config=_folder(env, "XDG_CONFIG_HOME", ".config") / "paperreader" / "config.toml",
        store=_folder(env, "XDG_DATA_HOME", ".local/share") / "paperreader" / "paperreader.db",
        log=_folder(env, "XDG_STATE_HOME", ".local/state") / "paperreader" / "log",
    )


def network(env: Mapping[str, str]) -> Network:
    """Endpoint, token and offline mode, from the Hub's usual variables; EnvironmentProblem for a bad endpoint."""
    return Network(endpoint(env), _token(env), _is_on(env.get("HF_HUB_OFFLINE")))


def _folder(env: Mapping[str, str], variable: str, below_home: str) -> Path:
    folder = xdg.folder(env, variable, below_home)
    if folder is None:
        raise EnvironmentProblem(
            "HOME is not set, so there is nowhere to store settings and marks; set HOME, or all of "
            "XDG_CONFIG_HOME, XDG_DATA_HOME and XDG_STATE_HOME"
        )
    return Path(folder)


def endpoint(env: Mapping[str, str]) -> str:
    """The address of the Hub or a mirror, without a slash at its end; EnvironmentProblem for a bad one."""
    value = env.get("HF_ENDPOINT", "").strip().rstrip("/")
    if not value:
        return HUB
    if not is_address(value):
        raise EnvironmentProblem(f'HF_ENDPOINT must be an address like {HUB}, not "{clean(value)}"')
    if has_login(value):
        raise EnvironmentProblem("HF_ENDPOINT must not contain a user name or password; put a token in HF_TOKEN")
    return value


def _token(env: Mapping[str, str]) -> str | None:
    """In the order of the Hub's own tools: two variables, then the file that they store the login in."""
    if _is_on(env.get("HF_HUB_DISABLE_IMPLICIT_TOKEN")):
        return None
    variables = (env.get("HF_TOKEN"), env.get("HUGGING_FACE_HUB_TOKEN"))
    return next((value.strip() for value in variables if value and value.strip()), None) or _token_file(env)


def _token_file(env: Mapping[str, str]) -> str | None:
    try:
        home = env.get("HF_HOME") or _folder(env, "XDG_CACHE_HOME", ".cache") / "huggingface"
        path = Path(env.get("HF_TOKEN_PATH") or Path(home, "token"))
        if path.parts[:1] == ("~",):
            path = Path(env.get("HOME", "/"), *path.parts[1:])
        with path.open("rb") as file:
            return file.read(MAX_TOKEN_BYTES).decode(errors="replace").strip() or None
    except (EnvironmentProblem, OSError, ValueError):
        return None


def _is_on(value: str | None) -> bool:
    """Read a switch as the Hub's own tools do."""
    return (value or "").upper() in ("1", "ON", "YES", "TRUE")
