"""Kafka -> PostgreSQL and derived Kafka."""
