"""The reporting service: ledger, timeline, rates as of any date, milestones."""
