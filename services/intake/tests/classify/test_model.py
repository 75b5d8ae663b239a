"""Suggested categories: ranked, with probabilities that mean something."""

import csv
from importlib.resources import files
from pathlib import Path
from time import process_time

import pytest
from intake.classify import categories
from intake.classify.evaluation import Labelled, measure
from intake.classify.model import CategoryModel

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def model() -> CategoryModel:
    return CategoryModel.shipped()


@pytest.fixture(scope="module")
def labelled() -> list[Labelled]:
    with (DATA / "labelled_sample.csv").open(encoding="utf-8") as f:
        return [
            Labelled(r["message_id"], r["subject"], r["body"], r["level1"])
            for r in csv.DictReader(f)
        ]


@pytest.mark.parametrize(
    ("text", "leaf"),
    [
        ("小区供暖不热，多次反映未解决。", "冬季采暖"),
        ("开发商至今不给办理不动产证", "房产证登记、办理"),
        ("农民工干了一年，包工头拖欠工资不给", "农民工权益"),
        ("学校老师收费补课，学生负担很重", "学生负担"),
        ("征地补偿款被村里截留，没有发到农户手里", "安置补偿"),
        ("村里搞退耕还林，补助没有发下来", "退耕还林"),
    ],
)
def test_a_plain_complaint_is_ranked_under_its_leaf_first(model, text, leaf):
    assert model.suggest(None, text)[0].level3 == leaf


def test_probabilities_fall_and_sum_to_one_over_the_whole_table(model):
    ranked = model.suggest("供暖", "小区供暖不热", limit=1000)
    shares = [s.probability for s in ranked]
    assert len(ranked) == len(categories.shipped())
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1.0)
    assert len(model.suggest("供暖", "小区供暖不热")) == 5


@pytest.mark.parametrize("text", ["", " ", "？？", "123 abc", "好"])
def test_a_text_without_words_still_gets_a_ranking(model, text):
    assert len(model.suggest(None, text)) == 5


def test_first_levels_are_right_on_texts_that_the_scoring_model_did_not_see(model, labelled):
    report = measure(model, labelled)
    assert report.out_of_fold == len(labelled)
    assert report.top1 >= 0.8
    assert report.top3 >= 0.95
    assert {c.level1 for c in report.classes} == set(model.measured.classes)


def test_the_accuracy_that_clerks_read_comes_from_cross_validation(model):
    assert model.measured.texts == 495
    assert 0.85 < model.measured.top1 < model.measured.top3 < 1
    assert "交叉验证" in model.measured.method


def test_a_text_takes_at_most_five_milliseconds_on_average(model, labelled):
    model.suggest(None, "预热")
    best = min(_milliseconds(model, labelled) for _ in range(3))
    assert best < 5


def _milliseconds(model: CategoryModel, labelled: list[Labelled]) -> float:
    started = process_time()
    for m in labelled:
        model.suggest(m.subject, m.body)
    return (process_time() - started) * 1000 / len(labelled)


def test_the_packaged_model_stays_under_three_megabytes_and_keeps_no_text():
    data = files("intake.classify").joinpath("data")
    parts = [data.joinpath(n).read_bytes() for n in ("model.npz", "model.json", "vocabulary.csv")]
    assert sum(map(len, parts)) <= 3_000_000
    assert "A市" not in parts[1].decode()
