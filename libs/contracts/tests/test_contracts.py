"""Events stay readable: snapshots, golden payloads, subjects, no personal data."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from contracts.event import Envelope, UnknownEventError
from contracts.registry import REGISTRY
from contracts.snapshots import render, schemas
from contracts.subjects import CONSUMERS, PUBLISHERS, filter_for, subject_of
from contracts.units import UnitDirectory
from contracts.vocab import LABELS, UnitKind, label

HERE = Path(__file__).parent
SNAPSHOTS = HERE.parent / "schemas"
GOLDEN = HERE / "golden"
UNITS = HERE.parents[2] / "examples/units.csv"


def an_envelope(**over) -> Envelope:
    values = {
        "id": UUID(int=1), "service": "intake", "type": "case_verified.v1", "case_id": UUID(int=2),
        "time": datetime(2026, 11, 25, tzinfo=UTC), "tenant": "xlb", "case_version": 2,
        "occurred_on": date(2020, 10, 26), "actor_sub": "s", "actor_unit": "xlb",
        "correlation_id": "c", "data": {"ticks": ["facts_complete"]},
    }  # fmt: skip
    return Envelope(**{**values, **over})


def test_every_event_has_a_snapshot_and_no_snapshot_is_left_over():
    assert {p.name for p in SNAPSHOTS.glob("*.json")} == set(schemas())


@pytest.mark.parametrize("name", sorted(schemas()))
def test_a_schema_does_not_change_inside_a_version(name):
    new, old = schemas()[name], json.loads((SNAPSHOTS / name).read_text(encoding="utf-8"))
    for field in old.get("properties", {}):
        assert field in new["properties"], f"{field} was removed"
        assert _shape(new["properties"][field]) == _shape(old["properties"][field])
    assert set(new.get("required", [])) <= set(old.get("required", [])), "a field became required"
    assert render(new) == (SNAPSHOTS / name).read_text(encoding="utf-8"), (
        "an additive change: delete the snapshot and write it again"
    )


def _shape(schema: dict) -> dict:
    return {k: v for k, v in schema.items() if k not in {"description", "title"}}


@pytest.mark.parametrize("key", sorted(REGISTRY))
def test_a_golden_payload_still_parses_and_comes_out_the_same(key):
    service, name, version = key
    raw = json.loads((GOLDEN / f"{service}.{name}.v{version}.json").read_text(encoding="utf-8"))
    data = REGISTRY[key].model_validate(raw)
    assert data.model_dump(mode="json", exclude_unset=True) == raw
    assert REGISTRY[key].model_validate({**raw, "a_field_of_tomorrow": 1}) == data


def test_every_event_field_is_described():
    for model in REGISTRY.values():
        assert model.__doc__


def test_no_event_carries_a_field_that_could_hold_personal_data():
    forbidden = {"name", "phone", "id_no", "address", "text", "demand", "petitioner", "content"}
    for model in REGISTRY.values():
        assert not forbidden & set(model.model_fields), model


def test_an_envelope_travels_as_cloudevents_json_and_comes_back():
    e = an_envelope(late=True, causation_id="x")
    wire = json.loads(e.to_json())
    assert wire["specversion"] == "1.0"
    assert {"id", "source", "type", "subject", "time", "data"} <= set(wire)
    assert all(k.isalnum() or k == "case_id" for k in wire if k != "occurred_on")
    assert Envelope.from_json(e.to_json()) == e


def test_the_subject_names_service_tenant_case_and_event():
    e = an_envelope()
    assert subject_of(e) == f"evt.intake.xlb.{e.case_id}.case_verified.v1"
    assert e.payload().NAME == "case_verified"


@pytest.mark.parametrize("tenant", ["*", ">", "a.b", "中", "", "A"])
def test_a_tenant_that_is_no_token_makes_no_subject(tenant):
    with pytest.raises(ValueError, match="token"):
        subject_of(an_envelope(tenant=tenant))


def test_an_unknown_version_is_told_apart_from_a_wrong_payload():
    with pytest.raises(UnknownEventError):
        an_envelope(type="case_verified.v2").payload()


def test_consumers_read_only_what_somebody_publishes():
    for sources in CONSUMERS.values():
        assert set(sources) <= set(PUBLISHERS)
    assert filter_for("intake") == "evt.intake.>"


def test_every_code_with_a_label_has_one_for_each_member():
    for vocabulary, labels in LABELS.items():
        assert set(labels) == set(vocabulary)
        for code in vocabulary:
            assert label(code)


def test_the_district_has_offices_discipline_politics_and_unique_names():
    units = UnitDirectory.read(UNITS)
    kinds = {u.kind for u in units}
    assert kinds == set(UnitKind)
    assert units.office().code == "xlb"
    names = [n for u in units for n in (u.name, *u.aliases)]
    assert len(names) == len(set(names))
    assert units.by_name("区住建交通局").code == "zjj"
    assert units.name_of("nobody") == "nobody"
