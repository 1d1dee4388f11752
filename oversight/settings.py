"""One settings file; what differs between installations comes from the environment (README, "Settings")."""

from pathlib import Path
from urllib.parse import urlsplit

import csp.constants as csp
from django.utils.translation import gettext_lazy as _

from oversight import embedded, env
from oversight.admin_theme import UNFOLD  # noqa: F401
from oversight.api_description import SPECTACULAR
from oversight.schedule import SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
FIELD_KEYS = env.words("FIELD_KEYS")  # for secrets in the database: the first encrypts, all decrypt
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
ROOT_URLCONF = "oversight.urls"
WSGI_APPLICATION = "oversight.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

OURS = [
    "kernel", "agencies", "notices", "obligations", "events", "disclosure", "institutions", "practitioners",
    "commitments", "inspections", "tasks", "reports", "meetings", "oversight",
]  # fmt: skip
INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # the admin site is ours
    "unfold.contrib.import_export",
    "oversight.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    *OURS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "guardian",
    "import_export",
    "pgtrigger",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "disclosure.middleware.OpenPagesMiddleware",
    "kernel.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kernel.middleware.LanguageMiddleware",
    "kernel.middleware.BodyLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kernel.middleware.OutageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "agencies.middleware.LoginTimeMiddleware",
    "axes.middleware.AxesMiddleware",
    "agencies.middleware.ActingMiddleware",
    "kernel.middleware.OddAddressMiddleware",
    "kernel.middleware.ErrorPageMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "oversight.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database, cache, broker -------------------------------------------------------------------------------------

DATABASE_ROLE = env.text("DATABASE_ROLE", "app")  # "owner" migrates; manage.py sets it for the commands that need it
_database_url = env.text("DATABASE_URL", "")
if _database_url and DATABASE_ROLE == "owner":
    _database_url = env.text("DATABASE_OWNER_URL", _database_url)
DATABASES = {"default": env.database(_database_url or embedded.database_url(DATABASE_ROLE))}
if not _database_url:
    DATABASES["default"]["ENGINE"] = "oversight.embedded.postgresql"
DATABASES["default"]["CONN_MAX_AGE"] = env.number("CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["TEST"] = {"NAME": env.text("TEST_DATABASE", "test_portal")}

_redis_url = env.text("REDIS_URL", "")
_cache = {
    "BACKEND": "kernel.cache.RedisCache",
    "LOCATION": _redis_url or embedded.cache_url(),
    "OPTIONS": {"retry": None, "socket_connect_timeout": 2, "socket_timeout": 2},
    "KEY_PREFIX": "portal",
}
CACHES = {
    "default": _cache,
    "sessions": _cache | {"BACKEND": "kernel.cache.SessionCache", "KEY_PREFIX": "session"},
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_CACHE_ALIAS = "sessions"

CELERY_BROKER_URL = _redis_url or embedded.broker_url()
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True  # what a killed worker did is done again
CELERY_BROKER_TRANSPORT_OPTIONS = {  # whoever sends a job does not wait for a broker that is away
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "socket_connect_timeout": 2,
}
CELERY_TASK_TIME_LIMIT = env.number("JOB_TIME_LIMIT", 3600)
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = SCHEDULE

# --- Languages and time ------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "oversight" / "locale", BASE_DIR / "oversight" / "locale_packages"]
FORMAT_MODULE_PATH = "oversight.formats"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- Files -------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
MEDIA_ROOT = env.text("MEDIA_ROOT", str(VAR_DIR / "files"))  # outside the web root; served only by kernel.files
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG  # else each start reads every file
MAX_UPLOAD_MB = env.number("MAX_UPLOAD_MB", 20)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Accounts ----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "agencies.User"
ACTING_MODEL = "agencies.Membership"  # who acts, as the kernel calls it: a user in a unit
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # its backend is not asked: agencies.access.granted_to reads the grants
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
PASSWORD_MAX_AGE_DAYS = env.number("PASSWORD_MAX_AGE_DAYS", 90)
PASSWORD_HISTORY = env.number("PASSWORD_HISTORY", 5)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "agencies.passwords.CharacterClassesValidator", "OPTIONS": {"classes": 3}},
    {"NAME": "agencies.passwords.HistoryValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "agencies.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {
    "ask_account": "30/d/ip",
    "login": "120/m/ip",  # a county's offices may share one address
    "login_failed": "5/30m/key",  # codes of the second factor; wrong passwords are counted by django-axes
}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the other logins of the person end, this one goes on
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "agencies.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
USERSESSIONS_TRACK_ACTIVITY = True  # by agencies.middleware, once a minute
AXES_FAILURE_LIMIT = env.number("LOGIN_FAILURE_LIMIT", 5)
AXES_COOLOFF_TIME = env.number("LOGIN_LOCK_MINUTES", 30) / 60  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the lock ends at the time that was shown
AXES_LOCKOUT_CALLABLE = "agencies.logins.locked_out"
AXES_CLIENT_IP_CALLABLE = "agencies.logins.client_ip"
AXES_DISABLE_ACCESS_LOG = True  # log-ins are kept in the audit trail
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("PROXY_COUNT", 0)
IDLE_MINUTES = env.number("IDLE_MINUTES", 30)  # a login unused for so long ends
EMERGENCY_GRANT_HOURS = 4
DELEGATION_MAX_DAYS = 180

# --- Sessions, cookies, headers (level-3 protection; README, "Deployment") -----------------------------------------

SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kernel.errors.csrf_failure"
SECURE_SSL_REDIRECT = not DEBUG and env.flag("SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.number("PROXY_COUNT", 0) else None
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 86400
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {  # oversight.admin_site says another for its own pages
        "default-src": [csp.SELF],
        "script-src": [csp.SELF, csp.NONCE],
        "style-src": [csp.SELF],
        "img-src": [csp.SELF, "data:"],
        "object-src": [csp.NONE],
        "base-uri": [csp.NONE],
        "form-action": [csp.SELF],
        "frame-ancestors": [csp.NONE],
    },
}

# --- REST API ------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["kernel.api.defaults.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["kernel.api.defaults.ActingRequired"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "kernel.api.defaults.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": ["kernel.api.defaults.StrictFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "kernel.api.problems.problem",
    "PAGE_SIZE": 50,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = SPECTACULAR

# --- Messages that leave the portal -------------------------------------------------------------------------------

PORTAL_URL = env.text("PORTAL_URL", "http://127.0.0.1:8000").rstrip("/")  # what links in messages begin with
MESSAGE_ID_HOST = urlsplit(PORTAL_URL).hostname
NOTICE_CHANNELS = env.words("NOTICE_CHANNELS", "mail")  # names of ours (mail, file) or paths of classes of one's own
NOTICE_FILE = env.text("NOTICE_FILE", str(VAR_DIR / "messages.txt"))  # where the channel "file" writes
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL")
EMAIL_TIMEOUT = 10  # seconds
EMAIL_BACKEND = f"django.core.mail.backends.{'console' if DEBUG else 'smtp'}.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", f"portal@{MESSAGE_ID_HOST}")

# --- Log -----------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "kernel.middleware.RequestIdFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {"axes": {"level": "WARNING"}},
}
