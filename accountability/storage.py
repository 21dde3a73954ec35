"""Files: a local folder or S3, behind one port. Keys begin with the organisation they belong to."""

from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import urlsplit

from accountability.config import Config
from accountability.tenancy import OrganisationId


class NoSuchFile(Exception):
    """There is no file under this key."""


class Storage(Protocol):
    """What every place for files can do. `key` is a relative path made by `file_key`."""

    def put(self, key: str, content: bytes, *, content_type: str) -> None: ...

    def get(self, key: str) -> bytes: ...

    def delete(self, key: str) -> None: ...

    def exists(self, key: str) -> bool: ...

    def keys(self, folder: str) -> list[str]: ...


def file_key(organisation_id: OrganisationId, *parts: str) -> str:
    """The key of an organisation's file; a part can never climb out of the organisation's folder."""
    for part in parts:
        if not part or part in {".", ".."} or "/" in part or "\\" in part or "\0" in part:
            raise ValueError("not a file name")
    return str(PurePosixPath(str(organisation_id), *parts))


class FolderStorage:
    """Files below one folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, key: str, content: bytes, *, content_type: str) -> None:
        path = self.folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{path.name}.part")
        half.write_bytes(content)
        # A rename is seen whole or not at all, so a crash leaves no half file under the key.
        half.replace(path)

    def get(self, key: str) -> bytes:
        try:
            return (self.folder / key).read_bytes()
        except FileNotFoundError as error:
            raise NoSuchFile(key) from error

    def delete(self, key: str) -> None:
        (self.folder / key).unlink(missing_ok=True)

    def exists(self, key: str) -> bool:
        return (self.folder / key).is_file()

    def keys(self, folder: str) -> list[str]:
        """Every key below a folder, in order, and what a crash left of a file half written."""
        found = (path for path in (self.folder / folder).rglob("*") if path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in found)


class S3Storage:
    """Files in a bucket of any S3-compatible service."""

    def __init__(self, url: str, *, endpoint_url: str | None = None) -> None:
        # boto3 takes half a second to import; only installations that use it pay.
        import boto3
        from botocore.config import Config as BotoConfig

        parts = urlsplit(url)
        self.bucket, self.prefix = parts.netloc, parts.path.strip("/")
        # Checksums by default are refused by many S3-compatible services.
        options = BotoConfig(
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            connect_timeout=2,
            read_timeout=10,
            retries={"max_attempts": 3, "mode": "standard"},
        )
        self.client = boto3.client("s3", endpoint_url=endpoint_url, config=options)

    def _name(self, key: str) -> str:
        return f"{self.prefix}/{key}" if self.prefix else key

    def put(self, key: str, content: bytes, *, content_type: str) -> None:
        self.client.put_object(Bucket=self.bucket, Key=self._name(key), Body=content, ContentType=content_type)

    def get(self, key: str) -> bytes:
        try:
            return bytes(self.client.get_object(Bucket=self.bucket, Key=self._name(key))["Body"].read())
        except self.client.exceptions.NoSuchKey as error:
            raise NoSuchFile(key) from error

    def delete(self, key: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=self._name(key))

    def exists(self, key: str) -> bool:
        listed = self.client.list_objects_v2(Bucket=self.bucket, Prefix=self._name(key), MaxKeys=1)
        return any(item["Key"] == self._name(key) for item in listed.get("Contents", []))

    def keys(self, folder: str) -> list[str]:
        """Every key below a folder, in order."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=f"{self._name(folder)}/")
        start = len(self.prefix) + 1 if self.prefix else 0
        return sorted(item["Key"][start:] for page in pages for item in page.get("Contents", []))


def make_storage(config: Config) -> Storage:
    """The storage for a STORAGE_URL: folder:<path> or s3://<bucket>/<prefix>."""
    if config.storage_url.startswith("s3://"):
        return S3Storage(config.storage_url, endpoint_url=config.s3_endpoint_url)
    return FolderStorage(Path(config.storage_url.removeprefix("folder:")))
