"""Finding enterprises and making candidates of them."""

from typing import Any

from litestar import Request, get, post

from registry.accounts.pages.answering import caller_needed
from registry.candidates import choosing, queries, round_queries
from registry.candidates.api import PROPOSE
from registry.candidates.forms import clean, whole
from registry.candidates.pages.answering import no_round, scope_of, shown
from registry.candidates.refusing import Refused
from registry.candidates.tagging import MOST, Tagging, tag
from registry.database.days import today
from registry.site.filters import LONGEST_QUERY
from registry.site.forms import Page, chosen, onward, posted
from registry.site.negotiation import AnyRequest


@get("/candidates/new", opt=PROPOSE)
async def ask_tagging(request: Request[Any, Any, Any]) -> Page:
    """The form for the enterprises that the address names, perhaps for a tier."""
    return await _form(
        request, request.query_params.getall("enterprise", []), dict(request.query_params.items())
    )


@post("/candidates/new", opt=PROPOSE)
async def ask_tagging_of_many(request: Request[Any, Any, Any]) -> Page:
    """The same form for what was selected in a list, which an address may be too short for."""
    return await _form(request, await chosen(request, "enterprise"), await posted(request))


@post("/candidates", opt=PROPOSE)
async def take_tagging(request: Request[Any, Any, Any]) -> Page:
    """Make the candidates; what was left out is named."""
    form, keys = await posted(request), await chosen(request, "enterprise")
    scope, caller = scope_of(request), caller_needed(request)
    asked = Tagging(keys, whole(form.get("round")) or 0, form.get("reason", ""), whole(form.get("owner")))
    try:
        made = await tag(scope, caller, asked, today())
    except Refused as refused:
        return await _form(request, keys, form, refused)
    except LookupError as missing:
        raise no_round(form.get("round", "")) from missing
    if made.left:
        return shown(request, "tagged.html", made=made, round=await round_queries.round_(scope, asked.round))
    return onward(request, f"/candidates?round={asked.round}&step={made.operation}")


async def _form(
    request: AnyRequest, keys: list[str], form: dict[str, str], refused: Refused | None = None
) -> Page:
    scope, keys = scope_of(request), [clean(key) for key in keys]
    text, township = clean(form.get("q", "")[:LONGEST_QUERY]), clean(form.get("township", ""))
    searched = bool(text.strip() or township) or not keys
    rounds = [one for one in await round_queries.rounds(scope) if one.rules.takes(today())]
    return shown(
        request,
        "new.html",
        422 if refused else 200,
        enterprises=await choosing.chosen_enterprises(scope, keys[:MOST]),
        found=await choosing.findable_enterprises(scope, text, township, keys) if searched else [],
        most=choosing.FOUND,
        townships=await choosing.townships(scope),
        rounds=rounds,
        colleagues=await queries.colleagues(scope),
        form=form,
        refused=refused,
    )


ROUTES = [ask_tagging, ask_tagging_of_many, take_tagging]
