"""Everything dated about one enterprise, from every register, the latest first (时间线)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from registry.accounts.scope import Candidates, Scope
from registry.candidates.rules import State
from registry.database.tables import ChangeLog
from registry.site.filters import ListQuery
from registry.site.paging import Page
from registry.site.reading import Row, fetch
from registry.site.texts import Text, marked
from registry.site.vocabulary import field_title

PATENTS, TITLES, LICENCES, PLEDGES = marked("专利"), marked("称号"), marked("许可事项"), marked("质押")
PROJECTS, CANDIDATES, RECORD = marked("专利导航"), marked("候选"), marked("登记")
PRODUCTS, TRAINING = marked("专利产品"), marked("培训")
TOPICS: Mapping[str, str] = {
    "patents": PATENTS,
    "titles": TITLES,
    "licences": LICENCES,
    "pledges": PLEDGES,
    "projects": PROJECTS,
    "products": PRODUCTS,
    "training": TRAINING,
    "candidates": CANDIDATES,
    "record": RECORD,
}
"""What entries are about, and what that is called."""
WORDS: Mapping[str, str] = {
    "established": marked("企业成立"),
    "filed": marked("申请专利"),
    "granted": marked("授权公告"),
    "lapsed": marked("专利权失效"),
    "declared": marked("开放许可声明公告"),
    "offer_ends": marked("许可期限届满"),
    "licensed_out": marked("许可合同备案"),
    "licensed_in": marked("取得许可并备案"),
    "licence_ended": marked("许可备案注销"),
    "pledged": marked("质押合同登记"),
    "released": marked("质押解除"),
    "title_from": marked("称号生效"),
    "title_to": marked("称号到期"),
    "title_review": marked("称号复核年度"),
    "approved": marked("专利导航项目立项"),
    "accepted": marked("专利导航项目验收"),
    "product_filed": marked("专利产品备案"),
    "trained": marked("参加培训"),
    "confirmed": marked("高价值认定依据"),
    "merged": marked("并入重复的企业"),
    "correction": marked("提出更正"),
    "answered": marked("更正已答复"),
    **{f"candidate_{state.value}": state.label for state in State},
}
"""What happened, by the word the reads give."""


class TimelineQuery(ListQuery):
    """What the timeline is narrowed to."""

    topic: Literal[
        "",
        "patents",
        "titles",
        "licences",
        "pledges",
        "projects",
        "products",
        "training",
        "candidates",
        "record",
    ] = ""


@dataclass(frozen=True, slots=True)
class DatedEntry:
    """One thing that happened or will. `whole_year`: the day is not known, only the year. `address` leads to its record."""

    day: date
    whole_year: bool
    topic: str
    what: Text
    subject: Text | str
    address: str | None


_ENTRIES = """
    WITH given AS (
        SELECT {}::bigint AS id, {}::text[] AS names, {}::text AS code, {}::boolean AS candidates,
               {}::boolean AS corrections
    ), owned AS MATERIALIZED (
        SELECT p.id, p.application_number AS number, coalesce(p.title, p.application_number) AS title, p.filing_date,
               p.grant_date, p.lapse_date
        FROM given g, patent p WHERE holders(p.owners, p.applicants) && g.names OR p.owner_code = ANY(codes_with(g.code))
    ), entry (day, whole_year, topic, what, subject, kind, key) AS (
        SELECT e.established_on, false, 'record', 'established', e.name, NULL, NULL
        FROM given g JOIN enterprise e USING (id)
        UNION ALL SELECT v.day, false, 'patents', v.what, o.title, 'patents', o.number
        FROM owned o CROSS JOIN LATERAL (VALUES (o.filing_date, 'filed'), (o.grant_date, 'granted'),
                                                (o.lapse_date, 'lapsed')) v (day, what)
        UNION ALL SELECT v.day, false, 'licences', v.what, o.title, 'patents', o.number
        FROM owned o JOIN offer f ON f.patent_id = o.id
        CROSS JOIN LATERAL (VALUES (f.declared_on, 'declared'), (f.licence_to, 'offer_ends')) v (day, what)
        UNION ALL SELECT v.day, false, 'licences', v.what, o.title, 'patents', o.number
        FROM owned o JOIN licence l ON l.patent_id = o.id
        CROSS JOIN LATERAL (VALUES (l.filed_on, 'licensed_out'), (l.ended_on, 'licence_ended')) v (day, what)
        UNION ALL SELECT l.filed_on, false, 'licences', 'licensed_in', coalesce(p.title, p.application_number), 'patents',
                         p.application_number
        FROM given g JOIN licence l ON l.licensees && g.names JOIN patent p ON p.id = l.patent_id
        UNION ALL SELECT v.day, false, 'pledges', v.what, o.title || ' ' || d.registration_number, 'patents', o.number
        FROM owned o JOIN pledge d ON d.patent_id = o.id
        CROSS JOIN LATERAL (VALUES (d.registered_on, 'pledged'), (d.released_on, 'released')) v (day, what)
        UNION ALL SELECT v.day, v.whole_year, 'titles', v.what, concat_ws(' ', r.title, r.round), NULL, NULL
        FROM given g JOIN recognition r ON r.enterprise_id = g.id
        CROSS JOIN LATERAL (VALUES
            (coalesce(r.valid_from, make_date(substring(r.round FROM '(?:19|20)[0-9][0-9]')::int, 12, 31)),
             r.valid_from IS NULL, 'title_from'),
            (r.valid_to, false, 'title_to'),
            (CASE WHEN r.review_year BETWEEN 1900 AND 2999 THEN make_date(r.review_year::int, 12, 31) END, true,
             'title_review')
        ) v (day, whole_year, what)
        UNION ALL SELECT v.day, false, 'projects', v.what, j.title, 'projects', 'id-' || j.id
        FROM given g JOIN project j ON j.client = ANY(g.names)
        CROSS JOIN LATERAL (VALUES (j.approved_on, 'approved'), (j.accepted_on, 'accepted')) v (day, what)
        UNION ALL SELECT p.filed_on, false, 'products', 'product_filed', concat_ws(' ', p.name, p.filing_number), NULL, NULL
        FROM given g JOIN enterprise_product p ON p.enterprise_id = g.id
        UNION ALL SELECT t.held_on, false, 'training', 'trained', concat_ws(' ', t.title, t.organiser), NULL, NULL
        FROM given g JOIN enterprise_training t ON t.enterprise_id = g.id
        UNION ALL SELECT (m.at AT TIME ZONE 'Asia/Shanghai')::date, false, 'record', 'merged', m.old_name, NULL, NULL
        FROM given g JOIN enterprise_merge m ON m.kept_id = g.id AND m.undone_at IS NULL
        UNION ALL SELECT c.on_day, false, 'patents', 'confirmed', c.name, 'patents', o.number
        FROM owned o JOIN value_confirmation c ON c.patent_id = o.id
        UNION ALL SELECT s.on_day, false, 'candidates', 'candidate_' || s.to_state,
                         concat_ws(' ', n.title, n.name, nullif(s.document_number, '')), 'candidates', c.id::text
        FROM given g JOIN candidacy c ON c.enterprise_id = g.id AND g.candidates
        JOIN candidate_round n ON n.id = c.round_id
        JOIN candidacy_step s ON s.candidacy_id = c.id AND s.undone_at IS NULL
          AND s.from_state IS DISTINCT FROM s.to_state
        UNION ALL SELECT (v.at AT TIME ZONE 'Asia/Shanghai')::date, false, 'record', v.what, c.field, 'field', NULL
        FROM given g JOIN record_correction c ON c.enterprise_id = g.id AND g.corrections
        CROSS JOIN LATERAL (VALUES (c.created_at, 'correction'), (c.decided_at, 'answered')) v (at, what)
    )"""


_NARROWED = "FROM entry WHERE day IS NOT NULL AND ({} = '' OR topic = {})"


async def timeline(scope: Scope, row: Row, names: list[str], query: TimelineQuery) -> Page[DatedEntry]:
    """One page of the entries about the enterprise of a row that `by_key` gave, the latest day first."""
    concerned = scope.about(townships=[row["township"]], enterprises=[row["credit_code"]])
    given = (row["id"], names, row["credit_code"], _sees_candidates(scope, row), concerned.personal)
    rows = await fetch(
        ChangeLog,
        f"{_ENTRIES} SELECT * {_NARROWED} ORDER BY day DESC, topic, what, subject LIMIT {{}} OFFSET {{}}",
        *given,
        query.topic,
        query.topic,
        query.size,
        query.offset,
    )
    counted = await fetch(
        ChangeLog, f"{_ENTRIES} SELECT count(*) AS total {_NARROWED}", *given, query.topic, query.topic
    )
    return Page([_entry(row) for row in rows], counted[0]["total"], query.page, query.size)


def _sees_candidates(scope: Scope, row: Row) -> bool:
    own = scope.candidates is Candidates.TOWNSHIP and row["township"] in scope.townships
    return own or scope.candidates is Candidates.ALL


def _entry(row: Row) -> DatedEntry:
    """The subject of a correction is a field, which pages call by its title."""
    field = row["kind"] == "field"
    return DatedEntry(
        day=row["day"],
        whole_year=row["whole_year"],
        topic=row["topic"],
        what=Text(WORDS[row["what"]]),
        subject=Text(field_title("enterprise", row["subject"])) if field else row["subject"],
        address=f"/{row['kind']}/{row['key']}" if row["key"] else None,
    )
