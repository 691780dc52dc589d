import type { World } from '../world/world.js';

/** What a mail system does with a mail for somebody. */
export type Mailbox = 'good' | 'refused' | 'bounces';

/** Some who cannot be written to are refused at the door; of the others one hears only afterwards. */
export function mailboxOf(world: World, address: string): Mailbox {
  const line = world.lineOfMail(address);
  if (!line) return 'refused';
  const person = world.people.find((one) => one.line === line.number);
  if (person?.behaviour !== 'bounced') return 'good';
  return line.number % 2 === 0 ? 'refused' : 'bounces';
}
