"""Texts read, and pairs compared, many at a time come out as they would alone."""

from itertools import product

import numpy as np
import pytest
from intake.matching.matter import Asked, MatterModel, Profile
from intake.matching.matter.profile import Meant, Vector

TEXTS = [
    ("要求办理房产证", "锦绣花园三期交房五年，开发商至今没有办理不动产权证，孩子上学受影响。再次反映，请求答复。"),
    (None, "锦绣花园3期业主反映：开发商逾期办证，多次向街道反映没有结果！"),
    (None, "绿地城二期交房五年仍未办理房产证，业主要求退还代收税费。"),
    ("噪音", "楼下烧烤店油烟扰民，凌晨仍有噪音；https://example.org/a 见附件 ***"),
    (None, "好"), (None, ""), ("。", "。。"), (None, "abc123 １２栋 𠮷"),
]  # fmt: skip


@pytest.fixture(scope="module")
def model() -> MatterModel:
    return MatterModel.shipped()


def equal(a: object, b: object) -> bool:
    if isinstance(a, np.ndarray):
        return bool(np.array_equal(a, np.asarray(b)))
    if isinstance(a, Vector | Meant | Profile):
        return all(equal(getattr(a, n), getattr(b, n)) for n in type(a).__slots__)
    return a == b


def test_a_text_read_among_others_has_the_profile_it_has_alone(model):
    together = model.profiles(TEXTS)
    assert len(together) == len(TEXTS)
    assert all(
        equal(model.profile(*text), found) for text, found in zip(TEXTS, together, strict=True)
    )
    assert not equal(together[0], together[1])


def test_a_pair_compared_among_others_gets_the_verdict_it_gets_alone(model):
    profiles = model.profiles(TEXTS)
    asked = [
        Asked(a, b, days, same_person=same)
        for (a, b), (same, days) in product(product(profiles, profiles), ((True, 3), (False, None)))
    ]
    for q, found in zip(asked, model.compare_all(asked), strict=True):
        alone = model.compare(q.a, q.b, same_person=q.same_person, days_apart=q.days_apart)
        assert found.probability == pytest.approx(alone.probability, abs=1e-9)
        assert (found.band, found.reasons) == (alone.band, alone.reasons)
    assert len({v.band for v in model.compare_all(asked)}) > 1
    assert model.compare_all([]) == []
