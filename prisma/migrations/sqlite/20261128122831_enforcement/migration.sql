-- AlterTable
ALTER TABLE "App" ADD COLUMN "healthPath" TEXT;
ALTER TABLE "App" ADD COLUMN "maintenance" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "App" ADD COLUMN "maintenanceMessage" TEXT NOT NULL DEFAULT '';
ALTER TABLE "App" ADD COLUMN "maintenanceUntil" DATETIME;

-- AlterTable
ALTER TABLE "AccessEvent" ADD COLUMN "bytesIn" BIGINT;
ALTER TABLE "AccessEvent" ADD COLUMN "bytesOut" BIGINT;
ALTER TABLE "AccessEvent" ADD COLUMN "duration" BIGINT;
ALTER TABLE "AccessEvent" ADD COLUMN "sessionId" TEXT;

-- CreateTable
CREATE TABLE "AppHealth" (
    "appId" INTEGER NOT NULL,
    "upstream" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "since" DATETIME NOT NULL,
    "checkedAt" DATETIME NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',

    PRIMARY KEY ("appId", "upstream")
);

-- CreateTable
CREATE TABLE "HealthEvent" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL,
    "appId" INTEGER NOT NULL,
    "upstream" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT ''
);

-- CreateTable
CREATE TABLE "LogPosition" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "file" TEXT NOT NULL,
    "offset" BIGINT NOT NULL
);

-- CreateIndex
CREATE INDEX "HealthEvent_appId_id_idx" ON "HealthEvent"("appId", "id");

-- CreateIndex
CREATE INDEX "HealthEvent_at_idx" ON "HealthEvent"("at");

-- Until now nothing was guarded, so the apps of this server listen at their public ports themselves, where Nginx can not
-- be at the same time. They go on as they are, said to be unguarded, until each is moved behind the guard.
UPDATE "App" SET "guarded" = false WHERE "upstream" IS NULL AND "host" IS NULL;

-- Sessions are no visits: what a landing led to is not counted beside it.
DROP TRIGGER "AccessEvent_count";
CREATE TRIGGER "AccessEvent_count" AFTER INSERT ON "AccessEvent"
BEGIN
    SELECT RAISE(ABORT, 'AccessEvent: the rowid of a row is 1 or more') WHERE NEW.rowid < 1;
    INSERT INTO "VisitCount" ("hour", "outcome", "appId", "visits")
    SELECT NEW."at" - NEW."at" % 3600000, NEW."outcome", coalesce(NEW."appId", 0), 1
    WHERE NEW."outcome" NOT IN ('open', 'close')
    ON CONFLICT ("hour", "outcome", "appId") DO UPDATE SET "visits" = "visits" + 1;
END;
