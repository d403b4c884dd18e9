"""PostgreSQL and Redis -> clients."""
