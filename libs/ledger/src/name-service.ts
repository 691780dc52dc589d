import { Refused } from '@lazaret/kernel';

import { textFromHex } from './held-addresses.js';

/**
 * What a session carries. Later ones outdo earlier ones where two records of one instant disagree: only what is surely
 * Internet access may ever be confined.
 */
export const SERVICES = ['internet', 'tv', 'management', 'voice', 'unknown'] as const;
export type Service = (typeof SERVICES)[number];

/** How a source's records tell the service: the attribute to look at, and what its values mean. */
export interface ServiceRule {
  readonly attribute: string;
  readonly values: Readonly<Record<string, Service>>;
}

const MOST_VALUES = 1000;

/**
 * The service of a record. Without a rule every session is Internet access; with one, a value that is missing or not
 * listed is `unknown`.
 *
 * @param rule octets that FreeRADIUS prints as hexadecimal, such as Class, are found as the text they are.
 */
export function nameService(
  attributes: ReadonlyMap<string, readonly string[]>,
  rule: ServiceRule | null,
): Service {
  if (!rule) return 'internet';
  const value = attributes.get(rule.attribute)?.[0];
  if (value === undefined) return 'unknown';
  const named = [value, textFromHex(value)].find((text) => Object.hasOwn(rule.values, text));
  return (named === undefined ? undefined : rule.values[named]) ?? 'unknown';
}

/**
 * Reads `ATTRIBUTE=VALUE:SERVICE[,VALUE:SERVICE…]`; `none` takes a rule away. A value may have colons, but no comma.
 *
 * @throws Refused naming the part that cannot be read.
 */
export function readServiceRule(text: string): ServiceRule | null {
  if (text === 'none') return null;
  const [, attribute, list] = /^([A-Za-z0-9][\w.:-]*)=(.+)$/s.exec(text) ?? [];
  if (attribute === undefined || list === undefined)
    throw new Refused(`not ATTRIBUTE=VALUE:SERVICE: ${JSON.stringify(text)}`);
  const pairs = list.split(',').map(readPair);
  if (pairs.length > MOST_VALUES) throw new Refused(`more than ${MOST_VALUES} values of ${attribute}`);
  const values = Object.fromEntries(pairs);
  if (Object.keys(values).length < pairs.length) throw new Refused(`a value of ${attribute} is named twice`);
  return { attribute, values };
}

function readPair(pair: string): [string, Service] {
  const [, value, word] = /^(.+):([^:]*)$/s.exec(pair) ?? [];
  if (value === undefined) throw new Refused(`not VALUE:SERVICE: ${JSON.stringify(pair)}`);
  const service = SERVICES.find((s) => s === word);
  if (!service)
    throw new Refused(`${JSON.stringify(word)} is no service; it is one of ${SERVICES.join(', ')}`);
  return [value, service];
}
