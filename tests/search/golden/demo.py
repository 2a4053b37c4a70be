"""The records of the demonstration as documents, without a database: the generator gives the same ones every time."""

from collections.abc import Iterator, Mapping

from registry.demo import TODAY, build_district
from registry.demo.model import District, Enterprise, Patent, Project
from registry.indexing.declared import ENTERPRISES, NO, PATENTS, PROJECTS, YES
from registry.indexing.documents.values import distinct, ipc_levels
from search.answers import Document
from search.declaration import Index


def demo_documents() -> Mapping[Index, tuple[Document, ...]]:
    """The documents of patents, enterprises and projects; what stands in no searched field is left out."""
    district = build_district()
    return {
        PATENTS: tuple(_patents(district)),
        ENTERPRISES: tuple(map(_enterprise, district.enterprises)),
        PROJECTS: tuple(map(_project, district.projects)),
    }


def _patents(district: District) -> Iterator[Document]:
    open_now = {
        offer.patent.number
        for offer in district.offers
        if offer.state == "已公告" and offer.until >= TODAY and offer.patent.alive
    }
    scenarios = {review.patent.number: review.scenario for review in district.reviews}
    for patent in district.patents:
        scenario = scenarios.get(patent.number)
        yield {
            **_patent(patent),
            "scenario": scenario,
            "licensable": YES if patent.number in open_now else NO,
        }


def _patent(patent: Patent) -> Document:
    return {
        "id": patent.number,
        "number": patent.number,
        "publications": distinct([patent.publication, patent.grant]),
        "title": patent.title,
        "abstract": patent.abstract,
        "holders": tuple(owner.name for owner in patent.owners),
        "holder_codes": distinct(owner.code for owner in patent.owners),
        "inventors": patent.inventors,
        "ipc": patent.ipc,
        **ipc_levels(patent.ipc),
        "agency": patent.agency or None,
    }


def _enterprise(enterprise: Enterprise) -> Document:
    return {
        "id": enterprise.code,
        "codes": (enterprise.code,),
        "name": enterprise.name,
        "former_names": enterprise.former_names,
        "business_scope": enterprise.scope,
        "address": enterprise.address,
        "tag": enterprise.tags,
    }


def _project(project: Project) -> Document:
    return {
        "id": project.number,
        "number": project.number,
        "title": project.title,
        "agency": project.agency,
        "client": project.client,
        "technical_field": project.field,
        "summary": project.summary,
        "ipc": project.ipc,
    }
