"""Tables and stores; rows never leave this package."""
