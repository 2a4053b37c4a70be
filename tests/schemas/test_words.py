"""Names, classifications and closed vocabularies in the words of real exports."""

import pytest

from schemas.classification import ClassificationValue, IpcListValue, IpcValue, LocarnoListValue
from schemas.currencies import CurrencyValue
from schemas.findings import Severity
from schemas.legal_status import LegalStatus, LegalStatusValue
from schemas.licence_kind import LicenceKindValue, OfferStateValue
from schemas.names import NamesValue, name_form, split_names
from schemas.navigation_terms import ProjectStateValue, ProjectTypeValue
from schemas.owner_type import OwnerTypeValue
from schemas.patent_type import PatentTypeValue
from schemas.texts import LongTextValue, TextsValue, TextValue
from schemas.titles import TitleKindValue, TitleLevelValue
from schemas.vocabulary import VocabularyType

CASE_STATES = [
    "待分配",
    "新案审查",
    "回案审查",
    "等待提案",
    "等待公布",
    "公布封卷",
    "公布完成",
    "准备公布",
    "进入实审",
    "实审检查",
    "公告封卷",
    "驳回失效",
    "分案结案",
    "国优视撤",
    "等待申请费",
    "初审待答复",
    "审查待提取",
    "等待提实审",
    "待质检抽案",
    "等年登印费",
    "专利权维持",
    "等待实审请求",
    "等待案件分配",
    "中间文件审查",
    "退件(审查)",
    "期限费用审查",
    "准备等待公布",
    "等待实审提案",
    "等待裁决转案",
    "一通回案实审",
    "中通回案实审",
    "一通回案形审",
    "中通回案形审",
    "等待颁证公告",
    "准备颁证公告",
    "等年费滞纳金",
    "视为放弃失效",
    "逾期视撤失效",
    "届满终止失效",
    "无效宣告失效",
    "撤回专利申请",
    "驳回等复审请求",
    "待退件(审查)",
    "一通出案待答复",
    "中通出案待答复",
    "形审补正待答复",
    "逾期视撤,等恢复",
    "准备进入外观分类",
    "准备进入发明初审",
    "准备进入新型初审",
    "准备进入实审阶段",
    "视为放弃,等恢复",
    "届满终止,待失效",
    "无申请费视撤失效",
    "实审请求视撤失效",
    "未缴年费终止失效",
    "其他通知书回案实审",
    "其他通知书回案形审",
    "待发授权办登通知书",
    "逾期视撤,等恢复补正",
    "实审请求视撤,等恢复",
    "其他通知书出案待答复",
    "视为放弃,等恢复补正",
    "未缴申请费视撤,等恢复",
    "放弃专利权（重复授权）",
    "放弃专利权（主动放弃）",
    "实审请求视撤,等恢复补正",
    "未缴年费终止,等恢复补正",
    "未缴申请费视撤,等恢复补正",
    "未缴年费专利权终止,等恢复",
    "放弃专利权（同样发明创造）",
    "逾期视撤,等恢复（发明初审）",
    "逾期视撤，等恢复补正（发明初审）",
]
OTHER_STATES = [
    "失效",
    "有效",
    "审中",
    "PCT指定期满",
    "PCT指定期内",
    "公开",
    "实质审查",
    "授权",
    "避免重复授权",
    "撤回",
    "撤回-未指定类型",
    "撤回-视为撤回",
    "撤回-主动撤回",
    "驳回",
    "全部撤销",
    "期限届满",
    "未缴年费",
    "权利恢复",
    "权利终止",
    "部分无效",
    "申请终止",
    "放弃",
    "放弃-视为放弃",
    "放弃-主动放弃",
    "无效",
    "恢复",
    "解密",
    "维持有效",
    "专利质押,保全及解除",
    "专利权质押合同登记",
    "专利实施许可合同备案",
    "转移",
    "变更",
    "撤销",
    "终止",
    "有效期届满",
    "主动放弃",
    "公布",
    "审定",
    "质押合同登记生效",
    "开放许可声明",
    "专利权保全",
    "专利权保全解除",
    "许可合同备案生效",
    "有权",
    "已下证",
    "未下证",
    "AV01",
    "CF01",
    "CX01",
    "CB03",
    "CP01",
    "CP02",
    "CP03",
    "EE01",
    "EM01",
    "EC01",
    "PE01",
    "PM01",
    "PC01",
    "PP01",
    "PD01",
    "IP01",
    "IW01",
    "RR01",
    "TR01",
    "GR01",
]


@pytest.mark.parametrize("word", CASE_STATES + OTHER_STATES)
def test_every_published_status_is_known(word: str) -> None:
    reading = LegalStatusValue().read(word)
    assert reading.findings == ()
    assert reading.value != LegalStatus.UNKNOWN
    assert reading.values["_text"] == word


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("专利权维持", "in_force"),
        ("等年费滞纳金", "fee_grace"),
        ("未缴年费专利权终止,等恢复", "restorable"),
        ("未缴年费专利权终止，等恢复", "restorable"),
        ("未缴年费终止失效", "lapsed_fee"),
        ("专利权有效期届满", "expired"),
        ("专利权质押合同登记的注销", "in_force"),
        ("专利权保全的解除", "in_force"),
        ("质押合同登记生效", "pledged"),
        ("权利恢复", "in_force"),
        ("无效", "lapsed"),
        ("部分无效", "partly_invalid"),
        ("专利权全部无效", "invalidated"),
        ("开放许可声明", "open_licence"),
        ("开放许可声明的撤回", "in_force"),
        ("授权|许可", "licensed"),
        ("失效|授权", "lapsed"),
        ("驳回等复审请求", "reexamination"),
        ("等年登印费", "grant_pending"),
        ("待发授权办登通知书", "grant_pending"),
        ("实质审查的生效", "examination"),
        ("避免重复授权", "abandoned"),
        ("专利权的终止", "lapsed"),
        ("未授权", "pending"),
    ],
)
def test_terms_of_loss_come_first(word: str, status: str) -> None:
    assert LegalStatusValue().read(word).value == status


def test_an_unknown_status_is_kept_as_text_with_a_warning() -> None:
    reading = LegalStatusValue().read("蓝色")
    assert reading.values == {"": "unknown", "_text": "蓝色"}
    assert reading.findings[0].severity is Severity.WARNING


def test_alive_and_ended_do_not_overlap() -> None:
    assert not [status for status in LegalStatus if status.granted_and_alive and status.ended]
    assert LegalStatus.IN_FORCE.granted_and_alive
    assert LegalStatus.RESTORABLE.ended


@pytest.mark.parametrize(
    ("reader", "word", "token"),
    [
        (PatentTypeValue(), "发明授权", "invention"),
        (PatentTypeValue(), "授权发明", "invention"),
        (PatentTypeValue(), "发明专利申请", "invention"),
        (PatentTypeValue(), "专利发明", "invention"),
        (PatentTypeValue(), "实用新型专利", "utility_model"),
        (PatentTypeValue(), "外观设计", "design"),
        (OwnerTypeValue(), "市属国企", "state_enterprise"),
        (OwnerTypeValue(), "科研机构", "research"),
        (OwnerTypeValue(), "民营企业", "enterprise"),
        (OwnerTypeValue(), "大专院校", "university"),
        (OwnerTypeValue(), "中小微企业", "enterprise"),
        (OwnerTypeValue(), "大中型国有企业", "state_enterprise"),
        (OwnerTypeValue(), "其他", "other"),
        (OwnerTypeValue(), "机关团体", "organisation"),
        (OwnerTypeValue(), "医院", "hospital"),
        (LicenceKindValue(), "普通许可", "ordinary"),
        (LicenceKindValue(), "独占实施许可", "exclusive"),
        (LicenceKindValue(), "排他许可", "sole"),
        (LicenceKindValue(), "开放许可", "open"),
        (OfferStateValue(), "已公告", "announced"),
        (OfferStateValue(), "已撤回", "withdrawn"),
        (OfferStateValue(), "到期", "ended"),
        (TitleKindValue(), "国家知识产权示范企业创建对象（2025—2027）", "ip_demonstration_candidate"),
        (TitleKindValue(), "国家知识产权优势企业", "ip_advantage"),
        (TitleKindValue(), "专精特新小巨人企业", "little_giant"),
        (TitleLevelValue(), "国家级", "national"),
        (TitleLevelValue(), "省级", "provincial"),
        (TitleLevelValue(), "区县级", "district"),
        (TitleLevelValue(), "市级", "municipal"),
        (ProjectTypeValue(), "产业规划类", "industry"),
        (ProjectTypeValue(), "企业经营类", "enterprise"),
        (ProjectStateValue(), "验收不通过", "failed"),
        (ProjectStateValue(), "实施中", "running"),
        (ProjectStateValue(), "已验收", "accepted"),
    ],
)
def test_words_of_vocabularies(reader: VocabularyType, word: str, token: str) -> None:  # type: ignore[type-arg]
    reading = reader.read(word)
    assert (reading.value, reading.findings) == (token, ())


def test_several_patent_types_in_a_cell_are_refused() -> None:
    assert PatentTypeValue().read("发明, 实用新型").findings[0].code == "patent_type.unknown"


def test_every_term_is_read_from_its_label() -> None:
    readers = [
        PatentTypeValue(),
        OwnerTypeValue(),
        LicenceKindValue(),
        OfferStateValue(),
        TitleKindValue(),
        TitleLevelValue(),
        ProjectTypeValue(),
        ProjectStateValue(),
        LegalStatusValue(),
    ]
    for reader in readers:
        for term in reader.terms:
            assert reader.read(term.label).value == term.value
            assert reader.read(term.value).value == term.value


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A.尚穆加孙达拉姆;??S.彭纳姆巴拉姆", ["A.尚穆加孙达拉姆", "S.彭纳姆巴拉姆"]),
        ("U·西格尔;??A·瓦克曼", ["U·西格尔", "A·瓦克曼"]),
        ("李楠;", ["李楠"]),
        ("张三；李四、王五，赵六", ["张三", "李四", "王五", "赵六"]),
        ("甲公司 | 乙大学", ["甲公司", "乙大学"]),
        ("BOE TECHNOLOGY GROUP CO., LTD.", ["BOE TECHNOLOGY GROUP CO., LTD."]),
        ("Beijing Chemclin Biotech Co.,Ltd.; 北京科美", ["Beijing Chemclin Biotech Co.,Ltd.", "北京科美"]),
        ("葛兰素史克（爱尔兰、英国）有限公司", ["葛兰素史克(爱尔兰、英国)有限公司"]),
        ("UDAGAWA, Hiroaki", ["UDAGAWA, Hiroaki"]),
        ("张 三;李 四;张三", ["张三", "李四"]),
        ("Merck Sharp & Dohme B.V.", ["Merck Sharp & Dohme B.V."]),
    ],
)
def test_lists_of_names(text: str, names: list[str]) -> None:
    assert split_names(text) == names
    assert NamesValue().read(text).value == names


def test_one_form_of_a_name() -> None:
    assert name_form("威海　某某（集团） 有限公司") == "威海某某(集团)有限公司"
    assert name_form("Novartis  Pharma   AG") == "Novartis Pharma AG"
    assert name_form("ＴＣＬ集团") == "TCL集团"
    assert NamesValue().read(";;").findings[0].code == "name.unreadable"


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("G01N25/62;G01K11/02", ["G01N25/62", "G01K11/02"]),
        ("H04L9/32(2006.01)G06F21/32(2013.01)H04L9/32G06F21/32", ["H04L9/32", "G06F21/32"]),
        ("H04W8/26(2009.01)I;??H04W84/12(2009.01)I", ["H04W8/26", "H04W84/12"]),
        ("A61K 2039/505, C07D 487/04", ["A61K2039/505", "C07D487/04"]),
        ("A01K 87/00", ["A01K87/00"]),
        ("A01K", ["A01K"]),
        ("Int.Cl. B29B17/00(2006.01)I;", ["B29B17/00"]),
        ("G06F3/06 | G06F", ["G06F3/06", "G06F"]),
    ],
)
def test_ipc(text: str, symbols: list[str]) -> None:
    assert IpcListValue().read(text).value == symbols
    assert ClassificationValue().read(text).value == symbols
    assert IpcValue().read(text).value == symbols[0]


def test_locarno() -> None:
    assert LocarnoListValue().read("01-01 (12)").value == ["01-01"]
    assert LocarnoListValue().read("9-03;12-16").value == ["09-03", "12-16"]
    assert LocarnoListValue().read("33-01").findings[0].code == "locarno.unreadable"
    assert ClassificationValue().read("01-99 (12)").values == {"locarno": ["01-99"]}
    assert ClassificationValue().read("无关").findings[0].code == "classification.unreadable"
    assert IpcValue().read("01-01").findings[0].code == "ipc.unreadable"


def test_texts() -> None:
    assert TextValue().read("一种\n\t装置  甲").value == "一种 装置 甲"
    assert LongTextValue().read("一\r\n二\x00").value == "一\n二"
    assert TextValue().read("乱\ufffd码").findings[0].code == "text.broken_characters"
    assert TextsValue().read("转让、许可；自行产业化").value == ["转让", "许可", "自行产业化"]
    assert CurrencyValue().read("万美元").value == "USD"
    assert CurrencyValue().read("贝壳").findings[0].code == "currency.unknown"
