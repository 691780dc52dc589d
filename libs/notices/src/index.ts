/** Letters to people: planned, written, sent once, their receipts kept. */
export { NoticeHealthView } from './notice-health.view.js';
export { Brands, type Brand } from './brand.config.js';
export { BounceMaildir } from './bounce-maildir.file.js';
export { chooseAdvice } from './choose-advice.js';
export { chooseRelease, type Release } from './choose-release.js';
export {
  adviceIn,
  chooseFormat,
  chooseLanguage,
  sayKind,
  TEMPLATES,
  type Advice,
  type Language,
} from './language.js';
export { loadBrands, loadLetters, loadPhrases } from './letters.file.js';
export { Letters, type Phrases } from './letters.js';
export { Mailer, type MailReceipt } from './mailer.js';
export { SmtpMailer } from './mailer.smtp.js';
export { MOST_SIGHTINGS, type NoticePlan } from './matter.js';
export { noticesEntities } from './notice.entity.js';
export {
  NoticeListView,
  type NoticeCount,
  type NoticeDetail,
  type NoticeFilter,
} from './notice-list.view.js';
export { NoticeSender } from './notice-sender.service.js';
export { claimMs, noticesConfig, smtpOptions } from './notices.config.js';
export { NoticesMetrics } from './notices.metrics.js';
export { NoticesModule, type NoticesOptions } from './notices.module.js';
export { type NoticeFact } from './notices.repository.js';
export {
  NoticesService,
  type Claim,
  type NoticeReceipt,
  type ReportedNotice,
  type SettledNotice,
} from './notices.service.js';
export { readReport, type DeliveryReport, type IgnoredMail } from './read-report.js';
export { ToldTenuresView } from './told-tenures.view.js';
export { sayDate, sayDay, sayExactly, sayWhen, type Saying } from './say-when.js';
