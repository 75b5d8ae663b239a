"""Runs an application under uvicorn: one process, JSON logs, graceful stop."""

import uvicorn
from fastapi import FastAPI

from servicekit.settings import HttpSettings


def serve(app: FastAPI, settings: HttpSettings) -> None:
    """Serve until SIGTERM or SIGINT, then finish the requests in flight."""
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
        loop="uvloop",
    )
