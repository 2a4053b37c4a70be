"""The pages of accounts: thin handlers, each declaring its permission."""

from registry.accounts.pages import entering, log, own, people, signing

ROUTES = [*signing.ROUTES, *own.ROUTES, *entering.ROUTES, *people.ROUTES, *log.ROUTES]
