"""Every setting, driven by the environment. `sapar check` says what is unsafe about a deployment."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from sapar.config import database, home

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = False
DEMO = home.is_demo()
SAPAR_HOME = home.path()
SECRET_KEY = home.secret_key()

# In the demo the loopback names; a deployment names its own hosts.
ALLOWED_HOSTS = os.environ.get("SAPAR_HOSTS", "127.0.0.1 localhost [::1]").replace(",", " ").split()
CSRF_TRUSTED_ORIGINS = os.environ.get("SAPAR_ORIGINS", "").replace(",", " ").split()
# How many proxies stand before us; 0 means that forwarded headers are ignored.
TRUSTED_PROXIES = int(os.environ.get("SAPAR_TRUSTED_PROXIES", "0"))
HTTPS = os.environ.get("SAPAR_HTTPS", "") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "sapar.ui",
    "sapar.audit",
    "sapar.vault",
    "sapar.accounts",
    "sapar.organisations",
    "sapar.rota",
    "sapar.office",
    "sapar.people",
    "sapar.same",
    "sapar.directory",
    "sapar.monitoring",
    "sapar.guidance",
    "sapar.cases",
    "sapar.practice",
    "sapar.referrals",
    "sapar.screening",
    "sapar.acquaintance",
    "sapar.intake",
    "sapar.sheets",
    "sapar.keeping",
    "sapar.insight",
    "sapar.watch",
    "sapar.config",
]

MIDDLEWARE = [
    "sapar.config.middleware.RequestLog",
    "sapar.config.middleware.TrustedProxy",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sapar.config.middleware.PublicGzip",
    "sapar.config.middleware.Transaction",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "sapar.config.middleware.Entry",
    "sapar.config.middleware.Language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sapar.config.middleware.ActorScope",
]

ROOT_URLCONF = "sapar.config.urls"
WSGI_APPLICATION = "sapar.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "sapar.ui.quick.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "sapar.config.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "sapar.ui.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "sapar.ui.forms.SaparRenderer"

# One database, one role a process: "web" serves, "owner" migrates, "operator" backs up and loads.
DATABASES = {"default": database.settings_for(os.environ.get("SAPAR_DB_ROLE", "web"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["sapar.accounts.backend.Backend"]
PASSWORD_HASHERS = ["sapar.accounts.hashers.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LANGUAGE_CODE = "ru"
# By their own names, in the order of the public page.
LANGUAGES = [
    ("ru", "Русский"),
    ("ky", "Кыргызча"),
    ("uz", "O‘zbekcha"),
    ("tg", "Тоҷикӣ"),
    ("kk", "Қазақша"),
    ("tk", "Türkmençe"),
    ("ro", "Română"),
    ("en", "English"),
]
# Complete for staff; the public pages are complete in all eight.
STAFF_LANGUAGES = ("ru", "en")
STAFF_PATHS = ("/staff/", "/signin/", "/signout/")
# No catalogue has been signed by a named native speaker yet; a name here takes the note off the page.
REVIEWED_LANGUAGES: dict[str, str] = {}
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
SITE_NAME = _("Sapar")

STATIC_URL = "/static/"
STATIC_ROOT = SAPAR_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000

SESSION_ENGINE = "sapar.accounts.sessions"
SESSION_COOKIE_NAME = "s"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600  # a shift
# A sign-in nobody uses ends by itself, long before the shift does.
STAFF_IDLE_MINUTES = int(os.environ.get("SAPAR_IDLE_MINUTES", "30"))
CSRF_COOKIE_NAME = "c"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "sapar.config.errors.form_expired"
LANGUAGE_COOKIE_NAME = "l"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": browsers then send `Origin: null` with every form, and the check against forged forms refuses it.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [NONE],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

EMAIL_BACKEND = os.environ.get("SAPAR_EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
DEFAULT_FROM_EMAIL = os.environ.get("SAPAR_EMAIL_FROM", "noreply@localhost")

# Uploads stay in memory until they are sealed; nothing readable ever lies on the disk.
FILE_UPLOAD_HANDLERS = ["sapar.vault.files.uploads.MemoryUpload"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
SEALED_FILE_MAX_BYTES = 20 * 1024 * 1024
SEALED_FILES = SAPAR_HOME / "files"
# What `sapar guidance speak` has recorded.
VOICE_FOLDER = SAPAR_HOME / "voice"
# What is counted for the region: codes without identity, made anew every night. See sapar/insight/snapshot.
SNAPSHOTS = SAPAR_HOME / "snapshot"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "sapar.config.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Django's own request log carries paths and exception texts, which may hold what a person typed.
        "django.request": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.db.backends": {"handlers": [], "level": "CRITICAL", "propagate": False},
        # It announces every task at every start.
        "procrastinate": {"level": "WARNING"},
        # Writes the ids of passkeys at the level of information.
        "fido2": {"level": "WARNING"},
    },
}

PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS: tuple[str, ...] = ()
