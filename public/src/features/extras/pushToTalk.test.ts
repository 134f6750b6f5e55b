import { describe, expect, it } from 'vitest';
import { pushToTalk, wantsToTalk } from './pushToTalk';

const key = (over: object = {}) => ({
  key: 'v',
  code: 'KeyV',
  repeat: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...over,
});
const space = key({ key: ' ', code: 'Space' });
/** An element inside one of these tags or roles, as `closest` sees it. */
const inside = (...what: string[]) => ({
  closest: (selector: string) => (selector.split(', ').some((one) => what.includes(one)) ? ({} as Element) : null),
});

describe('wantsToTalk', () => {
  it.each([
    ['V anywhere', key(), inside(), true],
    ['V with Caps Lock', key({ key: 'V' }), inside(), true],
    ['Space on the page', space, inside(), true],
    ['V on a button', key(), inside('button'), true],
    ['Space on a button presses it', space, inside('button'), false],
    ['Space on a link', space, inside('a'), false],
    ['V in a field is a letter', key(), inside('textarea'), false],
    ['V in a dialog', key(), inside('[role="dialog"]'), false],
    ['another letter', key({ key: 'b', code: 'KeyB' }), inside(), false],
    ['Ctrl+V pastes', key({ ctrlKey: true }), inside(), false],
    ['the same press going on', key({ repeat: true }), inside(), false],
  ] as const)('%s', (_, event, target, wanted) => expect(wantsToTalk(event, target)).toBe(wanted));
});

it('is on until it is switched off, and on again', () => {
  const box = new Map<string, string>();
  const store = {
    getItem: (name: string) => box.get(name) ?? null,
    setItem: (name: string, value: string) => void box.set(name, value),
    removeItem: (name: string) => void box.delete(name),
  };
  expect(pushToTalk.on(store)).toBe(true);
  pushToTalk.set(false, store);
  expect(pushToTalk.on(store)).toBe(false);
  pushToTalk.set(true, store);
  expect(pushToTalk.on(store)).toBe(true);
});
