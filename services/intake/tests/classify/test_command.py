"""``huajie categories evaluate``, as a person runs it."""

import json
from pathlib import Path

import pytest
from intake.classify.command import app
from typer.testing import CliRunner

SAMPLE = Path(__file__).parent.parent / "data" / "labelled_sample.csv"


def run(*arguments: object):
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


def test_it_prints_figures_and_says_plainly_that_lower_levels_have_none(tmp_path):
    out = tmp_path / "r.json"
    done = run("--messages", SAMPLE, "--json", out)
    assert done.exit_code == 0
    assert "宏平均 F1" in done.stdout
    assert "二、三级没有标注数据" in done.stdout
    report = json.loads(out.read_text("utf-8"))
    assert report["texts"] == report["out_of_fold"] == 42
    assert report["level3"] is None
    assert report["published"]["texts"] == 495


def test_a_text_that_was_not_trained_on_is_counted_as_such_and_lower_labels_are_scored(tmp_path):
    messages = tmp_path / "m.csv"
    messages.write_text(
        "message_id,subject,body,level1,level2,level3\n"
        "1,暖气,新建小区供暖不热,城乡建设,城市建设和市政管理,冬季采暖\n",
        "utf-8",
    )
    out = tmp_path / "r.json"
    assert run("--messages", messages, "--json", out).exit_code == 0
    report = json.loads(out.read_text("utf-8"))
    assert report["out_of_fold"] == 0
    assert report["level3"] == {"top1": 1.0, "top5": 1.0}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("message_id,subject,body\n1,a,b\n", "信件表缺少列 level1。"),
        ("message_id,subject,body,level1\n", "没有信件。"),
        ("message_id,subject,body,level1\n1,a,b,天文\n", "一级分类“天文”不在分类表中。"),
    ],
)
def test_a_wrong_table_is_refused_in_one_sentence(tmp_path, content, sentence):
    messages = tmp_path / "m.csv"
    messages.write_text(content, "utf-8")
    done = run("--messages", messages)
    assert done.exit_code == 2
    assert sentence in done.stderr


@pytest.mark.parametrize("option", ["--messages", "--categories"])
def test_a_missing_or_binary_file_is_refused_in_one_sentence(tmp_path, option):
    binary = tmp_path / "b.csv"
    binary.write_bytes(b"\xff\xfe\x00\xd8")
    for file, sentence in ((tmp_path / "none.csv", "打不开文件"), (binary, "不是 UTF-8 文件。")):
        given = {"--messages": SAMPLE, option: file}
        done = run(*(x for pair in given.items() for x in pair))
        assert (done.exit_code, sentence in done.stderr) == (2, True)
        assert len(done.stderr.splitlines()) == 1
