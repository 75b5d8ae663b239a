"""What intake counts beyond requests: ledgers read and cases registered."""

from prometheus_client import Counter

LEDGERS = Counter("huajie_intake_ledgers_total", "Ledger files read", ["verdict"])
CASES = Counter("huajie_intake_cases_total", "Cases registered", ["source"])
