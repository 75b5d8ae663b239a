"""Event envelope, one frozen model per event version, subjects and the shared vocabulary."""
