"""REST over the same query functions."""
