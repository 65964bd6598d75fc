"""Settings from the environment, read once; the only reader of environment variables."""

import os
import secrets
import tempfile
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SECRET_KEY_LENGTH = 32
_DEFAULT_KEYS = frozenset({"changeme", "change-me", "secret", "dev", "development", "test"})
_OWNER_ONLY = 0o700


class Settings(BaseSettings):
    """All settings of a Concord server; field names in capitals are environment variables."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    data_dir: Path = Field(
        default=Path("data"), description="Folder of the database, the blobs and the keys file."
    )
    database_url: str = Field(
        default="", description="PostgreSQL or SQLite address; empty: SQLite in DATA_DIR."
    )
    public_base_url: str = Field(
        default="",
        description="Address printed on posters and cards; empty: the loopback address and PORT.",
    )
    host: str = Field(default="127.0.0.1", description="Address the web server listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port the web server listens on.")
    web_processes: int = Field(default=2, ge=1, le=64, description="Web server processes.")
    web_threads: int = Field(default=64, ge=2, le=512, description="Threads of a web process.")
    demo: bool = Field(default=True, description="Whether the first run fills the demo county.")
    secret_key: str = Field(
        default="", description="Signs and encrypts; empty: the one in the keys file of DATA_DIR."
    )
    default_locale: Literal["zh_CN", "en"] = Field(
        default="zh_CN", description="Language of pages until a reader chooses another."
    )
    time_zone: str = Field(default="Asia/Shanghai", description="IANA zone of days and pages.")
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("127.0.0.1", "::1"),
        description="Proxies, by address, whose X-Forwarded-Proto and -For count; comma-separated.",
    )
    accept_content_length: int = Field(
        default=20_000_000, ge=100_000, description="Bytes of one POST that Collect is told."
    )
    max_attachment_bytes: int = Field(
        default=500_000_000, ge=1_000_000, description="Largest body of a submission, in bytes."
    )
    far_metres: int = Field(
        default=500,
        ge=10,
        le=1_000_000,
        description="Metres from its enterprise from which on a site check is flagged.",
    )
    max_apk_bytes: int = Field(
        default=200_000_000, ge=1_000_000, description="Largest APK of Collect, in bytes."
    )
    worker_poll_seconds: float = Field(
        default=0.3, gt=0, le=0.5, description="Longest pause of the worker between two looks."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least level that is logged."
    )

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split_proxies(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("database_url")
    @classmethod
    def _driver(cls, value: str) -> str:
        for scheme in ("postgres://", "postgresql://"):
            if value.startswith(scheme):
                return "postgresql+psycopg://" + value.removeprefix(scheme)
        return value

    @field_validator("public_base_url")
    @classmethod
    def _base_url(cls, value: str) -> str:
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
            raise ValueError("PUBLIC_BASE_URL must look like https://labour.example.org")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _check_secret(self) -> "Settings":
        key = self.secret_key
        if key and (len(key) < SECRET_KEY_LENGTH or key.lower() in _DEFAULT_KEYS):
            raise ValueError(f"SECRET_KEY must be random and at least {SECRET_KEY_LENGTH} long")
        return self

    @property
    def base_url(self) -> str:
        """The public address without a trailing slash."""
        return self.public_base_url or f"http://127.0.0.1:{self.port}"

    @property
    def database_address(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'concord.sqlite3'}"

    @property
    def blob_dir(self) -> Path:
        """The folder of blobs."""
        return self.data_dir / "blobs"

    @property
    def list_dir(self) -> Path:
        """The folder of entity lists that lie ready to be sent; no backup needs it."""
        return self.data_dir / "lists"

    @property
    def keys_dir(self) -> Path:
        """The folder of keys: no backup takes it."""
        return self.data_dir / "keys"


def load_settings(**overrides: object) -> Settings:
    """Return the settings with a secret key: the environment's, or the keys file's, made once."""
    settings = Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks the values
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY)
    if settings.secret_key:
        return settings
    key = read_or_make_key(settings.keys_dir / "secret_key")
    return settings.model_copy(update={"secret_key": key})


def read_or_make_key(path: Path) -> str:
    """Return the key kept in a file of mode 0600, making a random one when there is none.

    Of processes that start together one makes it, and no other sees half of it.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=_OWNER_ONLY)
    if not path.exists():
        _make_key(path)
    key = path.read_text(encoding="ascii").strip()
    if len(key) < SECRET_KEY_LENGTH:
        raise ValueError(f"The key file {path.name} is damaged: put it back from your safe")
    return key


def _make_key(path: Path) -> None:
    fd, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # of mode 0600
    try:
        with os.fdopen(fd, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(temporary)
    except FileExistsError:
        pass
    finally:
        Path(temporary).unlink()
