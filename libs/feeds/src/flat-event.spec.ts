import { describe, expect, it } from 'vitest';

import { EventShape, FlatEvent } from './flat-event.js';

describe('FlatEvent', () => {
  const shape = new EventShape(['source.ip', 'extra."odd', 'malware.name', 'source.ip', 'extra.tag']);
  const event = new FlatEvent(shape, ['192.0.2.1', 'a"\n', 'mirai', undefined]);

  it('reads by name, and knows no name twice', () => {
    expect([event.get('source.ip'), event.get('extra.tag'), event.get('nothing')]).toEqual([
      '192.0.2.1',
      undefined,
      undefined,
    ]);
    expect([event.text('malware.name'), event.text('extra.tag')]).toEqual(['mirai', null]);
  });

  it('is an IntelMQ event with all that is said', () => {
    expect(event.toIntelmq()).toEqual({
      'source.ip': '192.0.2.1',
      'extra."odd': 'a"\n',
      'malware.name': 'mirai',
    });
  });

  it('stores as JSON what has no column of its own', () => {
    expect(JSON.parse(event.attributes())).toEqual({ 'source.ip': '192.0.2.1', 'extra."odd': 'a"\n' });
    expect(new FlatEvent(shape, []).attributes()).toBe('{}');
    expect(FlatEvent.of({ a: 1, b: true }).attributes()).toBe('{"a":1,"b":true}');
  });
});
