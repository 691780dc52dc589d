import { describe, expect, it } from 'vitest';

import { buildCatalogue, verdictByType } from './catalogue.js';
import { loadCatalogue } from './load-catalogue.file.js';
import { VERDICTS } from './review.js';

const { types } = loadCatalogue();
const names = [...types.keys()];
const of = (name: string) => {
  const type = types.get(name);
  if (type === undefined) throw new Error(`${name} is not in the table`);
  return type;
};

describe('the review of report types', () => {
  it('covers the published 170 and the retired ones, each once, and nothing that does not exist', () => {
    expect(names.filter((name) => name !== 'phish_url')).toHaveLength(170);
    expect([...verdictByType().keys()].sort()).toEqual([...names].sort());
  });

  it('refuses a type that nobody has judged', () => {
    const type = {
      title: 'New',
      time: 'timestamp',
      address: 'ip',
      constants: {},
      columns: 'timestamp',
      differ: {},
    };
    const table = {
      schema: '2030-01-01',
      usual: { timestamp: 'time.source time' },
      types: { scan_new: type },
    };
    expect(() => buildCatalogue(table, {})).toThrow('report types without a verdict');
  });

  it('takes a source port only from src_port of event reports', () => {
    const withPort = names.filter((name) => of(name).sourcePortColumn !== undefined);
    expect(
      withPort.every((name) => name.startsWith('event') && of(name).sourcePortColumn === 'src_port'),
    ).toBe(true);
    expect(withPort).toHaveLength(17);
    expect(VERDICTS.filter((v) => v.sourcePort).flatMap((v) => v.types.split(/\s+/))).toHaveLength(17);
  });

  it.each(names.filter((name) => /^(scan|population)6?_/.test(name)))(
    '%s is no evidence of an actor',
    (name) => {
      expect(of(name).verdict.role).not.toBe('actor');
      expect(of(name).sourcePortColumn).toBeUndefined();
    },
  );

  it.each([
    ['event4_sinkhole', 'actor', 'infected', 'unless-tcp', 'src_ip'],
    ['event4_sinkhole_http', 'actor', 'infected', 'never', 'src_ip'],
    ['event4_sinkhole_http_referer', 'host', 'abusive', 'always', 'http_referer_ip'],
    ['event4_sinkhole_dns', 'resolver', 'infected', 'always', 'src_ip'],
    ['event4_honeypot_darknet', 'actor', 'infected', 'always', 'src_ip'],
    ['event4_honeypot_brute_force', 'actor', 'infected', 'unless-tcp', 'src_ip'],
    ['event4_honeypot_ddos_amp', 'victim', 'abusive', 'always', 'src_ip'],
    ['event4_honeypot_ddos_target', 'victim', 'abusive', 'never', 'dst_ip'],
    ['event4_ip_spoofer', 'host', 'vulnerable', 'never', 'src_ip'],
    ['scan_synfulknock', 'host', 'infected', 'never', 'ip'],
    ['device_id', 'unknown', 'vulnerable', 'never', 'ip'],
    ['blocklist', 'unknown', 'abusive', 'always', 'ip'],
    ['compromised_account', 'victim', 'infected', 'always', undefined],
  ])('%s: %s, %s, spoofable %s, address in %s', (name, role, threat, spoofable, address) => {
    const { verdict, addressColumn } = of(name);
    expect([verdict.role, verdict.class, verdict.spoofable, addressColumn]).toEqual([
      role,
      threat,
      spoofable,
      address,
    ]);
  });

  it('knows a pair of classification and type for each type that has no rule of its own', () => {
    const without = names.filter((name) => of(name).constants['classification.type'] === undefined);
    expect(without).toEqual(['scan6_exchange', 'scan_exchange']);
  });
});
