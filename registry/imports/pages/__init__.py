"""The pages of imports: reading what came in, handing files in, deciding on them."""

from registry.imports.pages import files, profiles, reading, working

ROUTES = [*reading.ROUTES, *working.ROUTES, *files.ROUTES, *profiles.ROUTES]
