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
    """What is read from the head of a paper: số ký hiệu, ngày ban hành, cơ quan, trích yếu."""

    NUMBER = "number"
    DATE = "date"
    AGENCY = "agency"
    SUBJECT = "subject"


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
        fields: what is read from its head.
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
