export { Api, type ApiParts } from './api.js';
export { apiConfig } from './config.js';
