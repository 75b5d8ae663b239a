"""Turns every refusal and fault into a calm page in Chinese."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from servicekit.errors import DomainError
from servicekit.logging import get_logger
from servicekit.problem import STATUS
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from portal import cookies, words
from portal.addresses import inner, login_for
from portal.clients.upstream import Refused, TokenRefusedError
from portal.guard import security_headers
from portal.visit import LoginRequiredError, parts_of

log = get_logger(__name__)

_TITLES = {
    400: "请求有误", 401: "请先登录", 403: "没有权限", 404: "没有找到", 405: "不支持的操作",
    409: "与当前状态冲突", 413: "内容过大", 422: "内容不符合要求", 429: "请求过于频繁",
    500: "系统出错", 503: "暂时无法办理",
}  # fmt: skip
_SENTENCES = {
    404: "没有找到这个页面，或者本单位无权查看。",
    405: "该地址不支持这种操作。",
}


def error_page(request: Request, status: int, detail: str, code: str = "") -> HTMLResponse:
    """One refusal: what happened, and what to do."""
    return parts_of(request).pages.of_request(
        request, "error.html", title=_TITLES.get(status, "没有受理"), status=status, detail=detail,
        advice=words.ADVICE.get(code, ""), request_id=getattr(request.state, "request_id", None),
    )  # fmt: skip


def too_large(request: Request) -> HTMLResponse:
    """The page for a body over the limit."""
    limit = parts_of(request).settings.max_body_bytes // (1024 * 1024)
    return error_page(request, 413, f"上传内容超过 {limit} MB 的上限，没有受理。", "body_too_large")


def _login(request: Request) -> Response:
    target = request.url.path
    if request.method == "GET" and request.url.query:
        target += f"?{request.url.query}"
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"HX-Redirect": login_for("/")})
    if request.method == "GET":
        return RedirectResponse(login_for(target), 303)
    return parts_of(request).pages.of_request(
        request, "lapsed.html", title="登录已超时", status=401, login=login_for(inner(target))
    )


def install(app: FastAPI) -> None:
    """Attach the handlers; they take the place of the problem+json ones."""

    @app.exception_handler(LoginRequiredError)
    @app.exception_handler(TokenRefusedError)
    async def _no_session(request: Request, _: Exception) -> Response:
        answer = _login(request)
        if cookies.SESSION in request.cookies:
            cookies.keep(answer, cookies.AGAIN, "1", max_age=600)
            cookies.drop(answer, cookies.SESSION)
        return answer

    @app.exception_handler(Refused)
    async def _refused(request: Request, exc: Refused) -> Response:
        log.info("refused", code=exc.code, status=exc.status)
        return error_page(request, exc.status, exc.detail, exc.code)

    @app.exception_handler(DomainError)
    async def _domain(request: Request, exc: DomainError) -> Response:
        log.info("refused", code=exc.code, status=STATUS[exc.category])
        return error_page(request, STATUS[exc.category], exc.detail, exc.code)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, _: Exception) -> Response:
        return error_page(request, 404, _SENTENCES[404])

    @app.exception_handler(HTTPException)
    async def _http(request: Request, exc: HTTPException) -> Response:
        sentence = _SENTENCES.get(exc.status_code, "请求没有被受理。")
        return error_page(request, exc.status_code, sentence)

    @app.exception_handler(Exception)
    async def _crash(request: Request, exc: Exception) -> Response:
        log.error("crashed", exc_info=exc, code="internal")
        sentence = "系统内部出错，已记录。请稍后重试；仍不成功的，请把编号告知系统管理员。"
        page = error_page(request, 500, sentence)
        page.headers.update(security_headers(https=parts_of(request).settings.is_https))
        return page
