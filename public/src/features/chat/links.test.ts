import { describe, expect, it } from 'vitest';
import { linked } from './links';

const addresses = (text: string) => linked(text).flatMap(({ href, text: shown }) => (href ? [shown] : []));

describe('links', () => {
  it.each([
    ['see https://a.example/x?y=1#z now', ['https://a.example/x?y=1#z']],
    ['HTTP://A.example and https://b.example', ['HTTP://A.example', 'https://b.example']],
    ['Look (https://a.example/b_(c)).', ['https://a.example/b_(c)']],
    ['https://a.example/path, then https://b.example!', ['https://a.example/path', 'https://b.example']],
    ['شاهد https://a.example/ب؟', ['https://a.example/ب']],
    ['“https://a.example”', ['https://a.example']],
    ['https://münchen.example/ü', ['https://münchen.example/ü']],
  ])('in %j are %j', (text, found) => {
    expect(addresses(text)).toEqual(found);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,hello',
    'ftp://a.example',
    'www.a.example',
    'mailto:a@b.example',
    'https://',
    'https://bank.example@evil.example/',
    'https://[bad',
    'no address at all',
  ])('in %j are none', (text) => {
    expect(linked(text)).toEqual([{ text }]);
  });

  it('lose no character of the text', () => {
    for (const text of ['', ' a https://b.example. c ', 'https://a.example', '(https://a.example)\nhttps://'])
      expect(
        linked(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
  });

  it('go where they say', () => {
    expect(linked('https://a.example/"onclick="x')[0]).toEqual({
      text: 'https://a.example/',
      href: 'https://a.example/',
    });
    expect(linked('https://a.example/\u202egpj.exe')[0]?.href).toBe('https://a.example/%E2%80%AEgpj.exe');
  });
});
