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
CREATE INDEX "ChangeEvent_at_id_idx" ON "ChangeEvent"("at", "id");

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "Account"("userId") ON DELETE CASCADE ON UPDATE CASCADE;
