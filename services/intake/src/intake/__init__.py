"""Registration, ledger import, verification and repeats of petition cases."""
