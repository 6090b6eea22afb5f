-- CreateEnum
CREATE TYPE "Role" AS ENUM ('viewer', 'editor', 'admin');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "ChangeKind" ADD VALUE 'signIn';
ALTER TYPE "ChangeKind" ADD VALUE 'signInFailed';
ALTER TYPE "ChangeKind" ADD VALUE 'lockOut';
ALTER TYPE "ChangeKind" ADD VALUE 'signOut';
ALTER TYPE "ChangeKind" ADD VALUE 'endSession';
ALTER TYPE "ChangeKind" ADD VALUE 'setPassword';
ALTER TYPE "ChangeKind" ADD VALUE 'issueLink';
ALTER TYPE "ChangeKind" ADD VALUE 'import';
ALTER TYPE "ChangeKind" ADD VALUE 'export';
ALTER TYPE "ChangeKind" ADD VALUE 'retention';

-- DropIndex
DROP INDEX "ChangeEvent_entity_entityId_idx";

-- AlterTable
ALTER TABLE "AccessEvent" ADD COLUMN     "addressKey" TEXT;

-- AlterTable
ALTER TABLE "ChangeEvent" ADD COLUMN     "actorId" INTEGER,
ADD COLUMN     "address" TEXT,
ALTER COLUMN "revision" DROP NOT NULL,
ALTER COLUMN "entityId" DROP NOT NULL;

-- CreateTable
CREATE TABLE "Account" (
    "userId" INTEGER NOT NULL,
    "role" "Role" NOT NULL,
    "passwordHash" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "userId" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "address" TEXT,
    "userAgent" TEXT,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInLink" (
    "id" TEXT NOT NULL,
    "userId" INTEGER,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SignInLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInThrottle" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "since" TIMESTAMP(3) NOT NULL,
    "lockedUntil" TIMESTAMP(3),

    CONSTRAINT "SignInThrottle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Setting" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "VisitCount" (
    "hour" TIMESTAMP(3) NOT NULL,
    "outcome" "Outcome" NOT NULL,
    "appId" INTEGER NOT NULL,
    "visits" INTEGER NOT NULL,

    CONSTRAINT "VisitCount_pkey" PRIMARY KEY ("hour","outcome","appId")
);

-- CreateTable
CREATE TABLE "RetentionRun" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "log" TEXT NOT NULL,
    "before" TIMESTAMP(3) NOT NULL,
    "actor" TEXT NOT NULL,

    CONSTRAINT "RetentionRun_pkey" PRIMARY KEY ("id")
);

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
CREATE INDEX "ChangeEvent_entity_entityId_id_idx" ON "ChangeEvent"("entity", "entityId", "id");

-- CreateIndex
CREATE INDEX "ChangeEvent_actor_id_idx" ON "ChangeEvent"("actor", "id");

-- CreateIndex
CREATE INDEX "ChangeEvent_kind_id_idx" ON "ChangeEvent"("kind", "id");

-- CreateIndex
CREATE INDEX "ChangeEvent_entity_id_idx" ON "ChangeEvent"("entity", "id");

-- CreateIndex
CREATE INDEX "ChangeEvent_label_id_idx" ON "ChangeEvent"("label", "id");

-- CreateIndex
CREATE INDEX "ChangeEvent_at_id_idx" ON "ChangeEvent"("at", "id");

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "Account"("userId") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateIndex
CREATE INDEX "RetentionRun_log_before_idx" ON "RetentionRun"("log", "before");

-- What follows is written by hand: Prisma knows no triggers.

-- The key of the addresses recorded so far. inet_send: four bytes of heading, then those of the address.
UPDATE "AccessEvent" SET "addressKey" = CASE family("address"::inet)
    WHEN 4 THEN '4' || lpad(encode(substring(inet_send("address"::inet) FROM 5), 'hex'), 32, '0')
    ELSE '6' || encode(substring(inet_send("address"::inet) FROM 5), 'hex')
END WHERE "address" IS NOT NULL;

-- The log is written once. ON CONFLICT DO UPDATE counts as an update, whether it finds a row or not.
CREATE FUNCTION "refuseChange"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER "AccessEvent_update" BEFORE UPDATE OR TRUNCATE ON "AccessEvent"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuseChange"();
CREATE TRIGGER "ChangeEvent_update" BEFORE UPDATE OR TRUNCATE ON "ChangeEvent"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuseChange"();
CREATE TRIGGER "RetentionRun_update" BEFORE UPDATE OR DELETE OR TRUNCATE ON "RetentionRun"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuseChange"();

-- Retention: what is older than a recorded run of it may go. The table is named with its schema, so that no temporary table
-- of the session is taken for it.
CREATE FUNCTION "refuseDeletion"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    refused BOOLEAN;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM "removed" WHERE "at" >= coalesce(
            (SELECT max("before") FROM %I."RetentionRun" WHERE "log" = %L), ''-infinity''))',
        TG_TABLE_SCHEMA, TG_TABLE_NAME
    ) INTO refused;
    IF refused THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "AccessEvent_delete" AFTER DELETE ON "AccessEvent"
    REFERENCING OLD TABLE AS "removed" FOR EACH STATEMENT EXECUTE FUNCTION "refuseDeletion"();
CREATE TRIGGER "ChangeEvent_delete" AFTER DELETE ON "ChangeEvent"
    REFERENCING OLD TABLE AS "removed" FOR EACH STATEMENT EXECUTE FUNCTION "refuseDeletion"();

CREATE FUNCTION "recordRetention"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."log" NOT IN ('AccessEvent', 'ChangeEvent')
        OR NEW."before" > now() AT TIME ZONE 'UTC' - INTERVAL '1 day' THEN
        RAISE EXCEPTION 'RetentionRun: the log is AccessEvent or ChangeEvent, and what is not a day old stays';
    END IF;
    EXECUTE format(
        'INSERT INTO %I."ChangeEvent" ("at", "actor", "kind", "entity", "label", "after") VALUES ($1, $2, ''retention'', ''AuditLog'', $3, $4)',
        TG_TABLE_SCHEMA
    ) USING now() AT TIME ZONE 'UTC', NEW."actor", NEW."log",
        jsonb_build_object('before', to_char(NEW."before", 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'));
    RETURN NULL;
END $$;
CREATE TRIGGER "RetentionRun_recorded" AFTER INSERT ON "RetentionRun"
    FOR EACH ROW EXECUTE FUNCTION "recordRetention"();

-- Visits are counted where they are written, in one order, so that two writers do not wait for each other in a circle.
INSERT INTO "VisitCount" ("hour", "outcome", "appId", "visits")
SELECT date_trunc('hour', "at"), "outcome", coalesce("appId", 0), count(*) FROM "AccessEvent" GROUP BY 1, 2, 3;
CREATE FUNCTION "countVisits"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "VisitCount" ("hour", "outcome", "appId", "visits")
    SELECT date_trunc('hour', "at"), "outcome", coalesce("appId", 0), count(*) FROM "added" GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT ("hour", "outcome", "appId") DO UPDATE SET "visits" = "VisitCount"."visits" + excluded."visits";
    RETURN NULL;
END $$;
CREATE TRIGGER "AccessEvent_count" AFTER INSERT ON "AccessEvent"
    REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "countVisits"();
