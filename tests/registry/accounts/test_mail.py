"""Letters go to the mail server of the settings, else into files; never to a server that is not the one it says."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, message_from_string
from email.policy import default
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import SecretStr

from registry.accounts.mail import Letter, send
from registry.settings import Settings

pytestmark = pytest.mark.anyio

LETTER = Letter(
    "lin@example.cn",
    "设置您的账户\nBcc: all@example.cn",
    "林若川：\n\nhttp://127.0.0.1/set-password/secret\n",
)


@asynccontextmanager
async def mail_server(tls: ssl.SSLContext | None = None) -> AsyncIterator[tuple[int, list[str]]]:
    """A server that takes letters; its port, and what it was sent."""
    taken: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        while line := await reader.readline():
            taken.append(line.decode())
            if line.upper().startswith(b"DATA"):
                writer.write(b"354 go on\r\n")
                taken.append((await reader.readuntil(b"\r\n.\r\n")).decode())
            writer.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    async with server:
        yield server.sockets[0].getsockname()[1], taken


def given(tmp_path: Path, url: str | None) -> Settings:
    return Settings(data=tmp_path, smtp_url=SecretStr(url) if url else None, mail_from="registry@example.cn")


async def test_a_letter_reaches_the_server_and_its_subject_adds_no_header(tmp_path: Path) -> None:
    async with mail_server() as (port, taken):
        assert await send(given(tmp_path, f"smtp://127.0.0.1:{port}"), LETTER)
    letter = message_from_string(max(taken, key=len), policy=default)
    assert (letter["to"], letter["from"]) == ("lin@example.cn", "registry@example.cn")
    assert letter["subject"] == "设置您的账户 Bcc: all@example.cn"
    assert letter["bcc"] is None
    assert "secret" in letter.get_content()
    assert [line for line in taken if line.upper().startswith("RCPT")] == ["rcpt TO:<lin@example.cn>\r\n"]


async def test_without_a_server_it_is_a_file_that_only_the_registry_reads(tmp_path: Path) -> None:
    assert await send(given(tmp_path, None), LETTER)
    (path,) = (tmp_path / "mail").glob("*.eml")
    assert path.stat().st_mode & 0o077 == 0
    assert "secret" in message_from_bytes(path.read_bytes(), policy=default).get_content()


async def test_a_letter_that_cannot_be_sent_is_told_without_its_text(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with mail_server() as (port, _):
        pass
    with caplog.at_level(logging.DEBUG):
        assert not await send(given(tmp_path, f"smtp://127.0.0.1:{port}"), LETTER)
    assert "could not be sent" in caplog.text
    assert "secret" not in caplog.text


async def test_a_server_whose_certificate_nobody_vouches_for_gets_no_letter(tmp_path: Path) -> None:
    async with mail_server(_self_signed(tmp_path)) as (port, taken):
        assert not await send(given(tmp_path, f"smtps://127.0.0.1:{port}"), LETTER)
    assert taken == []


def _self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context
