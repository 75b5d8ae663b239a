"""What intake counts beyond requests: ledgers read and cases registered."""

from prometheus_client import Counter, Gauge

LEDGERS = Counter("huajie_intake_ledgers_total", "Ledger files read", ["verdict"])
CASES = Counter("huajie_intake_cases_total", "Cases registered", ["source"])
REPEAT_DECISIONS = Counter(
    "huajie_intake_repeat_decisions_total", "Decisions of persons on repeats", ["band", "decision"]
)
"""Without those inside the compartment (R72)."""
DECLARED_GAP = Gauge(
    "huajie_intake_declared_gap",
    "Cases of cohort A that were declared (by a level, or by the plan) and are not registered",
    ["source"],
)
FAST_OVERDUE = Gauge(
    "huajie_intake_fast_overdue",
    "Cases eligible for a quick write-off for longer than the district allows",
)
