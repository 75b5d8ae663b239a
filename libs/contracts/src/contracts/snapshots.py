"""JSON Schema snapshots of all events: written by ``python -m contracts.snapshots FOLDER``."""

import json
import sys
from pathlib import Path
from typing import Any

from contracts.event import Envelope
from contracts.registry import REGISTRY


def schemas() -> dict[str, dict[str, Any]]:
    """File name → schema, for the envelope and every event version."""
    out = {"envelope.json": Envelope.model_json_schema(by_alias=True)}
    for (service, name, version), model in REGISTRY.items():
        out[f"{service}.{name}.v{version}.json"] = model.model_json_schema()
    return out


def render(schema: dict[str, Any]) -> str:
    """The bytes of a snapshot file."""
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write(folder: Path) -> None:
    """Write snapshots that are missing; a changed one is left for a person to judge."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        path = folder / name
        if not path.exists():
            path.write_text(render(schema), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
