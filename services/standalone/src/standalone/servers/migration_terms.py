"""What the supervisor and the migration process agree on."""

URLS_VARIABLE = "HUAJIE_MIGRATE_URLS"
"""A JSON object: the owner's database URL by service name."""

READY_TO_GO = "go"
"""The line on standard input after which it begins."""
