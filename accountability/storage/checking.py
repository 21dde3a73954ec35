"""Whether files can be kept: every step is really done with a small file of no meaning, and what fails is said in plain words."""

import errno
import io
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accountability.storage.folder import FolderStorage
from accountability.storage.port import NoSuchFile, Storage, StorageIsAway, Upload, UploadRefused
from accountability.storage.s3 import S3Storage

CONTENT = b"A file that says nothing, written to see whether files can be kept.\n"
LASTS = timedelta(minutes=2)
PATIENCE = 15  # seconds for one request
NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
# What a service answers, in words: code → what is wrong.
WORDS = {
    "NoSuchBucket": "there is no bucket of the name {bucket}. Make it, or correct STORAGE_URL",
    "AccessDenied": "the keys of this app have no right to do this with the bucket {bucket}",
    "AllAccessDisabled": "the service has shut the bucket {bucket} for everybody",
    "InvalidAccessKeyId": "the service does not know AWS_ACCESS_KEY_ID",
    "SignatureDoesNotMatch": "AWS_SECRET_ACCESS_KEY does not fit AWS_ACCESS_KEY_ID",
    "RequestTimeTooSkewed": "the clock of this machine is wrong by more than the service allows. Set the clock",
    "RequestExpired": "the clock of this machine is wrong by more than the service allows. Set the clock",
    "ExpiredToken": "the keys of this app have lapsed",
    "PermanentRedirect": "the bucket {bucket} lies in another region. Correct AWS_DEFAULT_REGION or S3_ENDPOINT_URL",
    "AuthorizationHeaderMalformed": "the bucket {bucket} lies in another region. Correct AWS_DEFAULT_REGION or S3_ENDPOINT_URL",
    "SlowDown": "the service asks to be asked less often. Try again later",
}


@dataclass(frozen=True)
class Step:
    """One thing that was tried, and how it went."""

    text: str
    mark: str = "ok"

    @property
    def is_fault(self) -> bool:
        """Whether files cannot be kept because of it."""
        return self.mark == "wrong"


class NotAsExpected(Exception):
    """It answered, but not with what it should have."""


def check_storage(storage: Storage, *, base_url: str, at: datetime) -> Iterator[Step]:
    """Try everything the product does with files, in order; ends at the first step that fails."""
    key, uploaded = f"check/{secrets.token_hex(8)}", f"check/{secrets.token_hex(8)}"
    tried = (
        ("write a file", lambda: storage.put(key, CONTENT, content_type="text/plain")),
        ("find it again", lambda: _expect(storage.size(key) == len(CONTENT), "it has another size than was written")),
        ("read it", lambda: _expect(storage.get(key) == CONTENT, "it holds something else than was written")),
        ("list files", lambda: _expect(key in storage.keys("check"), "the file is not among them")),
        ("sign an upload and use it", lambda: _upload(storage, uploaded, at=at)),
        ("refuse a larger upload", lambda: _upload_too_much(storage, uploaded, at=at)),
        ("delete", lambda: _delete(storage, key, uploaded)),
    )
    for text, deed in tried:
        step = _try(text, deed, storage)
        yield step
        if step.is_fault:
            return
    if isinstance(storage, S3Storage):
        yield from _look_at_bucket(storage, base_url=base_url)


def _try(text: str, deed: Callable[[], object], storage: Storage) -> Step:
    try:
        deed()
    except Exception as error:
        # Whatever it is, the operator shall read it in words and not as a trace.
        return Step(f"Could not {text}: {explain(error, storage)}.", mark="wrong")
    return Step(f"{text[0].upper()}{text[1:]}")


def explain(error: Exception, storage: Storage) -> str:
    """What is wrong, in plain words."""
    cause = error.__cause__ if isinstance(error, StorageIsAway) and error.__cause__ else error
    if isinstance(storage, FolderStorage):
        return _explain_folder(cause, storage)
    if isinstance(storage, S3Storage):
        return _explain_s3(cause, storage)
    return str(cause)


def _explain_folder(error: BaseException, storage: FolderStorage) -> str:
    if isinstance(error, PermissionError):
        return f"this process may not write in the folder {storage.folder}"
    if isinstance(error, NotADirectoryError | FileExistsError):
        return f"{storage.folder} is no folder"
    if isinstance(error, OSError) and error.errno in NO_SPACE:
        return f"there is no room left where the folder {storage.folder} lies"
    if isinstance(error, OSError) and error.errno == errno.EROFS:
        return f"the folder {storage.folder} lies on a disk that can only be read"
    return str(error) or type(error).__name__


def _explain_s3(error: BaseException, storage: S3Storage) -> str:
    from botocore.exceptions import ClientError, HTTPClientError, NoCredentialsError, PartialCredentialsError
    from botocore.exceptions import ConnectionError as NoConnection

    if isinstance(error, ClientError):
        code = str(error.response.get("Error", {}).get("Code", ""))
        known = WORDS.get(code, WORDS["AccessDenied"] if code in {"403", "AllAccessDisabled"} else "the service answered {code}")
        return known.format(bucket=storage.bucket, code=code)
    if isinstance(error, NoCredentialsError | PartialCredentialsError):
        return "there are no keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    if isinstance(error, NoConnection | HTTPClientError):
        return f"nothing answers at {storage.client.meta.endpoint_url}. Check S3_ENDPOINT_URL and the network"
    return str(error) or type(error).__name__


def _expect(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise NotAsExpected(otherwise)


def _upload(storage: Storage, key: str, *, at: datetime) -> None:
    upload = storage.offer_upload(key, size=len(CONTENT), lasts=LASTS, at=at)
    _expect(_send(storage, upload, CONTENT, at=at), "the signed upload was refused. Is the clock of this machine right?")
    try:
        _expect(storage.get(key) == CONTENT, "what was uploaded is not what was sent")
    except NoSuchFile as error:
        raise NotAsExpected("the upload was answered as taken, but it is not there") from error


def _upload_too_much(storage: Storage, key: str, *, at: datetime) -> None:
    upload = storage.offer_upload(key, size=len(CONTENT), lasts=LASTS, at=at)
    if _send(storage, upload, CONTENT * 2, at=at):
        raise NotAsExpected("the service took more than was signed. Do not use it: it does not hold to the rules of uploads")


def _send(storage: Storage, upload: Upload, content: bytes, *, at: datetime) -> bool:
    """Post it as a browser would; whether it was taken."""
    if isinstance(storage, FolderStorage):
        try:
            storage.accept_upload(**upload.fields, content=io.BytesIO(content), at=at)
        except UploadRefused:
            return False
        return True
    import urllib3

    fields: Any = {**upload.fields, "file": ("check.txt", content, "application/octet-stream")}
    answer = urllib3.PoolManager(timeout=PATIENCE, retries=False).request("POST", upload.url, fields=fields)
    return answer.status in {200, 201, 204}


def _delete(storage: Storage, *keys: str) -> None:
    for key in keys:
        storage.delete(key)
    _expect(not any(storage.exists(key) for key in keys), "the file is still there")


def _look_at_bucket(storage: S3Storage, *, base_url: str) -> Iterator[Step]:
    import urllib3

    address = f"{storage.client.meta.endpoint_url}/{storage.bucket}?list-type=2"
    answer = urllib3.PoolManager(timeout=PATIENCE, retries=False).request("GET", address)
    if answer.status == 200:
        yield Step(f"Anybody can list the bucket {storage.bucket}. Take away its public rights.", mark="wrong")
    yield _look_at_origins(storage, base_url=base_url)


def _look_at_origins(storage: S3Storage, *, base_url: str) -> Step:
    from botocore.exceptions import ClientError

    try:
        rules = storage.client.get_bucket_cors(Bucket=storage.bucket).get("CORSRules", [])
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") != "NoSuchCORSConfiguration":
            return Step("The keys may not read which sites browsers may upload from; see that it is this one only.", mark="note")
        rules = []
    posting = {origin for rule in rules if "POST" in rule.get("AllowedMethods", []) for origin in rule.get("AllowedOrigins", [])}
    if "*" in posting:
        return Step(f"Browsers may upload from every site. Let the bucket's CORS rules name {base_url} only.", mark="note")
    if base_url not in posting:
        advice = f"add a CORS rule with the method POST and the origin {base_url}"
        return Step(
            f"Browsers cannot upload straight to the bucket yet: {advice}. Until then files go through the app.", mark="note"
        )
    return Step(f"Let browsers upload from {base_url}")
