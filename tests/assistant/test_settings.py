"""Settings: what is wrong is refused by name, and what is empty is not set."""

from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.settings import DEFAULT_CORPUS, Settings, load_settings

LIMITS = {name for name in Settings.model_fields if name.startswith("rate_limit_")}


@pytest.mark.parametrize("name", sorted(set(Settings.model_fields) - LIMITS))
def test_an_empty_variable_is_not_set(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(f"FAQ_{name.upper()}", raising=False)
    unset = load_settings()
    monkeypatch.setenv(f"FAQ_{name.upper()}", "")
    assert load_settings() == unset


@pytest.mark.parametrize("name", sorted(LIMITS))
def test_an_empty_limit_is_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"FAQ_{name.upper()}", "")
    assert getattr(load_settings(), name) == ""


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("TRUSTED_PROXIES", "nonsense here", "'nonsense here' is no address"),
        ("TRUSTED_PROXIES", "10.0.0.1,", "'' is no address"),
        ("ADMIN_TOKEN", " " * 20, "fewer than 16 characters"),
        ("ADMIN_TOKEN", "hunter2" + " " * 9, "FAQ_ADMIN_TOKEN=…"),
        ("THREADS", "0", "FAQ_THREADS='0'"),
    ],
)
def test_a_value_that_would_do_nothing_is_refused(
    name: str, value: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"FAQ_{name}", value)
    with pytest.raises(UsageError, match=words) as caught:
        load_settings()
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("value", ["*", "10.0.0.1", "10.0.0.0/8, ::1", "10.1.2.3/8"])
def test_proxies_are_addresses_and_networks(value: str) -> None:
    assert load_settings(trusted_proxies=value).trusted_proxies == value


def test_the_default_corpus_is_that_of_the_working_folder_or_of_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FAQ_CORPUS", raising=False)
    assert load_settings().corpus == DEFAULT_CORPUS
    monkeypatch.chdir(tmp_path)
    elsewhere = load_settings().corpus
    assert elsewhere.is_absolute()
    assert elsewhere.is_dir()
    monkeypatch.setattr("assistant.settings._CHECKOUT", tmp_path)  # installed without the corpus
    assert load_settings().corpus == DEFAULT_CORPUS
