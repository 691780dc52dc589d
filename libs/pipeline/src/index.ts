/** The corridor: one step per arrow, the job catalogue, the transactions. */
export { apiShape, type ApiConfig } from './api.config.js';
export { AskAgainStep } from './ask-again.step.js';
export { CaseStory, type CaseStoryPage, type StoryObservation } from './case-story.service.js';
export { DecideStep, type Decided } from './decide.step.js';
export { DeliveryStep } from './delivery.step.js';
export { type Asker, type Asking } from './desk/asker.js';
export { DeskGarden } from './desk/desk-garden.service.js';
export { DeskHealth, type HouseHealth } from './desk/desk-health.service.js';
export { DeskHelpline } from './desk/desk-helpline.service.js';
export { DeskLines } from './desk/desk-lines.service.js';
export { DeskNotices } from './desk/desk-notices.service.js';
export { DeskReports } from './desk/desk-reports.service.js';
export { DeskSearch } from './desk/desk-search.service.js';
export {
  ACTION_NEEDS,
  allowActions,
  CASE_ACTIONS,
  whyNot,
  type ActionFacts,
  type AllowedAction,
  type CaseAction,
} from './desk/allow-actions.js';
export { type CaseRow } from './desk/case-row.js';
export { DeskBulk } from './desk/desk-bulk.service.js';
export { DeskCaseEntries, type CaseEntry, type CaseSighting } from './desk/desk-case-entries.service.js';
export { DeskCasePage, type CasePageReply } from './desk/desk-case-page.service.js';
export { DeskCases, type AskedCases } from './desk/desk-cases.service.js';
export { type WhyLink } from './desk/say-chain.js';
export { DirectoryStep } from './directory.step.js';
export { ForgetAccessStep } from './forget-access.step.js';
export { ForgetStep } from './forget.step.js';
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
export { ApproveStep } from './desk/approve.step.js';
export { BulkStep, MOST_IN_BULK } from './desk/bulk.step.js';
export { CaseHandsStep } from './desk/case-hands.step.js';
export { CaseMoved } from './desk/case-moved.js';
export { LineHandsStep, type LineOutcome } from './desk/line-hands.step.js';
export { NotAllowed, type Forbidden } from './desk/not-allowed.js';
export { PolicyHandsStep } from './desk/policy-hands.step.js';
export { SwitchHandsStep } from './desk/switch-hands.step.js';
