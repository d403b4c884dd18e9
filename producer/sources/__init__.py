"""Where raw frames come from."""
