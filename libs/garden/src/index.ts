/** The garden room: confine, release, compare with what the network says. */
export { ActiveList, ActiveListFile, type ActiveEntry } from './active-list.file.js';
export { gardenEntities } from './confinement.entity.js';
export { type OpenStay, type Written } from './confinement.repository.js';
export { Enforcer, NoEnforcer, type Order, type OrderOutcome } from './enforcer.js';
export { GardenFactsView, type GardenFacts, type SpentConfinement } from './garden-facts.view.js';
export { GardenMetrics } from './garden.metrics.js';
export { GardenModule, type GardenOptions } from './garden.module.js';
export { GardenService, type Answered, type SessionsOf, type Turn } from './garden.service.js';
export { type Session } from './stay.js';
export { SwitchBoard, SwitchFile } from './switches.file.js';
export { isStopped, releaseAll, resume, stopNew, type Scope, type Switches } from './switches.js';
