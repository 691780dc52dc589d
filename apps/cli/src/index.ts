export { Output } from './output.js';
export { program } from './program.js';
