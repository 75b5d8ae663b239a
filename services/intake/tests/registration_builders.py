"""Builders of registrations for the domain's tests."""

from datetime import date
from typing import Any

from contracts.vocab import Channel, Field, Source
from intake.domain.registration import Petitioner, Registration


def a_registration(**over: Any) -> Registration:
    """An ordinary visit of the tests' day."""
    facts: dict[str, Any] = {
        "case_no": "XQ2026112500001", "source": Source.DISTRICT,
        "registered_on": date(2026, 11, 25), "channel": Channel.VISIT, "field": Field.OTHER,
        "category": "城乡建设", "demand": "小区供暖不热", "petitioners": (Petitioner("王小花"),),
    }  # fmt: skip
    return Registration(**(facts | over))
