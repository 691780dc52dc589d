import { DeskHelpline } from './desk-helpline.service.js';
import { DeskSearch } from './desk-search.service.js';
import { FindLines } from './find-lines.service.js';
import { LookupWatch } from './lookup-watch.service.js';

/** What only looks: from whatever somebody pasted to a page about it. */
export const deskLookups = [LookupWatch, FindLines, DeskSearch, DeskHelpline] as const;
