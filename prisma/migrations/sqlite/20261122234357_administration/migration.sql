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
