"""What the ``huajie`` command does, one module per subcommand."""
