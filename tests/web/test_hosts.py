"""Names, headers and addresses that a stranger chooses: none of them is believed, none is said back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from config import Settings
from portal import create_app
from portal.web import hosts
from tests.conftest import QUICK, OpenPortal, desk_of
from tests.visiting import Visit

ORIGIN = "https://complaints.example.org"
EVIL = "evil.example"


@pytest.fixture
def open_portals(tmp_path: Path, sqlite_template: Path) -> Iterator[list[Flask]]:
    made: list[Flask] = []
    yield made
    for app in made:
        desk_of(app).close()


def _portal(folder: Path, made: list[Flask], origin: str = ORIGIN, **more: object) -> Flask:
    settings = replace(Settings("example", f"sqlite:///{folder / 'portal.db'}", folder, origin), **more)  # type: ignore[arg-type]
    made.append(create_app(settings, stretch=QUICK))
    return made[-1]


def _status(app: Flask, host: str, path: str = "/") -> int:
    return app.test_client().get(path, headers={"Host": host}).status_code


def test_with_a_public_address_only_its_name_is_answered(tmp_path: Path, open_portals: list[Flask]) -> None:
    app = _portal(tmp_path, open_portals)
    for host in ("complaints.example.org", "complaints.example.org:443", "Complaints.Example.org"):
        assert _status(app, host) == 200, host
    for host in (EVIL, "complaints.example.org.evil.example", "complaints.example.org:8080", "127.0.0.1", "", "a b", "@" + EVIL):
        answer = app.test_client().get("/", headers={"Host": host})
        assert answer.status_code == 400, host
        assert EVIL not in answer.get_data(as_text=True)
        assert answer.headers["Content-Security-Policy"] and answer.headers["X-Request-Id"]


def test_further_names_are_a_setting(tmp_path: Path, open_portals: list[Flask]) -> None:
    app = _portal(tmp_path, open_portals, hosts=("casework.example.org",))
    assert (_status(app, "casework.example.org"), _status(app, "complaints.example.org")) == (200, 200)
    assert _status(app, EVIL) == 400


def test_while_trying_out_any_name_of_this_machine_will_do(tmp_path: Path, open_portals: list[Flask]) -> None:
    app = _portal(tmp_path, open_portals, origin="http://127.0.0.1:8000")
    for host in ("127.0.0.1:8000", "localhost:8000", "localhost", "[::1]:8000", "127.0.0.1:9999"):
        assert _status(app, host) == 200, host
    assert _status(app, EVIL) == _status(app, "localhost.evil.example") == _status(app, "localhost:x") == 400


def test_without_any_address_every_name_is_answered(tmp_path: Path, open_portals: list[Flask]) -> None:
    assert _status(_portal(tmp_path, open_portals, origin=""), EVIL) == 200


def test_whoever_watches_the_servers_asks_by_number(tmp_path: Path, open_portals: list[Flask]) -> None:
    assert _status(_portal(tmp_path, open_portals), "10.0.0.7:8000", "/healthz") in (200, 503)


def test_a_port_that_goes_without_saying_goes_without_saying() -> None:
    assert hosts._names_of("https://a.example:443") == hosts._names_of("https://a.example") == {"a.example", "a.example:443"}
    assert hosts._names_of("http://a.example:8000") == {"a.example:8000"}


PLACES = ("//evil.example", "https://evil.example", "/\\evil.example", "/%5cevil.example", "/x\r\nSet-Cookie: a=b", "\t//evil.example", "javascript:alert(1)")


@pytest.mark.parametrize("place", PLACES)
def test_no_page_sends_anybody_elsewhere(visit: Visit, place: str) -> None:
    visit.opens("/")
    answer = visit.client.post("/voice", data={"csrf_token": visit.token, "voice": "child", "here": place})
    assert (answer.status_code, answer.location) == (303, "/")
    client = visit.app.test_client()
    for path in ("/staff/sign-in", "/ask/service", "/result", "/check", "/staff/queue"):
        answer = client.get(path, query_string={"next": place, "from": place, "here": place})
        to = urlsplit(answer.location or "")
        assert (to.scheme, to.netloc) == ("", "") and EVIL not in to.path, path
        assert "Set-Cookie: a=b" not in str(answer.headers)


@pytest.mark.parametrize("path", [
    "//evil.example", "//evil.example/%2e%2e", "/static/dist/../../config.py", "/static/dist/%2e%2e/%2e%2e/config.py",
    "/static/dist/..%2f..%2fconfig.py", "/static/dist/portal.js%00", "/ask/%00", "/case/%0d%0aSet-Cookie:%20a=b", "/done/%ff",
])  # fmt: skip
def test_no_path_leads_out_of_the_house(visit: Visit, path: str) -> None:
    answer = visit.client.get(path)
    assert answer.status_code in (303, 308, 400, 404)
    assert EVIL not in (answer.location or "").removeprefix("http://localhost") or answer.status_code == 308
    assert "a=b" not in answer.headers.get("Set-Cookie", "")
    assert b"SettingWrong" not in answer.get_data()


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "Forwarded"])
def test_a_header_that_a_proxy_would_send_is_not_believed_from_a_visitor(visit: Visit, header: str) -> None:
    plain, told = visit.client.get("/"), visit.client.get("/", headers={header: EVIL})
    assert (plain.status_code, len(plain.data)) == (told.status_code, len(told.data))
    assert EVIL not in told.get_data(as_text=True) + str(told.headers)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "DELETE", "PATCH", "PROPFIND"])
def test_a_method_that_no_page_knows_is_refused_and_echoes_nothing(visit: Visit, method: str) -> None:
    answer = visit.client.open("/", method=method, headers={"Secret": "Quixotry"})
    assert answer.status_code == 405
    assert "Quixotry" not in answer.get_data(as_text=True)


BELONGS = {
    "Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "camera=()", "Server": "portal",
}  # fmt: skip


@pytest.mark.parametrize("path", ["/", "/nothing", "/staff/sign-in", "/healthz", "/young", "/static/dist/nothing.css"])
def test_every_answer_carries_every_header_that_belongs(visit: Visit, path: str) -> None:
    headers = visit.client.get(path).headers
    for name, part in BELONGS.items():
        assert part in headers[name], name
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert {"object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(headers["Content-Security-Policy"].split("; "))
    assert "Strict-Transport-Security" not in headers, "on plain http it would mean nothing"
    assert not {"X-Powered-By", "Access-Control-Allow-Origin"} & set(headers.keys())


def test_in_service_cookies_are_tied_to_this_host_and_https_is_remembered(open_portals: list[Flask], tmp_path: Path, sqlite_template: Path) -> None:
    import shutil

    shutil.copyfile(sqlite_template, tmp_path / "portal.db")
    app = _portal(tmp_path, open_portals)
    client = app.test_client()
    answer = client.get("/", base_url=ORIGIN)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    answer = client.get("/young", base_url=ORIGIN)
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert cookie.startswith("__Host-"), cookie
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; ")), cookie
        assert "Domain" not in cookie and "Max-Age" not in cookie and "Expires" not in cookie, "gone with the browser"
    assert answer.headers.getlist("Set-Cookie")


def test_the_settings_of_the_house_open_a_portal(open_portal: OpenPortal) -> None:
    app = open_portal()
    assert app.test_client().get("/").status_code == 200
    desk_of(app).close()
