"""PostgreSQL's snapshot, Redis' logs and pub/sub -> one gapless sequence a client."""
