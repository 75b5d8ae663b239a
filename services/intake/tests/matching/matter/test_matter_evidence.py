"""Cities as a veto, and the kernel machine's file."""

import numpy as np
import pytest
from intake.matching.matter import MatterModel
from intake.matching.matter.kernel import Kernel
from intake.matching.matter.names import cities


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("银川市兴庆区与吴忠市之间", {"银川市", "吴忠市"}),
        ("a3区和a市", {"a"}),
        ("d市滴滴司机", {"d"}),
        ("农贸市场和城市民生", set()),
    ],
)
def test_cities_are_read_from_names_and_from_codes(text, found):
    assert cities(text) == found


def test_the_same_words_about_another_city_are_less_likely_one_matter():
    model = MatterModel.shipped()
    body = "{}的网约车没有资格证，影响市民出行，希望有关部门上路设卡排查，介入处理。"
    here, there = (
        model.profile(f"反映{city}网约车无证经营", body.format(city))
        for city in ("银川市", "吴忠市")
    )
    copied = model.compare(here, here, same_person=False).probability
    assert model.compare(here, there, same_person=False).probability < copied - 0.1


def test_a_kernel_read_back_says_the_same_and_one_kind_of_pair_is_told_from_the_other(tmp_path):
    draw = np.random.RandomState(0)
    kernel = Kernel(
        mean=draw.rand(3), spread=draw.rand(3) + 0.5, support=draw.randn(5, 4),
        weight=draw.randn(5), bias=0.3, gamma=0.1, sharpness=1.6,
    )  # fmt: skip
    kernel.save(tmp_path / "kernel.npz")
    rows = draw.randn(4, 3)
    same = np.array([True, False, True, False])
    again = Kernel.load(tmp_path / "kernel.npz")
    assert again.odds(rows, same) == pytest.approx(kernel.odds(rows, same), abs=1e-5)
    assert kernel.odds(rows, same) != pytest.approx(kernel.odds(rows, ~same), abs=1e-3)
    assert kernel.odds(np.full((1, 3), 1e9), np.array([True]))[0] == pytest.approx(
        kernel.odds(np.full((1, 3), 1e6), np.array([True]))[0]
    )
