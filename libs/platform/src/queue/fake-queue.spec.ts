import { FakeQueue } from './fake-queue.js';
import { queueContract } from './queue.contract.js';

queueContract('in memory', () => Promise.resolve(new FakeQueue()));
