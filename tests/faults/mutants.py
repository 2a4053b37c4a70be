"""Small valid files of every format, and ways to break them, all from one seed."""

import csv
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl
import xlsxwriter
import xlwt

HEADER = ["申请号", "专利名称", "专利权人", "申请日", "注册资金", "摘要"]
WORDS = [
    "威海",
    "海带",
    "渔具",
    "碳纤维",
    "环翠区",
    "a device",
    "公司",
    "（有限）",
    "5,000(万美元)",
    'he said "x"',
    "；",
    "～",
]


def rows(rng: random.Random, count: int) -> list[list[str]]:
    return [
        [
            f"2021{rng.randrange(10**8):08}.{rng.randrange(10)}",
            " ".join(rng.choices(WORDS, k=3)),
            rng.choice(["某某有限公司", "某某大学", ""]),
            f"20{rng.randrange(10, 24)}-0{rng.randrange(1, 10)}-1{rng.randrange(10)}",
            rng.choice(["5,000(万美元)", "10(万元人民币)", "N/A", "1,234.5万元"]),
            "、".join(rng.choices(WORDS, k=rng.randrange(1, 12))) + rng.choice(["", "\n第二行"]),
        ]
        for _ in range(count)
    ]


def csv_bytes(rng: random.Random) -> bytes:
    out = io.StringIO()
    quoting = rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    writer = csv.writer(
        out, delimiter=rng.choice(",,,;\t|"), quoting=quoting, lineterminator=rng.choice(["\n", "\r\n", "\r"])
    )
    writer.writerows([HEADER, *rows(rng, rng.randrange(1, 30))])
    codec = rng.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
    return out.getvalue().encode(codec)


def xlsx_bytes(rng: random.Random) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": rng.random() < 0.5})
    dated = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("清单")
    sheet.write_row(0, 0, HEADER)
    for number, row in enumerate(rows(rng, 15), 1):
        sheet.write_row(number, 0, row)
        sheet.write_number(number, 7, rng.random() * 10**9)
        sheet.write_datetime(number, 8, date(2020, 1, 1), dated)
    book.close()
    return out.getvalue()


def xls_bytes(rng: random.Random) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("清单")
    for number, row in enumerate([HEADER, *rows(rng, 10)]):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
        sheet.write(number, 7, rng.random() * 10**9)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def json_bytes(rng: random.Random) -> bytes:
    items = [dict(zip(HEADER, row, strict=True)) for row in rows(rng, 10)]
    whole = rng.choice([items, {"code": 0, "erDataList": items}, {h: [i[h] for i in items] for h in HEADER}])
    if rng.random() < 0.4:
        return "\n".join(json.dumps(item, ensure_ascii=False) for item in items).encode()
    return json.dumps(whole, ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, 1])).encode()


def html_bytes(rng: random.Random) -> bytes:
    lines = "".join(
        "<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in [HEADER, *rows(rng, 8)]
    )
    return f"<html><body><table border=1>{lines}</table></body></html>".encode(rng.choice(["utf-8", "gbk"]))


def parquet_bytes(rng: random.Random) -> bytes:
    out = io.BytesIO()
    pl.DataFrame(rows(rng, 20), schema=HEADER, orient="row").write_parquet(out)
    return out.getvalue()


MAKERS: dict[str, Callable[[random.Random], bytes]] = {
    "csv": csv_bytes,
    "xlsx": xlsx_bytes,
    "xls": xls_bytes,
    "json": json_bytes,
    "html": html_bytes,
    "parquet": parquet_bytes,
}


def flip(rng: random.Random, data: bytes) -> bytes:
    broken = bytearray(data)
    for _ in range(rng.choice([1, 1, 3, 20])):
        broken[rng.randrange(len(broken))] = rng.randrange(256)
    return bytes(broken)


def truncate(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(1, len(data))]


def repeat(rng: random.Random, data: bytes) -> bytes:
    begin = rng.randrange(len(data))
    end = min(len(data), begin + rng.randrange(1, 2000))
    return data[:end] + data[begin:end] * rng.randrange(1, 4) + data[end:]


def cut_out(rng: random.Random, data: bytes) -> bytes:
    begin = rng.randrange(len(data))
    return data[:begin] + data[begin + rng.randrange(1, 200) :]


def wrong_length(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(max(1, len(data) - 4))
    return data[:at] + rng.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f"]) + data[at + 4 :]


def sprinkle(rng: random.Random, data: bytes) -> bytes:
    signs = [
        b'"',
        b'"',
        b'""',
        b"\n",
        b"\r",
        b",",
        b"\0",
        b"\xa1",
        b"\xff\xfe",
        b"\t",
        b"\r\n\r\n",
        b"<",
        b"&",
        b"]",
    ]
    for _ in range(rng.choice([1, 2, 5])):
        at = rng.randrange(len(data) + 1)
        data = data[:at] + rng.choice(signs) + data[at:]
    return data


def mix_encodings(rng: random.Random, data: bytes) -> bytes:
    half = len(data) // 2
    return (
        data[:half]
        + "威海市环翠区知识产权，\n".encode(rng.choice(["gbk", "utf-8", "utf-16"])) * 3
        + data[half:]
    )


BYTE_MUTATIONS = [flip, flip, truncate, repeat, cut_out, wrong_length, sprinkle, sprinkle, mix_encodings]


def break_part(rng: random.Random, data: bytes) -> bytes:
    """The zip written anew with one of its parts broken, so that what is inside is reached."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        inner = [n for n in names if n.startswith("xl/")]
        chosen = rng.choice(inner)
        for name in names:
            content = old.read(name)
            if name == chosen:
                if rng.random() < 0.1:
                    continue
                content = rng.choice(BYTE_MUTATIONS)(rng, content)
            new.writestr(name, content)
    return out.getvalue()


def mutants(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """`count` broken files: kind and bytes."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    kinds = ["csv"] * 5 + ["xlsx"] * 4 + ["xls"] * 2 + ["json", "html", "parquet"]
    valid = {kind: [MAKERS[kind](rng) for _ in range(12)] for kind in MAKERS}
    for number in range(count):
        kind = kinds[number % len(kinds)]
        data = rng.choice(valid[kind])
        if kind == "xlsx" and rng.random() < 0.7:
            yield kind, break_part(rng, data)
        else:
            yield kind, rng.choice(BYTE_MUTATIONS)(rng, data)


def write_mutants(folder: Path, seed: int, count: int) -> list[Path]:
    """The mutants as files, named so that one can be made again from its name."""
    paths = []
    for number, (kind, data) in enumerate(mutants(seed, count)):
        path = folder / f"{seed}-{number:05}.{kind}"
        path.write_bytes(data)
        paths.append(path)
    return paths
