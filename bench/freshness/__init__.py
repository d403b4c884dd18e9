"""How long a message takes to the push that counts it, beside the peer of `bench.naive`."""
