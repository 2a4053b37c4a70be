"""All files of the demo district in the order in which an officer would import them."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from registry.demo.district import TODAY, build_district
from registry.demo.exports import faults, licensing, platform, registers, searches
from registry.demo.exports.files import write_json, write_json_lines, write_text, write_workbook
from registry.demo.exports.table import Fault, Table
from registry.demo.model import District


def write_files(folder: Path, today: date = TODAY, titles: date | None = None) -> list[Path]:
    """Write the exports of the district as it stands on a day; the same files, byte for byte, every time.

    `titles`: the day on which titles stand as they do on the default day, unless that of all else. Returns the paths in
    the order to import them: enterprises, patents, licences, titles, projects. Raises ValueError for a day before the
    default one.
    """
    district = build_district(today, titles)
    folder.mkdir(parents=True, exist_ok=True)
    return [
        *_enterprise_files(folder, district),
        *_patent_files(folder, district),
        *_licence_files(folder, district),
        *_title_files(folder, district, (titles or today).year),
    ]


def _with(table: Table, planted: Sequence[Fault], *, same_length: bool = False) -> Table:
    table.plant(planted, same_length=same_length)
    return table


def _enterprise_files(folder: Path, district: District) -> list[Path]:
    day = district.today
    register = _with(registers.business_register(district), faults.REGISTER)
    quarter = f"{day.year}Q{(day.month + 2) // 3}"
    return [
        write_workbook(folder / f"企业登记信息-环翠区-{day:%Y%m%d}.xlsx", {"企业登记信息": register}),
        write_workbook(
            folder / f"企业培育台账-{quarter}.xlsx", {"培育台账": registers.bureau_ledger(district)}
        ),
    ]


def _patent_files(folder: Path, district: District) -> list[Path]:
    day = district.today

    def dated(days: int) -> str:
        return f"{day - timedelta(days=days):%Y%m%d}"

    yearly = _with(searches.yearly(district), faults.YEARLY)
    cnipa = _with(searches.cnipa(district), faults.CNIPA)
    incopat = _with(searches.incopat(district), faults.INCOPAT)
    patsnap = _with(searches.patsnap(district), faults.PATSNAP)
    ledger = _with(searches.fee_ledger(district), faults.LEDGER)
    monthly = _with(platform.platform(district), faults.PLATFORM, same_length=True)
    month = day.replace(day=1) - timedelta(days=1)
    return [
        write_text(folder / f"中国专利数据库{day.year - 1}年.csv", yearly, "utf-8-sig"),
        write_workbook(folder / f"专利检索结果-CNIPA-{dated(38)}.xlsx", {"检索结果": cnipa}),
        write_workbook(folder / f"incoPat导出-{dated(24)}.xlsx", {"incoPat": incopat}),
        write_workbook(folder / f"智慧芽导出-{dated(17)}.xlsx", {"专利列表": patsnap}),
        write_text(folder / f"企业年费台账-{day.year}.csv", ledger, "gbk"),
        write_json_lines(folder / f"cponline案件查询-{dated(15)}.jsonl", searches.case_files(district)),
        write_workbook(folder / f"运营平台导出-{month:%Y-%m}.xlsx", {"专利清单": monthly}),
        write_text(
            folder / f"专利公报法律状态公告-{day.year}.tsv", licensing.events(district), "utf-16", "\t"
        ),
    ]


def _licence_files(folder: Path, district: District) -> list[Path]:
    year = district.today.year
    provincial = _with(licensing.provincial_list(district), faults.PROVINCIAL)
    web = _with(licensing.web_list(district), faults.WEB_LIST)
    reviews = _with(licensing.stock_reviews(district), faults.REVIEWS)
    filings = _with(licensing.licence_filings(district), faults.LICENCES)
    pledges = _with(licensing.pledge_filings(district), faults.PLEDGES)
    return [
        write_workbook(folder / f"山东省专利开放许可清单-{year}.xlsx", {"开放许可": provincial}),
        write_workbook(folder / f"开放许可_山东省_{year}.xlsx", {"Sheet1": web}),
        write_text(folder / f"开放许可声明公告-{year}.csv", licensing.declarations(district), "utf-8"),
        write_workbook(folder / "存量专利盘活登记-东浦湾海洋工程学院.xlsx", {"登记表": reviews}),
        write_text(folder / f"专利许可合同备案EE01-{year}.csv", filings, "gb18030"),
        write_text(folder / f"专利质押登记PE01-{year}.csv", pledges, "utf-8"),
    ]


def _title_files(folder: Path, district: District, year: int) -> list[Path]:
    small = registers.specialised(district, "专精特新中小企业", "山东省专精特新中小企业名单（演示数据）")
    specialised = {
        "专精特新中小企业": _with(small, faults.SPECIALISED),
        "专精特新小巨人": registers.specialised(
            district, "专精特新小巨人企业", "专精特新小巨人企业名单（演示数据）"
        ),
    }
    local = _with(registers.local_titles(district), faults.LOCAL_TITLES)
    return [
        write_workbook(
            folder / f"国家知识产权优势示范企业名单-{year - 1}.xlsx",
            {"名单": registers.national_titles(district)},
        ),
        write_text(folder / f"省市区知识产权优势示范企业-{year}.csv", local, "utf-8-sig"),
        write_workbook(folder / f"专精特新企业名单-{year - 1}.xlsx", specialised),
        write_json(folder / f"高新技术企业名单-{year - 1}.json", registers.high_technology(district)),
        write_workbook(
            folder / f"专利导航项目清单-{district.today.year}.xlsx",
            {"导航项目": registers.navigation(district)},
        ),
    ]
