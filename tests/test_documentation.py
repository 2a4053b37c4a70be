"""What the documents say of settings, commands, profiles, dependencies and addresses is what there is."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from importers.recognition.library import built_in_profiles, read_profile
from importers.recognition.profile import ColumnRule
from registry.app import create_app
from registry.cli import main
from registry.imports.fates import Fate
from registry.imports.kinds import KINDS
from registry.settings import Settings

ROOT = Path(__file__).parents[1]
HERE = click.Context(main)
COMMANDS = {name: command for name in main.list_commands(HERE) if (command := main.get_command(HERE, name))}
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
BOTH = ("README.md", "README.zh-CN.md")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def rows(name: str, heading: str = "") -> dict[str, list[str]]:
    """Rows of the tables of a document, below a heading if one is given: first cell → the others."""
    part = text(name).split(f"\n{heading}\n", 1)[1].split("\n## ", 1)[0] if heading else text(name)
    lines = [line for line in part.splitlines() if line.startswith("|") and not line.startswith("|--")]
    cells = [line.strip("| ").split(" | ") for line in lines]
    return {first.strip("` "): [cell.strip() for cell in others] for first, *others in cells}


@pytest.mark.parametrize(
    ("document", "heading"), [("README.md", "## Settings"), ("docs/operating.md", "## 设置")]
)
def test_every_setting_is_described_with_its_default(document: str, heading: str) -> None:
    described = {
        name: cells for name, cells in rows(document, heading).items() if name.startswith("REGISTRY_")
    }
    assert set(described) == {f"REGISTRY_{name.upper()}" for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        default, meaning = described[f"REGISTRY_{name.upper()}"]
        assert default.strip("`") in (str(field.default), "不设", "not set")
        assert (default in ("不设", "not set")) == (field.default in (None, ""))
        assert meaning


def options(command: click.Command) -> Iterator[str]:
    """The long names of the options of a command, or of all commands of a group, that are not hidden."""
    if isinstance(command, click.Group):
        for one in command.commands.values():
            yield from options(one)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            yield from (
                name for name in (*parameter.opts, *parameter.secondary_opts) if name.startswith("--")
            )


def test_every_command_is_described_with_its_options() -> None:
    described = rows("docs/operating.md", "## 命令")
    assert {name for name in described if name.startswith("registry ")} == {
        f"registry {name}" for name in COMMANDS
    }
    for name, command in COMMANDS.items():
        said = set(re.findall(r"--[a-z-]+", described[f"registry {name}"][0]))
        assert said == set(options(command)), name


@pytest.mark.parametrize("document", [path.relative_to(ROOT).as_posix() for path in DOCUMENTS])
def test_no_document_names_a_command_or_option_that_is_not_there(document: str) -> None:
    known = {option for command in COMMANDS.values() for option in options(command)} | {"--help"}
    for line in re.findall(r"(?:^\$ |`)registry ([a-z]+\b[^\n`]*)", text(document), re.MULTILINE):
        name, *arguments = line.split()
        assert name in COMMANDS, line
        assert {argument for argument in arguments if argument.startswith("--")} <= known, line


def test_every_profile_is_listed_as_it_is() -> None:
    listed = rows("docs/importing.md", "## 认识的格式")
    profiles = {profile.name: profile for profile in built_in_profiles() if profile.source != "own"}
    assert {name for name in listed if name != "模板"} == set(profiles)
    for name, profile in profiles.items():
        assert listed[name] == [profile.title, "、".join(f"`{kind}`" for kind in profile.fills)]


def test_the_example_of_a_profile_can_be_used_and_every_rule_is_described() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", text("docs/importing.md"), re.DOTALL)
    assert read_profile(example).name == "district_ledger"
    described = {
        word for cell in rows("docs/importing.md", "## 自己的格式") for word in re.findall(r"\w+", cell)
    }
    assert {name for name in ColumnRule.__slots__ if name != "ignore"} <= described


def test_every_fate_and_kind_is_named() -> None:
    described = rows("docs/importing.md", "## 每一行的去向")
    for fate in Fate:
        assert described[fate.label][0] == f"`{fate.word}`"
    for document in BOTH:
        assert all(f"`{kind}`" in text(document) for kind in KINDS)


def test_every_dependency_is_explained_and_no_other() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    for heading, declared in (
        ("## To run", project["dependencies"]),
        ("## To develop", project["optional-dependencies"]["dev"]),
    ):
        explained = rows("docs/dependencies.md", heading)
        names = {re.split(r"[\[<>=!~ ;]", entry)[0] for entry in declared}
        assert set(explained) - {"Package"} == names
        assert all(all(explained[name]) for name in names)


def test_every_address_is_described() -> None:
    described = set(re.findall(r"`(/[^`]*)`", text("docs/operating.md")))
    routes = {re.sub(r":\w+}", "}", route.path) for route in create_app(Settings()).routes}
    own = {route for route in routes if not re.match(r"/(en|static)(/|$)|/api/v1($|/{path})", route)}
    assert own - described == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text("utf-8")):
        path, _, heading = unquote(target).partition("#")
        linked = (document.parent / path).resolve() if path else document
        assert linked.is_relative_to(ROOT)
        assert linked.is_file(), target
        if heading:
            headings = re.findall(r"^#+ (.+)$", linked.read_text("utf-8"), re.MULTILINE)
            assert heading in [title.lower().replace(" ", "-") for title in headings], target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_knows_a_machine_or_a_package_index(document: Path) -> None:
    said = document.read_text("utf-8")
    assert re.findall(r"(?<![\w.])/(?:work|tmp|root|home|Users)\b\S*", said) == []
    assert re.findall(r"\bpypi\b|pythonhosted|mirrors?\.\w+", said, re.IGNORECASE) == []


def test_both_readmes_show_the_same_commands_and_pictures() -> None:
    shown = [
        (re.findall(r"^\$ ([^#\n]+)", text(name), re.MULTILINE), re.findall(r"\]\((\S+\.png)\)", text(name)))
        for name in BOTH
    ]
    assert set(shown[1][1]) == set(shown[0][1]) != set()
    assert {line.strip() for line in shown[0][0]} <= {line.strip() for line in shown[1][0]}
    for name in BOTH:
        assert "make demo" in text(name)
        assert "make test" in text(name)
    assert re.search(r"^make test", text(".ci/run"), re.MULTILINE)
