"""The peer: the pipeline as the project's first README draws it.

One streaming query a table over the Kafka topics, sentiment by a plain Python function a message,
watermarks of ten seconds, and Spark's own JDBC writer into PostgreSQL, which an API then asks each
second. Nothing is made slower than that design asks for: it computes fewer metrics than the shipped
job, looks for no moments, keeps no account and publishes nothing.
"""
