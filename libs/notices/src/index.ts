/** Letters to people: planned, written, sent once, their receipts kept. */
export { Brands, type Brand } from './brand.config.js';
export { TEMPLATES, type Template } from './language.js';
export { Letters, type Letter } from './letters.js';
export { loadBrands, loadLetters } from './letters.file.js';
export { Mailer, type Mail, type MailHooks, type MailReceipt } from './mailer.js';
export { SmtpMailer, type SmtpOptions } from './mailer.smtp.js';
export { MOST_SIGHTINGS, type Matter, type NoticePlan, type Sighting } from './matter.js';
export { NOTICE_STATES, noticesEntities, type NoticeState } from './notice.entity.js';
export { NoticeSender } from './notice-sender.service.js';
export { claimMs, noticesConfig, smtpOptions } from './notices.config.js';
export { NoticesMetrics } from './notices.metrics.js';
export { NoticesModule, type NoticesOptions } from './notices.module.js';
export { type NoticeFact, type NoticeName } from './notices.repository.js';
export {
  LARGEST_CLAIM,
  NoticesService,
  type Claim,
  type ClaimedNotice,
  type NoticeReceipt,
  type SentNotice,
  type SettledNotice,
} from './notices.service.js';
export { ToldTenuresView, type ToldTenure } from './told-tenures.view.js';
