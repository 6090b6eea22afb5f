-- CreateTable
CREATE TABLE "App" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "port" INTEGER NOT NULL,
    "scheme" TEXT,
    "host" TEXT,
    "path" TEXT NOT NULL DEFAULT '/',
    "upstream" TEXT,
    "guarded" BOOLEAN NOT NULL DEFAULT true,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "note" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "User" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "department" TEXT NOT NULL DEFAULT '',
    "landing" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "note" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "IpRange" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "first" TEXT NOT NULL,
    "last" TEXT NOT NULL,
    "label" TEXT NOT NULL DEFAULT '',
    "effect" TEXT NOT NULL DEFAULT 'allow',
    "landing" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "validFrom" DATETIME,
    "validUntil" DATETIME,
    "note" TEXT NOT NULL DEFAULT '',
    "userId" INTEGER,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "IpRange_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "UserApp" (
    "userId" INTEGER NOT NULL,
    "appId" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,

    PRIMARY KEY ("userId", "appId"),
    CONSTRAINT "UserApp_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "UserApp_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "IpRangeApp" (
    "rangeId" INTEGER NOT NULL,
    "appId" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,

    PRIMARY KEY ("rangeId", "appId"),
    CONSTRAINT "IpRangeApp_rangeId_fkey" FOREIGN KEY ("rangeId") REFERENCES "IpRange" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "IpRangeApp_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AccessEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "address" TEXT,
    "outcome" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "rangeId" INTEGER,
    "rangeLabel" TEXT,
    "userId" INTEGER,
    "userEmail" TEXT,
    "appId" INTEGER,
    "appSlug" TEXT,
    "target" TEXT,
    "host" TEXT,
    "path" TEXT NOT NULL,
    "userAgent" TEXT,
    "requestId" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "ChangeEvent" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revision" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entityId" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "requestId" TEXT
);

-- CreateTable
CREATE TABLE "RuleState" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "revision" INTEGER NOT NULL DEFAULT 0
);

-- CreateIndex
CREATE UNIQUE INDEX "App_slug_key" ON "App"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "IpRange_userId_idx" ON "IpRange"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "IpRange_first_last_key" ON "IpRange"("first", "last");

-- CreateIndex
CREATE INDEX "UserApp_appId_idx" ON "UserApp"("appId");

-- CreateIndex
CREATE INDEX "IpRangeApp_appId_idx" ON "IpRangeApp"("appId");

-- CreateIndex
CREATE INDEX "ChangeEvent_revision_idx" ON "ChangeEvent"("revision");

-- CreateIndex
CREATE INDEX "ChangeEvent_entity_entityId_idx" ON "ChangeEvent"("entity", "entityId");

-- The one row that writers take turns on.
INSERT INTO "RuleState" ("id", "revision") VALUES (1, 0);
