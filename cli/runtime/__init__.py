"""What set-up fetches once: Java and the jars."""
