"""Production settings of the landing: nothing installed that it does not use, connections kept, commits durable."""

import os

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]

ROOT_URLCONF = "urls"
WSGI_APPLICATION = "wsgi.application"
INSTALLED_APPS = ["gate"]
# A landing needs no session, no CSRF token, no sign-in and no message.
MIDDLEWARE = []

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["DJANGO_DATABASE"],
        # One connection a Waitress thread, kept for as long as the thread lives.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            # The durability that Sluice has: a commit is on disk before its visitor is answered.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
USE_I18N = False
LOGGING_CONFIG = None
