"""Twitch -> Kafka."""
