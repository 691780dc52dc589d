/** The corridor: one step per arrow, the job catalogue, the transactions. */
export { AskAgainStep } from './ask-again.step.js';
export { CaseStory, type CaseStoryPage, type StoryObservation } from './case-story.service.js';
export { DecideStep, type Decided } from './decide.step.js';
export { DeliveryStep } from './delivery.step.js';
export { DirectoryStep } from './directory.step.js';
export { GardenStep, GardenWatchStep } from './garden.step.js';
export { handShape, houseShape, type HandConfig, type HouseConfig } from './house.config.js';
export { IntakeStep, type OnIntake } from './intake.step.js';
export { jobHandlers } from './job-handlers.js';
export { JobOutbox } from './job-outbox.js';
export { jobs, type Jobs } from './jobs.js';
export { openHouse, type Doors, type OpenHouse } from './open-house.module.js';
export { houseEntities, PipelineModule, type PipelineOptions } from './pipeline.module.js';
export { PortalStep } from './portal.step.js';
export { PullStep, type PullOutcome } from './pull.step.js';
export { SendStep } from './send.step.js';
export { SilenceStep } from './silence.step.js';
export { WorkByHand } from './work-by-hand.step.js';
