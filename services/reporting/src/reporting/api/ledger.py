"""Routes of the ledger, its export, a case and its timeline."""

from uuid import UUID

from dbkit.caller import CurrentCaller
from dbkit.paging import Page, Paging
from fastapi import APIRouter, Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from reporting.api.deps import Criteria, Reader, TheParts
from reporting.reads.case import case_view, timeline
from reporting.reads.ledger import ledger_page
from reporting.reads.views import CaseView, LedgerRow, Timeline

router = APIRouter(prefix="/v1", tags=["ledger"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/ledger", summary="台账")
async def ledger(
    parts: TheParts, reader: Reader, criteria: Criteria, paging: Paging
) -> Page[LedgerRow]:
    async with parts.db.read(reader.unit) as session:
        return await ledger_page(
            session, criteria, paging, today=parts.clock.today(), units=parts.units
        )


@router.get("/ledger/export", summary="导出台账", response_class=FileResponse)
async def export(
    parts: TheParts, _: Reader, caller: CurrentCaller, criteria: Criteria
) -> FileResponse:
    file = await parts.export_ledger(caller, criteria)
    return FileResponse(
        file.path,
        filename=file.file_name,
        media_type=XLSX,
        headers={"X-Total-Count": str(file.rows), "Cache-Control": "no-store"},
        background=BackgroundTask(file.path.unlink, missing_ok=True),
    )


@router.get("/cases/{case_id}", summary="信访件")
async def case(parts: TheParts, reader: Reader, case_id: UUID, response: Response) -> CaseView:
    async with parts.db.read(reader.unit) as session:
        view = await case_view(session, case_id, today=parts.clock.today(), units=parts.units)
    response.headers["ETag"] = f'"{view.version}"'
    return view


@router.get("/cases/{case_id}/timeline", summary="办理时间线")
async def events(parts: TheParts, reader: Reader, case_id: UUID) -> Timeline:
    async with parts.db.read(reader.unit) as session:
        return await timeline(session, case_id, parts.units)
