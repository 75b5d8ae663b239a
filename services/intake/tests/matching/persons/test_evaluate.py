import csv
import json
from pathlib import Path

import pytest
from intake.matching.persons.command import app
from typer.testing import CliRunner

SAMPLE = Path(__file__).parent / "data" / "persons_sample.csv"


def run(*args):
    return CliRunner().invoke(app, ["evaluate", *map(str, args)])


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    out = tmp_path_factory.mktemp("persons") / "out.json"
    done = run("--records", SAMPLE, "--json", out)
    assert done.exit_code == 0, done.output
    return json.loads(out.read_text("utf-8"))


def test_shipped_thresholds_reach_the_promised_precision_and_recall(result):
    assert result["suggested"]["precision"] >= 0.98
    assert result["suggested"]["recall"] >= 0.90
    assert result["clusters"]["precision"] >= 0.98


def test_every_true_pair_is_suggested_or_waits_for_a_person(result):
    assert result["missed_by_blocking"] == 0
    assert result["ignored_true_pairs"] == 0
    assert result["by_expect"]["auto"]["clerical"] == 0
    assert result["by_variant"]["couple_swapped_id"]["clerical"] > 0


def test_the_queue_for_persons_stays_short(result):
    assert result["clerical"]["pairs"] <= 0.15 * result["true_pairs"]


def test_the_command_prints_figures_for_a_reader():
    done = run("--records", SAMPLE)
    assert "准确率" in done.stdout
    assert "变体 id_15" in done.stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "无法打开"),
        (b"", "缺少列"),
        (b"record_id,name\n1,x\n", "缺少列：id_no、phone、address、entity_id"),
        (b"record_id,name,id_no,phone,address,entity_id\n", "没有记录"),
        (b"record_id,name,id_no,phone,address,entity_id\n1,x,,,,\n", "第 2 行没有 entity_id"),
        (b"record_id,name,id_no,phone,address,entity_id\n1,x\n", "第 2 行没有 entity_id"),
        ("record_id,name,id_no,phone,address,entity_id\n1,王\n".encode("gb18030"), "UTF-8"),
        (b'record_id,name,id_no,phone,address,entity_id\n1,"x\n', "CSV"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path, content, words):
    file = tmp_path / "records.csv"
    if content is not None:
        file.write_bytes(content)
    done = run("--records", file)
    assert done.exit_code == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert not done.stdout


def test_a_result_that_cannot_be_written_is_told_in_one_sentence(tmp_path):
    done = run("--records", SAMPLE, "--json", tmp_path)
    assert done.exit_code == 2
    assert done.stderr == f"无法写出 {tmp_path}\n"


def test_a_file_without_the_optional_columns_is_measured(tmp_path):
    file = tmp_path / "plain.csv"
    with SAMPLE.open(encoding="utf-8") as f, file.open("w", encoding="utf-8-sig", newline="") as g:
        writer = csv.DictWriter(
            g,
            ["record_id", "name", "id_no", "phone", "address", "entity_id"],
            extrasaction="ignore",
        )
        writer.writeheader()
        writer.writerows(csv.DictReader(f))
    done = run("--records", file)
    assert done.exit_code == 0
    assert "变体" not in done.stdout
