"""nginx as deploy/nginx/sohoa.conf sets it up, on ports and with a certificate of its own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2] / "deploy/nginx/sohoa.conf"
SECONDS = 60


def configured(below: Path, *, port: int = 443, plain_port: int = 80, behind: int = 4200) -> Path:
    """Writes a whole configuration around the site; skips where nginx or openssl is not installed."""
    for program in ("nginx", "openssl"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    key = ["-keyout", below / "privkey.pem", "-out", below / "fullchain.pem"]
    subject = ["-subj", "/CN=sohoa.example.gov.vn"]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *key]
    subprocess.run(make, check=True, capture_output=True, timeout=SECONDS)
    site = SITE.read_text(encoding="utf-8")
    for written, there in (
        ("/etc/ssl/sohoa", str(below)),
        (" 443 ssl", f" {port} ssl"),
        (":443 ssl", f":{port} ssl"),
        (" 80;", f" {plain_port};"),
        (":80;", f":{plain_port};"),
        ("127.0.0.1:4200", f"127.0.0.1:{behind}"),
    ):
        assert written in site
        site = site.replace(written, there)
    (below / "site.conf").write_text(site, encoding="utf-8")
    (below / "nginx.conf").write_text(
        f"pid {below}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{ access_log off; include {below}/site.conf; }}\n",
        encoding="utf-8",
    )
    return below / "nginx.conf"


@contextmanager
def proxying(below: Path, *, port: int, plain_port: int, behind: int) -> Iterator[None]:
    """nginx before a server on this machine, ended with the block."""
    below.mkdir()
    configuration = configured(below, port=port, plain_port=plain_port, behind=behind)
    command = ["nginx", "-p", below, "-c", configuration, "-g", "daemon off;"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as nginx:
        try:
            yield
        finally:
            nginx.terminate()  # and the block waits for its end
