"""Requests a server CPU-second: the API, stock Strawberry and mercurius, over the same rows."""
