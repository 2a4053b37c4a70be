"""The pages of candidates: thin handlers, each declaring its permission."""

from registry.candidates.pages import bulk, files, listing, one, rounds, tagging

ROUTES = [*listing.ROUTES, *tagging.ROUTES, *one.ROUTES, *files.ROUTES, *bulk.ROUTES, *rounds.ROUTES]
