"""Review of closures, recognition, observation, write-off and revocation."""
