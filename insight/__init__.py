"""The judgements: pure functions and small state machines, without I/O and without a clock."""
