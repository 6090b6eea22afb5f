-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Landing" AS ENUM ('first', 'choose');

-- CreateEnum
CREATE TYPE "RangeEffect" AS ENUM ('allow', 'deny');

-- CreateEnum
CREATE TYPE "Scheme" AS ENUM ('http', 'https');

-- CreateEnum
CREATE TYPE "Outcome" AS ENUM ('redirect', 'choose', 'deny', 'unavailable');

-- CreateEnum
CREATE TYPE "ChangeKind" AS ENUM ('create', 'update', 'delete');

-- CreateTable
CREATE TABLE "App" (
    "id" SERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "port" INTEGER NOT NULL,
    "scheme" "Scheme",
    "host" TEXT,
    "path" TEXT NOT NULL DEFAULT '/',
    "upstream" TEXT,
    "guarded" BOOLEAN NOT NULL DEFAULT true,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "note" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "App_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "department" TEXT NOT NULL DEFAULT '',
    "landing" "Landing",
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "note" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IpRange" (
    "id" SERIAL NOT NULL,
    "first" TEXT NOT NULL,
    "last" TEXT NOT NULL,
    "label" TEXT NOT NULL DEFAULT '',
    "effect" "RangeEffect" NOT NULL DEFAULT 'allow',
    "landing" "Landing",
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "validFrom" TIMESTAMP(3),
    "validUntil" TIMESTAMP(3),
    "note" TEXT NOT NULL DEFAULT '',
    "userId" INTEGER,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "IpRange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UserApp" (
    "userId" INTEGER NOT NULL,
    "appId" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "UserApp_pkey" PRIMARY KEY ("userId","appId")
);

-- CreateTable
CREATE TABLE "IpRangeApp" (
    "rangeId" INTEGER NOT NULL,
    "appId" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "IpRangeApp_pkey" PRIMARY KEY ("rangeId","appId")
);

-- CreateTable
CREATE TABLE "AccessEvent" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "address" TEXT,
    "outcome" "Outcome" NOT NULL,
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
    "requestId" TEXT NOT NULL,

    CONSTRAINT "AccessEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChangeEvent" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revision" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "kind" "ChangeKind" NOT NULL,
    "entity" TEXT NOT NULL,
    "entityId" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "requestId" TEXT,

    CONSTRAINT "ChangeEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RuleState" (
    "id" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "RuleState_pkey" PRIMARY KEY ("id")
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

-- AddForeignKey
ALTER TABLE "IpRange" ADD CONSTRAINT "IpRange_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserApp" ADD CONSTRAINT "UserApp_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserApp" ADD CONSTRAINT "UserApp_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IpRangeApp" ADD CONSTRAINT "IpRangeApp_rangeId_fkey" FOREIGN KEY ("rangeId") REFERENCES "IpRange"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IpRangeApp" ADD CONSTRAINT "IpRangeApp_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The one row that writers take turns on.
INSERT INTO "RuleState" ("id", "revision") VALUES (1, 0);
