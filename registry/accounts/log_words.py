"""How the log writes what it says of accounts and candidates: the words of their tables and fields, and moments."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from registry.accounts.permissions import Organisation, Permission, Role
from registry.site.display import NO, YES
from registry.site.texts import Text, marked

ACCOUNT_KINDS = {
    "account": marked("账户"),
    "role_grant": marked("角色"),
    "api_token": marked("接口令牌"),
    "account_request": marked("账户申请"),
    "candidate_round": marked("申报轮次"),
    "candidacy": marked("候选"),
    "candidacy_step": marked("候选的经过"),
    "candidacy_attachment": marked("候选的附件"),
}
"""What is watched beside the register, by table."""
ACCOUNT_FIELDS = {
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
    "added_by": marked("上传"),
    "removed_by": marked("移除"),
    "removed_at": marked("移除时间"),
}
"""What the fields of accounts and the details of events are called."""
_ROLES = {role.value: role.label for role in Role}
_PERMISSIONS = {
    **{permission.value: permission.label for permission in Permission},
    "cross-site": marked("由别的网站发起"),
}
_STATES = {
    "spotted": marked("已发现"),
    "contacted": marked("已联系"),
    "preparing": marked("准备材料"),
    "applied": marked("已申报"),
    "recognised": marked("已认定"),
    "declined": marked("未通过"),
    "withdrawn": marked("已退出"),
}
ACCOUNT_WORDS = {
    "from_state": _STATES,
    "to_state": _STATES,
    "state": {
        **_STATES,
        "invited": marked("待设置密码"),
        "active": marked("使用中"),
        "disabled": marked("已停用"),
        "open": marked("待审批"),
        "approved": marked("已批准"),
        "refused": marked("未批准"),
    },
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
    """The image `before` or `after` of an entry; of accounts with moments and words in place of what is stored."""
    given: Mapping[str, Any] = row[side] or {}
    return readable(given) if row["kind"] in ACCOUNT_KINDS else given


def readable(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields of an account, or the details of an event, as they are shown."""
    return {name: _readable(name, value) for name, value in given.items()}


def _readable(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return Text(YES if value else NO)
    if isinstance(value, list):
        return [_readable(name, each) for each in value]
    if name == "snapshot" and isinstance(value, Mapping):
        return f"{value.get('ladder', '')} {value.get('day', '')}"
    if isinstance(value, str) and name.endswith("_at"):
        return datetime.fromisoformat(value)
    words = ACCOUNT_WORDS.get(name, {})
    return Text(words[value]) if value in words else value
