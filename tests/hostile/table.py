"""What is made of each hostile file: the outcomes that were looked at and found right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.hostile import images, pdfs
from tests.hostile.raw_pdf import TEXT

_SCAN = "QUYẾT ĐỊNH"


@dataclass(frozen=True)
class Hostile:
    """One file and its right outcome.

    Attributes:
        name: of the case.
        make: gives its bytes.
        outcome: `ok`, or the reason for which it is refused.
        pages: that are read.
        findings: all that the reading (its gates aside) finds on the file and its pages.
        says: what is read on its first page.
        seconds: that it may take, the processes' start included, on a machine that is busy with other things.
        megabytes: that one process for it may take.
        slow: it runs with --slow only.
    """

    name: str
    make: Callable[[], bytes]
    outcome: str = "ok"
    pages: int = 0
    findings: frozenset[str] = frozenset()
    says: str = ""
    seconds: float = 120
    megabytes: int = 300
    slow: bool = False


def _refused(reason: str, make: Callable[[], bytes], name: str = "", *, slow: bool = False) -> Hostile:
    return Hostile(name or make.__name__, make, reason, slow=slow)


def _read(
    make: Callable[[], bytes],
    *findings: str,
    name: str = "",
    pages: int = 1,
    says: str = TEXT,
    megabytes: int = 300,
    slow: bool = False,
) -> Hostile:
    return Hostile(
        name or make.__name__,
        make,
        pages=pages,
        findings=frozenset(findings),
        says=says,
        megabytes=megabytes,
        slow=slow,
    )


_BOMBS = (
    _refused("too_large", images.png_declared_huge),
    _read(images.png_whose_data_are_a_bomb, says="", slow=True),
    _read(images.png_whose_text_is_a_bomb, says=_SCAN),
    _refused("too_large", images.jpeg_declared_huge),
    _refused("too_large", images.tiff_declared_huge, slow=True),
    _read(images.tiff_that_unpacks_to_more, says="", slow=True),
    _refused("too_large", pdfs.page_of_35_000_pixels),
    _refused("too_large", pdfs.jbig2_declared_huge),
    _read(pdfs.jbig2_page_larger_than_it_says, "blank", says=""),
    _read(pdfs.fax_with_huge_parameters, "blank", "truncated", says=""),
    _read(pdfs.jpeg_larger_than_it_says, "blank", "truncated", says=""),
    _read(pdfs.picture_that_unpacks_to_gigabytes, says="", slow=True),
    _read(pdfs.picture_packed_three_times, says="", slow=True),
    _refused("too_large", pdfs.content_that_unpacks_to_gigabytes),
    _refused("too_large", pdfs.content_packed_twice),
    _refused("too_large", pdfs.font_whose_program_is_a_bomb),
    _refused("too_large", pdfs.font_whose_names_are_a_bomb),
    _read(pdfs.thousand_filters, "blank", says=""),
    _read(pdfs.pattern_of_a_thousand_million_tiles),
)
_MANY = (
    _read(pdfs.million_objects, megabytes=500, slow=True),
    _read(pdfs.twenty_thousand_operators, megabytes=400, slow=True),
    _refused("too_many_pages", pdfs.pages(1001), "1001_pages"),
    _refused("too_many_pages", partial(images.tiff_of, 1001), "1001_pages_of_tiff", slow=True),
    _read(pdfs.tree_that_claims_a_thousand_million_pages),
    _read(pdfs.same_page_again_and_again, pages=3),
)
_NESTS_AND_LOOPS = (
    _read(pdfs.nested_arrays, slow=True),
    _read(pdfs.nested_arrays_on_the_page, slow=True),
    _refused("corrupt", pdfs.nested_page_tree),
    _read(pdfs.nested_outlines),
    _read(pdfs.nested_saved_states, slow=True),
    _read(pdfs.page_tree_that_is_its_own_child, "repaired", "blank", pages=2),
    _read(pdfs.page_that_is_its_own_parent),
    _read(pdfs.table_that_comes_before_itself, "repaired"),
    _read(pdfs.content_that_is_its_own_length),
    _read(pdfs.contents_that_contain_themselves),
    _read(pdfs.object_stream_that_extends_itself),
    _read(pdfs.form_that_draws_itself, "blank", says=""),
    Hostile(
        "forms_that_draw_each_other_ten_times_each",
        pdfs.forms_that_draw_each_other_ten_times_each,
        "timeout",
        seconds=150,
        slow=True,
    ),
    _read(pdfs.font_that_descends_from_itself, "blank", says=""),
    _read(images.tiff_whose_directory_follows_itself, says=_SCAN, slow=True),
)
_LIES = (
    _refused("too_large", pdfs.box(b"0 0 1000000000 1000000000"), "box_of_the_size_of_a_country"),
    _refused("too_large", pdfs.box(b"0 0 14400 14400"), "box_of_five_metres"),
    _read(pdfs.box(b"595 842 0 0"), name="box_upside_down"),
    _read(pdfs.box(b"0 0 0 0"), name="box_of_nothing"),
    _read(pdfs.box(b"(a) /b null [1]"), name="box_of_words"),
    _read(pdfs.box(b"0 0"), name="box_of_two_sides"),
    _read(pdfs.box(b"0 0 1e400 99999999999999999999999"), "repaired", name="box_that_is_no_number"),
)
_LAWFUL = (
    _read(pdfs.with_script, "active_content"),
    _read(pdfs.with_launch, "active_content"),
    _read(pdfs.with_form_of_xfa, "active_content"),
    _read(pdfs.with_attachment, "active_content"),
    _read(pdfs.encrypted(""), "restricted", name="encrypted_without_password"),
    _refused("encrypted", pdfs.encrypted("secret"), "encrypted_with_password"),
    _read(pdfs.with_zip_behind, "repaired"),
    _read(pdfs.behind_html),
    _read(pdfs.behind_jpeg, says=_SCAN, slow=True),
    _read(pdfs.named_as_png, says=_SCAN, slow=True),
    _read(images.jpeg_with_a_zip_behind, says=_SCAN, slow=True),
    _read(images.jpeg_without_its_end, "truncated", says=_SCAN),
)
TABLE: tuple[Hostile, ...] = (*_BOMBS, *_MANY, *_NESTS_AND_LOOPS, *_LIES, *_LAWFUL)
