"""The settings: `sohoa.toml` (or --config FILE), every value also as SOHOA_<SECTION>__<NAME>.

Unknown keys are errors. Relative paths are relative to the working directory. Without any file the
defaults live under `./var`.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from config.sections import (
    AlertsSettings,
    BatchSettings,
    ClassifySettings,
    InboxSettings,
    LedgerSettings,
    MappingSettings,
    MetricsSettings,
    NightSettings,
    OcrSettings,
    ProfileSettings,
    RegisterDropSettings,
    RegisterFilesSettings,
    ReportSettings,
    RetentionSettings,
    RulesSettings,
    ServerSettings,
    StoreSettings,
    VerifySettings,
    WatchSettings,
)
from dossiers.errors import SettingsRefused

DEFAULT_FILE = Path("sohoa.toml")
ENVIRONMENT_PREFIX = "SOHOA_"
FILE_VARIABLE = "SOHOA_CONFIG"


class Settings(BaseSettings):
    """All settings, frozen. Secrets stand in no `repr`."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=ENVIRONMENT_PREFIX, env_nested_delimiter="__"
    )

    inbox: InboxSettings = InboxSettings()
    store: StoreSettings = StoreSettings()
    retention: RetentionSettings = RetentionSettings()
    ledger: LedgerSettings = LedgerSettings()
    batch: BatchSettings = BatchSettings()
    night: NightSettings = NightSettings()
    watch: WatchSettings = WatchSettings()
    verify: VerifySettings = VerifySettings()
    ocr: OcrSettings = OcrSettings()
    register_files: RegisterFilesSettings = RegisterFilesSettings()
    register_drop: RegisterDropSettings = RegisterDropSettings()
    classify: ClassifySettings = ClassifySettings()
    server: ServerSettings = ServerSettings()
    profile: ProfileSettings = ProfileSettings()
    report: ReportSettings = ReportSettings()
    rules: RulesSettings = RulesSettings()
    mapping: MappingSettings = MappingSettings()
    alerts: AlertsSettings = AlertsSettings()
    metrics: MetricsSettings = MetricsSettings()

    @field_validator("profile", mode="before")
    @classmethod
    def _profile_by_name(cls, value: object) -> object:
        """`profile = "archive"` is short for `[profile] name = "archive"`."""
        return {"name": value} if isinstance(value, str) else value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def settings_file(named: Path | None = None) -> Path | None:
    """The file in use: the named one, else that of SOHOA_CONFIG, else ./sohoa.toml where it is there."""
    variable = os.environ.get(FILE_VARIABLE)
    if named or variable:
        return named or Path(str(variable))
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


def load_settings(file: Path | None = None) -> Settings:
    """The settings of a file (default `./sohoa.toml` where it exists) and the environment.

    Raises:
        SettingsRefused: the file is missing or no TOML, a key is unknown, or a value is wrong.
    """
    file = settings_file(file)
    values = _read(file) if file else {}
    _refuse_unknown_variables()
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsRefused(f"Setting {where}: {first['msg'].removeprefix('Value error, ')}.") from None
    except SettingsError as error:
        raise SettingsRefused(f"A SOHOA_… variable cannot be read: {error}.") from None


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsRefused(f"The settings file {file} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsRefused(f"The settings file {file} is no TOML: {error}.") from None


def _refuse_unknown_variables() -> None:
    """pydantic-settings passes over variables it does not know; a misspelt one must not be silent."""
    known = {FILE_VARIABLE}
    for section, field in Settings.model_fields.items():
        known.add(f"{ENVIRONMENT_PREFIX}{section}".upper())
        names = field.annotation.model_fields if field.annotation else {}
        known.update(f"{ENVIRONMENT_PREFIX}{section}__{name}".upper() for name in names)
    for variable in os.environ:
        if variable.startswith(ENVIRONMENT_PREFIX) and variable not in known:
            raise SettingsRefused(f"The variable {variable} is no setting.")
