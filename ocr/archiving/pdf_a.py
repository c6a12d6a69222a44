"""What makes a PDF say that it is PDF/A-1b: an output intent and an XMP packet (ISO 19005-1, 6.2.2 and 6.7).

Whether it is one also depends on the pages: those of a foreign PDF keep their fonts and colour spaces.
"""

from __future__ import annotations

from importlib.resources import files

import pikepdf

# The description declares the pdfaid namespace itself: PDFBox Preflight refuses it further up, with
# "Schema is not set".
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>1</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def declare(pdf: pikepdf.Pdf) -> None:
    """Adds both; no date and no producer, so that the same scan gives the same bytes."""
    # A version 2 profile: PDF/A-1 knows no version 4.
    profile = pdf.make_stream(files("ocr").joinpath("data/srgb.icc").read_bytes(), N=3)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=b"sRGB IEC61966-2.1",
        Info=b"sRGB IEC61966-2.1",
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])
    metadata = pdf.make_stream(_XMP.encode())
    metadata["/Type"], metadata["/Subtype"] = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = metadata
