export { Portal } from './portal.js';
export { portalConfig } from './config.js';
