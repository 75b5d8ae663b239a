"""The district's figures for Prometheus, from a snapshot in memory; a scrape never asks a database."""

from collections.abc import Iterator
from datetime import datetime

from contracts.units import UnitDirectory
from prometheus_client import REGISTRY
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from pydantic import BaseModel
from typing_extensions import override


class Snapshot(BaseModel):
    """Figures of one instant; codes only."""

    taken_at: datetime
    cases: dict[str, int]
    rates: dict[str, float]
    units: dict[str, dict[str, int]]
    unaccounted: int


class FiguresCollector(Collector):
    """Hands the last snapshot shown to it to a scrape; nothing before the first."""

    def __init__(self) -> None:
        self._snapshot: Snapshot | None = None
        self._names: dict[str, str] = {}

    def show(self, snapshot: Snapshot | None, units: UnitDirectory) -> None:
        """Replace the snapshot in one step."""
        self._snapshot, self._names = snapshot, {u.code: u.name for u in units}

    @override
    def collect(self) -> Iterator[Metric]:
        s = self._snapshot
        if s is None:
            return
        cases = GaugeMetricFamily("huajie_cases", "Cases by state", labels=["state"])
        for state, n in s.cases.items():
            cases.add_metric([state], n)
        rate = GaugeMetricFamily(
            "huajie_resolution_rate", "Share of a cohort that is resolved", labels=["cohort"]
        )
        for cohort, value in s.rates.items():
            rate.add_metric([cohort], value)
        unit_cases = GaugeMetricFamily(
            "huajie_unit_cases", "Cases of a unit", labels=["unit", "fact"]
        )
        for unit, facts in s.units.items():
            for fact, n in facts.items():
                unit_cases.add_metric([unit, fact], n)
        info = InfoMetricFamily("huajie_unit", "Names of units", labels=["unit"])
        for code, name in self._names.items():
            info.add_metric([code], {"name": name})
        yield from (cases, rate, unit_cases, info)
        yield GaugeMetricFamily(
            "huajie_report_snapshot_timestamp_seconds", "When these figures were taken",
            value=s.taken_at.timestamp(),
        )  # fmt: skip
        yield GaugeMetricFamily(
            "huajie_unaccounted_cases", "Cases whose events do not add up", value=s.unaccounted
        )


FIGURES = FiguresCollector()
REGISTRY.register(FIGURES)
