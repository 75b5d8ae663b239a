"""Time limits of petition work: law-versioned, on a calendar that is data, with a derivation a person can read."""
