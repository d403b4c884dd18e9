"""What travels between processes: topics, Redis names, events and the metric registry."""
