"""The records of the registry as an export can fill them; one definition of every field.

Importers take a field's value type and label from here, exports their headers, the database tables
and the JSON their names. Lists are ordered; money is exact, in yuan unless a currency stands beside it.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from schemas import types as t
from schemas.placeholders import clean


def _is_blank(value: Any) -> bool:
    return isinstance(value, str) and clean(value) is None


class Record(BaseModel):
    """Common to all records: unknown fields are refused, values are read by their value types.

    `called` is the Chinese word for one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    kind: ClassVar[str]
    called: ClassVar[str]
    key: ClassVar[tuple[str, ...]]

    @model_validator(mode="before")
    @classmethod
    def _drop_blanks(cls, given: Any) -> Any:
        """Blank texts and placeholders count as not given."""
        if not isinstance(given, Mapping):
            return given
        return {name: value for name, value in given.items() if not _is_blank(value)}


class Enterprise(Record):
    """企业, known by its 统一社会信用代码, else its registration number, else its name."""

    kind = "enterprise"
    called = "企业"
    key = ("credit_code", "registration_number", "name")

    name: t.Name = Field(title="企业名称")
    credit_code: t.CreditCode | None = Field(None, title="统一社会信用代码")
    registration_number: t.RegistrationNumber | None = Field(None, title="注册号")
    organisation_code: t.OrganisationCode | None = Field(None, title="组织机构代码")
    former_names: t.Names = Field((), title="曾用名")
    english_name: t.Text | None = Field(None, title="英文名")
    status: t.Text | None = Field(None, title="经营状态")
    company_type: t.Text | None = Field(None, title="企业类型")
    established_on: t.Date | None = Field(None, title="成立日期")
    legal_representative: t.Text | None = Field(
        None, title="法定代表人", json_schema_extra={"personal": True}
    )
    registered_capital: t.Money | None = Field(None, title="注册资本")
    registered_capital_currency: t.Currency | None = Field(None, title="注册资本币种")
    paid_in_capital: t.Money | None = Field(None, title="实缴资本")
    paid_in_capital_currency: t.Currency | None = Field(None, title="实缴资本币种")
    business_term: t.Text | None = Field(None, title="营业期限")
    registration_authority: t.Text | None = Field(None, title="登记机关")
    licence_issued_on: t.Date | None = Field(None, title="发照日期")
    size: t.Text | None = Field(None, title="企业规模")
    industry: t.Text | None = Field(None, title="所属行业")
    cluster: t.Text | None = Field(None, title="产业集群")
    province: t.Text | None = Field(None, title="省份")
    city: t.Text | None = Field(None, title="城市")
    district: t.Text | None = Field(None, title="区县")
    township: t.Text | None = Field(None, title="镇街")
    address: t.Text | None = Field(None, title="地址")
    business_scope: t.LongText | None = Field(None, title="经营范围")
    tags: t.Texts = Field((), title="标签")
    iso56005_level: t.Integer | None = Field(None, title="ISO 56005 等级", ge=1, le=5)
    contact: t.Text | None = Field(None, title="联系人", json_schema_extra={"personal": True})
    phone: t.Text | None = Field(None, title="联系电话", json_schema_extra={"personal": True})


class Recognition(Record):
    """称号: an enterprise's title of one round, such as 国家知识产权优势企业 or 高新技术企业."""

    kind = "recognition"
    called = "称号"
    key = ("enterprise_code", "enterprise_name", "title", "round")

    enterprise_name: t.Name | None = Field(None, title="企业名称")
    enterprise_code: t.CreditCode | None = Field(None, title="统一社会信用代码")
    title: t.Text = Field(title="称号")
    title_kind: t.TitleKind | None = Field(None, title="称号类别")
    level: t.TitleLevel | None = Field(None, title="级别")
    status: t.Text | None = Field(None, title="称号状态")
    round: t.Text = Field("", title="批次")
    document_number: t.Text | None = Field(None, title="认定文号")
    certificate_number: t.Text | None = Field(None, title="证书编号")
    valid_from: t.Date | None = Field(None, title="有效期起")
    valid_to: t.Date | None = Field(None, title="有效期止")
    review_year: t.Integer | None = Field(None, title="复核年度")


class Patent(Record):
    """专利, known by its application number (申请号, ZC 0006) written with its check digit."""

    kind = "patent"
    called = "专利"
    key = ("application_number",)

    application_number: t.ApplicationNumber = Field(title="申请号")
    title: t.Text | None = Field(None, title="专利名称")
    patent_type: t.PatentType | None = Field(None, title="专利类型")
    abstract: t.LongText | None = Field(None, title="摘要")
    first_claim: t.LongText | None = Field(None, title="主权项")
    applicants: t.Names = Field((), title="申请人")
    owners: t.Names = Field((), title="专利权人")
    owner_code: t.CreditCode | None = Field(None, title="专利权人统一社会信用代码")
    owner_type: t.OwnerType | None = Field(None, title="权利人类型")
    inventors: t.Names = Field((), title="发明人")
    address: t.Text | None = Field(None, title="权利人地址")
    province: t.Text | None = Field(None, title="权利人省份")
    city: t.Text | None = Field(None, title="权利人城市")
    district: t.Text | None = Field(None, title="权利人区县")
    filing_date: t.Date | None = Field(None, title="申请日")
    publication_number: t.PublicationNumber | None = Field(None, title="公开号")
    publication_date: t.Date | None = Field(None, title="公开日")
    grant_number: t.PublicationNumber | None = Field(None, title="授权公告号")
    grant_date: t.Date | None = Field(None, title="授权公告日")
    expiry_date: t.Date | None = Field(None, title="预估到期日")
    lapse_date: t.Date | None = Field(None, title="失效日")
    ipc_main: t.Ipc | None = Field(None, title="IPC主分类号")
    ipc: t.IpcList = Field((), title="IPC分类号")
    locarno: t.LocarnoList = Field((), title="洛迦诺分类号")
    legal_status: t.LegalStatus | None = Field(None, title="法律状态")
    legal_status_text: t.Text | None = Field(None, title="法律状态原文")
    legal_status_date: t.Date | None = Field(None, title="法律状态日期")
    agency: t.Name | None = Field(None, title="代理机构")
    agents: t.Names = Field((), title="代理人")
    priority: t.Text | None = Field(None, title="优先权")
    divisional_of: t.Text | None = Field(None, title="分案原申请号")
    pct_application_number: t.Text | None = Field(None, title="PCT国际申请号")
    pct_publication_number: t.Text | None = Field(None, title="PCT国际公布号")
    national_entry_date: t.Date | None = Field(None, title="进入国家阶段日")
    strategic_industry: t.Text | None = Field(None, title="战略性新兴产业")
    cited_by_count: t.Integer | None = Field(None, title="被引证次数")
    cites_count: t.Integer | None = Field(None, title="引证次数")
    claim_count: t.Integer | None = Field(None, title="权利要求数量")
    family_countries: t.Texts = Field((), title="同族国家")


class Event(Record):
    """法律事件: one entry of the 专利公报 or of a register on a patent."""

    kind = "event"
    called = "法律事件"
    key = ("application_number", "event_date", "event_name")

    application_number: t.ApplicationNumber = Field(title="申请号")
    event_date: t.Date = Field(title="事件日期")
    event_name: t.Text = Field(title="法律事件")
    event_code: t.Text | None = Field(None, title="事件代码")
    detail: t.Text | None = Field(None, title="事件详情")


class Pledge(Record):
    """专利权质押登记 (gazette PE01, PM01, PC01)."""

    kind = "pledge"
    called = "质押登记"
    key = ("application_number", "registration_number")

    application_number: t.ApplicationNumber = Field(title="申请号")
    registration_number: t.Text = Field(title="质押登记号")
    pledgors: t.Names = Field((), title="出质人")
    pledgees: t.Names = Field((), title="质权人")
    registered_on: t.Date | None = Field(None, title="质押登记日")
    released_on: t.Date | None = Field(None, title="质押解除日")
    amount: t.Money | None = Field(None, title="质押金额")
    amount_currency: t.Currency | None = Field(None, title="质押金额币种")


class StockReview(Record):
    """存量专利盘点: what its holder says of an idle patent (国知发运字〔2024〕5号)."""

    kind = "stock_review"
    called = "存量盘点"
    key = ("application_number",)

    application_number: t.ApplicationNumber = Field(title="申请号")
    state: t.Text | None = Field(None, title="盘点状态")
    unit: t.Text | None = Field(None, title="所属单位")
    publicly_funded: t.Boolean | None = Field(None, title="是否属于财政资助科研项目形成专利")
    exploitation: t.Text | None = Field(None, title="专利实施状态")
    willingness: t.Texts = Field((), title="转化意愿")
    maturity: t.Text | None = Field(None, title="技术成熟度")
    self_rating: t.Text | None = Field(None, title="专利价值分级自评")
    scenario: t.Text | None = Field(None, title="应用场景")


class Offer(Record):
    """开放许可声明 (Patent Law art. 50): terms on which anyone may take a licence."""

    kind = "offer"
    called = "开放许可声明"
    key = ("application_number", "declaration")

    application_number: t.ApplicationNumber = Field(title="申请号")
    declaration: t.Text = Field("", title="声明编号")
    state: t.OfferState | None = Field(None, title="声明状态")
    declared_on: t.Date | None = Field(None, title="声明公告日")
    fee_mode: t.FeeMode | None = Field(None, title="许可费支付方式")
    fee_amount: t.FeeMoney | None = Field(None, title="许可费金额")
    fee_rate: t.Percent | None = Field(None, title="提成比例")
    fee_base: t.FeeBase | None = Field(None, title="提成基数")
    fee_entry_amount: t.FeeMoney | None = Field(None, title="入门费")
    fee_currency: t.Currency | None = Field(None, title="许可费币种")
    fee_text: t.FeeText | None = Field(None, title="许可费原文")
    licence_from: t.Date | None = Field(None, title="许可期限起始日")
    licence_to: t.Date | None = Field(None, title="许可期限届满日")
    licence_years: t.Number | None = Field(None, title="许可期限（年）")
    area: t.Text | None = Field(None, title="许可地域范围")
    conditions: t.LongText | None = Field(None, title="其他许可条件")
    contact: t.Text | None = Field(None, title="声明联系方式", json_schema_extra={"personal": True})


class Licence(Record):
    """许可: a licence given, with its filing (备案; gazette EE01, EM01, EC01)."""

    kind = "licence"
    called = "许可"
    key = ("application_number", "record_number", "licensees")

    application_number: t.ApplicationNumber = Field(title="申请号")
    record_number: t.Text = Field("", title="许可合同备案号")
    licence_kind: t.LicenceKind | None = Field(None, title="许可种类")
    licensors: t.Names = Field((), title="让与人")
    licensees: t.Names = Field((), title="被许可人")
    filed_on: t.Date | None = Field(None, title="许可备案日")
    effective_on: t.Date | None = Field(None, title="许可生效日")
    ended_on: t.Date | None = Field(None, title="许可解除日")


class Agency(Record):
    """服务机构: an agency that works for enterprises or carries navigation projects."""

    kind = "agency"
    called = "服务机构"
    key = ("credit_code", "name")

    name: t.Name = Field(title="机构名称")
    credit_code: t.CreditCode | None = Field(None, title="机构统一社会信用代码")
    agency_type: t.Text | None = Field(None, title="机构类型")
    address: t.Text | None = Field(None, title="机构地址")
    contact: t.Text | None = Field(None, title="机构联系人", json_schema_extra={"personal": True})


class Project(Record):
    """专利导航项目 (GB/T 39551-2020)."""

    kind = "project"
    called = "专利导航项目"
    key = ("number", "title")

    number: t.Text | None = Field(None, title="项目编号")
    title: t.Text = Field(title="项目名称")
    project_type: t.ProjectType | None = Field(None, title="导航类型")
    level: t.TitleLevel | None = Field(None, title="项目级别")
    agency: t.Name | None = Field(None, title="承担机构")
    client: t.Name | None = Field(None, title="委托单位")
    field: t.Text | None = Field(None, title="技术领域")
    ipc: t.IpcList = Field((), title="项目IPC范围")
    cluster: t.Text | None = Field(None, title="项目产业集群")
    state: t.ProjectState | None = Field(None, title="项目状态")
    approved_on: t.Date | None = Field(None, title="立项日期")
    accepted_on: t.Date | None = Field(None, title="验收日期")
    filing_number: t.Text | None = Field(None, title="平台备案号")
    summary: t.LongText | None = Field(None, title="项目摘要")


RECORDS: tuple[type[Record], ...] = (
    Enterprise,
    Recognition,
    Patent,
    Event,
    Pledge,
    StockReview,
    Offer,
    Licence,
    Agency,
    Project,
)
"""Every record kind, parents before children where a child needs its parent."""
