"""Schema history of the assignment database."""
