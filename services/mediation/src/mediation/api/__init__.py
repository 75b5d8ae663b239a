"""HTTP of mediation."""
