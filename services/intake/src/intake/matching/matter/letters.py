"""A text as numbers: one for each character, none for punctuation."""

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.uint32]
Ids = npt.NDArray[np.uint32]

_KEPT = np.zeros(0x10000, dtype=bool)
for _first, _last in ((0x4E00, 0x9FFF), (0x30, 0x39), (0x61, 0x7A)):
    _KEPT[_first : _last + 1] = True
_M1, _M2 = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)
_SHIFT_DOWN, _SHIFT_UP = np.uint32(15), np.uint32(16)


def points(text: str) -> Points:
    """Code points of Han characters, digits and Latin letters; 0 for everything else."""
    found = np.frombuffer(text.encode("utf-16-le", "replace"), dtype="<u2").astype(np.uint32)
    found[~_KEPT[found]] = 0
    return found


def _mixed(state: Ids, values: Ids) -> Ids:
    state = (state ^ values) * _M1
    state ^= state >> _SHIFT_DOWN
    state *= _M2
    return state ^ (state >> _SHIFT_UP)


def grams(letters: Points, longest: int) -> list[tuple[Ids, npt.NDArray[np.bool_]]]:
    """For each length from one: a hash for every starting place, and whether no break lies in it."""
    states: list[tuple[Ids, npt.NDArray[np.bool_]]] = []
    state = np.zeros(len(letters), dtype=np.uint32)
    whole = np.ones(len(letters), dtype=bool)
    for offset in range(longest):
        window = letters[offset:]
        count = len(window)
        state, whole = _mixed(state[:count], window), whole[:count] & (window != 0)
        states.append((state, whole))
    return states


def joined(parts: list[Ids], step: int) -> Ids:
    """Hash of several neighbouring grams, each ``step`` characters after the one before."""
    count = len(parts[-1]) - step * (len(parts) - 1)
    if count <= 0:
        return np.zeros(0, dtype=np.uint32)
    state = np.zeros(count, dtype=np.uint32)
    for place, part in enumerate(parts):
        state = _mixed(state, part[place * step : place * step + count])
    return state


def pairs(letters: Points) -> tuple[Ids, npt.NDArray[np.bool_]]:
    """Neighbouring characters whatever their order (绿地 = 地绿), and whether no break lies between."""
    left, right = letters[:-1], letters[1:]
    return (np.minimum(left, right) << _SHIFT_UP) | np.maximum(left, right), (left != 0) & (
        right != 0
    )
