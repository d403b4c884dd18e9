"""How fast the streaming job works off a backlog, beside the peer of `bench.naive`."""
