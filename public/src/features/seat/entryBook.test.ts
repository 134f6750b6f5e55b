import { describe, expect, it } from 'vitest';
import { EntryBook } from './entryBook';

function tab(storage = new Map<string, string>()) {
  let made = 0;
  const store = {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => void storage.set(key, value),
    removeItem: (key: string) => void storage.delete(key),
  };
  return { storage, book: new EntryBook(store, () => `id-${++made}-${Math.random()}`) };
}

describe('the entry of a tab', () => {
  it('stays the same for a room and is another for another room', () => {
    const { book } = tab();
    const first = book.open('a');
    expect(book.open('a')).toEqual(first);
    expect(book.open('b').id).not.toBe(first.id);
  });

  it('is new after leaving', () => {
    const { book } = tab();
    const first = book.open('a');
    book.close(first);
    expect(book.current).toBeNull();
    expect(book.open('a').id).not.toBe(first.id);
  });

  it('is kept while another room is only asked for, and is what a reload comes back to', () => {
    const { book } = tab();
    const inside = book.open('a');
    const asked = book.open('b');
    expect(book.of('a')).toEqual(inside);
    expect(book.open('a')).toEqual(inside);
    expect(book.park()).toEqual(inside);
    book.close(asked);
    expect(book.current).toEqual(inside);
    expect(book.of('b')).toBeNull();
  });

  it('is over with its room, and the one that was moved to stays', () => {
    const { book } = tab();
    const left = book.open('a');
    const taken = book.open('b');
    const renewed = book.renew('a');
    expect(renewed.id).not.toBe(left.id);
    expect(book.current).toEqual(taken);
    book.close(left);
    expect(book.of('a')).toEqual(renewed);
    book.close(renewed);
    expect(book.of('a')).toBeNull();
    expect(book.current).toEqual(taken);
  });

  it('is not forgotten by a late goodbye to an older one', () => {
    const { book } = tab();
    const old = book.open('a');
    const now = book.renew('a');
    book.close(old);
    expect(book.of('a')).toEqual(now);
  });

  it('survives a reload once', () => {
    const before = tab();
    const entry = before.book.open('a');
    before.book.park();
    const after = tab(before.storage);
    expect(after.book.of('a')).toEqual(entry);
  });

  it('is not copied into a duplicated tab', () => {
    const original = tab();
    original.book.open('a');
    expect(tab(new Map(original.storage)).book.current).toBeNull();
    // Nor after a reload: what was parked has been taken out again.
    original.book.park();
    const reloaded = tab(original.storage);
    expect(reloaded.book.current).not.toBeNull();
    expect(tab(new Map(reloaded.storage)).book.current).toBeNull();
  });

  it.each(['', 'null', '{', '[]', '{"room":1,"id":2}'])('ignores %j in the store', (text) => {
    expect(tab(new Map([['hallway.entry', text]])).book.current).toBeNull();
  });
});
