export { FakeEnforcer, type FakeAnswer } from './fake-enforcer.js';
export { FakeList, FakeSwitches } from './fake-files.js';
