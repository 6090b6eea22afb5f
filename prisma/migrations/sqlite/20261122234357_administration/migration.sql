-- AlterTable
ALTER TABLE "AccessEvent" ADD COLUMN "addressKey" TEXT;

-- CreateTable
CREATE TABLE "Account" (
    "userId" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "role" TEXT NOT NULL,
    "passwordHash" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "address" TEXT,
    "userAgent" TEXT,
    CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "Account" ("userId") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SignInLink" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" INTEGER,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "SignInThrottle" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "failures" INTEGER NOT NULL,
    "since" DATETIME NOT NULL,
    "lockedUntil" DATETIME
);

-- CreateTable
CREATE TABLE "Setting" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "VisitCount" (
    "hour" DATETIME NOT NULL,
    "outcome" TEXT NOT NULL,
    "appId" INTEGER NOT NULL,
    "visits" INTEGER NOT NULL,

    PRIMARY KEY ("hour", "outcome", "appId")
);

-- CreateTable
CREATE TABLE "RetentionRun" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "log" TEXT NOT NULL,
    "before" DATETIME NOT NULL,
    "actor" TEXT NOT NULL
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_ChangeEvent" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revision" INTEGER,
    "actor" TEXT NOT NULL,
    "actorId" INTEGER,
    "address" TEXT,
    "requestId" TEXT,
    "kind" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entityId" INTEGER,
    "label" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB
);
INSERT INTO "new_ChangeEvent" ("actor", "after", "at", "before", "entity", "entityId", "id", "kind", "label", "requestId", "revision") SELECT "actor", "after", "at", "before", "entity", "entityId", "id", "kind", "label", "requestId", "revision" FROM "ChangeEvent";
DROP TABLE "ChangeEvent";
ALTER TABLE "new_ChangeEvent" RENAME TO "ChangeEvent";
CREATE INDEX "ChangeEvent_revision_idx" ON "ChangeEvent"("revision");
CREATE INDEX "ChangeEvent_entity_entityId_id_idx" ON "ChangeEvent"("entity", "entityId", "id");
CREATE INDEX "ChangeEvent_actor_id_idx" ON "ChangeEvent"("actor", "id");
CREATE INDEX "ChangeEvent_kind_id_idx" ON "ChangeEvent"("kind", "id");
CREATE INDEX "ChangeEvent_entity_id_idx" ON "ChangeEvent"("entity", "id");
CREATE INDEX "ChangeEvent_label_id_idx" ON "ChangeEvent"("label", "id");
CREATE INDEX "ChangeEvent_at_id_idx" ON "ChangeEvent"("at", "id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE INDEX "SignInLink_userId_idx" ON "SignInLink"("userId");

-- CreateIndex
CREATE INDEX "SignInThrottle_since_idx" ON "SignInThrottle"("since");

-- CreateIndex
CREATE INDEX "User_name_id_idx" ON "User"("name", "id");

-- CreateIndex
CREATE INDEX "User_department_id_idx" ON "User"("department", "id");

-- CreateIndex
CREATE INDEX "User_updatedAt_id_idx" ON "User"("updatedAt", "id");

-- CreateIndex
CREATE INDEX "IpRange_label_id_idx" ON "IpRange"("label", "id");

-- CreateIndex
CREATE INDEX "IpRange_validUntil_id_idx" ON "IpRange"("validUntil", "id");

-- CreateIndex
CREATE INDEX "IpRange_updatedAt_id_idx" ON "IpRange"("updatedAt", "id");

-- CreateIndex
CREATE INDEX "AccessEvent_addressKey_id_idx" ON "AccessEvent"("addressKey", "id");

-- CreateIndex
CREATE INDEX "AccessEvent_reason_id_idx" ON "AccessEvent"("reason", "id");

-- CreateIndex
CREATE INDEX "AccessEvent_rangeId_id_idx" ON "AccessEvent"("rangeId", "id");

-- CreateIndex
CREATE INDEX "AccessEvent_userId_id_idx" ON "AccessEvent"("userId", "id");

-- CreateIndex
CREATE INDEX "AccessEvent_appId_id_idx" ON "AccessEvent"("appId", "id");

-- CreateIndex
CREATE INDEX "RetentionRun_log_before_idx" ON "RetentionRun"("log", "before");

-- What follows is written by hand: Prisma knows no triggers.

-- The key of the addresses recorded so far. IPv4: its four bytes. IPv6: its groups, with the zeros of `::` put in.
UPDATE "AccessEvent" SET "addressKey" = (
    SELECT printf('4%024d%02x%02x%02x%02x', 0, "bytes" ->> 0, "bytes" ->> 1, "bytes" ->> 2, "bytes" ->> 3)
    FROM (SELECT '[' || replace("address", '.', ',') || ']' AS "bytes")
) WHERE "address" LIKE '%.%' AND "address" NOT LIKE '%:%';
UPDATE "AccessEvent" SET "addressKey" = (
    SELECT '6' || group_concat(substr('0000' || value, -4), '' ORDER BY key)
    FROM json_each((
        SELECT '["' || replace(trim(replace("address", '::', ':' || "zeros" || ':'), ':'), ':', '","') || '"]'
        FROM (
            SELECT rtrim(substr('0:0:0:0:0:0:0:0:', 1,
                2 * (8 - (length("groups") > 0) - length("groups") + length(replace("groups", ':', '')))), ':') AS "zeros"
            FROM (SELECT trim(replace("address", '::', ':'), ':') AS "groups")
        )
    ))
) WHERE "address" LIKE '%:%';

-- The log is written once. RAISE(ABORT) takes the whole statement back.
CREATE TRIGGER "AccessEvent_update" BEFORE UPDATE ON "AccessEvent"
BEGIN
    SELECT RAISE(ABORT, 'AccessEvent is append-only');
END;
CREATE TRIGGER "ChangeEvent_update" BEFORE UPDATE ON "ChangeEvent"
BEGIN
    SELECT RAISE(ABORT, 'ChangeEvent is append-only');
END;
CREATE TRIGGER "RetentionRun_update" BEFORE UPDATE ON "RetentionRun"
BEGIN
    SELECT RAISE(ABORT, 'RetentionRun is append-only');
END;

-- REPLACE deletes the row in its way, and fires delete triggers for it only where a connection has set recursive_triggers.
-- A rowid that is not given reads as -1 here, so no row may have one like that.
CREATE TRIGGER "AccessEvent_replace" BEFORE INSERT ON "AccessEvent"
WHEN EXISTS (SELECT 1 FROM "AccessEvent" WHERE "id" = NEW."id")
    OR EXISTS (SELECT 1 FROM "AccessEvent" WHERE rowid = NEW.rowid)
BEGIN
    SELECT RAISE(ABORT, 'AccessEvent is append-only');
END;
CREATE TRIGGER "ChangeEvent_replace" BEFORE INSERT ON "ChangeEvent"
WHEN EXISTS (SELECT 1 FROM "ChangeEvent" WHERE "id" = NEW."id")
BEGIN
    SELECT RAISE(ABORT, 'ChangeEvent is append-only');
END;
CREATE TRIGGER "RetentionRun_replace" BEFORE INSERT ON "RetentionRun"
WHEN EXISTS (SELECT 1 FROM "RetentionRun" WHERE "id" = NEW."id")
BEGIN
    SELECT RAISE(ABORT, 'RetentionRun is append-only');
END;
CREATE TRIGGER "ChangeEvent_rowid" AFTER INSERT ON "ChangeEvent" WHEN NEW."id" < 1
BEGIN
    SELECT RAISE(ABORT, 'ChangeEvent: the id of a row is 1 or more');
END;

-- Retention: what is older than a recorded run of it may go. A moment that is not a number is never older.
CREATE TRIGGER "AccessEvent_delete" BEFORE DELETE ON "AccessEvent"
WHEN coalesce((SELECT max("before") FROM "RetentionRun" WHERE "log" = 'AccessEvent'), 0) <= OLD."at"
BEGIN
    SELECT RAISE(ABORT, 'AccessEvent is append-only');
END;
CREATE TRIGGER "ChangeEvent_delete" BEFORE DELETE ON "ChangeEvent"
WHEN coalesce((SELECT max("before") FROM "RetentionRun" WHERE "log" = 'ChangeEvent'), 0) <= OLD."at"
BEGIN
    SELECT RAISE(ABORT, 'ChangeEvent is append-only');
END;
CREATE TRIGGER "RetentionRun_delete" BEFORE DELETE ON "RetentionRun"
BEGIN
    SELECT RAISE(ABORT, 'RetentionRun is append-only');
END;
CREATE TRIGGER "RetentionRun_limits" BEFORE INSERT ON "RetentionRun"
WHEN NEW."log" NOT IN ('AccessEvent', 'ChangeEvent')
    OR typeof(NEW."before") <> 'integer'
    OR NEW."before" > (julianday('now') - 2440587.5) * 86400000 - 86400000
BEGIN
    SELECT RAISE(ABORT, 'RetentionRun: the log is AccessEvent or ChangeEvent, and what is not a day old stays');
END;
CREATE TRIGGER "RetentionRun_recorded" AFTER INSERT ON "RetentionRun"
BEGIN
    SELECT RAISE(ABORT, 'RetentionRun: the id of a row is 1 or more') WHERE NEW."id" < 1;
    INSERT INTO "ChangeEvent" ("at", "actor", "kind", "entity", "label", "after") VALUES (
        CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER), NEW."actor", 'retention', 'AuditLog', NEW."log",
        json_object('before', strftime('%Y-%m-%dT%H:%M:%fZ', NEW."before" / 1000.0, 'unixepoch'))
    );
END;

-- Visits are counted where they are written.
INSERT INTO "VisitCount" ("hour", "outcome", "appId", "visits")
SELECT "at" - "at" % 3600000, "outcome", coalesce("appId", 0), count(*) FROM "AccessEvent" GROUP BY 1, 2, 3;
CREATE TRIGGER "AccessEvent_count" AFTER INSERT ON "AccessEvent"
BEGIN
    SELECT RAISE(ABORT, 'AccessEvent: the rowid of a row is 1 or more') WHERE NEW.rowid < 1;
    INSERT INTO "VisitCount" ("hour", "outcome", "appId", "visits")
    VALUES (NEW."at" - NEW."at" % 3600000, NEW."outcome", coalesce(NEW."appId", 0), 1)
    ON CONFLICT ("hour", "outcome", "appId") DO UPDATE SET "visits" = "visits" + 1;
END;
