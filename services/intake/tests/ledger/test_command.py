"""``huajie ledger check``: what a person sees and what the JSON says, without any server."""

import json
from pathlib import Path

import pytest
from intake.ledger import command
from intake.ledger.command import app
from typer.testing import CliRunner

HERE = Path(__file__).parents[1] / "data"
LEDGERS, UNITS = HERE / "ledgers", HERE / "units.csv"
MAIN = LEDGERS / "broken_dates.xlsx"
FILES = sorted(p.name.removesuffix(".expected.json") for p in LEDGERS.glob("*.expected.json"))
EXITS = {"accepted": 0, "partial": 1, "refused": 2}
OF_THE_GENERATOR = {"note", "columns", "row_numbering", "hidden_columns", "totals"}
"""Remarks on how a sample was made, not results."""


def run(*args: object):
    return CliRunner(env={"COLUMNS": "200"}).invoke(
        app, ["check", "--units", str(UNITS), *map(str, args)]
    )


@pytest.mark.parametrize("name", FILES)
def test_the_json_says_what_the_district_expects(name, tmp_path):
    out = tmp_path / "out.json"
    result = run(LEDGERS / name, "--json", out, "--today", "2026-11-25")
    expected = json.loads((LEDGERS / f"{name}.expected.json").read_text("utf-8"))
    assert result.exit_code == EXITS[expected["file_verdict"]], result.output
    found = json.loads(out.read_text("utf-8"))
    for side in (found, expected):
        for row in side.get("rows", []):
            # Which of two equal notations a date once had cannot be seen in the file.
            row.pop("normalisations")
            row.pop("extras", None)
    assert {k: found[k] for k in expected.keys() - OF_THE_GENERATOR} == {
        k: v for k, v in expected.items() if k not in OF_THE_GENERATOR
    }


def test_a_person_reads_verdict_counts_and_reasons():
    result = run(LEDGERS / "broken_dates.xlsx", "--today", "2026-11-25")
    assert "broken_dates.xlsx：部分可导入" in result.output
    assert "第 3 行：登记时间 2018-12-31 早于 2019-01-01" in result.output


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["none.xlsx"], "无法读取 none.xlsx：文件不存在"),
        ([LEDGERS], f"无法读取 {LEDGERS}：这是一个文件夹，请指明其中的文件"),
        ([UNITS / "x.xlsx"], f"无法读取 {UNITS}/x.xlsx：路径中有一段不是文件夹"),
        (["x" * 300], f"无法读取 {'x' * 300}：文件名过长"),
        ([], "请写明要检查的台账文件，例如：huajie ledger check 台账.xlsx"),
        (["a", "b"], "不认识的参数：b（--help 查看用法）"),
        (["--jsn", "a"], "不认识的参数：--jsn、a（--help 查看用法）"),
        ([MAIN, "--json"], "参数不全：选项后面要有内容（--help 查看用法）"),
        (
            [MAIN, "--profile", "x"],
            "--profile 应为 campaign、daily、exchange、corrections 之一，不是“x”",
        ),
        ([MAIN, "--today", "x"], "--today 应为 2026-11-25 这样的日期，不是“x”"),
        ([MAIN, "--header-row", "0"], "--header-row 应为从 1 起的行号，不是“0”"),
        ([MAIN, "--units", "none.csv"], "找不到单位名录 none.csv，请用 --units 指明"),
        (
            [MAIN, "--units", MAIN],
            f"单位名录 {MAIN} 读不出单位，应有 code、name、kind、aliases 四列",
        ),
        ([MAIN, "--json", "/nowhere/out.json"], "无法写入 /nowhere/out.json：文件夹不存在"),
    ],
    ids=lambda x: None if isinstance(x, str) else "args",
)
def test_what_cannot_be_done_is_one_chinese_sentence_and_exit_2(args, sentence):
    result = run(*args)
    assert result.exit_code == 2
    assert result.stderr == f"{sentence}\n"
    assert not result.stdout


def test_a_file_that_may_not_be_read_is_one_chinese_sentence_too(monkeypatch):
    def forbidden(*_: object, **__: object):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    monkeypatch.setattr(command, "_check_units", lambda _: None)
    assert run(MAIN).stderr == f"无法读取 {MAIN}：没有权限\n"


def test_the_help_is_chinese_and_names_the_exit_codes():
    shown = run("--help").stdout
    assert "退出码：0 全部行可导入；1 部分行可导入；2 不能导入" in shown
    assert all(option in shown for option in ("--json", "--units", "--profile", "--sheet"))
