"""Derived Kafka topics -> Redis: a bounded log a feed, and pub/sub."""
