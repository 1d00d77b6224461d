"""The sample files: nginx and Caddy run for real on this machine, systemd and Docker checked."""

import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
import yaml

from assistant.server import create_app
from assistant.settings import Settings, load_settings
from tests.conftest import ROOT
from tests.fakes import FakeAssistant
from tests.visitors import ANSWER, SEEDS

SAMPLES = ROOT / "docs" / "samples"
HOST = {"Host": "assistant.example.org"}
CLEAN = {"HOME": "/nonexistent", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}


def free_port() -> int:
    """A port of this machine that is free just now."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@pytest.fixture(scope="module")
def upstream() -> Iterator[int]:
    """The assistant as it runs behind a web server: three questions an hour for each visitor."""
    chosen = load_settings(
        _env_file=None, trusted_proxies="127.0.0.1", rate_per_address="3/hour", rate_total="", interface=False
    )
    door = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(FakeAssistant(), chosen), log_level="error", proxy_headers=False)
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True).start()
    yield door.getsockname()[1]
    server.should_exit = True


@contextmanager
def running(command: list[str], port: int, folder: Path, source: str) -> Iterator[httpx.Client]:
    """A web server until the test is over, and a visitor from an address; all it writes goes to the folder."""
    transport = httpx.HTTPTransport(verify=trusting(), local_address=source)
    environment = CLEAN | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=environment, cwd=folder)
        try:
            with httpx.Client(base_url=f"https://127.0.0.1:{port}", headers=HOST, transport=transport) as visitor:
                wait_for(visitor, folder)
                yield visitor
        finally:
            process.terminate()
            process.wait(10)


def trusting() -> ssl.SSLContext:
    """The certificate is of this test's own making."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def wait_for(visitor: httpx.Client, folder: Path) -> None:
    """Until the web server answers."""
    until = time.monotonic() + 20
    while True:
        try:
            visitor.get("/healthz")
            return
        except httpx.TransportError:
            assert time.monotonic() < until, (folder / "said").read_text()
            time.sleep(0.2)


def check(visitor: httpx.Client, folder: Path) -> None:
    """Answers come through it, as JSON and as a stream, over TLS; limits are the visitor's; nothing is logged."""
    assert visitor.get("/metrics").status_code == 404
    page = visitor.get("/embed", params={"q": SEEDS[0]})
    assert page.status_code == 200
    assert "max-age" in page.headers["strict-transport-security"]
    assert len(page.headers.get_list("content-security-policy")) == 1
    assert visitor.post(ANSWER, content=b"x" * 70_000).status_code == 413
    forged = {"X-Forwarded-For": "203.0.113.9"}
    assert visitor.post(ANSWER, json={"question": SEEDS[1]}, headers=forged).json()["outcome"] == "declined"
    stream = visitor.post(ANSWER, json={"question": "board"}, headers={"Accept": "text/event-stream"})
    assert stream.text.count("event: text") > 3
    statuses = [
        visitor.post(ANSWER, json={"question": "x"}, headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code
        for n in range(3)
    ]
    assert 429 in statuses, "a forged address was believed"
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert not [seed for seed in SEEDS[:2] if seed.split()[1].encode() in written]


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate and its key for this test."""
    key, chain = folder / "key.pem", folder / "chain.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj"]
    command += ["/CN=assistant.example.org", "-keyout", str(key), "-out", str(chain)]
    subprocess.run(command, check=True, capture_output=True)
    return chain, key


@pytest.mark.skipif(not (shutil.which("nginx") and shutil.which("openssl")), reason="nginx is not installed here")
def test_nginx(upstream: int, tmp_path: Path) -> None:
    """The sample, with only ports and certificates changed."""
    port, (chain, key) = free_port(), certificate(tmp_path)
    site = (SAMPLES / "nginx.conf").read_text()
    site = re.sub(r"listen \[::\]:443 ssl;\n\s*", "", site).replace("listen 443", f"listen 127.0.0.1:{port}")
    site = re.sub(r"(ssl_certificate) \S+;", rf"\1 {chain};", site)
    site = re.sub(r"(ssl_certificate_key) \S+;", rf"\1 {key};", site).replace("127.0.0.1:7860", f"127.0.0.1:{upstream}")
    paths = "".join(
        f"{kind}_temp_path {tmp_path}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {tmp_path}/pid; error_log {tmp_path}/error.log;\n"
        f"events {{}}\nhttp {{ access_log {tmp_path}/access.log; {paths}\n{site}\n}}"
    )
    command = ["nginx", "-e", f"{tmp_path}/error.log", "-c", str(tmp_path / "nginx.conf")]
    with running(command, port, tmp_path, "127.0.0.2") as visitor:
        check(visitor, tmp_path)


@pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not installed here")
def test_caddy(upstream: int, tmp_path: Path) -> None:
    """The sample, with only ports and the certificate's maker changed."""
    port, (chain, key) = free_port(), certificate(tmp_path)
    site = (SAMPLES / "Caddyfile").read_text().replace("{$UPSTREAM:127.0.0.1:7860}", f"127.0.0.1:{upstream}")
    site = site.replace("assistant.example.org {", f"https://:{port} {{\n\tbind 127.0.0.1\n\ttls {chain} {key}")
    (tmp_path / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https disable_redirects\n}}\n{site}")
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(tmp_path / "Caddyfile")]
    with running(command, port, tmp_path, "127.0.0.3") as visitor:
        check(visitor, tmp_path)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here")
def test_the_unit_is_valid(tmp_path: Path) -> None:
    """As systemd reads it, with a program that exists here."""
    unit = tmp_path / "collaborative-answers.service"
    text = (SAMPLES / unit.name).read_text()
    unit.write_text(text.replace("/opt/collaborative-answers/.venv/bin/python", "/bin/true"))
    found = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert unit.name not in found.stderr, found.stderr
    assert found.returncode == 0, found.stderr


def test_the_container_files_fit_the_project() -> None:
    """What they copy exists, what they set are settings, and the image lacks no package of the project."""
    dockerfile = (SAMPLES / "Dockerfile").read_text()
    copied = {name for line in re.findall(r"^COPY (.+)$", dockerfile, re.M) for name in line.split()[:-1]}
    assert copied == {"pyproject.toml", "README.md", "app.py", "corpus", "index", "assistant"}
    assert all((ROOT / name).exists() for name in copied)
    assert {line.lstrip("!") for line in (ROOT / ".dockerignore").read_text().split() if line[0] == "!"} == copied
    compose: dict[str, Any] = yaml.safe_load((SAMPLES / "compose.yaml").read_text())
    named = set(re.findall(r"ASSISTANT_(\w+)=", dockerfile)) | {
        name.removeprefix("ASSISTANT_") for name in compose["services"]["assistant"]["environment"]
    }
    assert {name.lower() for name in named} <= set(Settings.model_fields)
