"""The one mapper from errors to ``application/problem+json`` (RFC 9457)."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from servicekit.errors import Category, DomainError
from servicekit.logging import get_logger

log = get_logger(__name__)

STATUS: dict[Category, int] = {
    Category.INVALID: 422,
    Category.UNAUTHENTICATED: 401,
    Category.FORBIDDEN: 403,
    Category.NOT_FOUND: 404,
    Category.CONFLICT: 409,
    Category.TOO_LARGE: 413,
    Category.UNSUPPORTED: 415,
    Category.TOO_MANY: 429,
    Category.UNAVAILABLE: 503,
}

_TITLES = {
    400: "请求有误", 401: "未登录", 403: "没有权限", 404: "未找到", 405: "不支持的操作",
    409: "与当前状态冲突", 413: "内容过大", 415: "不支持的类型", 422: "内容不符合要求",
    429: "请求过于频繁", 500: "系统错误", 503: "暂不可用",
}  # fmt: skip

_FIELD_SENTENCES = {
    "missing": "必填项未填写",
    "extra_forbidden": "不认识的字段",
    "string_too_short": "填写的内容太短",
    "string_too_long": "填写的内容太长",
    "enum": "不在可选范围内",
    "uuid_parsing": "不是有效的编号",
    "date_from_datetime_parsing": "不是有效的日期",
    "date_parsing": "不是有效的日期",
    "date_type": "不是有效的日期",
    "int_parsing": "不是有效的整数",
    "json_invalid": "不是有效的 JSON",
}


def problem(status: int, code: str, detail: str, request: Request, **context: Any) -> JSONResponse:
    """Build a problem document."""
    body = {
        "type": f"urn:huajie:problem:{code}",
        "title": _TITLES.get(status, "错误"),
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": getattr(request.state, "request_id", None),
        **{k: v for k, v in context.items() if v is not None},
    }
    headers = {"Cache-Control": "no-store"}
    if status == 401:  # noqa: PLR2004
        headers["WWW-Authenticate"] = "Bearer"
    if status == 503:  # noqa: PLR2004
        headers["Retry-After"] = "1"
    return JSONResponse(body, status, headers, "application/problem+json")


def field_errors(exc: RequestValidationError) -> list[dict[str, str]]:
    """One entry per wrong field: its path and a sentence; never the value that was sent."""
    return [
        {
            "field": ".".join(str(p) for p in e["loc"][1:]) or str(e["loc"][0]),
            "detail": _FIELD_SENTENCES.get(e["type"], "填写的内容不符合要求"),
            "rule": e["type"],
        }
        for e in exc.errors()
    ]


def install(app: FastAPI) -> None:
    """Attach the handlers to an application."""

    @app.exception_handler(DomainError)
    async def _domain(request: Request, exc: DomainError) -> JSONResponse:
        status = STATUS[exc.category]
        log.info("refused", code=exc.code, status=status)
        return problem(status, exc.code, exc.detail, request, **exc.context)

    @app.exception_handler(RequestValidationError)
    async def _validation(request: Request, exc: RequestValidationError) -> JSONResponse:
        errors = field_errors(exc)
        sentence = "；".join(f"{e['field']}：{e['detail']}" for e in errors[:5])
        return problem(422, "validation", sentence + "。", request, errors=errors)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, exc: HTTPException) -> JSONResponse:
        code = {404: "not_found", 405: "method_not_allowed"}.get(exc.status_code, "http_error")
        detail = {404: "没有这个地址。", 405: "该地址不支持这种操作。"}.get(
            exc.status_code, _TITLES.get(exc.status_code, "请求有误") + "。"
        )
        return problem(exc.status_code, code, detail, request)

    @app.exception_handler(Exception)
    async def _crash(request: Request, exc: Exception) -> JSONResponse:
        log.error("crashed", exc_info=exc, code="internal")
        answer = problem(500, "internal", "系统内部错误，已记录，请稍后重试。", request)
        # This handler runs outside our middleware, which tags all other answers.
        answer.headers["X-Request-Id"] = getattr(request.state, "request_id", "")
        return answer
