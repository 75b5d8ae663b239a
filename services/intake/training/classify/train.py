"""Learns the first level, measures it in grouped cross-validation, writes the packaged model."""

import argparse
import json
from pathlib import Path

import intake.classify
import numpy as np
from dataset import Message, groups, idf_of, matrix, read
from intake.classify import categories
from intake.classify.grams import normalised
from intake.classify.lexicon import Lexicon
from intake.classify.model import digest
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.svm import LinearSVC

OUT = Path(intake.classify.__file__).parent / "data"
FOLDS, SEEDS, C = 5, 3, 0.5
METHOD = f"{FOLDS} 折交叉验证（同一人、近似文本不分在两边），{SEEDS} 次平均"
GIVE = 0.01
"""Share of labelled texts that first levels without labels may take from those with labels."""


def fit(x, y):  # noqa: ANN001, ANN201  scikit-learn's own types
    """The linear model of one training set."""
    return LinearSVC(C=C, class_weight="balanced", dual=True, max_iter=3000).fit(x, y)


def rarity_of(messages: list[Message]) -> dict[str, float]:
    """Inverse document frequency of every word the lexicon looks for."""
    texts = [normalised(m.subject) + " " + normalised(m.body) for m in messages]
    words = sorted(Lexicon(categories.shipped(), {}).words)
    return {
        w: round(float(np.log((1 + len(texts)) / (1 + sum(w in t for t in texts)))), 2)
        for w in words
    }


def out_of_fold(x, y, group, seed):  # noqa: ANN001, ANN201
    """Decisions on every text by a model that did not see its group; the fold of each text."""
    decisions, fold, models = np.zeros((len(y), len(set(y)))), np.zeros(len(y), int), []
    split = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    for k, (train, test) in enumerate(split.split(x, y, group), 1):
        model = fit(x[train], y[train])
        decisions[test], fold[test] = model.decision_function(x[test]), k
        models.append(model)
    return decisions, fold, models


def lexical_levels(messages: list[Message], rarity: dict[str, float], levels: list[str]):  # noqa: ANN201
    """Strongest evidence of words for each first level."""
    table = categories.shipped()
    lexicon, where = Lexicon(table, rarity), np.array([levels.index(c.level1) for c in table])
    out = np.zeros((len(messages), len(levels)))
    for i, m in enumerate(messages):
        np.maximum.at(
            out[i], where, lexicon.scores(normalised(m.subject), normalised(m.body)[:3000])
        )
    return out


def mix(decisions, lexical, place, sharpness, words, unseen):  # noqa: ANN001, ANN201
    """Probabilities of all first levels, as the shipped model computes them."""
    z = np.full(lexical.shape, unseen)
    z[:, place] = decisions
    z = sharpness * z + words * lexical
    p = np.exp(z - z.max(1, keepdims=True))
    return p / p.sum(1, keepdims=True)


def scores(p, truth):  # noqa: ANN001, ANN201
    """top-1, top-3 and macro-F1 over the labelled classes."""
    order = np.argsort(-p, axis=1)
    top3 = np.mean([t in o[:3] for t, o in zip(truth, order, strict=True)])
    f1 = f1_score(truth, order[:, 0], labels=np.unique(truth), average="macro", zero_division=0)
    return float(np.mean(order[:, 0] == truth)), float(top3), float(f1)


def _say(what: str, figures: np.ndarray) -> None:
    top1, top3, f1 = figures
    print(f"{what}: top1 {top1:.4f} top3 {top3:.4f} macro-F1 {f1:.4f}")


def _write(labelled, idf, rarity, models, fold, knobs, final) -> None:  # noqa: ANN001
    """Write the packaged model: first the one of all texts, then those of the folds."""
    stack = np.stack([m.coef_ for m in models])
    scales = np.abs(stack).max(axis=2) / 127
    np.savez_compressed(
        OUT / "model.npz", idf=idf.astype(np.float16), scales=scales.astype(np.float32),
        coefficients=np.round(stack / scales[:, :, None]).astype(np.int8),
        intercepts=np.stack([m.intercept_ for m in models]).astype(np.float32),
        seen=np.array([digest(m.subject, m.body) for m in labelled]), fold=fold.astype(np.int8),
    )  # fmt: skip
    top1, top3, macro_f1 = (round(float(f), 4) for f in final)
    classes = [str(c) for c in models[0].classes_]
    measured = {
        "texts": len(labelled), "top1": top1, "top3": top3, "macro_f1": macro_f1,
        "classes": classes, "method": METHOD,
    }  # fmt: skip
    meta = {"classes": classes, **knobs, "measured": measured, "rarity": rarity}
    (OUT / "model.json").write_text(json.dumps(meta, ensure_ascii=False, indent=0), "utf-8")


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labelled", type=Path, required=True)
    parser.add_argument("--unlabelled", type=Path, required=True)
    args = parser.parse_args()
    labelled, unlabelled = read(args.labelled), read(args.unlabelled)
    idf = idf_of(labelled + unlabelled).astype(np.float16).astype(np.float32)
    rarity = rarity_of(unlabelled)
    x, y = matrix(labelled, idf), np.array([m.level1 for m in labelled])
    group, classes = groups(labelled, x), sorted(set(y))
    levels = list(dict.fromkeys(c.level1 for c in categories.shipped()))
    place = [levels.index(c) for c in classes]
    truth = np.array([levels.index(t) for t in y])
    lexical = lexical_levels(labelled, rarity, levels)
    runs = [out_of_fold(x, y, group, s) for s in range(SEEDS)]

    def over_runs(*knobs: float) -> np.ndarray:
        return np.mean([scores(mix(d, lexical, place, *knobs), truth) for d, _, _ in runs], axis=0)

    def loss(sharpness: float, words: float) -> float:
        return float(np.mean([
            -np.log(mix(d, lexical, place, sharpness, words, -9.0)[range(len(truth)), truth]).mean()
            for d, _, _ in runs
        ]))  # fmt: skip

    _say("linear only", over_runs(2.0, 0.0, -9.0))
    _say("words only", over_runs(0.0, 1.0, -9.0))
    sharpness, words = min(
        (
            (s, w)
            for s in (2.0, 3.0, 4.0, 5.0, 6.0, 8.0)
            for w in (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)
        ),
        key=lambda k: loss(*k),
    )
    bare = over_runs(sharpness, words, -9.0)
    _say(f"sharpness {sharpness}, words {words}, labelled levels only", bare)
    unseen = max(
        u for u in np.arange(-3.0, 0.5, 0.1)
        if over_runs(sharpness, words, float(u))[0] >= bare[0] - GIVE
    )  # fmt: skip
    final = over_runs(sharpness, words, float(unseen))
    _say(f"all levels, unseen {unseen:.1f}", final)
    knobs = {"sharpness": sharpness, "words": words, "unseen": round(float(unseen), 1)}
    _write(labelled, idf, rarity, (fit(x, y), *runs[0][2]), runs[0][1], knobs, final)


if __name__ == "__main__":
    main()
