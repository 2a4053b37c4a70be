"""Files kept with a candidate: what is taken, under which name it comes back, and to whom."""

import io
import zipfile
from pathlib import Path

import pytest

from registry.accounts.permissions import Role
from registry.candidates.attaching import LARGEST
from registry.candidates.refusing import Refused
from registry.candidates.sniffing import JPEG, PDF, PNG, SHEET, WORD, Format, safe_name, sniff
from registry.settings import Settings
from tests.registry.candidates.conftest import Desk
from tests.registry.candidates.office import HERE, THERE, a_candidate

PDF_FILE = b"%PDF-1.7\nhello"
HTML = b"<script>alert(1)</script>"


def packed(*parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "format_"),
    [
        (PDF_FILE, PDF),
        (b"\x89PNG\r\n\x1a\n....", PNG),
        (b"\xff\xd8\xff\xe0....", JPEG),
        (packed("[Content_Types].xml", "word/document.xml"), WORD),
        (packed("xl/workbook.xml"), SHEET),
        (HTML, None),
        (b"MZ\x90", None),
        (b"", None),
        (packed("evil.html"), None),
        (packed("word/document.xml", "xl/workbook.xml"), None),
        (packed("word/document.xml", "word/vbaProject.bin"), None),
        (packed("xl/workbook.xml", "xl/activeX/activeX1.bin"), None),
        (b"PK\x03\x04 broken", None),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, format_: Format | None, tmp_path: Path) -> None:
    path = tmp_path / "handed-in.pdf"
    path.write_bytes(content)
    if format_:
        assert sniff(path) is format_
    else:
        with pytest.raises(Refused) as refused:
            sniff(path)
        assert "file" in refused.value.faults


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("申报书.pdf", "申报书.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\a.PDF", "a.pdf"),
        ("a.exe", "a.exe.pdf"),
        ("\r\nset-cookie: x.pdf", "set-cookie: x.pdf"),
        ("...", "附件.pdf"),
        ("字" * 300, "字" * 120 + ".pdf"),
    ],
)
def test_a_name_has_no_folder_and_an_ending_that_is_true(given: str, name: str) -> None:
    assert safe_name(given, PDF).lower() == name.lower()


@pytest.mark.anyio
async def test_a_file_comes_back_as_an_attachment_to_who_sees_the_candidate_only(
    desk: Desk, office: Settings
) -> None:
    _, here = await a_candidate("附件一", key=HERE)
    _, there = await a_candidate("附件二", key=THERE)
    async with desk(Role.OFFICER) as client:
        for number in (here, there):
            sent = await client.post(
                f"/candidates/{number}/attachments", files={"file": ("申报书.html", PDF_FILE, "text/html")}
            )
            assert sent.status_code == 303, sent.text
        page = await client.get(f"/candidates/{there}")
        address = page.text.split("attachments/", 1)[1].split('"', 1)[0]
        given = await client.get(f"/candidates/{there}/attachments/{address}")
        assert given.content == PDF_FILE
        assert given.headers["content-type"] == "application/pdf"
        assert given.headers["x-content-type-options"] == "nosniff"
        assert given.headers["content-disposition"].startswith("attachment; filename*=utf-8''")
        assert given.headers["cache-control"] == "private, no-store"
        assert (await client.get(f"/candidates/{here}/attachments/{address}")).status_code == 404
    async with desk(Role.TOWNSHIP_OFFICER) as client:
        assert (await client.get(f"/candidates/{there}/attachments/{address}")).status_code == 404
        for act in (f"attachments/{address}/remove", "steps", "owner", "undo"):
            answer = await client.post(
                f"/candidates/{there}/{act}",
                data={"version": "1", "reason": "x", "target": "note", "note": "x", "on_day": "2026-06-01"},
            )
            assert answer.status_code == 404, act
        refused = await client.post(f"/candidates/{there}/attachments", files={"file": ("a.pdf", PDF_FILE)})
        assert refused.status_code == 404
        assert "申报书.html.pdf" in (await client.get(f"/candidates/{here}")).text
    kept = [path for path in office.files_folder.rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in kept] == [PDF_FILE]
    async with desk(Role.OFFICER) as client:
        assert (await client.post(f"/candidates/{there}/attachments/{address}/remove")).status_code == 303
        assert (await client.get(f"/candidates/{there}/attachments/{address}")).status_code == 404


@pytest.mark.anyio
async def test_what_is_no_such_file_or_too_large_is_refused_and_said(desk: Desk) -> None:
    _, number = await a_candidate("附件三")
    async with desk(Role.OFFICER) as client:
        address = f"/candidates/{number}/attachments"
        refused = await client.post(address, files={"file": ("a.pdf", HTML, "application/pdf")})
        assert refused.status_code == 422
        assert "接收 PDF" in refused.text
        assert (await client.post(address, data={"file": "words"})).status_code == 422
        assert (await client.post(address, files={"file": ("a.pdf", b"")})).status_code == 422
        large = await client.post(address, files={"file": ("a.pdf", PDF_FILE + b"0" * LARGEST)})
        assert (large.status_code, "大于 20 MB" in large.text) == (422, True)
        larger = await client.post(address, files={"file": ("a.pdf", PDF_FILE + b"0" * (LARGEST + 100_000))})
        assert larger.status_code == 413
