"""The searched texts of a document, looked through as one."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from search.answers import Document
from search.declaration import Field, Index
from search.documents import texts_of
from search.grams import END
from search.normalising import normalise, replaced_in, replacing


class Texts(NamedTuple):
    """The texts with their fields, and the forms in which they are compared in `folded`, one behind the other with `END`
    between; `starts` says where in it each begins, and one behind the last would. `replaced` are the characters that
    become others in it, `met` all that the texts have, where these had to be found out."""

    fields: list[Field]
    texts: list[str]
    folded: str
    starts: list[int]
    replaced: str
    met: frozenset[str]

    def characters(self) -> set[str]:
        """All characters of the forms, of texts of which `met` is known."""
        found = set(self.met)
        found.difference_update(self.replaced)
        found.update(normalise(self.replaced))
        if self.folded.count(END) < len(self.fields):
            found.discard(END)  # it only stands between them
        return found

    def form(self, place: int) -> str:
        """The form of one text."""
        return self.folded[self.starts[place] : self.starts[place + 1] - 1]

    def within(self, field: str | None) -> str:
        """The forms of the texts of a field, or of all."""
        if field is None:
            return self.folded
        return END.join([self.form(place) for place, one in enumerate(self.fields) if one.name == field])

    def having(self, wanted: str, field: str | None = None) -> Iterator[int]:
        """The places of the texts in which something occurs, in their order."""
        found = self.folded.find(wanted)
        while found >= 0:
            place = bisect_right(self.starts, found) - 1
            if field is None or self.fields[place].name == field:
                yield place
            found = self.folded.find(wanted, self.starts[place + 1])


def texts_in(document: Document, index: Index, replaced: str | None = None) -> Texts:
    """The texts of a document's searched fields; `replaced` where it is known."""
    fields: list[Field] = []
    texts: list[str] = []
    for field in index.searched:
        if value := document.get(field.name):
            several = texts_of(value)
            texts += several
            fields += [field] * len(several)
    joined = END.join(texts)
    met = frozenset(joined) if replaced is None else frozenset()
    if replaced is None:
        replaced = replacing(met)
    folded = replaced_in(joined, replaced)
    lengths = list(map(len, texts))
    if len(folded) != len(joined):
        forms = list(map(normalise, texts))
        folded, lengths = END.join(forms), list(map(len, forms))
    starts = [0, *accumulate([length + 1 for length in lengths])]
    return Texts(fields, texts, folded, starts, replaced, met)
