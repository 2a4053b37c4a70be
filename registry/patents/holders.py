"""Who holds a patent (权利人), in SQL."""

HOLDERS = "holders(p.owners, p.applicants)"
"""The names that hold patent `p`: its owners, its applicants where no owner is on record."""
