"""One batch -> PostgreSQL: every statement of the batch's transaction."""
