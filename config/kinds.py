"""The kinds of paper (loại giấy tờ) that are known by their heading, loaded from `data/kinds.yaml`."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from config.faults import first_fault
from config.files import DATA, read_yaml
from dossiers.errors import CatalogueRefused

FILE = "kinds.yaml"
UNCLASSIFIED = "unclassified"


class FieldName(StrEnum):
    """What is read of a paper.

    Attributes:
        NUMBER: số ký hiệu, whole; `code_number` and `code_notation` are its parts.
        DATE: ngày ban hành.
        AGENCY: cơ quan ban hành.
        SUBJECT: trích yếu.
        SIGNER: người ký; `signer_title` is the office that signs (chức vụ).
        DECLARANT: who asks and signs; stands for `declarant_name`, `_born`, `_sex`, `_id`, `_address`,
            `_commune`, `_province`, as the other persons do (a parent without sex, a child without address).
        PERSON: whom the paper is about, where no other word says it.
        REGISTER_BOOK: quyển số of the civil register.
        IDENTITY_CARD: all of an identity card: `person_…`, `valid_until`, `old_id`, `issued_on`.
    """

    NUMBER = "number"
    CODE_NUMBER = "code_number"
    CODE_NOTATION = "code_notation"
    DATE = "date"
    AGENCY = "agency"
    SUBJECT = "subject"
    SIGNER = "signer"
    SIGNER_TITLE = "signer_title"
    DECLARANT = "declarant"
    PERSON = "person"
    CHILD = "child"
    FATHER = "father"
    MOTHER = "mother"
    DECEASED = "deceased"
    HUSBAND = "husband"
    WIFE = "wife"
    MARTYR = "martyr"
    REGISTER_BOOK = "register_book"
    REGISTERED_AT = "registered_at"
    REGISTERED_ON = "registered_on"
    IDENTITY_CARD = "identity_card"


class Kind(BaseModel):
    """One kind of paper.

    Attributes:
        id: snake_case Vietnamese without marks; public (contract.md, `sohoa inspect`).
        titles: heading lines; any one is enough.
        second_lines: where the heading alone is not decisive, one of them must follow it.
        generic: the heading stands over many different papers and is weak evidence alone.
        open: a longer heading that begins so is of this kind too.
        process: made by the one-stop office itself; never a component or result.
        application: an application form, filled in by the applicant (tờ khai, bản khai, đơn, giấy đề nghị).
        issued: issued by an authority; may be a result.
        stamped: bears a red stamp as a rule.
        fields: what is read of it; the order of its persons says who is meant where no label does.
        forms: number and law of the official form, `05 131/2021/NĐ-CP`.
        notations: the abbreviation of its kind in a number, `QĐ` (Decree 30/2020/NĐ-CP, annex III).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name_vi: str
    titles: tuple[str, ...] = Field(min_length=1)
    second_lines: tuple[str, ...] = ()
    generic: bool = False
    open: bool = False
    process: bool = False
    application: bool = False
    issued: bool = False
    stamped: bool = False
    fields: tuple[FieldName, ...] = ()
    forms: tuple[str, ...] = ()
    notations: tuple[str, ...] = ()


class Kinds(BaseModel):
    """All kinds, in the order of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: tuple[Kind, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Kinds:
        ids = [kind.id for kind in self.kinds]
        for name in ids:
            if ids.count(name) > 1 or name == UNCLASSIFIED:
                raise ValueError(f"the kind {name} stands twice or is reserved")
        return self

    def get(self, name: str) -> Kind | None:
        """The kind of that id; None where it is not known."""
        return next((kind for kind in self.kinds if kind.id == name), None)


@cache
def load_kinds() -> Kinds:
    """The shipped kinds.

    Raises:
        CatalogueRefused: an entry has the wrong shape; file and entry are named.
    """
    return parse_kinds(read_yaml(DATA / FILE), FILE)


def parse_kinds(raw: Any, file: str) -> Kinds:  # noqa: ANN401 - whatever the file holds; pydantic judges it
    """The kinds of a file's content.

    Raises:
        CatalogueRefused: an entry has the wrong shape; file and entry are named.
    """
    try:
        return Kinds.model_validate(raw)
    except ValidationError as error:
        raise CatalogueRefused(f"The data file {file} is wrong: {first_fault(error, raw)}.") from None
