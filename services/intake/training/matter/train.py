r"""Trains the matter model from labelled pairs and writes it into the package.

python services/intake/training/matter/train.py --messages M.csv --pairs P.csv --events E.csv \
    --second-messages S.csv --second-pairs services/intake/training/matter/second_dev_pairs.csv
"""

import argparse
import json
from pathlib import Path

import numpy as np
from crossval import figures, grouped_probabilities, thresholds
from dataset import Dataset, load
from intake.matching.matter.model import DATA
from learner import MIX, Learned, learn
from table import write_tables


def main() -> None:
    """Writes tables.npz, model.json and kernel.npz, prints the grouped cross-validation."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--messages", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, required=True, help="pairs of one petitioner")
    parser.add_argument("--events", type=Path, required=True, help="pairs of different petitioners")
    parser.add_argument("--second-messages", type=Path, help="see second_set.py")
    parser.add_argument("--second-pairs", type=Path, help="labelled pairs of these")
    parser.add_argument("--out", type=Path, default=DATA)
    parser.add_argument(
        "--keep-tables", action="store_true", help="new tables mean new blocking keys: renew them"
    )
    parser.add_argument("--seeds", type=int, default=3, help="repetitions of the cross-validation")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if not options.keep_tables:
        write_tables(options.messages, options.out / "tables.npz")
    sources = [(options.messages, [options.pairs, options.events])]
    if options.second_messages:
        sources.append((options.second_messages, [options.second_pairs]))
    data = load(sources, options.out / "tables.npz")
    folds = [grouped_probabilities(data, seed) for seed in range(options.seeds)]
    print(figures(data, folds))
    learned = learn(data.x, data.y, data.same)
    learned.kernel.save(options.out / "kernel.npz")
    model = as_json(data, learned, folds)
    target = options.out / "model.json"
    target.write_text(
        json.dumps(model, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )


def as_json(data: Dataset, learned: Learned, folds: list[np.ndarray]) -> dict[str, object]:
    """The model in the form that the product reads; numbers shortened to what matters."""
    heads = [
        {
            "weights": [float(f"{w:.6g}") for w in learned.weights[head]],
            "bias": float(f"{learned.bias[head]:.6g}"),
            "mix": MIX[head],
            "thresholds": thresholds(data, folds, head),
        }
        for head in (0, 1)
    ]
    trees = [
        [[f, float(f"{t:.6g}"), a, b, float(f"{v:.5g}")] for f, t, a, b, v in tree]
        for tree in learned.trees
    ]
    return {"features": list(data.columns), "heads": heads, "trees": trees, "base": learned.base}


if __name__ == "__main__":
    main()
