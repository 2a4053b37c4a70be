"""How the log writes what it says beside the register: the words of tables, fields and values, and moments."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from registry.accounts.permissions import Organisation, Permission, Role
from registry.candidates.rules import State
from registry.database.engine import dump_json
from registry.enterprises.dossier.terms import ProductStanding, ProductState
from registry.patents.high_value import Ground
from registry.site.display import NO, YES
from registry.site.texts import Text, marked

BESIDE = {
    "account": marked("账户"),
    "role_grant": marked("角色"),
    "api_token": marked("接口令牌"),
    "account_request": marked("账户申请"),
    "candidate_round": marked("申报轮次"),
    "candidacy": marked("候选"),
    "candidacy_step": marked("候选的经过"),
    "candidacy_attachment": marked("候选的附件"),
    "record_correction": marked("更正"),
    "ladder_criteria": marked("梯队标准"),
    "enterprise_product": marked("专利产品"),
    "enterprise_training": marked("培训"),
    "enterprise_contact": marked("联系人"),
    "value_confirmation": marked("高价值认定依据"),
    "enterprise_merge": marked("企业合并"),
    "enterprise_distinction": marked("不是同一家"),
}
"""What is watched beside the register, by table."""
FIELDS = {
    "login": marked("登录名"),
    "name": marked("姓名"),
    "email": marked("邮箱"),
    "phone": marked("电话"),
    "state": marked("状态"),
    "organisation_kind": marked("单位种类"),
    "organisation": marked("哪一家"),
    "organisation_name": marked("单位名称"),
    "account_id": marked("账户编号"),
    "role": marked("角色"),
    "granted_by": marked("授予人"),
    "granted_at": marked("授予时间"),
    "prefix": marked("开头"),
    "permissions": marked("权限"),
    "expires_at": marked("到期"),
    "revoked_at": marked("停用时间"),
    "note": marked("说明"),
    "decided_by": marked("审批人"),
    "decided_at": marked("审批时间"),
    "reason": marked("理由"),
    "candidate_round.name": marked("轮次名称"),
    "tier": marked("梯队"),
    "title": marked("授予的称号"),
    "quota": marked("名额"),
    "deadline": marked("截止日期"),
    "closed_on": marked("关闭日期"),
    "version": marked("第几次改动"),
    "created_by": marked("建立"),
    "enterprise_id": marked("企业编号"),
    "round_id": marked("轮次编号"),
    "owner_id": marked("联络员"),
    "snapshot": marked("条件核对"),
    "recognition_id": marked("称号编号"),
    "proposed_by": marked("提出"),
    "candidacy_id": marked("候选编号"),
    "operation_id": marked("操作"),
    "from_state": marked("原状态"),
    "to_state": marked("改为"),
    "on_day": marked("日期"),
    "document_number": marked("认定文号"),
    "actor": marked("操作人"),
    "at": marked("时间"),
    "undone_by": marked("撤销人"),
    "undone_at": marked("撤销时间"),
    "undone_reason": marked("撤销理由"),
    "file_name": marked("文件"),
    "media_type": marked("格式"),
    "size": marked("大小"),
    "sha256": marked("校验和"),
    "stored_as": marked("存放位置"),
    "added_by": marked("上传"),
    "removed_by": marked("移除"),
    "removed_at": marked("移除时间"),
    "ladder_criteria.title": marked("标准的名称"),
    "holds_from": marked("自何时起"),
    "toml": marked("标准的内容"),
    "withdrawn_by": marked("收回人"),
    "withdrawn_reason": marked("收回理由"),
    "withdrawn_at": marked("收回时间"),
    "field": marked("字段"),
    "held": marked("登记簿里的值"),
    "proposed": marked("提议的值"),
    "answer": marked("答复"),
    "enterprise_product.name": marked("产品名称"),
    "model": marked("型号"),
    "filing_number": marked("备案号"),
    "industry": marked("国民经济行业"),
    "filed_on": marked("备案日"),
    "standing": marked("实施身份"),
    "patents": marked("关联专利"),
    "sales_year": marked("销售年度"),
    "sales_revenue": marked("销售收入（元）"),
    "profit": marked("利润（元）"),
    "enterprise_training.title": marked("培训名称"),
    "held_on": marked("培训日期"),
    "organiser": marked("主办单位"),
    "attendees": marked("参加人次"),
    "hours": marked("学时"),
    "duty": marked("职务"),
    "value_confirmation.name": marked("奖项或质押融资情况"),
    "patent_id": marked("专利编号"),
    "ground": marked("类别"),
    "value_confirmation.document_number": marked("文号"),
    "kept_id": marked("留下的企业编号"),
    "old_id": marked("并入的企业编号"),
    "old_name": marked("并入的企业"),
    "codes": marked("不再使用的信用代码"),
    "numbers": marked("不再使用的注册号"),
    "moved": marked("随同转移"),
    "dropped": marked("重复而未转移"),
    "left_alone": marked("撤销时未动"),
    "low_id": marked("企业编号"),
    "high_id": marked("另一家的编号"),
    "roles": marked("角色"),
    "permission": marked("权限"),
    "purpose": marked("用途"),
    "entries": marked("条数"),
    "format": marked("格式"),
    "personal": marked("含个人信息"),
    "q": marked("哪一条记录"),
    "person": marked("操作人"),
    "kind": marked("种类"),
    "batch": marked("导入批次"),
    "event": marked("事件"),
    "since": marked("自哪一天"),
    "until": marked("至哪一天"),
}
"""What their fields and the details of events are called; where a word means another thing in one table, with its name."""
_STATES = {state.value: state.label for state in State}
_ROLES = {role.value: role.label for role in Role}
_PERMISSIONS = {
    **{permission.value: permission.label for permission in Permission},
    "cross-site": marked("由别的网站发起"),
}
WORDS = {
    "state": {
        "invited": marked("待设置密码"),
        "active": marked("使用中"),
        "disabled": marked("已停用"),
        "open": marked("待审批"),
        "approved": marked("已批准"),
        "refused": marked("未批准"),
        **_STATES,
        "proposed": marked("等待答复"),
        "accepted": marked("已采纳"),
    },
    "record_correction.state": {"declined": marked("未采纳"), "withdrawn": marked("已撤回")},
    "enterprise_product.state": {state.value: state.label for state in ProductState},
    "standing": {standing.value: standing.label for standing in ProductStanding},
    "ground": {ground.value: ground.label for ground in Ground},
    "from_state": _STATES,
    "to_state": _STATES,
    "role": _ROLES,
    "roles": _ROLES,
    "organisation_kind": {kind.value: kind.label for kind in Organisation},
    "permissions": _PERMISSIONS,
    "permission": _PERMISSIONS,
    "purpose": {"invite": marked("设置密码"), "reset": marked("重新设置密码")},
}
"""The words of their values, by what is stored."""
SUBJECTS = {
    "code": marked("第二步验证码"),
    "password": marked("原密码"),
    "first administrator": marked("首位管理员"),
    "remote": marked("其他设备"),
    "log changes": marked("登记内容的变更"),
    "log events": marked("登录与其他操作"),
}
"""What an event was about, where that is a word of ours."""


def image_of(row: Mapping[str, Any], side: str) -> Mapping[str, Any]:
    """The image `before` or `after` of an entry; beside the register with moments and words in place of what is stored."""
    given: Mapping[str, Any] = row[side] or {}
    return readable(given, row["kind"]) if row["kind"] in BESIDE else given


def readable(given: Mapping[str, Any], kind: str = "") -> Mapping[str, Any]:
    """The fields of a record beside the register, or the details of an event, as they are shown."""
    return {name: _readable(f"{kind}.{name}", value) for name, value in given.items()}


def _readable(field: str, value: Any) -> Any:
    name = field.rpartition(".")[2]
    if isinstance(value, bool):
        return Text(YES if value else NO)
    if name == "snapshot" and isinstance(value, Mapping):
        return f"{value.get('ladder', '')} {value.get('day', '')}"
    if isinstance(value, Mapping):
        return dump_json(value)
    if isinstance(value, list):
        return [_readable(field, each) for each in value]
    if isinstance(value, str) and name.endswith("_at"):
        return datetime.fromisoformat(value)
    words = {**WORDS.get(name, {}), **WORDS.get(field, {})}
    return Text(words[value]) if value in words else value
