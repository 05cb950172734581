"""What every command is handed: the settings, read when first asked for."""

import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.cli.settings import Settings


@dataclass
class State:
    """One call of the command line."""

    debug: bool = False

    @cached_property
    def settings(self) -> "Settings":
        """The settings, with logs and kit set up as they say. Raises Failure or BadKit."""
        from adapters.cli import logs, settings

        found = settings.load()
        self.debug = self.debug or found.debug
        logs.set_up(found.log_level, found.log_format, whole=self.debug)
        if found.kit_folder is not None:
            from bot.kit.shelf import use

            use(found.kit_folder)
        return found

    @property
    def shows_traces(self) -> bool:
        """Whether a failure shows its whole trace, known even when the settings are wrong."""
        return self.debug or os.environ.get("BINOME_DEBUG", "").lower() in (
            "1",
            "true",
            "yes",
            "on",
        )
