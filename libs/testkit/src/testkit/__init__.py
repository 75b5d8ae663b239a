"""pytest fixtures on real servers; ships in no image."""
