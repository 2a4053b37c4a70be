"""What the fields of the indexes are called beside an extract."""

from registry.site.texts import marked

FIELD_TITLES = {
    "abstract": marked("摘要"),
    "inventors": marked("发明人"),
    "agency": marked("代理机构"),
    "publications": marked("公开公告号"),
    "holder_codes": marked("统一社会信用代码"),
    "ipc": marked("分类号"),
    "scenario": marked("应用场景"),
    "conditions": marked("其他条件"),
    "declaration": marked("声明编号"),
    "former_names": marked("曾用名"),
    "english_name": marked("英文名称"),
    "codes": marked("代码"),
    "titles": marked("称号"),
    "business_scope": marked("经营范围"),
    "address": marked("住所"),
    "client": marked("委托方"),
    "technical_field": marked("技术领域"),
    "summary": marked("摘要"),
    "filing_number": marked("平台备案号"),
}
