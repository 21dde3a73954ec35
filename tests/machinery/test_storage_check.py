"""`flask storage check` really does what the product does with files, and says in plain words what is wrong."""

import base64
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import urllib3
from flask import Flask
from moto.server import ThreadedMotoServer

from accountability import clock
from accountability.storage import FolderStorage, S3Storage, Storage, UploadRefused, checking
from accountability.storage.checking import CONTENT, check_storage

SITE = "https://accountability.example"
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "eu-central-1"}
PLACE = {"CreateBucketConfiguration": {"LocationConstraint": "eu-central-1"}}
LASTS = timedelta(minutes=10)


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> S3Storage:
    """A bucket of our own; the server is new to it for each test."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    urllib3.request("POST", f"{s3_server}/moto-api/reset")
    return S3Storage("s3://accountability/files", endpoint_url=s3_server)


def make_bucket(s3: S3Storage, *, origins: list[str] | None = None) -> None:
    s3.client.create_bucket(Bucket=s3.bucket, **PLACE)
    if origins:
        rule = {"AllowedMethods": ["POST"], "AllowedOrigins": origins}
        s3.client.put_bucket_cors(Bucket=s3.bucket, CORSConfiguration={"CORSRules": [rule]})


def hold_to_the_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server of the tests looks at no policy: what a real one refuses is refused here, by the policy's own words."""
    send = checking._send

    def strict(storage: Storage, upload: Any, content: bytes, *, at: datetime) -> bool:
        least, most = limits(upload.fields["policy"])
        return least <= len(content) <= most and send(storage, upload, content, at=at)

    monkeypatch.setattr(checking, "_send", strict)
    monkeypatch.setattr(checking, "_look_at_bucket", lambda s3, *, base_url: [checking._look_at_origins(s3, base_url=base_url)])


def conditions(policy: str) -> dict[str, Any]:
    """A signed policy's document: its conditions by name, and when it lapses."""
    document = json.loads(base64.b64decode(policy))
    found: dict[str, Any] = {"expiration": document["expiration"]}
    for each in document["conditions"]:
        found |= each if isinstance(each, dict) else {each[0]: each[1:]}
    return found


def limits(policy: str) -> list[int]:
    return list(conditions(policy)["content-length-range"])


def run(storage: Storage) -> list[tuple[str, str]]:
    return [(step.mark, step.text) for step in check_storage(storage, base_url=SITE, at=clock.now())]


def last(storage: Storage) -> str:
    """The last thing that was said."""
    mark, text = run(storage)[-1]
    return f"{mark}: {text}"


def test_a_folder_that_works_is_fine_and_left_as_it_was(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path)
    assert {mark for mark, _text in run(storage)} == {"ok"}
    assert storage.keys("check") == []


def test_a_bucket_that_works_is_fine(s3: S3Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    make_bucket(s3, origins=[SITE])
    hold_to_the_policy(monkeypatch)
    assert [mark for mark, _text in run(s3)] == ["ok"] * 8
    assert s3.keys("check") == []


def test_a_service_that_takes_more_than_was_signed_is_told(s3: S3Storage) -> None:
    make_bucket(s3)
    assert "took more than was signed. Do not use it" in last(s3)


@pytest.mark.parametrize(
    ("origins", "said"),
    [(None, f"add a CORS rule with the method POST and the origin {SITE}"), (["*"], "upload from every site")],
)
def test_what_browsers_may_is_told(s3: S3Storage, monkeypatch: pytest.MonkeyPatch, origins: list[str] | None, said: str) -> None:
    make_bucket(s3, origins=origins)
    hold_to_the_policy(monkeypatch)
    assert last(s3).startswith("note: ")
    assert said in last(s3)


def test_a_bucket_that_anybody_can_list_is_wrong(s3: S3Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    make_bucket(s3)
    [first, *_rest] = checking._look_at_bucket(s3, base_url=SITE)
    assert first.is_fault
    assert "Anybody can list the bucket" in first.text


def test_a_bucket_that_is_not_there(s3: S3Storage) -> None:
    assert last(s3) == (
        "wrong: Could not write a file: there is no bucket of the name accountability. Make it, or correct STORAGE_URL."
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("AccessDenied", "have no right to do this"),
        ("RequestTimeTooSkewed", "the clock of this machine is wrong"),
        ("SignatureDoesNotMatch", "AWS_SECRET_ACCESS_KEY does not fit"),
        ("PermanentRedirect", "lies in another region"),
        ("Strange", "the service answered Strange"),
    ],
)
def test_what_a_service_refuses_is_said_in_words(s3: S3Storage, monkeypatch: pytest.MonkeyPatch, code: str, said: str) -> None:
    from botocore.exceptions import ClientError

    def refuse(**_asked: object) -> None:
        raise ClientError({"Error": {"Code": code, "Message": "<xml>"}}, "PutObject")

    monkeypatch.setattr(s3.client, "put_object", refuse)
    assert said in last(s3)
    assert "<xml>" not in last(s3)


def test_a_service_that_does_not_answer(s3: S3Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    away = S3Storage("s3://accountability", endpoint_url="http://127.0.0.1:9")
    assert "nothing answers at http://127.0.0.1:9. Check S3_ENDPOINT_URL" in last(away)


def test_a_bucket_without_keys(s3: S3Storage, s3_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    assert "there are no keys" in last(S3Storage("s3://accountability", endpoint_url=s3_server))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "x"), "may not write in the folder"),
        (OSError(28, "x"), "there is no room left"),
        (OSError(30, "x"), "can only be read"),
        (NotADirectoryError(20, "x"), "is no folder"),
    ],
)
def test_what_is_wrong_with_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise error

    monkeypatch.setattr(Path, "write_bytes", fail)
    assert said in last(FolderStorage(tmp_path))


def test_the_command_ends_with_one_when_files_cannot_be_kept(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "storage", FolderStorage(tmp_path / "there"))
    done = app.test_cli_runner().invoke(args=["storage", "check"])
    assert (done.exit_code, "Write a file" in done.output) == (0, True)
    (tmp_path / "file").write_text("x")
    monkeypatch.setitem(app.extensions, "storage", FolderStorage(tmp_path / "file"))
    done = app.test_cli_runner().invoke(args=["storage", "check"])
    assert (done.exit_code, "is no folder" in done.output) == (1, True)


def test_a_bucket_signs_one_key_one_size_and_ten_minutes(s3: S3Storage) -> None:
    upload = s3.offer_upload("o/incoming/1", size=7, lasts=LASTS, at=clock.now())
    signed = conditions(upload.fields["policy"])
    assert signed["key"] == "files/o/incoming/1"
    assert signed["bucket"] == "accountability"
    assert signed["content-length-range"] == [7, 7]
    assert signed["Content-Type"] == "application/octet-stream"
    ends = datetime.strptime(signed["expiration"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert ends <= datetime.now(UTC) + LASTS
    assert s3.upload_origin == s3.client.meta.endpoint_url


UPLOADS = {
    "another key": {"key": "other/incoming/1"},
    "another policy": {"policy": "e30.forged"},
    "a key that climbs": {"key": "../../etc/passwd"},
}


@pytest.mark.parametrize("name", UPLOADS)
def test_a_folder_takes_only_what_was_signed(tmp_path: Path, name: str, at: datetime) -> None:
    storage = FolderStorage(tmp_path, signing_key="k")
    upload = storage.offer_upload("o/incoming/1", size=7, lasts=LASTS, at=at)
    with pytest.raises(UploadRefused):
        storage.accept_upload(**{**upload.fields, **UPLOADS[name]}, content=io.BytesIO(CONTENT[:7]), at=at)
    assert storage.keys("") == []


@pytest.mark.parametrize(("size", "late"), [(6, 0), (8, 0), (7, 601)])
def test_a_folder_takes_no_other_size_and_nothing_late(tmp_path: Path, size: int, late: int, at: datetime) -> None:
    storage = FolderStorage(tmp_path, signing_key="k")
    upload = storage.offer_upload("o/incoming/1", size=7, lasts=LASTS, at=at)
    with pytest.raises(UploadRefused):
        storage.accept_upload(**upload.fields, content=io.BytesIO(CONTENT[:size]), at=at + timedelta(seconds=late))
    assert storage.keys("") == []
    storage.accept_upload(**upload.fields, content=io.BytesIO(CONTENT[:7]), at=at)
    assert storage.get("o/incoming/1") == CONTENT[:7]


def test_without_the_look_at_the_size_half_a_file_would_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    storage = FolderStorage(tmp_path, signing_key="k")
    upload = storage.offer_upload("o/incoming/1", size=7, lasts=LASTS, at=at)
    keep = lambda self, key, content, **_size: self.put(key, content.read(), content_type="")  # noqa: E731
    monkeypatch.setattr(FolderStorage, "_write", keep)
    storage.accept_upload(**upload.fields, content=io.BytesIO(b"half"), at=at)
    assert storage.size("o/incoming/1") == 4
