"""Every setting has a default that works and says what it does."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from registry.settings import Settings, load


def test_every_setting_has_a_default_and_a_description():
    load()
    assert all(field.description and not field.is_required() for field in Settings.model_fields.values())


def test_settings_come_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("REGISTRY_DATA", str(tmp_path))
    monkeypatch.setenv("REGISTRY_PORT", "9000")
    settings = load()
    assert (settings.data, settings.port, settings.embedded) == (tmp_path, 9000, True)
    assert settings.postgres_folder == tmp_path.resolve() / "postgres"


def test_the_data_folder_is_beside_the_program_unless_said():
    assert load().data == Path("data")


@pytest.mark.parametrize("name", ["REGISTRY_PORT", "REGISTRY_DATABASE_URL", "REGISTRY_LOG_FORMAT"])
def test_what_cannot_be_used_is_named(monkeypatch, name):
    monkeypatch.setenv(name, "mysql://x")
    with pytest.raises(ValidationError, match=name.removeprefix("REGISTRY_").lower()):
        load()


def test_secrets_come_from_files_and_the_environment_comes_first(monkeypatch, tmp_path):
    for folder, name, text in (
        ("one", "registry_metrics_token", "0123456789abcdef\n"),
        ("two", "registry_port", "9000"),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text)
    monkeypatch.setenv("REGISTRY_SECRETS", f"{tmp_path / 'one'}:{tmp_path / 'two'}")
    settings = load()
    assert settings.metrics_token is not None
    assert (settings.metrics_token.get_secret_value(), settings.port) == ("0123456789abcdef", 9000)
    assert "0123456789abcdef" not in repr(settings)
    monkeypatch.setenv("REGISTRY_PORT", "9001")
    assert load().port == 9001


def test_a_folder_of_secrets_that_is_not_there_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("REGISTRY_SECRETS", str(tmp_path / "nowhere"))
    with pytest.raises(NotADirectoryError, match="REGISTRY_SECRETS"):
        load()
