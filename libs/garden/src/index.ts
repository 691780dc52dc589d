/** The garden room: confine, release, compare with what the network says. */
export { ActiveList, ActiveListFile, type ActiveEntry } from './active-list.file.js';
export { gardenEntities } from './confinement.entity.js';
export { type Opened, type OpenStay, type Written } from './confinement.repository.js';
export { CoaMetrics } from './coa/coa.metrics.js';
export { CoaEnforcer } from './coa/coa.radius.js';
export { composeProfiles, type ProfileText } from './compose-profile.js';
export { Enforcer, NoEnforcer, type Order, type OrderOutcome } from './enforcer.js';
export { type GardenFacts } from './garden-facts.view.js';
export { GardenMetrics } from './garden.metrics.js';
export { GardenModule, type GardenOptions } from './garden.module.js';
export { GardenService, type Answered, type SessionsOf, type Turn } from './garden.service.js';
export { nasConfig, NasList, type Nas } from './nas.config.js';
export { loadNas } from './nas.file.js';
export { openNetwork, type Network } from './network.file.js';
export { isOut, releaseByList, type LetOut } from './release-by-list.js';
export { type Session } from './stay.js';
export { SwitchBoard, SwitchFile } from './switches.file.js';
export { covers, isStopped, releaseAll, resume, stopNew, type Scope, type Switches } from './switches.js';
