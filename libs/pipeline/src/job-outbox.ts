import { Outbox } from '@lazaret/platform';

import { jobs, type Jobs } from './jobs.js';

/** The outbox of this house's jobs; a class of its own so that Nest can hand it out. */
export class JobOutbox extends Outbox<Jobs> {
  constructor() {
    super(jobs);
  }
}
