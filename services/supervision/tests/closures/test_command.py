"""``huajie closures evaluate``, as a person runs it."""

import csv
import json
from pathlib import Path

import pytest
from supervision.closures.command import app
from supervision.closures.model import ClosureModel
from typer.testing import CliRunner

SHORT = "您反映的路灯问题已转交区城管局调查处理。"
LONG = (
    "您好！来信收悉，现回复如下：经现场核查，福民路12号门前3盏路灯因电缆被施工单位挖断不亮，情况属实。"
    "我局已于3月5日更换电缆，3盏路灯当晚全部恢复照明，并责令施工单位停工整改，依法罚款2000元，"
    "罚款已于3月8日缴清，整改情况已经复查合格。"
)


def table(path: Path, *rows: tuple[str, str], header: str = "procedural") -> Path:
    with path.open("w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow(["subject", "body", "reply", header])
        out.writerows(["路灯不亮", "福民路路灯不亮，请修复。", *row] for row in rows)
    return path


def run(*arguments: object):
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


def test_r49_precision_recall_and_f1_are_told_over_all_and_over_long_replies(tmp_path):
    replies = table(tmp_path / "r.csv", (SHORT, "1"), (LONG, "0"), (LONG + "特此回复。", "1"))
    out = tmp_path / "r.json"
    done = run("--replies", replies, "--json", out)
    assert done.exit_code == 0, done.output
    report = json.loads(out.read_text("utf-8"))
    assert report["precision"] == 1.0
    assert report["recall"] == 0.5
    assert report["f1"] == pytest.approx(2 / 3)
    assert report["long"]["replies"] == 2
    assert report["long"]["recall"] == 0.0
    assert report["out_of_fold"] == 0
    assert "100 字以上" in done.stdout


def test_a_reply_that_was_trained_on_is_judged_by_the_fold_without_it(tmp_path, monkeypatch):
    replies = table(tmp_path / "r.csv", (SHORT, "1"))
    monkeypatch.setattr(ClosureModel, "unseen_probability", lambda *_: 0.0)
    out = tmp_path / "r.json"
    assert run("--replies", replies, "--json", out).exit_code == 0
    report = json.loads(out.read_text("utf-8"))
    assert (report["out_of_fold"], report["recall"]) == (1, 0.0)


def test_a_strange_label_is_refused_in_one_sentence(tmp_path):
    done = run("--replies", table(tmp_path / "r.csv", (SHORT, "是")))
    assert done.exit_code == 2
    assert done.stderr == "答复表第 1 条的 procedural 不是 0 或 1。\n"


def test_a_table_without_labels_is_refused_in_one_sentence(tmp_path):
    done = run("--replies", table(tmp_path / "r.csv", (SHORT, "1"), header="别的"))
    assert done.exit_code == 2
    assert done.stderr == "答复表缺少列：procedural。\n"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"subject,body,reply,procedural\n"])
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path, content):
    file = tmp_path / "r.csv"
    file.write_bytes(content)
    done = run("--replies", file)
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.output


def test_a_missing_file_is_refused_in_one_sentence(tmp_path):
    done = run("--replies", tmp_path / "none.csv")
    assert done.exit_code == 2
    assert done.stderr.startswith("打不开文件")


def test_a_result_that_cannot_be_written_is_told(tmp_path):
    replies = table(tmp_path / "r.csv", (SHORT, "1"))
    done = run("--replies", replies, "--json", tmp_path / "none" / "r.json")
    assert done.exit_code == 2
    assert done.stderr.startswith("写不了文件")
