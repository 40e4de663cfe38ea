import { describe, expect, it } from 'vitest';
import { BadRequest } from '../../server/platform/web/bad-request.ts';
import { collectFields, queryFields, singleValues } from '../../server/platform/web/fields.ts';
import { ownPath } from '../../server/platform/web/own-path.ts';

describe('where a browser may be sent', () => {
  it.each(['/', '/customers?q=abc', '/staff/0301', '/%E6%B4%BE', '/a#part'])('%s is our own', (path) => {
    expect(ownPath(path)).not.toBeNull();
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/\n/evil.example',
    '/..//evil.example',
    '',
    'customers',
  ])('%j is refused', (path) => {
    expect(ownPath(path)).toBeNull();
  });
});

describe('fields of a query or form', () => {
  it.each(['$where', 'a[$ne]', 'a.b', 'a[]', '__proto__', 'constructor', 'prototype', '', 'a\u0000'])(
    'refuses the name %j',
    (name) => {
      expect(() => collectFields([[name, 'x']])).toThrow(BadRequest);
    },
  );

  it('refuses NUL in a value and a repeated query key', () => {
    expect(() => collectFields([['name', 'a\u0000b']])).toThrow(BadRequest);
    expect(() => queryFields('/x?q=1&q=2')).toThrow(BadRequest);
    expect(() => queryFields('/x?q%5B%24ne%5D=1')).toThrow(BadRequest);
  });

  it('leaves a field that repeats to those who ask for all of it', () => {
    const fields = collectFields([
      ['role', 'clerk'],
      ['role', 'admin'],
      ['name', '张敏'],
    ]);
    expect(singleValues(fields)).toEqual({ name: '张敏' });
    expect(fields.get('role')).toEqual(['clerk', 'admin']);
  });
});
