"""Starts services in order, watches them, restarts what dies and stops them in reverse."""
