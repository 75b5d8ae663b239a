"""The HTTP face of supervision."""
