"""One file per command or followed event; one transaction each."""
