"""What a client sees: one noun a file, its type beside the fields of Query that give it."""
