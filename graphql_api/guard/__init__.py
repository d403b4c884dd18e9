"""Who asks, how much one may ask for, and what it costs."""
