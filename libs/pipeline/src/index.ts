/** The corridor: one step per arrow, the job catalogue, the transactions. */
export { AskAgainStep } from './ask-again.step.js';
export { CaseStory, type CaseStoryPage, type StoryObservation } from './case-story.service.js';
export { DecideStep, type Decided } from './decide.step.js';
export { DirectoryStep } from './directory.step.js';
export { handShape, houseShape, type HandConfig, type HouseConfig } from './house.config.js';
export { IntakeStep, type OnIntake } from './intake.step.js';
export { JobOutbox } from './job-outbox.js';
export { jobs, type Jobs } from './jobs.js';
export { openHouse, type OpenHouse } from './open-house.module.js';
export { houseEntities, PipelineModule, type PipelineOptions } from './pipeline.module.js';
export { PullStep, type PullOutcome } from './pull.step.js';
export { SendStep } from './send.step.js';
