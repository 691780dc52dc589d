export { Api, type ApiParts } from './api.js';
export { apiConfig, apiShape, type ApiConfig } from './config.js';
