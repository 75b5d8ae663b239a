import json
from pathlib import Path

import pytest
from intake.matching.matter.command import app
from typer.testing import CliRunner

SAMPLE = Path(__file__).parent / "data"
RUN = CliRunner()


def evaluate(messages, pairs, *more):
    return RUN.invoke(
        app, ["evaluate", "--messages", str(messages), "--pairs", str(pairs), *map(str, more)]
    )


@pytest.mark.parametrize(("group", "floor"), [("same_person", 0.93), ("different_persons", 0.86)])
def test_r57_advice_on_a_sample_of_labelled_pairs_keeps_its_quality(tmp_path, group, floor):
    result = evaluate(
        SAMPLE / "messages.csv", SAMPLE / "pairs.csv", "--json", tmp_path / "out.json"
    )
    assert result.exit_code == 0, result.output
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert report[group]["f1"] >= floor
    assert report["kinds"]["duplicate_text"]["recall"] == 1
    assert report["kinds"]["event_duplicate_text"]["recall"] == 1
    assert report["borderline_left_out"] > 0


def test_the_table_speaks_chinese():
    result = evaluate(SAMPLE / "messages.csv", SAMPLE / "pairs.csv")
    assert "召回率" in result.output
    assert "按信访人平均" in result.output


@pytest.mark.parametrize(
    ("pairs", "complaint"),
    [
        ("message_id_a,message_id_b,label,kind\n1,999,1,x\n", "找不到"),
        ("message_id_a,message_id_b,kind\n1,2,x\n", "缺少列：label"),
        ("message_id_a,message_id_b,label,kind\n", "没有任何信件对"),
        ("message_id_a,message_id_b,label,kind\n1,2,yes,x\n", "不是 0 或 1"),
        ("", "缺少列"),
    ],
)
def test_a_file_that_cannot_be_judged_is_refused_in_one_sentence(tmp_path, pairs, complaint):
    messages = tmp_path / "m.csv"
    messages.write_text(
        "message_id,user_id,subject,sent_at,body\n1,u,甲,2019-01-01,乙\n2,u,甲,2019-01-01,乙\n",
        encoding="utf-8",
    )
    (tmp_path / "p.csv").write_text(pairs, encoding="utf-8")
    result = evaluate(messages, tmp_path / "p.csv")
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert "Traceback" not in result.output


def test_a_missing_file_is_one_sentence_too(tmp_path):
    result = evaluate(tmp_path / "none.csv", tmp_path / "none.csv")
    assert result.exit_code == 2
    assert "打不开文件" in result.stderr
