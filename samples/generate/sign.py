"""A PDF signed by an invented agency with a key that is thrown away at once."""

from __future__ import annotations

import datetime as dt
import io
from zoneinfo import ZoneInfo

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_SIGNING_ONLY = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


class _DatedSigner(PdfSigner):
    """Signs as if it were the given moment."""

    moment: dt.datetime

    def init_signing_session(self, *args: object, **options: object) -> PdfSigningSession:
        session = super().init_signing_session(*args, **options)  # type: ignore[arg-type]
        session.system_time = self.moment
        return session


def signed(data: bytes, *, agency: str, moment: dt.datetime) -> bytes:
    """The PDF with one signature over the whole file; what is to be seen of it is part of the page."""
    signer = _DatedSigner(
        PdfSignatureMetadata(field_name="ChuKySo", name=agency, reason="Ký ban hành", location="Nam Giang"),
        _throw_away_signer(agency, moment),
        new_field_spec=SigFieldSpec("ChuKySo"),
    )
    signer.moment = moment
    out = io.BytesIO()
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), output=out)
    return out.getvalue()


def _throw_away_signer(agency: str, moment: dt.datetime) -> SimpleSigner:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Nam Giang (invented)"),
            x509.NameAttribute(NameOID.COMMON_NAME, agency),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - dt.timedelta(days=90))
        .not_valid_after(moment + dt.timedelta(days=3650))
        .add_extension(_SIGNING_ONLY, critical=True)
        .sign(key, hashes.SHA256())
    )
    packed = serialize_key_and_certificates(b"mau", key, certificate, None, NoEncryption())
    signer = SimpleSigner.load_pkcs12_data(packed, other_certs=[])
    if signer is None:
        raise RuntimeError("pyHanko could not read the throw-away key")
    return signer
