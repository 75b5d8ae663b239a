"""What a check finds: counts, and the first breach, named precisely."""

from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from typing_extensions import override


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that is not as it must be."""

    sentence: str
    service: str
    case_id: UUID | None = None
    version: int | None = None
    source: str | None = None
    """The publishing service, where the breach is about an event of another service."""

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        found = {k: v for k, v in asdict(self).items() if v is not None}
        return {k: str(v) if isinstance(v, UUID) else v for k, v in found.items()}

    @override
    def __str__(self) -> str:
        """For people."""
        where = [f"服务 {self.service}"]
        if self.source is not None:
            where.append(f"来源 {self.source}")
        if self.case_id is not None:
            where.append(f"案件 {self.case_id}")
        if self.version is not None:
            where.append(f"版本 {self.version}")
        return f"{self.sentence}（{'，'.join(where)}）"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    code: str
    title: str
    counts: dict[str, int]
    breach: Breach | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return self.breach is None

    def line(self) -> str:
        """One line."""
        counted = "，".join(f"{k} {v}" for k, v in self.counts.items())
        return f"{'通过' if self.ok else '异常'}　{self.title}：{counted}"

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "check": self.code, "title": self.title, "ok": self.ok, "counts": self.counts,
            "breach": self.breach.as_json() if self.breach else None,
        }  # fmt: skip


@dataclass(slots=True)
class Result:
    """All checks, up to and including the first that failed."""

    findings: list[Finding] = field(default_factory=list)
    quiet: bool = True
    """Whether all events had been handled when the judging began."""

    @property
    def breach(self) -> Breach | None:
        """The first breach."""
        return next((f.breach for f in self.findings if f.breach is not None), None)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return self.breach is None

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "ok": self.ok,
            "quiet": self.quiet,
            "checks": [f.as_json() for f in self.findings],
            "breach": self.breach.as_json() if self.breach else None,
        }
