"""Petitions of the second development set, out of the other public files, as one messages file.

python services/intake/training/matter/second_set.py --replies R.csv --categories C.csv --out S.csv

Ids get the letter of their source before them (r, c); second_dev_pairs.csv uses these.
"""

import argparse
import csv
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

COLUMNS = ("message_id", "user_id", "subject", "sent_at", "body")


def rows(letter: str, files: Iterable[Path]) -> Iterable[dict[str, str]]:
    """The petitions of some files, with the letter of the source before each id."""
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                sent = row["sent_at"].replace("/", "-").replace("T", " ")
                day, _, time = sent.partition(" ")
                day = "-".join(part.zfill(2) for part in day.split("-"))
                yield {
                    "message_id": letter + row["message_id"],
                    "user_id": row["user_id"],
                    "subject": row["subject"].strip(),
                    "sent_at": f"{day}T{time.zfill(8)}" if time else day,
                    "body": row["body"].strip(),
                }


def main() -> None:
    """Writes the messages file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--replies", type=Path, action="append", required=True)
    parser.add_argument("--categories", type=Path, action="append", required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    with options.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        every = chain(rows("r", options.replies), rows("c", options.categories))
        writer.writerows({row["message_id"]: row for row in every}.values())


if __name__ == "__main__":
    main()
