import { describe, expect, it } from 'vitest';
import { MessageBook } from './book';
import { deleted, line, lines } from './samples';

const seqs = (book: MessageBook) => book.list.map(({ seq }) => seq);

describe('a book of messages', () => {
  it('keeps each once, by id, in order of seq', () => {
    const book = new MessageBook();
    book.start([line(2), line(1)], false);
    book.change([line(5), line(3), deleted(2)]);
    expect(seqs(book)).toEqual([1, 2, 3, 5]);
    expect(book.get('msg_2')?.text).toBeNull();
  });

  it('knows whether there is anything earlier', () => {
    const book = new MessageBook();
    expect(book.loaded).toBe(false);
    book.start(lines(51, 100), true);
    expect(book.before).toBe(51);
    book.addEarlier(lines(1, 50), false);
    expect(book.before).toBeNull();
    expect(book.list).toHaveLength(100);
  });

  it('shows no line from below, which would hide those between', () => {
    const book = new MessageBook();
    book.start(lines(51, 100), true);
    book.change([deleted(7)]);
    expect(seqs(book)[0]).toBe(51);
  });

  it('does not bring back what was deleted below before its page came', () => {
    const book = new MessageBook();
    book.start(lines(51, 100), true);
    book.change([deleted(7), deleted(30)]);
    book.addEarlier(lines(20, 50), true);
    expect(book.get('msg_30')?.text).toBeNull();
    expect(seqs(book)[0]).toBe(20);
    book.addEarlier(lines(1, 19), false);
    expect(book.get('msg_7')?.text).toBeNull();
    expect(book.list).toHaveLength(100);
  });

  it('takes an answer that may be old only for what is new in it', () => {
    const book = new MessageBook();
    book.start([deleted(1)], false);
    book.addMissing([line(1), line(2)]);
    expect(book.list.map(({ text }) => text)).toEqual([null, 'line 2']);
  });
});
