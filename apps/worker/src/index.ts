export { Worker } from './worker.js';
export { workerConfig } from './config.js';
