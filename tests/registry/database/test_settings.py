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


@pytest.mark.parametrize("name", ["REGISTRY_PORT", "REGISTRY_DATABASE_URL", "REGISTRY_LANGUAGE"])
def test_what_cannot_be_used_is_named(monkeypatch, name):
    monkeypatch.setenv(name, "mysql://x")
    with pytest.raises(ValidationError, match=name.removeprefix("REGISTRY_").lower()):
        load()
