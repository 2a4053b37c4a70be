"""The pages of candidates: thin handlers, each declaring its permission."""

from registry.candidates.pages import listing, one, rounds, tagging

ROUTES = [*listing.ROUTES, *tagging.ROUTES, *one.ROUTES, *rounds.ROUTES]
