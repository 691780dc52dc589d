import { describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { apiConfig } from './config.js';

const env = {
  LAZARET_DATABASE_URL: 'postgres://lazaret:secret@127.0.0.1/lazaret',
  LAZARET_ARCHIVE_DIR: '/var/lib/lazaret/archive',
};

describe('the settings of the API', () => {
  it('are few, and hide what is secret', () => {
    const config = apiConfig({ ...env, LAZARET_SMTP_URL: 'another program’s' });
    expect(config).toMatchObject({
      LAZARET_API_HOST: '127.0.0.1',
      LAZARET_API_PORT: 8_080,
      LAZARET_API_TRUST_PROXY: [],
      LAZARET_API_OBSERVE_PORT: 9_466,
    });
    expect(JSON.stringify(config)).not.toContain('secret@');
  });

  it.each(['https://desk.example', 'http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:8080'])(
    'may say that the console is at %s',
    (url) => {
      expect(apiConfig({ ...env, LAZARET_API_URL: url }).LAZARET_API_URL?.origin).toBe(url);
    },
  );

  it.each([
    ['LAZARET_API_URL', 'http://desk.example'],
    ['LAZARET_API_URL', 'https://desk.example/console'],
    ['LAZARET_API_URL', 'desk.example'],
    ['LAZARET_API_TRUST_PROXY', 'everybody'],
    ['LAZARET_API_TRUST_PROXY', '10.0.0.1/8'],
    ['LAZARET_API_PORT', '65536'],
    ['LAZARET_API_REQUESTS_PER_MINUTE', '0'],
    ['LAZARET_API_ORIGIN', 'https://desk.example'],
    ['LAZARET_DATABASE_URL', 'mysql://x'],
    ['LAZARET_DATABASE_URL', undefined],
  ])('%s may not be %s', (name, value) => {
    const told = (): unknown => apiConfig({ ...env, [name]: value });
    expect(told).toThrow(Refused);
    try {
      told();
    } catch (error) {
      expect((error as Refused).problems).toMatchObject([{ at: name }]);
    }
  });
});
