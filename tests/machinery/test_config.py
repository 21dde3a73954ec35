"""The app refuses to start unsafe, and says everything that is wrong at once."""

from dataclasses import replace
from pathlib import Path

import pytest

from accountability.config import Config, UnsafeConfiguration, read_config, refuse_unsafe

GOOD = {
    "SECRET_KEY": "kJ8s-2hPz0qLwT5vX9yB3nM7cR1dF6gA",
    "SEALING_KEY": "uW3x-8kLq1ZvR6yT0pN4sB9mC2hF7jDe",
    "BASE_URL": "https://accountability.example.org",
    "MAIL_URL": "smtp://localhost:25",
    "MAIL_SENDER": "a@example.org",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in (*GOOD, "ANSWERS_URL", "DEVELOPMENT", "DATABASE_URL", "PORT"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_a_complete_environment_is_accepted(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in GOOD.items():
        environment.setenv(name, value)
    config = read_config(tmp_path)
    assert config.is_secure
    assert config.survey_root == "https://accountability.example.org/s"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 40),
        ("SEALING_KEY", ""),
        ("SEALING_KEY", "short"),
        ("SEALING_KEY", GOOD["SECRET_KEY"]),
        ("BASE_URL", "http://x.org"),
        ("ANSWERS_URL", "http://x.org"),
        ("MAIL_URL", ""),
        ("MAIL_SENDER", ""),
    ],
)
def test_each_weakness_is_refused_by_name(environment: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str) -> None:
    for good_name, good in GOOD.items():
        environment.setenv(good_name, good)
    environment.setenv(name, value)
    with pytest.raises(UnsafeConfiguration, match=name):
        read_config(tmp_path)


def test_weak_earlier_keys_are_refused(config: Config) -> None:
    with pytest.raises(UnsafeConfiguration, match="FALLBACKS"):
        refuse_unsafe(replace(config, secret_key_fallbacks=("old",)))


def test_development_makes_a_secret_once_and_keeps_it(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv("DEVELOPMENT", "1")
    first, second = read_config(tmp_path), read_config(tmp_path)
    assert first.secret_key == second.secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_every_variable_stands_in_the_example() -> None:
    example = (Path(__file__).parents[2] / ".env.example").read_text()
    written = {"SEALING_KEYS": "SEALING_KEY", "EVIDENCE_QUOTA": "EVIDENCE_QUOTA_MB", "EVIDENCE_FILE_SIZE": "EVIDENCE_FILE_MB"}
    fields = [written.get(name.upper(), name.upper()) for name in Config.__dataclass_fields__]
    assert [name for name in fields if f"{name}=" not in example] == []
