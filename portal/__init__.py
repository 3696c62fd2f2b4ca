"""The portal: `create_app` opens the house. The only file that knows all the others."""

from dataclasses import replace
from enum import Enum
from pathlib import Path

import structlog
from flask import Flask

from config import HERE, Settings
from portal import councils
from portal.actions.desk import Desk, WaysOut
from portal.citizen import blueprint as citizen_pages
from portal.citizen import files as citizen_files
from portal.councils import Profile, ProfileError
from portal.errors import CannotStart
from portal.feed import blueprint as machine_pages
from portal.handoff import pages as published
from portal.handoff.engine import OutboxThread
from portal.handoff.post import channels_of, lay_out_post
from portal.letters.paper import kept_letter
from portal.limits import FORM_KEPT_OPEN
from portal.scanning import Scanner
from portal.seal import audit_key, factors, office, search_key
from portal.seal.key_files import KeyFileWrong
from portal.seal.return_words import STRETCH, Stretch, TooBusy
from portal.shelf import Bucket, Folder, Shelf
from portal.sign_on import SignOn
from portal.staff import blueprint as staff_pages
from portal.staff import document_forms
from portal.store.case_keys import CaseKeys
from portal.store.database import Database, DatabaseUnavailable
from portal.web import (
    address,
    catalogues,
    errors,
    files,
    headers,
    health,
    hosts,
    language,
    lasting,
    logs,
    pace,
    query,
    signing,
    tries,
    uploads,
    watching,
)
from portal.web import page as pages
from portal.web.assets import Assets, AssetsMissing
from portal.web.catalogues import Catalogue
from portal.web.secret import session_secret

TRANSLATIONS = HERE / "translations"


class Sides(Enum):
    """Which side a process serves: the public one, the office's, or both."""

    BOTH = "both"
    CITIZEN = "citizen"
    STAFF = "staff"


def create_app(
    settings: Settings, sides: Sides = Sides.BOTH, stretch: Stretch = STRETCH, translations: Path = TRANSLATIONS
) -> Flask:
    """The Flask application. Raises CannotStart with one clear line."""
    try:
        assets, desk = Assets(HERE / "static" / "dist"), lay_out_desk(settings, sides, stretch)
    except (AssetsMissing, ProfileError, KeyFileWrong) as problem:
        raise CannotStart(str(problem)) from problem
    app = Flask("portal", static_folder=None, template_folder=str(HERE / "templates"))
    app.extensions["desk"] = desk
    app.extensions["post"] = lay_out_post(settings, desk.profile)
    _configure(app, settings)
    _furnish(app, assets, desk.profile, settings, translations)
    app.register_blueprint(files.blueprint(assets))
    app.register_blueprint(health.blueprint())
    app.register_blueprint(published.blueprint())
    if sides is not Sides.STAFF:
        app.register_blueprint(citizen_pages())
    if sides is not Sides.CITIZEN:
        app.register_blueprint(staff_pages())
        app.register_blueprint(machine_pages(settings.metrics_token))
    return app


def lay_out_desk(settings: Settings, sides: Sides = Sides.BOTH, stretch: Stretch = STRETCH) -> Desk:
    """What the actions need. A process that serves only the public side is given no key that opens a case."""
    keys = settings.var / "keys"
    whole = office.KeptOffice(keys) if sides is not Sides.CITIZEN else None
    database = Database(settings.database)
    return Desk(
        database=database,
        keys=CaseKeys(settings.key_store),
        lock=whole.lock if whole else office.load_lock(keys),
        office=whole,
        recovery=office.load_recovery(keys),
        search=search_key.load_or_make(keys) if whole else None,
        profile=_profile(settings.council),
        calendar=councils.working_days(),
        stretch=stretch,
        ways_out=_ways_out(settings, database),
        shelf=_shelf(settings),
        scanner=Scanner(settings.clamd),
        factors=factors.load_or_make(keys) if whole else None,
        factor_required=settings.second_factor == "required",
        audit=audit_key.load_or_make(keys) if whole else None,
        sign_on=_sign_on(settings) if whole else None,
        passwords_for_administrators=settings.password_sign_in == "administrators",
    )


def _sign_on(settings: Settings) -> SignOn | None:
    if not settings.oidc_issuer:
        return None
    known = settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret
    return SignOn(*known, settings.oidc_claim, frozenset(settings.oidc_second_factor))


def _ways_out(settings: Settings, database: Database) -> WaysOut:
    ways = WaysOut(channels_of(settings), bool(settings.webhook))
    if database.on_sqlite:
        return ways
    # Procrastinate takes long to load, and no command on the line should wait for it in vain.
    from portal.handoff.jobs import call

    return replace(ways, call=call)


def start_engine(app: Flask, sides: Sides) -> OutboxThread | None:
    """Begin to deliver what is to leave, in a process that serves; None where that is another process's work.

    A process of the public side has no key to open what it would deliver; on PostgreSQL `flask worker` delivers.
    """
    desk: Desk = app.extensions["desk"]
    if sides is Sides.CITIZEN or not desk.database.on_sqlite:
        return None
    return OutboxThread(app).start()


def _shelf(settings: Settings) -> Shelf:
    """Where files stand: the bucket of the settings, or a folder beside the database."""
    if not settings.files:
        return Folder(settings.var / "files")
    bucket, _, prefix = settings.files.removeprefix("s3://").partition("/")
    return Bucket(bucket, prefix, settings.s3_endpoint, settings.s3_key, settings.s3_secret)


def _profile(council: str) -> Profile:
    try:
        return councils.load(council)
    except ProfileError as problem:
        raise CannotStart(f"PORTAL_COUNCIL is {council}. {problem}") from problem


def _configure(app: Flask, settings: Settings) -> None:
    app.secret_key = session_secret(settings.var)
    app.config.update(
        ROOT=HERE,
        SECURE_COOKIES=settings.secure,
        SESSION_COOKIE_NAME="__Host-session" if settings.secure else "session",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        KEY_BACKUP_DAYS=settings.key_backup_days,
        WTF_CSRF_TIME_LIMIT=int(FORM_KEPT_OPEN.total_seconds()),
        WTF_CSRF_SSL_STRICT=False,
    )


def _furnish(app: Flask, assets: Assets, profile: Profile, settings: Settings, translations: Path) -> None:
    brand_css = assets.stylesheet_for(profile.brand)
    query.init(app)
    uploads.init(app, {citizen_files.ENDPOINT, *document_forms.ENDPOINTS}, profile.files.most_bytes_in_all)
    signing.init(app)
    lasting.init(app)
    language.init(app, _spoken(profile.languages, translations))
    hosts.init(app, settings.origin, settings.hosts, settings.staff_origin)
    headers.init(app, brand_css, settings.secure)
    pages.init(app, assets, profile, brand_css)
    errors.init(app, DatabaseUnavailable, TooBusy)
    logs.init()
    tries.init(app)
    pace.init(app)
    address.init(app, settings.proxies)
    watching.init(app, settings.proxies)
    app.add_template_filter(kept_letter)


def _spoken(wanted: tuple[str, ...], translations: Path) -> list[Catalogue]:
    """The catalogues of the profile's languages that are complete: an unfinished language is not offered."""
    found = {code: catalogues.load(translations, code) for code in wanted if code != language.SOURCE}
    for code, catalogue in found.items():
        if catalogue is None or not catalogue.complete:
            faults = len(catalogue.faults) if catalogue else None
            structlog.stdlib.get_logger("portal").warning("a language is not offered", language=code, faults=faults)
    return [catalogue for catalogue in found.values() if catalogue and catalogue.complete]
