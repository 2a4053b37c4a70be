"""The processes of compose.yaml: two web processes and a worker over a served PostgreSQL and a real search server.

They go on when one of each is killed.
"""

import csv
import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from schemas.application_number import check_digit
from tests.deployment.conftest import SECONDS, Stack, environment_of, program, registry

Process = subprocess.Popen[str]
HEADERS = ("专利号", "专利名称", "专利权人", "申请日")


def patents(path: Path, *titles: str, first: int) -> Path:
    """An export of patents with these titles."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADERS)
        for serial, title in enumerate(titles, first):
            body = f"20201{serial:07d}"
            rows.writerow([f"{body}.{check_digit(body)}", title, "威海甲渔具有限公司", "2020-03-05"])
    return path


@contextmanager
def started(stack: Stack, name: str, environment: dict[str, str], *arguments: str) -> Iterator[Process]:
    with (stack.folder / f"{name}.log").open("w") as log:
        process = subprocess.Popen(
            program(*arguments),
            env=environment_of(environment),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@contextmanager
def web(stack: Stack, name: str) -> Iterator[tuple[Process, str]]:
    """A web process and its address."""
    with started(stack, name, stack.web, "serve", "--no-worker", "--port", "0") as process:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()


def ask(address: str, path: str, **headers: str) -> httpx.Response:
    with httpx.Client(transport=httpx.HTTPTransport(retries=8), timeout=30) as client:
        return client.get(f"{address}{path}", headers=headers)


def eventually(holds: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < until, what
        time.sleep(0.1)


def finds(address: str, words: str, title: str) -> bool:
    answer = ask(address, f"search?kind=patent&q={words}")
    assert answer.status_code == 200, answer.text
    return title in "".join(answer.text.replace("<mark>", "").replace("</mark>", "").split())


def metrics(stack: Stack, address: str) -> dict[str, str]:
    shown = (stack.folder / "given/web/registry_metrics_token").read_text()
    text = ask(address, "metrics", authorization=f"Bearer {shown}").text
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


def settled(stack: Stack, address: str) -> bool:
    """Whether every index can be searched and nothing waits."""
    ready = ask(address, "readyz").json()
    return not ready["degraded"] and metrics(stack, address)["registry_index_outbox_records"] == "0.0"


def test_the_processes_begin_go_on_without_one_of_each_and_are_backed_up(stack: Stack) -> None:
    """One stack for all three: to bring one up takes longer than what is then asked of it."""
    web_processes_can_neither_migrate_nor_write_the_index(stack)
    two_web_processes_and_a_worker_survive_the_loss_of_one_of_each(stack)
    the_owner_of_the_tables_backs_up_and_restores(stack)


def web_processes_can_neither_migrate_nor_write_the_index(stack: Stack) -> None:
    with started(stack, "early", stack.web, "serve", "--no-worker", "--port", "0") as early:
        early.communicate(timeout=SECONDS)
    assert early.returncode == 2
    assert "registry migrate" in (stack.folder / "early.log").read_text()
    registry(stack.migrating, "migrate")
    if stack.engine == "embedded":
        return  # the embedded index has no keys
    tried = subprocess.run(
        program("index", "rebuild"),
        env=environment_of(stack.web),
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.returncode != 0
    assert "Traceback" not in tried.stderr


def two_web_processes_and_a_worker_survive_the_loss_of_one_of_each(stack: Stack) -> None:
    titles = ("一种可折叠的钓鱼竿", "一种船用起网机")
    registry(stack.worker, "import", patents(stack.folder / "第一批.csv", *titles, first=1))
    with ExitStack() as running:
        first, there = running.enter_context(web(stack, "web-1"))
        _, here = running.enter_context(web(stack, "web-2"))
        worker = running.enter_context(started(stack, "worker-1", stack.worker, "worker"))
        eventually(lambda: settled(stack, here), "the worker builds the index")
        for address in (here, there):
            assert finds(address, "鱼竿", titles[0])
            assert not finds(address, "鱼竿", titles[1])

        first.kill()
        worker.kill()
        worker.wait(SECONDS)
        more = "一种防滑的渔具手柄"
        registry(stack.worker, "import", patents(stack.folder / "第二批.csv", more, first=10))
        assert ask(here, "readyz").json()["ready"]
        assert float(metrics(stack, here)["registry_index_outbox_records"]) >= 1
        another = running.enter_context(started(stack, "worker-2", stack.worker, "worker"))
        eventually(lambda: finds(here, "手柄", more), "another worker takes over")
        eventually(lambda: settled(stack, here), "nothing waits any more")
        counted = metrics(stack, here)
        found = f'{{engine="{stack.engine}",index="patent",result="found"}}'
        assert float(counted[f"registry_searches_total{found}"]) >= 2

        another.send_signal(signal.SIGTERM)
        another.communicate(timeout=SECONDS)
        assert another.returncode == 0
    for log in stack.folder.glob("w*.log"):
        told = log.read_text()
        assert "鱼竿" not in told
        assert "%E9%B1%BC" not in told
        for line in told.splitlines():
            if "/first-administrator" in line:  # said to the person who starts it, not to the log
                continue
            assert json.loads(line)["level"] in ("info", "warning"), line


def the_owner_of_the_tables_backs_up_and_restores(stack: Stack) -> None:
    registry(stack.migrating, "import", patents(stack.folder / "第三批.csv", "一种渔具", first=20))
    registry(stack.migrating, "backup", stack.folder / "backup.tar")
    registry(stack.migrating, "restore", "--force", stack.folder / "backup.tar")
    assert "一种渔具" in registry(stack.migrating, "export", "patent", "--format", "csv")
