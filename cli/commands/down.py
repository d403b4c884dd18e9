"""`telemetra down`: stops the stack of this data folder."""

import signal
from typing import Final

from cli.settings import load_settings
from cli.supervisor.logs import to_terminal
from cli.supervisor.process import end
from cli.supervisor.state import end_leftovers, read_state

_PATIENCE_SECONDS: Final = 90.0


def down() -> None:
    """Stop the stack in good order; its data stays."""
    folder = load_settings().data_dir
    state = read_state(folder)
    was_running = state is not None and state.is_running
    if state is not None and was_running:
        end(state.pid, state.started_at, signal.SIGTERM, _PATIENCE_SECONDS)
    end_leftovers(folder)
    to_terminal("Stopped." if was_running else f"Nothing runs on {folder}.")
