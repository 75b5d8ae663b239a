"""Reads what a browser sent for a described form: the body for the API, and errors beside fields."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from starlette.datastructures import FormData

from portal.forms.fields import Field, Part, Rows, Ticks

_BETWEEN = re.compile("[、，,;；]")
"""What stands between several answers in one line."""
_SEGMENT = re.compile(r"^[0-9A-Za-z-]{1,40}$")
"""What may stand in the address of a command: a number or an id, never a path."""

Values = dict[str, str | list[str]]


@dataclass(slots=True)
class Reading:
    """The answer as sent (``values``), as the API wants it (``body``, ``path``), and what is wrong.

    ``inputs`` maps the API's name of a member to the input that it came from, and the name of a list
    followed by ``.*`` to the list as a whole; ``labels`` says what an input asks; ``kept`` which rows of
    a list were filled in.
    """

    values: Values = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    path: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    kept: dict[str, list[int]] = field(default_factory=dict)


def read(parts: Sequence[Part], data: FormData) -> Reading:
    """Read every part of a form."""
    reading = Reading()
    for part in parts:
        match part:
            case Field():
                _field(part, data, reading)
            case Rows():
                _rows(part, data, reading)
            case Ticks():
                _ticks(part, data, reading)
    for part in parts:
        if isinstance(part, Rows):
            _place(part, reading)
    return reading


def text_of(data: FormData, name: str) -> str:
    """One text as sent: line ends as the server writes them, no blanks around."""
    value = data.get(name)
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""


def _field(spec: Field, data: FormData, reading: Reading) -> None:
    value = _value(spec, spec.name, data, reading)
    if spec.in_path:
        if value and not _SEGMENT.match(str(value)):
            reading.errors[spec.name] = f"请选择{spec.label}。"
        reading.path[spec.name] = str(value)
    elif value is not None or spec.clears:
        reading.body[spec.name] = value
        reading.inputs[spec.name] = spec.name


def _value(spec: Field, name: str, data: FormData, reading: Reading) -> Any:
    """The value for the API; None leaves the member out."""
    reading.inputs.setdefault(spec.name, name)
    reading.labels[name] = spec.label
    if spec.kind == "many":
        chosen = [v for v in data.getlist(name) if isinstance(v, str)]
        reading.values[name] = chosen
        if not chosen and not spec.optional:
            reading.errors[name] = f"请至少选择一项{spec.label}。"
        return chosen
    text = text_of(data, name)
    reading.values[name] = text
    if spec.kind == "yes":
        return text == "yes"
    if not text:
        if not spec.optional:
            reading.errors[name] = _blank_sentence(spec)
        return None if spec.optional or spec.kind != "text" else ""
    if spec.kind == "yes_no":
        return text == "yes"
    if spec.kind in {"lines", "list"}:
        pieces = text.split("\n") if spec.kind == "lines" else _BETWEEN.split(text)
        return [one.strip() for one in pieces if one.strip()]
    wrong = _wrong(spec, text)
    if wrong is not None:
        reading.errors[name] = wrong
    return text


def _blank_sentence(spec: Field) -> str:
    verb = "选择" if spec.kind in {"select", "radio", "yes_no", "date"} else "填写"
    return f"请{verb}{spec.label}。"


def _wrong(spec: Field, text: str) -> str | None:
    if spec.kind == "date":
        try:
            date.fromisoformat(text)
        except ValueError:
            return f"{spec.label}不是有效的日期，请按 2026-01-31 的样式填写。"
    if len("".join(text.split())) < spec.least:
        return f"{spec.label}不少于 {spec.least} 个字，空格不计。"
    if len(text) > spec.most:
        return f"{spec.label}不超过 {spec.most} 个字。"
    return None


def _rows(spec: Rows, data: FormData, reading: Reading) -> None:
    kept: list[dict[str, Any]] = []
    reading.kept[spec.name] = []
    for i in spec.indices:
        first = spec.input_name(i, spec.fields[0])
        filled = any(text_of(data, spec.input_name(i, f)) for f in spec.fields if f.kind != "yes")
        if not spec.keys and not filled:
            reading.values[first] = ""
            continue
        row: dict[str, Any] = {spec.key_name: spec.keys[i][0]} if spec.keys else {}
        for f in spec.fields_of(i):
            name = spec.input_name(i, f)
            value = _value(f, name, data, reading)
            reading.inputs[f"{spec.name}.{len(kept)}.{f.name}"] = name
            if value is not None:
                row[f.name] = value
        kept.append(row)
        reading.kept[spec.name].append(i)
    first_input = spec.input_name(0, spec.fields[0])
    reading.inputs[spec.name] = first_input
    reading.inputs[f"{spec.name}.*"] = spec.name
    if len(kept) < spec.least:
        reading.errors.setdefault(first_input, f"{spec.label}至少填写 {spec.least} 行。")
    reading.body[spec.name] = kept


def _place(spec: Rows, reading: Reading) -> None:
    """Positions are counted as the form shows the rows; the body holds the filled ones only."""
    for at, row in zip(reading.kept[spec.name], reading.body[spec.name], strict=True):
        for f in spec.fields:
            rows = [str(i + 1) for i in reading.kept.get(f.position_in, ())]
            chosen = row.get(f.name)
            if not rows or not chosen:
                continue
            if chosen in rows:
                row[f.name] = str(rows.index(chosen) + 1)
            else:
                wrong = f"所选的第 {chosen[:2]} 位没有填写，请重新选择{f.label}。"
                reading.errors[spec.input_name(at, f)] = wrong


def _ticks(spec: Ticks, data: FormData, reading: Reading) -> None:
    ticked = [v for v in data.getlist(spec.name) if isinstance(v, str)]
    reading.values[spec.name] = ticked
    reading.body[spec.name] = {code: code in ticked for code, _ in spec.items}
    reading.inputs[spec.name] = spec.name
