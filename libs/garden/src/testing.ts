export {
  freeRadiusMissing,
  startFreeRadius,
  type AcceptedRequest,
  type FreeRadiusNas,
} from './coa/freeradius-nas.file.js';
export { FakeEnforcer, type FakeAnswer } from './fake-enforcer.js';
export { FakeList, FakeSwitches } from './fake-files.js';
