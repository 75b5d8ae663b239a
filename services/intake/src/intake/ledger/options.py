"""What a reader of ledgers may be told: which sheet, which header, which columns, which form."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Profile(StrEnum):
    """The kinds of lists that staff bring."""

    CAMPAIGN = "campaign"
    """The plan's repeat petitions and old cases, registered 2019-01-01 to 2020-06-30 (R9)."""
    DAILY = "daily"
    """Repeat petitions from 2020-07-01 on, handed down day by day (R10)."""
    EXCHANGE = "exchange"
    """The national exchange record of 52 fields."""
    CORRECTIONS = "corrections"
    """Numbers of known cases with only the columns to be changed."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """A person's choices; what is left out the reader finds by itself.

    Args:
        column_map: canonical name to 0-based column; a column given here belongs to no other name,
            and None says that the file has no such column.
        sheet: name of the sheet.
        header_row: first row of the header, a sheet row from 1.
        profile: what kind of list it is.
    """

    column_map: Mapping[str, int | None] | None = field(default=None)
    sheet: str | None = None
    header_row: int | None = None
    profile: Profile = Profile.CAMPAIGN

    def to_json(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ReadOptions":
        """The inverse of ``to_json``.

        Raises:
            ValueError: the profile is unknown.
        """
        return cls(**{**data, "profile": Profile(data.get("profile", Profile.CAMPAIGN))})
