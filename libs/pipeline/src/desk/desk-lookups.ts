import { DeskGarden } from './desk-garden.service.js';
import { DeskHelpline } from './desk-helpline.service.js';
import { DeskLines } from './desk-lines.service.js';
import { DeskNotices } from './desk-notices.service.js';
import { DeskReports } from './desk-reports.service.js';
import { DeskSearch } from './desk-search.service.js';
import { FindLines } from './find-lines.service.js';
import { LineContents } from './line-contents.service.js';
import { LookupWatch } from './lookup-watch.service.js';

/** What shows lines, reports, the garden and letters, and finds them from whatever somebody pasted. */
export const deskLookups = [
  LookupWatch,
  FindLines,
  DeskSearch,
  DeskHelpline,
  LineContents,
  DeskLines,
  DeskReports,
  DeskGarden,
  DeskNotices,
] as const;
