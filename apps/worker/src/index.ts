export { Worker } from './worker.js';
export { workerConfig, type WorkerConfig } from './config.js';
