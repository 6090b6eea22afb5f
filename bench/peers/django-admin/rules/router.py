class RulesRouter:
    """Sluice's tables are in its own database, and Django makes none there."""

    def db_for_read(self, model, **hints):
        return "rules" if model._meta.app_label == "rules" else None

    def allow_migrate(self, db, app_label, **hints):
        return db == "default" and app_label != "rules"
