export { openBatch, fillBatch, type BatchRow } from './postgres/batch.js';
export { asPassing, Database, only, Tx, type EntityClass } from './postgres/database.js';
export { type CopyValue } from './postgres/copy-lines.js';
export { migrate, type Migrated } from './postgres/migrate.js';
export { defaultDataDir } from './embedded/default-data-dir.js';
export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded/embedded-postgres.js';
export { advanceClock, type AdvanceOptions } from './clock/advance-clock.js';
export { CLOCK_CHANNEL, DomainClock, readClock, setClock } from './clock/domain-clock.js';
export { openPostgresQueue, type PostgresQueueOptions } from './queue/bullmq-postgres.js';
export { openRedisQueue, type RedisQueueOptions } from './queue/bullmq-redis.js';
export { briefError } from './queue/brief-error.js';
export { FakeQueue } from './queue/fake-queue.js';
export { insist } from './queue/insist.js';
export {
  bindHandlers,
  defineJobs,
  IDS_A_JOB,
  type HandleJob,
  type JobCatalogue,
  type JobContext,
  type JobHandler,
  type JobName,
  type JobRule,
  type QueueName,
  type QueueRule,
} from './queue/job-catalogue.js';
export { Leader, takeTurn } from './queue/leader.js';
export { Listener } from './queue/listener.js';
export { backoff, Loop, type LoopOptions } from './queue/loop.js';
export { Outbox, OUTBOX_CHANNEL, type FailedJob, type OutboxState } from './queue/outbox.js';
export { gaugeOutbox, JobMetrics, type JobEvent } from './queue/queue.metrics.js';
export { Queue, type QueueDepth, type QueuedJob, type Work } from './queue/queue.js';
export { Relay, type RelayOptions } from './queue/relay.js';
export { Runner, type RunnerOptions } from './queue/runner.js';
export { nearestName } from './config/nearest-name.js';
export { readConfig, secretText, type Environment } from './config/read-config.js';
export { Health, type CheckResult, type HealthReport } from './observe/health.js';
export { createLog, Log, LOG_LEVELS, NestLog, type LogLevel } from './observe/log.js';
export { Metrics } from './observe/metrics.js';
export { ObserveServer } from './observe/observe-server.js';
