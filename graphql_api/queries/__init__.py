"""The SQL behind every answer."""
