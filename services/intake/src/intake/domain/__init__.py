"""What a petition case is and how it may change; no I/O."""
