"""The operator's check: nothing lost, nothing doubled, nothing changed afterwards."""
