"""Benchmarks: each against a named peer, in one run, with equal results asserted."""
