"""What can be done in intake: one file and one transaction per command."""
