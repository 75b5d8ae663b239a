"""Style sheets and scripts: held in memory, named by their content, cached for a year."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
}
_ROOT = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, also compressed."""

    body: bytes
    packed: bytes
    media_type: str
    version: str


class Assets:
    """All files under ``static/``."""

    def __init__(self, root: Path = _ROOT) -> None:
        self._files: dict[str, Asset] = {}
        for path in sorted(p for p in root.rglob("*") if p.suffix in _TYPES):
            body = path.read_bytes()
            self._files[path.relative_to(root).as_posix()] = Asset(
                body, gzip.compress(body, 6), _TYPES[path.suffix],
                hashlib.sha256(body).hexdigest()[:12],
            )  # fmt: skip

    def url(self, name: str) -> str:
        """The address of a file; it changes with its content.

        Raises:
            KeyError: there is no such file.
        """
        return f"/static/{name}?v={self._files[name].version}"

    def answer(self, name: str, version: str | None, encodings: str) -> Response:
        """The file, for ever cacheable under its present version only.

        Raises:
            HTTPException: 404, there is no such file.
        """
        asset = self._files.get(name)
        if asset is None:
            raise HTTPException(404)
        fresh = version == asset.version
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable" if fresh else "no-cache",
            "Vary": "Accept-Encoding",
        }
        if "gzip" in encodings:
            headers["Content-Encoding"] = "gzip"
            return Response(asset.packed, 200, headers, asset.media_type)
        return Response(asset.body, 200, headers, asset.media_type)


router = APIRouter(include_in_schema=False)


@router.get("/static/{name:path}")
async def static_file(request: Request, name: str, v: str | None = None) -> Response:
    """Serve one file."""
    assets: Assets = request.app.state.parts.assets
    return assets.answer(name, v, request.headers.get("accept-encoding", ""))
