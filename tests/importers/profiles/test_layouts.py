"""Every platform's own header row is recognised as that platform's, whatever the width of its brackets."""

import re
from pathlib import Path

import polars as pl
import pytest

from importers.reading.model import Sheet
from importers.recognition import built_in_profiles, load_profiles, recognise

LAYOUTS = {
    "cnipa_search": "专利名称, 申请号, 申请日, 公开（公告）号, 公开（公告）日, IPC分类号, 申请（专利权）人, 发明人, 优先权号, 优先权日, "
    "申请人地址, 申请人邮编, CPC分类号, 摘要, 法律状态表, 全文文本",
    "cnipa_bibliography": "申请号, 公开（公告）号, 公开（公告）日, 申请日, 专利号, 名称, 主分类号, 分类号, 分案原申请号, 优先权, "
    "申请（专利权）人, 发明（设计）人, 地址, 颁证日, 国际申请, 国际公布, 进入国家日期, 专利代理机构, 代理人, 摘要, 主权项, 参考文献, "
    "审查员, 光盘号, PCT公开",
    "cnipa_gazette": "授权公告号, 授权公告日, 申请号, 申请日, 专利权人, 发明人, 地址, Int.Cl., 实用新型名称",
    "cnipa_gazette_csv": "item,name,authorization_notice_id,authorized_announcement_date,filing_id,filing_date,patentee,"
    "designer,address,Int.Cl.",
    "cnipa_gazette_events": "申请号, 法律状态公告日, 法律状态, 法律状态信息",
    "cponline": "shenqingh, zhuanlimc, shenqingrxm, zhuanlilx, shenqingr, falvzt, anjianywzt, shouquanggh, shouquanggr, zhufenlh",
    "cnipr": "申请号*, 公开（公告）号, 分类号, 主分类号, 名称*, 公开（公告）日, 申请日, 代理人, 专利代理机构, 摘要, 主权项, 国省代码, "
    "申请（专利权）人, 发明（设计）人, 优先权, 地址, 法律状态",
    "incopat_classic": "标题, 申请人, 公开(公告)号, 摘要, 公开(公告)日, 申请号, 申请日, 专利类型, 公开国别, 链接到incoPat, IPC主分类, IPC, "
    "标准化当前权利人, 当前权利人, 代理机构, 工商统一社会信用代码, 合享价值度, 专利有效性, 当前法律状态",
    "incopat_full_width": "序号, 公开（公告）号, 公开（公告）日, 标题 (中文), 标题 (英文), 摘要 (英文), 首权翻译, 申请日, 预估到期日, "
    "IPC主分类-小组, 合享价值度, 被引证次数, 专利类型, 申请人, 受让人, 发明人",
    "patsnap": "公开(公告)号, 申请号, 标题, 标题(译)(简体中文), 摘要, 申请日, 公开(公告)日, 授权日, 失效日, 专利类型, 受理局, "
    "法律状态/事件, 简单法律状态, [标]当前申请(专利权)人, 当前申请(专利权)人, 发明人, IPC分类号, 专利价值",
    "patsnap_api": "patentId, pn, title, apdt, pbdt, apno, authority, inventor, originalAssignee, currentAssignee",
    "patent_database": "专利名称, 专利类型, 申请人, 申请号, 申请日, 公开公告号, 公开公告日, 授权公告号, 授权公告日, 申请人类型, 申请人地址, "
    "申请人地区, 申请人城市, 申请人区县, 当前权利人, 当前专利权人地址, 专利权人类型, 统一社会信用代码, 发明人, IPC分类号, IPC主分类号, "
    "摘要文本, 主权项内容, 引证次数, 被引证次数, 自引次数, 他引次数, 被自引次数, 被他引次数, 家族引证次数, 家族被引证次数",
    "patent_master_table": "序号, 申请日, 公开日, 授权公告日, 申请人, 发明人, 申请号, 公开号, 授权公告号, 专利类型, 专利名称, 授权名称, "
    "申请摘要, 主权项, 申请人地址, 法律状态, 主分类号, 分类号, 国省代码, 专利代理人, 专利代理机构, 第一权利人, 当前权利人, 专利转移次数",
    "wanfang": "专利类型, 申请（专利）号, 申请日期, 公开(公告)日, 公开(公告)号, 主分类号, 分类号, 申请（专利权）人, 发明（设计）人, "
    "主申请人地址, 专利代理机构, 代理人, 国别省市代码, 主权项, 法律状态",
    "wind": "Wind代码, 证券简称, 专利名称, 专利权人, 专利类型, 专利授权号, IPC分类号, 专利申请号, 法律状态, 公开公告日, 专利摘要, 技术领域",
    "business_patents": "专利类型, 注册地区, 授权状态, 法律状态, 专利申请号, 专利申请日, 申请公布号, 申请公布日, 授权公告号, 授权公告日, "
    "申请(专利权)人, 分类号, 专利代理机构",
    "annual_fees": "公司名称, 专利名称, 专利类型, 专利号, 申请时间, 授权时间, 发明人, 当前法律状态, 最临近的一次缴纳年费截止日期",
    "open_licence": "patent_id, patent_type, patent_owner, license_fee, license_fee_type, license_deadline, create_time",
    "open_licence_zh": "专利类型, 专利号, 专利权人, 许可范围, 许可期限届满日, 许可使用费, 许可使用费支付方式, 交易中心联系人",
    "open_licence_zhejiang": "ZLBH, ZLLX_NOTE, ZLQR, RIGHTTYPE, XKSYFBZSM, XKSMJMRQ1, XKDYFW_NOTE, DCXKQX",
    "open_licence_guangdong": "zlxkCode, type, zlxxUser, zlxxUsertype, xkfyJson, zlxkDate, zlxkArea",
    "open_licence_beijing": "zlnum, spare1, cydw, zlqrxz, zlfzffs, spare2, xkqxjmr, createtime",
    "open_licence_guangxi": "zlh, fbzllx, zlqr, tjzlx, yczff_ycxqefy, xkfybz, xkqxjmr",
    "open_licence_sichuan": "patent_number, patentee, patent_type, license_period, license_fee",
    "open_licence_shaanxi": "appNumber, type, assigneeList, licenseFee, licenseTimeStart, licenseTimeEnd, licenseArea",
    "open_licence_hainan": "patent_sn, type_name, patent_user, suggest_price, license_time, license_scope",
    "wipo_results": "pub, title, cc, pubdate, ipc, app, applicant, inventor, abstract",
    "drug_patents": "批准文号/注册证号, 药品名称, 上市许可持有人, 剂型, 规格, 药品类型, 专利号, 专利名称, 专利权人, 专利被许可人, 授权日期, "
    "权利要求编号, 备注, 创建时间",
    "drug_declarations": "药品名称, 受理号, 药品类型, 注册分类, 申请人名称, 批准文号/注册证号, 持有人名称, 受理日期, 公开时间, 登录的专利号, "
    "登录的权利要求项编号, 专利声明类型, 备注",
    "stock_patents": "专利号, 专利名称, 专利权人, 是否属于财政资助科研项目形成专利, 专利实施状态（含产业化）, 转化意愿（可接受的转化方式）, "
    "技术成熟度, 专利自评, 应用场景（产业化前景）",
    "licence_filing": "专利号, 合同备案号, 让与人, 受让人, 使用外观设计的产品名称, 许可种类, 备案日期",
    "licence_change": "专利号, 合同备案号, 变更事项, 变更前, 变更后, 变更日",
    "licence_cancellation": "专利号, 合同备案号, 让与人, 受让人, 解除日",
    "pledge_filing": "专利号, 登记号, 登记生效日, 出质人, 质权人, 使用外观设计的产品名称",
    "pledge_change": "专利号, 登记号, 变更日, 变更事项, 变更前, 变更后",
    "pledge_cancellation": "专利号, 登记号, 出质人, 质权人, 解除日",
    "business_register": "企业名称,统一社会信用代码,注册日期,企业类型,法人代表,注册资金,经营范围,所在省份,地区,注册地址",
    "business_register_json": "name, code, registrationDay, character, legalRepresentative, capital, businessScope, province, city, address",
    "business_register_full": "提供企业名称, 提供代码匹配, 企业名称, 统一社会信用代码, 注册号, 组织机构代码, 经营状态, 公司类型, 成立日期, "
    "法定代表人, 注册资本, 实缴资本, 营业期限, 登记机关, 发照日期, 公司规模, 所属行业, 英文名, 曾用名, 企业地址, 经营范围",
    "titles": "序号, 企业名称, 统一社会信用代码, 称号, 级别, 认定年度, 认定文号",
    "navigation_projects": "项目编号, 项目名称, 导航类型, 承担单位, 委托单位, 立项时间, 备案号",
}


def headers_of(layout: str) -> list[str]:
    return [header.strip() for header in layout.split(",")]


def recognised(headers: list[str], name: str = "Sheet1", file_name: str = "table.xlsx"):
    sheet = Sheet(0, name, headers, lambda problems: iter(()))
    head = pl.DataFrame({f"c{place}": ["x"] for place in range(len(headers))})
    return recognise(sheet, head, load_profiles(), file_name=file_name)


@pytest.mark.parametrize(("profile", "layout"), LAYOUTS.items(), ids=LAYOUTS)
def test_a_platforms_header_row_is_known_as_that_platforms(profile, layout):
    found = recognised(headers_of(layout))
    assert found.profile is not None
    assert found.profile.name == profile
    assert found.importable


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_column_of_a_known_platform_is_mapped_or_left_out_for_a_reason(layout):
    unknown = [match.header for match in recognised(headers_of(layout)).columns if not match.field and not match.rule.ignore]
    assert unknown == []


@pytest.mark.parametrize(("profile", "layout"), LAYOUTS.items(), ids=LAYOUTS)
def test_full_width_and_half_width_headers_are_the_same(profile, layout):
    narrow = [header.replace("（", "(").replace("）", ")") + " " for header in headers_of(layout)]
    wide = [header.replace("(", "（").replace(")", "）") for header in headers_of(layout)]
    assert recognised(narrow).profile.name == recognised(wide).profile.name == profile


@pytest.mark.parametrize(
    ("file_name", "profile", "title"),
    [
        ("2023年度国家知识产权示范企业名单.xlsx", "titles_intellectual_property", "国家知识产权示范企业"),
        ("关于公布山东省知识产权优势企业的通知.xlsx", "titles_intellectual_property", "山东省知识产权优势企业"),
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
