"""The command `telemetra`: starts, stops and watches the processes."""
