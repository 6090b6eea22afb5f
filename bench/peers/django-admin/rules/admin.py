"""The lists as one would write them with care: related rows in the same query, orders that an index has."""

from django.contrib import admin

from .models import AccessEvent, App, ChangeEvent, IpRange, User


class ReadOnly(admin.ModelAdmin):
    list_per_page = 50
    # One count less: that of all rows, beside the count of those that match.
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(App)
class AppAdmin(ReadOnly):
    list_display = ["slug", "name", "port", "enabled", "updated_at"]
    list_filter = ["enabled"]
    search_fields = ["slug", "name"]
    ordering = ["slug"]


@admin.register(User)
class UserAdmin(ReadOnly):
    list_display = ["name", "email", "department", "enabled", "updated_at"]
    list_filter = ["enabled"]
    search_fields = ["name", "email", "department"]
    ordering = ["name", "id"]


@admin.register(IpRange)
class IpRangeAdmin(ReadOnly):
    list_display = ["first", "last", "label", "effect", "enabled", "user", "valid_until", "updated_at"]
    list_filter = ["effect", "enabled"]
    list_select_related = ["user"]
    search_fields = ["label", "user__email"]
    ordering = ["first", "last"]


@admin.register(AccessEvent)
class AccessEventAdmin(ReadOnly):
    list_display = ["at", "address", "user_email", "app_slug", "outcome", "reason", "range_label"]
    list_filter = ["outcome", "reason"]
    search_fields = ["address", "user_email"]
    ordering = ["-id"]


@admin.register(ChangeEvent)
class ChangeEventAdmin(ReadOnly):
    list_display = ["at", "actor", "address", "kind", "entity", "label"]
    list_filter = ["kind", "entity"]
    search_fields = ["actor", "label"]
    ordering = ["-id"]
