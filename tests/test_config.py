"""Settings: right by default, and one clear line where they are not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import HERE, NAMES, SettingWrong, from_environment

NOTIFY_KEY = "portal-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
WRONG = [
    ({"PORTAL_ORIGIN": "complaints.example.org"}, "PORTAL_ORIGIN"),
    ({"PORTAL_ORIGIN": "https://complaints.example.org/"}, "PORTAL_ORIGIN"),
    ({"PORTAL_ORIGIN": "ftp://complaints.example.org"}, "PORTAL_ORIGIN"),
    ({"PORTAL_STAFF_ORIGIN": "casework.example.org"}, "PORTAL_STAFF_ORIGIN"),
    ({"PORTAL_DATABASE": "mysql://localhost/portal"}, "PORTAL_DATABASE"),
    ({"PORTAL_DATABASE": "portal.db"}, "PORTAL_DATABASE"),
    ({"PORTAL_DATABASE": "sqlite://"}, "PORTAL_DATABASE"),
    ({"PORTAL_VAR": str(HERE / "config.py")}, "PORTAL_VAR"),
    ({"PORTAL_COUNCIL": "example", "PORTAL_COUNCILS": "example"}, "PORTAL_COUNCILS"),
    ({"PORTAL_": ""}, "PORTAL_"),
    ({"PORTAL_MAIL": "mail.example.org", "PORTAL_MAIL_FROM": "no-reply@council.example"}, "PORTAL_MAIL"),
    ({"PORTAL_MAIL": "smtp://mail.example.org"}, "PORTAL_MAIL"),
    ({"PORTAL_MAIL": "smtp://mail.example.org", "PORTAL_MAIL_FROM": "nobody"}, "PORTAL_MAIL_FROM"),
    ({"PORTAL_NOTIFY_KEY": "a key"}, "PORTAL_NOTIFY_KEY"),
    ({"PORTAL_NOTIFY_KEY": NOTIFY_KEY}, "PORTAL_NOTIFY_KEY"),
    ({"PORTAL_NOTIFY_KEY": NOTIFY_KEY, "PORTAL_NOTIFY_TEMPLATE": NOTIFY_KEY[-36:], "PORTAL_MAIL": "smtp://m.example.org",
      "PORTAL_MAIL_FROM": "no-reply@council.example"}, "PORTAL_MAIL"),
    ({"PORTAL_NOTIFY_URL": "http://notify.example.org"}, "PORTAL_NOTIFY_URL"),
    ({"PORTAL_WEBHOOK": "http://cases.example.org/hook"}, "PORTAL_WEBHOOK"),
    ({"PORTAL_WEBHOOK": "http://127.0.0.1.example.org/hook"}, "PORTAL_WEBHOOK"),
    ({"PORTAL_WEBHOOK_SECRET": "s" * 32}, "PORTAL_WEBHOOK_SECRET"),
    ({"PORTAL_WEBHOOK": "https://cases.example.org", "PORTAL_WEBHOOK_SECRET": "short"}, "PORTAL_WEBHOOK_SECRET"),
    ({"PORTAL_CLAMD": "localhost"}, "PORTAL_CLAMD"),
    ({"PORTAL_FILES": "/var/files"}, "PORTAL_FILES"),
    ({"PORTAL_FILES": "s3://"}, "PORTAL_FILES"),
    ({"PORTAL_S3_ENDPOINT": "s3.example.org"}, "PORTAL_S3_ENDPOINT"),
    ({"PORTAL_S3_KEY": "key"}, "PORTAL_S3_SECRET"),
    ({"PORTAL_S3_SECRET": "secret"}, "PORTAL_S3_KEY"),
    ({"PORTAL_HOSTS": "https://complaints.example.org"}, "PORTAL_HOSTS"),
    ({"PORTAL_HOSTS": "complaints.example.org -x"}, "PORTAL_HOSTS"),
    ({"PORTAL_PROXIES": "one"}, "PORTAL_PROXIES"),
    ({"PORTAL_PROXIES": "-1"}, "PORTAL_PROXIES"),
    ({"PORTAL_PROXIES": "99"}, "PORTAL_PROXIES"),
    ({"PORTAL_METRICS_TOKEN": "short"}, "PORTAL_METRICS_TOKEN"),
    ({"PORTAL_SECOND_FACTOR": "no"}, "PORTAL_SECOND_FACTOR"),
    ({"PORTAL_OIDC_ISSUER": "https://id.example.org"}, "PORTAL_OIDC_CLIENT_ID"),
    ({"PORTAL_OIDC_CLIENT_SECRET": "secret"}, "PORTAL_OIDC_ISSUER"),
    ({"PORTAL_OIDC_ISSUER": "https://id.example.org", "PORTAL_OIDC_CLIENT_ID": "c"}, "PORTAL_OIDC_CLIENT_SECRET"),
    ({"PORTAL_OIDC_ISSUER": "http://id.example.org", "PORTAL_OIDC_CLIENT_ID": "c", "PORTAL_OIDC_CLIENT_SECRET": "s"}, "PORTAL_OIDC_ISSUER"),
    ({"PORTAL_OIDC_CLAIM": "e mail"}, "PORTAL_OIDC_CLAIM"),
    ({"PORTAL_PASSWORD_SIGN_IN": "nobody"}, "PORTAL_PASSWORD_SIGN_IN"),
    ({"PORTAL_PASSWORD_SIGN_IN": "administrators"}, "PORTAL_PASSWORD_SIGN_IN"),
]


def test_without_any_setting_it_starts_with_the_example_council_and_a_file_of_its_own() -> None:
    settings = from_environment({})
    assert (settings.council, settings.origin) == ("example", "")
    assert settings.var == HERE / "var"
    assert settings.database == f"sqlite:///{HERE / 'var' / 'portal.db'}"
    assert settings.secure


def test_a_second_factor_is_required_until_somebody_says_otherwise() -> None:
    assert from_environment({}).second_factor == "required"
    assert from_environment({"PORTAL_SECOND_FACTOR": "optional"}).second_factor == "optional"


def test_an_empty_setting_is_as_good_as_none() -> None:
    assert from_environment(dict.fromkeys(NAMES, "")) == from_environment({})


def test_other_programs_settings_are_not_ours() -> None:
    assert from_environment({"PATH": "/bin", "FLASK_DEBUG": "1", "PORT": "8000", "XPORTAL_X": "1"}) == from_environment(
        {}
    )


@pytest.mark.parametrize(("environment", "named"), WRONG, ids=[f"{name}-{n}" for n, (_, name) in enumerate(WRONG)])
def test_a_wrong_setting_is_named_in_one_line(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingWrong) as wrong:
        from_environment(environment)
    said = str(wrong.value)
    assert said.startswith(f"{named} ")
    assert len(said.splitlines()) == 1
    assert said.endswith(".")


def test_an_unknown_setting_is_named_with_those_that_there_are() -> None:
    with pytest.raises(SettingWrong, match="PORTAL_ORIGINS is not a setting") as wrong:
        from_environment({"PORTAL_ORIGINS": "https://complaints.example.org"})
    assert all(name in str(wrong.value) for name in NAMES)


def test_a_password_in_a_wrong_database_address_is_not_repeated() -> None:
    with pytest.raises(SettingWrong) as wrong:
        from_environment({"PORTAL_DATABASE": "mysql://portal:secret@localhost/portal"})
    assert "secret" not in str(wrong.value)


def test_the_back_office_is_where_the_public_side_is_unless_it_is_said() -> None:
    public = {"PORTAL_ORIGIN": "https://tell-us.example.org"}
    assert from_environment(public).staff_origin == "https://tell-us.example.org"
    apart = from_environment({**public, "PORTAL_STAFF_ORIGIN": "https://casework.example.org"})
    assert (apart.origin, apart.staff_origin) == ("https://tell-us.example.org", "https://casework.example.org")


def test_ways_out_are_shut_until_they_are_set() -> None:
    settings = from_environment({})
    assert not (settings.mail or settings.notify_key or settings.webhook)


def test_ways_out_are_read_and_their_secrets_are_never_shown() -> None:
    told = {
        "PORTAL_MAIL": "smtps://portal:s%40cret@mail.example.org:465", "PORTAL_MAIL_FROM": "no-reply@council.example",
        "PORTAL_WEBHOOK": "http://127.0.0.1:9000/hook", "PORTAL_WEBHOOK_SECRET": "another secret".replace(" ", "-") * 3,
    }  # fmt: skip
    settings = from_environment(told)
    assert (settings.mail, settings.webhook) == (told["PORTAL_MAIL"], told["PORTAL_WEBHOOK"])
    assert "s%40cret" not in repr(settings) and "another-secret" not in repr(settings)
    with pytest.raises(SettingWrong) as wrong:
        from_environment({"PORTAL_MAIL": "smtp:/portal:s%40cret@mail.example.org"})
    assert "s%40cret" not in str(wrong.value)


@pytest.mark.parametrize(
    ("origin", "secure"), [("http://127.0.0.1:8000", False), ("https://c.example.org", True), ("", True)]
)
def test_cookies_are_secure_unless_the_origin_is_plain_http(origin: str, secure: bool) -> None:
    assert from_environment({"PORTAL_ORIGIN": origin}).secure is secure


@pytest.mark.parametrize("address", ["/run/clamav/clamd.ctl", "127.0.0.1:3310", "clamav:3310"])
def test_a_scanner_is_a_socket_or_a_host_and_port(address: str) -> None:
    assert from_environment({"PORTAL_CLAMD": address}).clamd == address


def test_the_key_to_the_bucket_is_shown_to_nobody() -> None:
    settings = from_environment({"PORTAL_S3_KEY": "mykey", "PORTAL_S3_SECRET": "mysecret"})
    assert (settings.s3_key, settings.s3_secret) == ("mykey", "mysecret")
    assert "mykey" not in repr(settings) and "mysecret" not in repr(settings)
    with pytest.raises(SettingWrong) as wrong:
        from_environment({"PORTAL_S3_SECRET": "mysecret"})
    assert "mysecret" not in str(wrong.value)


def test_names_proxies_and_the_token_for_figures_are_read() -> None:
    told = {"PORTAL_HOSTS": "A.example, b.example:8443", "PORTAL_PROXIES": "2", "PORTAL_METRICS_TOKEN": "x" * 24}
    settings = from_environment(told)
    assert (settings.hosts, settings.proxies) == (("a.example", "b.example:8443"), 2)
    assert "xxx" not in repr(settings), "a secret is not printed by accident"


def test_a_token_that_is_too_short_is_not_repeated() -> None:
    with pytest.raises(SettingWrong) as wrong:
        from_environment({"PORTAL_METRICS_TOKEN": "open-sesame"})
    assert "sesame" not in str(wrong.value)


def test_postgresql_is_reached_with_the_driver_that_we_have() -> None:
    assert from_environment({"PORTAL_DATABASE": "postgresql://h/p"}).database == "postgresql+psycopg://h/p"
    assert from_environment({"PORTAL_DATABASE": "postgresql+psycopg://h/p"}).database == "postgresql+psycopg://h/p"


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"PORTAL_ORIGIN": "nonsense"}, "PORTAL_ORIGIN"),
        ({"PORTAL_COUNCIL": "atlantis"}, "atlantis"),
        ({"PORTAL_TYPO": "1"}, "PORTAL_TYPO"),
    ],
)
def test_the_server_does_not_start_with_a_wrong_setting_and_says_why(
    environment: dict[str, str], said: str, tmp_path: Path
) -> None:
    ours = {key: value for key, value in os.environ.items() if not key.startswith("PORTAL_")}
    started = subprocess.run(
        [sys.executable, "-c", "import wsgi; wsgi.app"],
        env={**ours, "PORTAL_VAR": str(tmp_path), **environment}, cwd=HERE, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert started.returncode == 1
    assert started.stderr.startswith("The portal cannot start. ")
    assert said in started.stderr
    assert "Traceback" not in started.stderr
