"""What can be done here: one file per command, one transaction each."""
