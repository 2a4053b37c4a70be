"""The description of the API: as OpenAPI for programs, as a page for people, in both languages."""
