import { Broken } from '@lazaret/kernel';
import { Mailer, type MailReceipt } from '@lazaret/notices';

/** Letters leave from the worker alone. */
export class NoMailer extends Mailer {
  override async send(): Promise<MailReceipt> {
    throw new Broken('the API sends no mail');
  }

  override async close(): Promise<void> {
    await Promise.resolve();
  }
}
