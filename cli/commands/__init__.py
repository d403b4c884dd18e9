"""The subcommands of `telemetra`, one file each."""
