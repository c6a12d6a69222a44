"""The sections of the settings, each with its values, their limits and what they are for."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from config.bucket_prefix import BucketPrefix, Place
from config.capacity import files_at_once
from config.engine_name import EngineName
from dossiers.errors import SettingsRefused
from dossiers.object_classes import ObjectClass

LONGEST_RETENTION_DAYS = 36_500  # S3 promises no longer than a hundred years


class Profile(StrEnum):
    """Which gates hold: Circular 01/2023/TT-VPCP at intake, Circular 05/2025/TT-BNV in the archive."""

    INTAKE = "intake"
    ARCHIVE = "archive"


class Language(StrEnum):
    """The language of what an official reads."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InboxSettings(_Section):
    """`[inbox]`: where scans arrive."""

    path: Place = Field(Path("var/inbox"), description="where scans arrive: a folder or `s3://bucket/prefix`")
    done: Place | None = Field(None, description="where stored files move; default `<path>-done`")
    settle_seconds: float = Field(2.0, ge=0, description="a file that changes within this time still grows")
    look_seconds: float = Field(
        10.0, gt=0, description="a folder of the inbox that is silent for longer waits for the next run"
    )
    endpoint_url: str | None = Field(
        None, description="of an S3 server that is not AWS, where scans arrive in a bucket", repr=False
    )
    region: str | None = Field(None, description="S3 region of that bucket")
    retry_seconds: float = Field(90, ge=0, description="how long that server, not answering, is tried again")

    @model_validator(mode="after")
    def _of_one_kind(self) -> InboxSettings:
        if self.done is not None and isinstance(self.done, Path) is not isinstance(self.path, Path):
            raise ValueError("path and done have to be two folders, or two places in buckets")
        return self

    @property
    def done_path(self) -> Path:
        """The folder to which the stored files of a folder move."""
        if not isinstance(self.path, Path) or isinstance(self.done, BucketPrefix):
            raise SettingsRefused("[inbox] path is no folder.", "Set it to a folder for this.")
        return self.done or self.path.with_name(f"{self.path.name}-done")

    @property
    def done_place(self) -> Path | BucketPrefix:
        """Where stored files move; see `done_path` for a folder."""
        if isinstance(self.path, Path):
            return self.done_path
        return self.done or BucketPrefix(f"{self.path}-done")


class LockMode(StrEnum):
    """How an object lock holds an object of the store until its retention ends (`[retention]`).

    Attributes:
        GOVERNANCE: who has the right to bypass it may delete earlier.
        COMPLIANCE: nobody may, not even who owns the bucket.
    """

    OFF = "off"
    GOVERNANCE = "governance"
    COMPLIANCE = "compliance"


class Encryption(StrEnum):
    """Who encrypts what lies in the store: nobody, the S3 server (SSE-S3), or it with a key of a KMS."""

    NONE = "none"
    SSE_S3 = "sse-s3"
    SSE_KMS = "sse-kms"


class StoreSettings(_Section):
    """`[store]`: where the digitised files lie. S3 credentials come through boto3's usual chain."""

    url: str = Field("", description="`file:///…` or `s3://bucket/prefix`; default `./var/store`", repr=False)
    endpoint_url: str | None = Field(None, description="of an S3 server that is not AWS", repr=False)
    region: str | None = Field(None, description="S3 region")
    object_lock: LockMode = Field(LockMode.OFF, description="`off`, `governance` or `compliance`")
    encryption: Encryption = Field(Encryption.NONE, description="`none`, `sse-s3` or `sse-kms`")
    kms_key_id: str | None = Field(None, description="the key of `sse-kms`; default: the server's own")
    retry_seconds: float = Field(90, ge=0, description="how long a store that does not answer is tried again")

    @property
    def resolved_url(self) -> str:
        """The url, or the default local directory."""
        return self.url or Path("var/store").absolute().as_uri()


class RetentionSettings(_Section):
    """`[retention]`: how many days each class of objects is kept; 0: for good.

    An object lock (`[store] object_lock`) holds an object so long from its writing on. `sohoa purge` counts
    what is stored of papers from the end of their dossier, and never takes manifests and sealed events
    (dossiers/retention.py). The copies in `reports/latest` have no retention (dossiers/object_classes.py).
    """

    original: int = Field(0, ge=0, le=LONGEST_RETENTION_DAYS, description="the files as they came")
    archive: int = Field(0, ge=0, le=LONGEST_RETENTION_DAYS, description="the archive copies")
    text: int = Field(0, ge=0, le=LONGEST_RETENTION_DAYS, description="what was read on the papers")
    manifest: int = Field(0, ge=0, le=LONGEST_RETENTION_DAYS, description="the manifests, each version")
    report: int = Field(0, ge=0, le=LONGEST_RETENTION_DAYS, description="the issues of reports")
    audit: int = Field(0, ge=0, le=LONGEST_RETENTION_DAYS, description="the sealed events")

    def days(self, object_class: ObjectClass) -> int | None:
        """How long an object of the class is kept; 0: for good; None: it has no retention."""
        return None if object_class is ObjectClass.LATEST else int(getattr(self, object_class.value))


class LedgerSettings(_Section):
    """`[ledger]`: the database."""

    url: str = Field("", description="SQLAlchemy URL; default `sqlite:///var/ledger.sqlite`", repr=False)

    @property
    def resolved_url(self) -> str:
        """The url, or the default SQLite file."""
        return self.url or f"sqlite:///{Path('var/ledger.sqlite').absolute()}"


class BatchSettings(_Section):
    """`[batch]`: how much at once, and when to stop."""

    workers: int = Field(
        0, ge=0, description="files read at once; 0: one per core, as far as the memory suffices"
    )
    max_failed_ratio: float = Field(
        0.1, ge=0, le=1, description="stop when more files than this fail for reasons of the system"
    )

    @property
    def worker_count(self) -> int:
        """How many files are read at once."""
        return self.workers or files_at_once()


class Spread(StrEnum):
    """Who reads the files of a night: its own run, the workers of the pool, or a Dask cluster."""

    HERE = "here"
    WORKERS = "workers"
    DASK = "dask"


class NightSettings(_Section):
    """`[night]`: how the nightly batch is shared."""

    spread: Spread = Field(Spread.HERE, description="who reads the files: `here`, `workers` or `dask`")
    chunk_pages: int = Field(300, ge=1, description="pages that a worker is given at once")
    wait_for_workers_seconds: float = Field(
        300, ge=0, description="when no worker comes for so long, the night's own run reads the files"
    )
    straggler_seconds: float = Field(
        1800, ge=0, description="the night ends so long after all but files under way are done"
    )
    heartbeat_seconds: float = Field(
        20, gt=0, description="how often a run says that it lives; silent for nine times as long, it is dead"
    )
    dask_address: str = Field("", description="of the Dask scheduler; empty: a cluster on this machine")


class WatchSettings(_Section):
    """`[watch]`: taking in at once what arrives (`sohoa watch`)."""

    slips: Path = Field(Path("var/slips"), description="the folder of the slips for the counter")
    poll_seconds: float = Field(
        2.0, gt=0, description="how often is looked where arrivals are not told: network mounts, S3"
    )


class VerifySettings(_Section):
    """`[verify]`: how the store is hashed anew, backed up and restored."""

    workers: int = Field(4, ge=1, le=32, description="objects read at once")


class OcrSettings(_Section):
    """`[ocr]`: reading, and its limits."""

    engine: EngineName = Field(
        EngineName.TESSERACT, description="`tesseract`, or `tesserocr` where `./script/setup --fast` ran"
    )
    languages: str = Field("vie", description="Tesseract languages, joined by +")
    triage_seconds: float = Field(60, gt=0, description="limit for opening a file")
    page_seconds: float = Field(
        120, gt=0, description="limit for reading one page; pages read together (4 at most) have it together"
    )
    archive_seconds: float = Field(300, gt=0, description="limit for writing one archive copy")
    max_pages: int = Field(1000, gt=0, description="more pages: quarantine `too_many_pages`")
    max_bytes: int = Field(512 * 1024 * 1024, gt=0, description="a larger file: quarantine `too_large`")
    max_pixels: int = Field(120_000_000, gt=0, description="a larger page: quarantine `too_large`")
    memory_bytes: int = Field(4 * 1024**3, gt=0, description="limit of one reading process")
    written_bytes: int = Field(
        2 * 1024**3, gt=0, description="limit of one file that a reading process writes"
    )


class RegisterFilesSettings(_Section):
    """`[register_files]`: limits of reading one register file."""

    max_bytes: int = Field(512 * 1024 * 1024, gt=0, description="a larger register file is refused")
    memory_bytes: int = Field(1024**3, gt=0, description="limit of the process that reads a register file")
    seconds: float = Field(120, gt=0, description="limit for opening a register file, and for every 500 rows")


class RegisterDropSettings(_Section):
    """`[register_drop]`: where the province puts its register exports; `sohoa register sync` takes them."""

    place: str = Field("", description="a folder or `s3://bucket/prefix`; empty: none is watched", repr=False)
    done: str = Field(
        "", description="where an imported export moves; empty: it stays and is remembered", repr=False
    )
    full_export: bool = Field(
        default=True, description="whether an export holds all dossiers of its units, fields and days"
    )
    missing_after_exports: int = Field(
        1, ge=1, description="a dossier that so many exports in a row lack is reported"
    )
    endpoint_url: str | None = Field(None, description="of an S3 server that is not AWS", repr=False)
    region: str | None = Field(None, description="S3 region")


class ClassifySettings(_Section):
    """`[classify]`: how papers are recognised."""

    model: Path | None = Field(None, description="a trained model, or the folder of the models trained here")
    threshold: float = Field(0.8, ge=0.5, le=1, description="a paper less sure than this goes to a person")


class ReportSettings(_Section):
    """`[report]`: how reports read."""

    language: Language = Field(Language.VIETNAMESE, description="`vi` or `en`")
    suppress_below: int = Field(
        0, ge=0, description="figures over fewer dossiers are withheld; 0: none (5 protects single persons)"
    )
    agency: str = Field(
        "", description="the agency in the title of XLSX, HTML and PDF; empty: the unit above all others"
    )


class RulesSettings(_Section):
    """`[rules]`: how is counted."""

    path: Path | None = Field(None, description="a folder of a province's own rule sets (YAML)")


class MappingSettings(_Section):
    """`[mapping]`: the words of a provincial export, beside the shipped Vietnamese ones."""

    headers: dict[str, str] = Field({}, description="header of the export = canonical header")
    values: dict[str, str] = Field({}, description="value of the export = canonical value")


class ServerSettings(_Section):
    """`[server]`: Prefect's server and the workers (`sohoa serve`, `sohoa work`)."""

    host: str = Field("127.0.0.1", min_length=1, description="the address that the UI listens on")
    port: int = Field(0, ge=0, le=65535, description="its port; 0: the last one used, at first 4200")
    database_url: str = Field(
        "", description="PostgreSQL database of Prefect itself; empty: SQLite in PREFECT_HOME", repr=False
    )
    auth_file: Path | None = Field(
        None, description="the file with the UI's password; default `PREFECT_HOME/auth`"
    )
    keep_events_days: int = Field(7, ge=1, description="how long Prefect keeps its events")
    keep_runs_days: int = Field(
        90, ge=0, description="how long Prefect keeps runs that ended, their logs and artifacts; 0: for good"
    )

    @field_validator("database_url")
    @classmethod
    def _driver_of_prefect(cls, url: str) -> str:
        """Prefect talks to PostgreSQL through asyncpg alone."""
        scheme, separator, rest = url.partition("://")
        if url and (not separator or scheme.partition("+")[0] not in {"postgresql", "postgres"}):
            raise ValueError("write it as postgresql://user:password@host/database")
        return f"postgresql+asyncpg://{rest}" if url else ""


class ProfileSettings(_Section):
    """`[profile]`: which quality gates hold."""

    name: Profile = Field(Profile.INTAKE, description="`intake` or `archive`")


class SmtpSecurity(StrEnum):
    """How the mail server is spoken to: in clear, encrypted after STARTTLS, or encrypted from the start."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


class AlertsSettings(_Section):
    """`[alerts]`: when somebody is told that something is wrong, and how."""

    ratio_fell_points: float = Field(
        1.0, gt=0, description="told when a ratio over recent dossiers falls by so many percentage points"
    )
    quarantine_grew: int = Field(
        20, ge=1, description="told when so many files, and 1 % of a night's, come into quarantine"
    )
    silent_unit_days: int = Field(
        7, ge=0, description="told when a unit that has papers to send sent none for so many days; 0: never"
    )
    webhook_url: str = Field("", description="where messages are posted as JSON", repr=False)
    email_to: tuple[str, ...] = Field((), description="who gets messages by e-mail")
    email_from: str = Field("", description="the sender of e-mail; default: the first of `email_to`")
    smtp_host: str = Field("", description="the mail server")
    smtp_port: int = Field(0, ge=0, le=65535, description="its port; 0: the usual one of `smtp_security`")
    smtp_security: SmtpSecurity = Field(SmtpSecurity.STARTTLS, description="`none`, `starttls` or `tls`")
    smtp_user: str = Field("", description="the account at the mail server")
    smtp_password: str = Field("", description="its password", repr=False)

    @model_validator(mode="after")
    def _ways_can_be_gone(self) -> Self:
        if self.email_to and not self.smtp_host:
            raise ValueError("email_to is set, and smtp_host is not")
        if self.webhook_url and not self.webhook_url.startswith(("http://", "https://")):
            raise ValueError("webhook_url is no http(s) address")
        return self


class MetricsSettings(_Section):
    """`[metrics]`: figures for Prometheus."""

    file: Path | None = Field(
        None, description="a `.prom` file in the textfile directory of node exporter; empty: none"
    )
