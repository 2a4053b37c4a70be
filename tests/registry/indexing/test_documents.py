"""Documents hold what the lists of the rooms show, and nothing personal."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from registry.accounts.scope import Scope
from registry.database.days import today
from registry.database.engine import RegistryEngine, connection, transaction
from registry.enterprises.queries import EnterpriseQuery, enterprises
from registry.indexing import lines
from registry.indexing.declared import ENTERPRISES, KINDS, OFFERS, PATENTS, PROJECTS
from registry.indexing.documents import documents_of, every_document, expected
from registry.indexing.documents.values import day_number, day_of, ipc_levels
from registry.licensing.queries import OfferQuery, offers
from registry.navigation.queries import ProjectQuery, projects
from registry.patents.queries import PatentQuery, PatentSummary, patents
from schemas import catalogue
from search.answers import Document
from search.declaration import FieldKind, Index
from search.embedded.schema import stored_form
from tests.registry.site.records import REEL, SHILANG, SHILANG_CODE, YANLI, YANLI_CODE, number

pytestmark = pytest.mark.anyio
PUBLIC = Scope.public()


async def held(index: Index) -> list[Document]:
    async with transaction():
        return [document async for chunk in every_document(index) for document in chunk]


async def patent(digits: str) -> Document:
    (found,) = [document for document in await held(PATENTS) if document["number"] == number(digits)]
    return found


def as_kept(line: PatentSummary) -> PatentSummary:
    """A document names a holder's enterprise as the patent does, and knows where it is when there is one only."""
    alone = sum(owner.enterprise is not None for owner in line.owners) == 1
    owners = [
        replace(
            owner,
            enterprise=owner.enterprise
            and replace(
                owner.enterprise, name=owner.name, township=owner.enterprise.township if alone else None
            ),
        )
        for owner in line.owners
    ]
    return replace(line, owners=owners)


async def test_a_patent_is_the_line_that_the_list_shows(district: RegistryEngine) -> None:
    listed = (await patents(PUBLIC, PatentQuery(size=100))).items
    made = [lines.patent_line(document) for document in await held(PATENTS)]
    assert len(made) == 8
    assert sorted(made, key=str) == sorted(map(as_kept, listed), key=str)


async def test_an_offer_is_the_line_that_the_list_shows(district: RegistryEngine) -> None:
    listed = (await offers(PUBLIC, OfferQuery(size=100))).items
    made = [lines.offer_line(document) for document in await held(OFFERS)]
    assert made
    assert sorted(made, key=str) == sorted(listed, key=str)


async def test_an_enterprise_is_the_line_that_the_list_shows(district: RegistryEngine) -> None:
    listed = (await enterprises(PUBLIC, EnterpriseQuery(size=100))).items
    made = [lines.enterprise_line(document) for document in await held(ENTERPRISES)]
    assert made
    assert sorted(made, key=str) == sorted(listed, key=str)


async def test_a_project_is_the_line_that_the_list_shows(district: RegistryEngine) -> None:
    listed = (await projects(PUBLIC, ProjectQuery(size=100))).items
    made = [lines.project_line(document) for document in await held(PROJECTS)]
    assert made
    assert sorted(made, key=str) == sorted(listed, key=str)


@pytest.mark.parametrize("index", KINDS, ids=lambda index: index.name)
async def test_some_documents_are_those_that_all_are(district: RegistryEngine, index: Index) -> None:
    everything = await held(index)
    async with transaction():
        some = await documents_of(index, sorted({int(str(document["record"])) for document in everything}))
        assert await expected(index) == len(everything)
    assert some == everything
    assert len({document["id"] for document in everything}) == len(everything)


@pytest.mark.parametrize("index", KINDS, ids=lambda index: index.name)
async def test_documents_hold_nothing_empty_and_fit_the_declaration(
    district: RegistryEngine, index: Index
) -> None:
    for document in await held(index):
        assert not [name for name, value in document.items() if value is None or value in ("", ())]
        for field in index.of_kind(FieldKind.NUMBER):
            assert isinstance(document.get(field.name, 0), int)
        stored_form(document, index)


async def test_holders_lead_to_their_enterprises_with_place_and_cluster(district: RegistryEngine) -> None:
    both = await patent("201919904492")
    assert both["holders"] == (YANLI, SHILANG)
    assert both["holder_keys"] == (YANLI_CODE, SHILANG_CODE)
    assert both["cluster"] == ("碳纤维及复合材料", "钓具渔具")
    assert both["township"] == ("羊亭镇", "张村镇")
    stranger = await patent("202229907715")
    assert not {"holder_keys", "cluster", "township"} & stranger.keys()


async def test_a_name_with_two_enterprises_leads_to_neither(district: RegistryEngine) -> None:
    async with transaction() as held_open:
        await held_open.execute("INSERT INTO enterprise (name, township) VALUES ($1, '他镇')", YANLI)
    assert "holder_keys" not in await patent("202019901846")
    assert (await patent("201919904492"))["holder_keys"] == ("", SHILANG_CODE)


async def test_classes_stand_by_level() -> None:
    assert ipc_levels(("A01K 87/00", "A01K87/04", "B29C70/32", "G06")) == {
        "ipc_section": ("A", "B", "G"),
        "ipc_class": ("A01", "B29", "G06"),
        "ipc_subclass": ("A01K", "B29C"),
        "ipc_group": ("A01K87", "B29C70"),
    }


async def test_days_are_numbers_that_sort() -> None:
    assert day_number(date(2024, 5, 17)) == 20240517
    assert day_of(20240517) == date(2024, 5, 17)
    assert day_of(99991231) is day_of(None) is day_number(None) is None


async def licensable() -> Any:
    found = await patent(REEL)
    return found["licensable"], found["available"]


@pytest.mark.parametrize(
    ("change", "expected_now"),
    [
        ("UPDATE offer SET licence_to = NULL", ("yes", "yes")),
        ("UPDATE offer SET licence_to = '{today}'", ("yes", "yes")),
        ("UPDATE offer SET licence_to = '{yesterday}'", ("no", "no")),
        ("UPDATE offer SET state = 'withdrawn'", ("no", "no")),
        ("UPDATE patent SET legal_status = 'lapsed_fee'", ("no", "yes")),
        ("UPDATE patent SET legal_status = NULL", ("yes", "yes")),
        ("UPDATE patent SET lapse_date = current_date", ("no", "yes")),
        ("UPDATE licence SET licence_kind = 'exclusive'", ("no", "yes")),
        ("UPDATE licence SET licence_kind = 'exclusive', ended_on = current_date", ("yes", "yes")),
    ],
)
async def test_what_stands_in_the_way_of_a_licence_is_seen(
    district: RegistryEngine, change: str, expected_now: tuple[str, str]
) -> None:
    assert await licensable() == ("yes", "yes")
    async with transaction() as changing:
        await changing.execute(change.format(today=today(), yesterday=today() - timedelta(days=1)))
    assert await licensable() == expected_now


async def test_a_patent_without_offer_is_not_licensable(district: RegistryEngine) -> None:
    plain = await patent("202419900888")
    assert plain["licensable"] == "no"
    assert not {"available", "offer_state", "licence_to", "fee"} & plain.keys()


@pytest.mark.parametrize(
    ("terms", "fee"),
    [
        ({"fee_mode": "free"}, 0),
        ({"fee_mode": "lump_sum", "fee_amount": 12345.67}, 1234567),
        ({"fee_mode": "entry_plus_royalty", "fee_entry_amount": 500}, 50000),
        ({"fee_mode": "royalty_profit", "fee_rate": 5}, None),
        ({"fee_mode": "lump_sum", "fee_amount": 100, "fee_currency": "USD"}, None),
        ({"fee_mode": "lump_sum", "fee_amount": 10**17}, None),
    ],
)
async def test_the_fee_to_begin_with_is_in_cents(
    district: RegistryEngine, terms: dict[str, Any], fee: int | None
) -> None:
    async with transaction() as changing:
        await changing.execute(
            "UPDATE offer SET fee_amount = NULL, fee_currency = NULL, fee_entry_amount = NULL"
        )
        for name, value in terms.items():
            await changing.execute(f"UPDATE offer SET {name} = $1", value)
    assert (await patent(REEL)).get("fee") == fee


async def test_an_open_offer_stands_before_a_later_one_that_is_over(district: RegistryEngine) -> None:
    async with transaction() as adding:
        await adding.execute(
            "INSERT INTO offer (patent_id, declaration, state, declared_on, licence_to)"
            " SELECT id, 'later', 'announced', current_date, $1 FROM patent WHERE application_number = $2",
            today() - timedelta(days=1),
            number(REEL),
        )
    assert (await patent(REEL))["declaration"] == "2024-0117"
    keys = {document["id"] for document in await held(OFFERS)}
    assert {f"{number(REEL)}/2024-0117", f"{number(REEL)}/later"} <= keys


PERSONAL = [
    (kind, name)
    for kind in catalogue.records()
    for name, spec in catalogue.fields(kind).items()
    if spec.personal
]


async def test_no_personal_field_is_in_any_document(district: RegistryEngine) -> None:
    assert len(PERSONAL) >= 5
    async with transaction() as changing:
        await changing.execute("INSERT INTO agency (name) VALUES ('某代理机构')")
        for kind, name in PERSONAL:
            await changing.execute(f"UPDATE {kind} SET {name} = '隐私' || id")
            assert await changing.fetchval(f"SELECT count(*) FROM {kind} WHERE {name} LIKE '隐私%'")
        await changing.execute("UPDATE project SET agency_id = (SELECT min(id) FROM agency)")
    for index in KINDS:
        for document in await held(index):
            assert "隐私" not in str(document), (index.name, document["id"])


async def test_reading_needs_a_transaction(district: RegistryEngine) -> None:
    with pytest.raises(Exception, match="事务"):
        await documents_of(PATENTS, [1])
    with pytest.raises(Exception, match="事务"):
        connection()
