"""The tables of the language of petitions, counted from petitions without labels."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from intake.matching.matter.letters import grams, pairs, points
from intake.matching.matter.names import marked
from intake.matching.matter.profile import GRAM
from intake.matching.matter.text import clean
from pypinyin.constants import PINYIN_DICT
from sklearn.utils.extmath import randomized_svd

LEAST = 2
LEAST_MEANT = 8
DIMENSIONS = 64
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvvnnnm")
_CLAUSE = re.compile(r"[。！？!?；;\n，,、]+")
_CODE = re.compile(r"[a-z]\d{1,2}[区县市]")
_NAMED, _ENOUGH, _SURE, _LOCAL, _WIDE = 0.6, 8, 0.6, 0.8, 0.6


def write_tables(messages: Path, target: Path) -> None:
    """Counts strings, pairs, syllables and what stands in names; learns vectors of meaning."""
    with messages.open(encoding="utf-8-sig", newline="") as file:
        texts = [(clean(row["subject"]), clean(row["body"])) for row in csv.DictReader(file)]
    whole = [f"{subject}。{body}" for subject, body in texts]
    syllable = _syllables()
    gram_ids, gram_df = _documents(
        np.concatenate([ids[kept] for ids, kept in grams(points(text), GRAM)]) for text in whole
    )
    pair_ids, pair_df = _documents(_kept(text) for text in whole)
    sound_ids, sound_df = _documents(_sounded(text, syllable) for text in whole)
    names = _nameness(texts)
    seen = np.array([min(names[int(i)][1], 65535) for i in pair_ids], dtype=np.uint16)
    nameness = np.array([round(255 * names[int(i)][0]) for i in pair_ids], dtype=np.uint8)
    meaning_ids, meaning = _meaning(
        whole, {int(i): n / 255 for i, n in zip(pair_ids, nameness, strict=True)}
    )
    np.savez_compressed(
        target, documents=np.int64(len(texts)), gram_ids=gram_ids, gram_df=gram_df,
        pair_ids=pair_ids, pair_df=pair_df, pair_seen=seen, pair_nameness=nameness,
        sound_ids=sound_ids, sound_df=sound_df, syllable=syllable,
        meaning_ids=meaning_ids, meaning=meaning,
    )  # fmt: skip


def _kept(text: str) -> np.ndarray:
    ids, whole = pairs(points(text))
    return ids[whole]


def _sounded(text: str, syllable: np.ndarray) -> np.ndarray:
    letters = points(text)
    said = syllable[letters].astype(np.uint32)
    ids = (np.minimum(said[:-1], said[1:]) << np.uint32(16)) | np.maximum(said[:-1], said[1:])
    return ids[(letters[:-1] != 0) & (letters[1:] != 0)]


def _documents(each: Iterable[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    found, df = np.unique(np.concatenate([np.unique(ids) for ids in each]), return_counts=True)
    kept = df >= LEAST
    return found[kept], np.minimum(df[kept], 65535).astype(np.uint16)


def _syllables() -> np.ndarray:
    """A number for the sound of every character; Latin letters and digits keep their own."""
    table = np.arange(0x10000, dtype=np.uint32)
    numbers: dict[str, int] = {}
    for code in range(0x4E00, 0xA000):
        spoken = PINYIN_DICT.get(code)
        if spoken:
            plain = spoken.split(",")[0].translate(_TONES)
            table[code] = 0x100 + numbers.setdefault(plain, len(numbers))
    return table.astype(np.uint16)


def _nameness(texts: list[tuple[str, str]]) -> Mapping[int, tuple[float, int]]:
    """For each pair: share of its places that lie in names, corrected by how local it is."""
    inside: defaultdict[int, float] = defaultdict(float)
    total: Counter[int] = Counter()
    where: defaultdict[int, Counter[str]] = defaultdict(Counter)
    every: Counter[str] = Counter()
    for subject, body in texts:
        text = f"{subject}。{body}"
        weight = marked(text, len(subject))
        ids, whole = pairs(points(text))
        both = np.minimum(weight[:-1], weight[1:])
        for pair, value in zip(ids[whole].tolist(), both[whole].tolist(), strict=True):
            total[pair] += 1
            inside[pair] += value
        codes = set(_CODE.findall(text))
        if len(codes) == 1:
            code = codes.pop()
            every[code] += 1
            for pair in set(ids[whole].tolist()):
                where[pair][code] += 1
    share = {code: count / sum(every.values()) for code, count in every.items()}
    return {
        pair: (_corrected(inside[pair] / n, where[pair], share), n) for pair, n in total.items()
    }


def _corrected(inside: float, where: Counter[str], share: Mapping[str, float]) -> float:
    count = sum(where.values())
    if count < _ENOUGH:
        return min(1.0, inside)
    local = 0.0
    for code, expected in share.items():
        found = (where[code] + 2 * expected) / (count + 2)
        local += found * float(np.log(found / expected))
    factor = min(1.3, max(0.15, local / _SURE))
    return float(min(1.0, inside * factor + 0.5 * max(0.0, min(1.0, (local - _LOCAL) / _WIDE))))


def _meaning(texts: list[str], nameness: Mapping[int, float]) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of pairs that are no names, from what stands in the same or the next clause."""
    clauses = [clause for text in texts for clause in _CLAUSE.split(text) if len(clause) > LEAST]
    each = [np.unique(_kept(clause)) for clause in clauses]
    found, count = np.unique(np.concatenate(each), return_counts=True)
    chosen = found[
        (count >= LEAST_MEANT) & np.array([nameness.get(int(i), 1.0) < _NAMED for i in found])
    ]
    rows, columns = [], []
    for row, ids in enumerate(each):
        at = np.searchsorted(chosen, ids)
        at[at == len(chosen)] = 0
        at = at[chosen[at] == ids]
        columns.append(at)
        rows.append(np.full(len(at), row))
    shape = (len(each), len(chosen))
    place = (np.concatenate(rows), np.concatenate(columns))
    single = sp.csr_matrix((np.ones(len(place[0]), dtype=np.float32), place), shape=shape)
    window = (single[:-1] + single[1:]).sign()
    together = (window.T @ window).tocoo()
    often = (together.data >= 3) & (together.row != together.col)  # noqa: PLR2004
    row, column, value = together.row[often], together.col[often], together.data[often]
    alone = np.asarray(window.sum(axis=0)).ravel()
    damped = alone**0.75
    surprise = np.log(value / (alone[row] * damped[column] / damped.sum()))
    kept = surprise > 0
    matrix = sp.csr_matrix((surprise[kept], (row[kept], column[kept])), shape=together.shape)
    left, strength, _ = randomized_svd(matrix, DIMENSIONS, random_state=0, n_iter=3)
    vectors = left * np.sqrt(strength)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    return chosen.astype(np.uint32), np.round(vectors * 127).astype(np.int8)
