"""All private names of Textual that this package relies on, so that a change in Textual is felt in one place.

What is called or read has a function here. What is overridden stays with its class and is listed in `OVERRIDDEN`. A
test checks all of it against the installed Textual, and that no other module uses a private name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._ansi_sequences import SYNC_END as SYNC_END
from textual._ansi_sequences import SYNC_START as SYNC_START
from textual._compositor import Compositor as Compositor
from textual._xterm_parser import XTermParser as XTermParser
from textual.keys import _character_to_key

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from textual.app import App
    from textual.binding import Binding
    from textual.driver import Driver
    from textual.drivers.linux_driver import LinuxDriver
    from textual.geometry import Region, Size
    from textual.message_pump import MessagePump
    from textual.screen import Screen
    from textual.selection import SelectState
    from textual.strip import Strip
    from textual.widget import Widget

OVERRIDDEN: Mapping[str, str] = {
    "textual.app.App._handle_exception": "a failed worker is logged and does not end the app",
    "textual.app.App._fatal_error": "the traceback goes to the log: Textual prints the value of every variable",
    "textual.screen.Screen._compositor_refresh": "below a prompt, repaint once per change and not in every frame",
    "textual.screen.Screen._on_resize": "ignore sizes that the terminal no longer has",
    "textual.screen.Screen._key_escape": "Escape drops the selection as the first of several steps",
    "textual._compositor.Compositor._render_chops": "cut what is painted only at the edges in sight",
    "textual.widget.Widget._size_updated": "lay out at the new width before the first frame; Resize comes after it",
    "textual.widgets.Input._on_key": "run a key's binding before the letters that were typed right behind it",
    "textual.drivers.linux_driver.LinuxDriver._run_input_thread": "read in a daemon thread, for a quick exit",
    "textual.drivers.linux_driver.LinuxDriver._sigtstp_application": "suspend between two frames, never while leaving",
    "textual.drivers.linux_driver.LinuxDriver._sigcont_application": "start again only after a stop",
    "textual.drivers.linux_driver.LinuxDriver._get_terminal_size": "no larger than can be drawn",
}
"""Methods that subclasses override, and why."""


# -- the app


def is_exiting(app: App[Any]) -> bool:
    """Whether `exit` was called."""
    return app._exit


def fatal_exception(app: App[Any]) -> Exception | None:
    """The exception that ends the app."""
    return app._exception


def handle_exception(app: App[Any], error: Exception) -> None:
    """Report an exception from outside of the app's task."""
    app._handle_exception(error)


def close_app(app: App[Any]) -> None:
    """End the message loop of an app that an exception ended."""
    app._close_messages_no_wait()


def waiting_messages(pump: MessagePump) -> int:
    """How many messages the app, the screen or a widget has not handled yet."""
    return pump._message_queue.qsize()


def has_toasts(app: App[Any]) -> bool:
    """Whether any notification is shown."""
    return bool(app._notifications)


def driver_of(app: App[Any]) -> Driver | None:
    """The app's driver, once it runs."""
    return app._driver


# -- keys


def key_of_character(character: str) -> str:
    """Textual's name of the key for a character: `question_mark` for `?`."""
    return _character_to_key(character)


def is_key_sequence(sequence: str) -> bool:
    """Whether Textual's table of keys has the sequence."""
    return sequence in ANSI_SEQUENCES_KEYS


def is_bound(screen: Screen[Any], key: str) -> bool:
    """Whether the key is bound for the focused widget, or for what is around it."""
    return any(key in bindings.key_to_bindings for _, bindings in screen._modal_binding_chain)


def set_bindings(widget: Widget, bindings: Iterable[Binding]) -> None:
    """Bind keys for one widget, whose class does not know them."""
    from textual.binding import BindingsMap

    widget._bindings = BindingsMap(bindings)


def add_bindings(widget: Widget, bindings: Iterable[Binding]) -> None:
    """Bind further keys for one widget."""
    for binding in bindings:
        widget._bindings.key_to_bindings.setdefault(binding.key, []).append(binding)


async def run_binding(app: App[Any], key: str) -> bool:
    """Run what the key is bound to for the focused widget, without the detour of a message; False if nothing."""
    return await app._check_bindings(key)


# -- painting


def frame_size(screen: Screen[Any]) -> Size:
    """The size that the screen was last laid out for; `Screen.size`, the terminal's, may be ahead of it."""
    return screen._compositor.size


def frame_strips(screen: Screen[Any], size: Size) -> list[Strip]:
    """The screen as it is painted, one strip per row."""
    return screen._compositor.render_strips(size)


def renders_of(compositor: Compositor, crop: Region) -> Iterable[tuple[Region, Region, list[Strip]]]:
    """What of the widgets is in a part of the screen, from front to back: region, what is not clipped, and rows."""
    return compositor._get_renders(crop)


def frame_sequences(screen: Screen[Any]) -> str:
    """The whole screen as text and escape sequences."""
    return screen._compositor.render_full_update().render_segments(screen.app.console)


def selection_of(screen: Screen[Any]) -> SelectState | None:
    """Where the selection with the mouse began, and where it is now; None without any."""
    return screen._select_state


def set_compositor(screen: Screen[Any], compositor: Compositor) -> None:
    """Use another map of what is where; before the screen is laid out."""
    screen._compositor = compositor


def cancel_full_repaint(screen: Screen[Any]) -> None:
    """Repaint only what has changed in the next frame."""
    screen._repaint_required = False


def update_scrollbars(widget: Widget, virtual_size: Size) -> None:
    """Tell the widget's scrolling about its new virtual size, without a layout of the screen."""
    widget._scroll_update(virtual_size)


# -- the driver


def app_of(driver: LinuxDriver) -> App[Any]:
    """The app that the driver belongs to."""
    return driver._app


def loop_of(driver: LinuxDriver) -> AbstractEventLoop:
    """The event loop of the app."""
    return driver._loop


def parser_of(driver: LinuxDriver) -> XTermParser:
    """A new parser of the terminal's input."""
    return XTermParser(driver._debug)


def drop_unknown_sequence(parser: XTermParser) -> None:
    """Forget a sequence that the parser does not know; in the end it would be typed as keys."""
    if parser._awaiting.timeout is not None:
        parser._timeout_time = 0
        for _ in parser.tick():
            pass


def terminal_size(driver: LinuxDriver) -> tuple[int, int]:
    """Columns and rows, asked of the terminal now."""
    return driver._get_terminal_size()


def set_first_size(driver: LinuxDriver, size: tuple[int, int]) -> None:
    """The size of the screen until the first Resize."""
    driver._size = size


def must_signal_resume(driver: LinuxDriver) -> None:
    """Post `SignalResume` once the driver has started again."""
    driver._must_signal_resume = True
