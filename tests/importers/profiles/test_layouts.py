"""Every platform's own header row is recognised as that platform's, whatever the width of its brackets."""

import re
import tomllib
from pathlib import Path

import polars as pl
import pytest

from importers.reading.model import Sheet
from importers.recognition import built_in_profiles, load_profiles, recognise

LAYOUTS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "layouts.toml").read_text("utf-8"))


def recognised(headers: list[str], name: str = "Sheet1", file_name: str = "table.xlsx"):
    sheet = Sheet(0, name, headers, lambda problems: iter(()))
    head = pl.DataFrame({f"c{place}": ["x"] for place in range(len(headers))})
    return recognise(sheet, head, load_profiles(), file_name=file_name)


@pytest.mark.parametrize(("profile", "layout"), LAYOUTS.items(), ids=LAYOUTS)
def test_a_platforms_header_row_is_known_as_that_platforms(profile, layout):
    found = recognised(layout)
    assert found.profile is not None
    assert found.profile.name == profile
    assert found.importable


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_column_of_a_known_platform_is_mapped_or_left_out_for_a_reason(layout):
    unknown = [
        match.header for match in recognised(layout).columns if not match.field and not match.rule.ignore
    ]
    assert unknown == []


@pytest.mark.parametrize(("profile", "layout"), LAYOUTS.items(), ids=LAYOUTS)
def test_full_width_and_half_width_headers_are_the_same(profile, layout):
    narrow = [header.replace("（", "(").replace("）", ")") + " " for header in layout]
    wide = [header.replace("(", "（").replace(")", "）") for header in layout]
    assert recognised(narrow).profile.name == recognised(wide).profile.name == profile


@pytest.mark.parametrize(
    ("file_name", "profile", "title"),
    [
        ("2023年度国家知识产权示范企业名单.xlsx", "titles_intellectual_property", "国家知识产权示范企业"),
        (
            "关于公布山东省知识产权优势企业的通知.xlsx",
            "titles_intellectual_property",
            "山东省知识产权优势企业",
        ),
        ("第五批专精特新“小巨人”企业公示名单.xlsx", "titles_specialised", "专精特新“小巨人”企业"),
        ("2022年度山东省瞪羚企业名单.xlsx", "titles_specialised", "山东省瞪羚企业"),
        ("威海市2023年高新技术企业名单.xlsx", "titles_high_technology", "高新技术企业"),
    ],
)
def test_a_list_of_titles_takes_the_title_from_its_name(file_name, profile, title):
    found = recognised(["序号", "企业名称", "所在市"], file_name=file_name)
    assert found.profile.name == profile
    assert found.constants["recognition.title"].replace("第五批", "") == title


def test_there_is_a_layout_or_a_name_for_every_profile():
    by_name = {"titles_intellectual_property", "titles_specialised", "titles_high_technology"}
    elsewhere = {"enterprise_list", "open_licence_jiangsu", "patent_star", "state_enterprise_patents"}
    named = {profile.name for profile in built_in_profiles() if not profile.name.startswith("own_")}
    assert named - set(LAYOUTS) == by_name | elsewhere


def test_the_files_of_the_profiles_are_named_as_the_profiles():
    folder = Path(__file__).parents[3] / "importers" / "profiles"
    for path in folder.glob("*.toml"):
        text = path.read_text("utf-8")
        assert path.stem == "aliases" or re.search(rf'^name = "{path.stem}"$', text, re.MULTILINE), path.name
