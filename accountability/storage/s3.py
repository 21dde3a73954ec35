"""Files in a bucket of any S3-compatible service."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import urlsplit

from accountability.storage.port import NoSuchFile, StorageIsAway, Upload

KIND = "application/octet-stream"  # of whatever a browser sends: what it is, the server finds out


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
            signature_version="s3v4",
            connect_timeout=2,
            read_timeout=10,
            retries={"max_attempts": 3, "mode": "standard"},
        )
        session = boto3.session.Session()
        region = session.region_name
        if endpoint_url is None and region and not region.startswith("cn-"):
            # The address without a region answers browsers with a redirection, which a form does not follow.
            endpoint_url = f"https://s3.{region}.amazonaws.com"
        self.client = session.client("s3", endpoint_url=endpoint_url, config=options)

    @cached_property
    def upload_origin(self) -> str | None:
        """The bucket's scheme and host, for the policies of pages that send files there."""
        parts = urlsplit(str(self.client.generate_presigned_post(self.bucket, "origin")["url"]))
        return f"{parts.scheme}://{parts.netloc}"

    def _name(self, key: str) -> str:
        return f"{self.prefix}/{key}" if self.prefix else key

    def put(self, key: str, content: bytes, *, content_type: str) -> None:
        with _reaching():
            self.client.put_object(Bucket=self.bucket, Key=self._name(key), Body=content, ContentType=content_type)

    def get(self, key: str) -> bytes:
        with _reaching():
            try:
                return bytes(self.client.get_object(Bucket=self.bucket, Key=self._name(key))["Body"].read())
            except self.client.exceptions.NoSuchKey as error:
                raise NoSuchFile(key) from error

    def delete(self, key: str) -> None:
        with _reaching():
            self.client.delete_object(Bucket=self.bucket, Key=self._name(key))

    def exists(self, key: str) -> bool:
        return self.size(key) is not None

    def size(self, key: str) -> int | None:
        # Listed, not asked for its head: without the right to list, a missing object looks forbidden.
        with _reaching():
            listed = self.client.list_objects_v2(Bucket=self.bucket, Prefix=self._name(key), MaxKeys=1)
        found = [int(item["Size"]) for item in listed.get("Contents", []) if item["Key"] == self._name(key)]
        return found[0] if found else None

    def keys(self, folder: str) -> list[str]:
        """Every key below a folder, in order."""
        with _reaching():
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=f"{self._name(folder)}/")
            start = len(self.prefix) + 1 if self.prefix else 0
            return sorted(item["Key"][start:] for page in pages for item in page.get("Contents", []))

    def offer_upload(self, key: str, *, size: int, lasts: timedelta, at: datetime) -> Upload:
        # A signed POST, because a signed PUT cannot limit how much is sent. The service has a clock of its own.
        fixed = {"Content-Type": KIND, "success_action_status": "204"}
        signed = self.client.generate_presigned_post(
            self.bucket,
            self._name(key),
            Fields=dict(fixed),
            Conditions=[*({name: value} for name, value in fixed.items()), ["content-length-range", size, size]],
            ExpiresIn=int(lasts.total_seconds()),
        )
        return Upload(url=str(signed["url"]), fields={name: str(value) for name, value in signed["fields"].items()})


@contextmanager
def _reaching() -> Iterator[None]:
    """What the service does not answer is told in words; what it refuses stays an error of the installation."""
    from botocore.exceptions import ConnectionError as NoConnection
    from botocore.exceptions import HTTPClientError

    try:
        yield
    except (NoConnection, HTTPClientError) as error:
        raise StorageIsAway from error
