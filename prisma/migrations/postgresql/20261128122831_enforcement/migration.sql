-- CreateEnum
CREATE TYPE "HealthState" AS ENUM ('up', 'down');

-- AlterEnum
ALTER TYPE "Outcome" ADD VALUE 'open';
ALTER TYPE "Outcome" ADD VALUE 'close';

-- AlterEnum
ALTER TYPE "ChangeKind" ADD VALUE 'disconnect';
ALTER TYPE "ChangeKind" ADD VALUE 'backup';
ALTER TYPE "ChangeKind" ADD VALUE 'restore';

-- AlterTable
ALTER TABLE "App" ADD COLUMN     "healthPath" TEXT,
ADD COLUMN     "maintenance" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "maintenanceMessage" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "maintenanceUntil" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "AccessEvent" ADD COLUMN     "bytesIn" BIGINT,
ADD COLUMN     "bytesOut" BIGINT,
ADD COLUMN     "duration" BIGINT,
ADD COLUMN     "sessionId" TEXT;

-- CreateTable
CREATE TABLE "AppHealth" (
    "appId" INTEGER NOT NULL,
    "upstream" TEXT NOT NULL,
    "state" "HealthState" NOT NULL,
    "since" TIMESTAMP(3) NOT NULL,
    "checkedAt" TIMESTAMP(3) NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "AppHealth_pkey" PRIMARY KEY ("appId","upstream")
);

-- CreateTable
CREATE TABLE "HealthEvent" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "appId" INTEGER NOT NULL,
    "upstream" TEXT NOT NULL,
    "state" "HealthState" NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "HealthEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LogPosition" (
    "name" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "offset" BIGINT NOT NULL,

    CONSTRAINT "LogPosition_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "HealthEvent_appId_id_idx" ON "HealthEvent"("appId", "id");

-- CreateIndex
CREATE INDEX "HealthEvent_at_idx" ON "HealthEvent"("at");

-- Until now nothing was guarded, so the apps of this server listen at their public ports themselves, where Nginx can not
-- be at the same time. They go on as they are, said to be unguarded, until each is moved behind the guard.
UPDATE "App" SET "guarded" = false WHERE "upstream" IS NULL AND "host" IS NULL;

-- Sessions are no visits: what a landing led to is not counted beside it.
CREATE OR REPLACE FUNCTION "countVisits"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "VisitCount" ("hour", "outcome", "appId", "visits")
    SELECT date_trunc('hour', "at"), "outcome", coalesce("appId", 0), count(*) FROM "added"
    WHERE "outcome"::text NOT IN ('open', 'close') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT ("hour", "outcome", "appId") DO UPDATE SET "visits" = "VisitCount"."visits" + excluded."visits";
    RETURN NULL;
END $$;
