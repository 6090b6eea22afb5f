// One PostgreSQL server for all unit tests.

import type { TestProject } from 'vitest/node';
import { startCluster } from './postgresql-cluster';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresqlUrl: string;
  }
}

export default async function setup(project: TestProject) {
  const cluster = await startCluster();
  project.provide('postgresqlUrl', cluster.url('postgres'));
  return () => cluster.stop();
}
