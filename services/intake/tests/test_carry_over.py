"""Cases registered before 0002: carried over by the migration, their texts encrypted by the service."""

import asyncpg
from dbkit import migrate
from intake_builders import column

BEFORE = "2026_11_25_0001"
CASE = "00000000-0000-7000-8000-000000000001"
_CASE = (
    "insert into cases (id, tenant, case_no, state, version, source, cohort, registered_on, channel,"
    " people_count, field, category, case_kind, cross_separated, cross_kind, place_unit, demand, proposal,"
    " ticks, created_at) values ($1, 'wenhuajie', 'GJ2020062181516', 'registered', 1, 'central', 'A',"
    " '2020-03-02', 'letter', 1, 'real_estate', '城乡建设', 'ordinary', true, '跨部门、人户分离', 'jyj',"
    ' \'小区供暖不热，多次反映未解决。\', \'{"remark": "老人独居", "measures": null, "status": "办理中"}\','
    " '{}', now())"
)
_SIGHT = (
    "insert into case_visibility (tenant, case_id, role, created_at) values"
    " ('wenhuajie', $1, 'registrar', now()), ('xlb', $1, 'supervision', now()),"
    " ('jyj', $1, 'lead', now())"
)
_TRAIL = (
    "insert into audit_log (tenant, seq, at, actor_sub, actor_unit, action, object_id, correlation_id,"
    " prev_hash, hash) values ('wenhuajie', 1, now(), 'sub-1', 'wenhuajie', 'case.registered', $1, 'c',"
    " '\\x00', '\\x00')"
)


async def test_a_case_of_before_is_carried_over_and_its_text_encrypted(
    client, app, street, service_db
):
    await migrate.downgrade("intake", service_db.owner_url, BEFORE)
    connection = await asyncpg.connect(service_db.admin_dsn)
    await connection.execute(_CASE, CASE)
    await connection.execute(_SIGHT, CASE)
    await connection.execute(_TRAIL, CASE)
    await connection.close()
    await migrate.upgrade("intake", service_db.owner_url)
    carried = await column(
        service_db.admin_dsn,
        "select concat_ws(' ', first_unit, registered_by, issued, sealed, cross_kinds) from cases",
    )
    assert carried == ['jyj sub-1 t f ["departments", "household_apart"]']
    seal_texts = app.state.parts.usecases.seal_texts
    assert (await seal_texts.batch(), await seal_texts.batch()) == (1, 0)
    assert await column(service_db.admin_dsn, "select demand from cases") == [None]
    proposal = await column(service_db.admin_dsn, "select proposal::text from cases")
    assert proposal == ['{"status": "办理中"}']
    case = (await client.get(f"/v1/cases/{CASE}", headers=street)).json()
    assert case["demand"] == "小区供暖不热，多次反映未解决。"
    assert (case["proposal"]["remark"], case["proposal"]["status"]) == ("老人独居", "办理中")
    assert case["labels"]["cross_kinds"] == ["跨部门", "人户分离"]
