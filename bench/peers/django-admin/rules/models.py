"""Sluice's own tables, read only."""

from datetime import datetime, timezone

from django.db import models


class Moment(models.DateTimeField):
    """A moment as Sluice stores it: milliseconds since 1970 in SQLite, a timestamp in UTC in PostgreSQL."""

    def get_db_converters(self, connection):
        return [self.to_moment]

    @staticmethod
    def to_moment(value, expression, connection):
        if isinstance(value, int):
            return datetime.fromtimestamp(value / 1000, timezone.utc)
        if isinstance(value, datetime):
            return value.replace(tzinfo=timezone.utc)
        return value


class App(models.Model):
    slug = models.TextField()
    name = models.TextField()
    port = models.IntegerField()
    enabled = models.BooleanField()
    updated_at = Moment(db_column="updatedAt")

    class Meta:
        managed = False
        db_table = "App"

    def __str__(self):
        return self.slug


class User(models.Model):
    email = models.TextField()
    name = models.TextField()
    department = models.TextField()
    enabled = models.BooleanField()
    updated_at = Moment(db_column="updatedAt")

    class Meta:
        managed = False
        db_table = "User"

    def __str__(self):
        return self.email


class IpRange(models.Model):
    first = models.TextField()
    last = models.TextField()
    label = models.TextField()
    effect = models.TextField(choices=[("allow", "allow"), ("deny", "deny")])
    enabled = models.BooleanField()
    valid_until = Moment(db_column="validUntil", null=True)
    user = models.ForeignKey(User, on_delete=models.DO_NOTHING, db_column="userId", null=True)
    updated_at = Moment(db_column="updatedAt")

    class Meta:
        managed = False
        db_table = "IpRange"


OUTCOMES = ["redirect", "choose", "deny", "unavailable"]
REASONS = [
    "FIRST_APP",
    "REQUESTED_APP",
    "CHOICE",
    "UNKNOWN_CLIENT",
    "NO_RANGE",
    "RANGE_DENIES",
    "USER_DISABLED",
    "NO_APP",
    "APP_NOT_GRANTED",
    "APP_DOWN",
]


class AccessEvent(models.Model):
    id = models.TextField(primary_key=True)
    at = Moment()
    address = models.TextField(null=True)
    address_key = models.TextField(null=True, db_column="addressKey")
    outcome = models.TextField(choices=[(name, name) for name in OUTCOMES])
    reason = models.TextField(choices=[(name, name) for name in REASONS])
    range_label = models.TextField(null=True, db_column="rangeLabel")
    # Frozen: no foreign key, as the row outlives the user.
    user_id = models.IntegerField(null=True, db_column="userId")
    user_email = models.TextField(null=True, db_column="userEmail")
    app_slug = models.TextField(null=True, db_column="appSlug")

    class Meta:
        managed = False
        db_table = "AccessEvent"


class ChangeEvent(models.Model):
    at = Moment()
    actor = models.TextField()
    address = models.TextField(null=True)
    kind = models.TextField(choices=[(name, name) for name in ["create", "update", "delete", "signIn", "signInFailed"]])
    entity = models.TextField(choices=[(name, name) for name in ["App", "User", "IpRange", "Account"]])
    label = models.TextField()

    class Meta:
        managed = False
        db_table = "ChangeEvent"
