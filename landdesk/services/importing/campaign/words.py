"""Words of the forms as codes of the record; a word that is no code, or may be several, stays as it is written."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from landdesk.domain.codelists import plain_words
from landdesk.domain.land_terms import parse_land_term
from landdesk.services.codelists import CodeLists


class CodeWords:
    """Resolves words by the code lists in force; the same few words all the way down are looked up once.

    Args:
        lists: The lists.
    """

    def __init__(self, lists: CodeLists) -> None:
        self._lists = lists
        self._known: dict[tuple[str, str], str | None] = {}
        self._origins: dict[str, Mapping[str, str]] = {}

    def code(self, name: str, word: str | None) -> str | None:
        """Return the one code that a word stands for; None where it stands for none or several."""
        if word is None:
            return None
        asked = (name, word)
        if asked not in self._known:
            codes = self._lists[name]
            # A code out of force stays what the paper says: whether it is to be replaced is a question of its own.
            found = codes.find(word)
            self._known[asked] = found[0].code if len(found) == 1 else None
        return self._known[asked]

    def code_or_word(self, name: str, word: str | None) -> str | None:
        """Return the code of a word, else the word."""
        return self.code(name, word) or word

    def purpose(self, land_use: str | None, form: str | None, term: str | None) -> dict[str, Any]:
        """Return a purpose's values from the words of a form."""
        code = self.code("land_use", land_use)
        values: dict[str, Any] = {
            "land_use": code or land_use,
            "as_written": land_use if land_use is not None and land_use != code else None,
            "form": self.code_or_word("use_form", form),
        }
        return values | self.term(term)

    def term(self, text: str | None) -> dict[str, Any]:
        """Return the term of a purpose: kind and last day where the text can be understood, the text always."""
        understood = None if text is None else parse_land_term(text)
        if understood is None:
            return {"term": text}
        if understood.is_long:
            return {"term": text, "term_kind": "LAU_DAI"}
        if understood.until is not None:
            return {"term": text, "term_kind": "DEN_NGAY", "term_until": understood.until.isoformat()}
        return {"term": text, "term_kind": "SO_NAM"}

    def origin(self, text: str | None) -> Mapping[str, str]:
        """Return an origin: by the State, by transfer, or both; what cannot be told apart stays as words.

        "Nhận chuyển nhượng đất được công nhận …" is two codes, the transfer and what it was before (domain notes 2.2).
        """
        if text is None:
            return {}
        if text not in self._origins:
            self._origins[text] = self._origin_of(text)
        return self._origins[text]

    def _origin_of(self, text: str) -> dict[str, str]:
        whole = self.code("land_origin", text)
        if whole is not None:
            return {"origin": whole}
        transfer = self.code("transfer_origin", text)
        if transfer is not None:
            return {"transfer_origin": transfer}
        plain = plain_words(text)
        for code in self._lists["transfer_origin"]:
            for words in (code.label, *code.aliases):
                begin = plain_words(words)
                if begin and plain.startswith(f"{begin} "):
                    rest = plain[len(begin) :].removeprefix(" dat").removeprefix(" duoc").strip()
                    before = self.code("land_origin", rest)
                    if before is not None:
                        return {"transfer_origin": code.code, "origin": before}
        return {"detail": text}

    def certificate_kind(self, issued: date | None) -> str | None:
        """Return the type of a certificate by its date of issue (domain notes 2.4); None where none or several fit."""
        if issued is None:
            return None
        found = self._lists["certificate_type"].valid_on(issued)
        return found[0].code if len(found) == 1 else None

    def document_kind(self, file_name: str) -> str | None:
        """Return the kind of a scan by the ending of its name, ``…-GCN.pdf``."""
        stem = file_name.rsplit(".", 1)[0]
        return self.code("document_kind", stem.rsplit("-", 1)[-1].rsplit("_", 1)[-1])
