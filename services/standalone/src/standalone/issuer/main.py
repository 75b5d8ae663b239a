"""Runs the issuer as a process of its own."""

import sys

from servicekit.serve import serve

from standalone.failures import StartupError
from standalone.issuer.bootstrap import build
from standalone.issuer.settings import IssuerSettings


def main() -> None:
    """Serve until stopped; settings come from HUAJIE_* variables."""
    settings = IssuerSettings()
    try:
        app = build(settings)
    except StartupError as e:
        sys.stderr.write(f"{e.sentence}\n")
        raise SystemExit(e.exit_code) from e
    serve(app, settings)


if __name__ == "__main__":
    main()
