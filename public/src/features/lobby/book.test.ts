import { describe, expect, it } from 'vitest';
import { type LobbyFrame, parseLobbyFrame } from '../../api/live';
import { LobbyBook } from './book';
import { aCard, aChange, aHello, aPlace } from './samples';

function told(...frames: LobbyFrame[]) {
  const book = new LobbyBook();
  for (const frame of [aHello(), ...frames]) book.hear(frame);
  return book;
}
const rooms = (book: LobbyBook) => book.told?.cards.map(({ room }) => room);

describe('the book of a lobby', () => {
  it('begins with a hello, and takes every later one anew', () => {
    const book = told();
    expect(book.told).toMatchObject({ seq: 12, place: aPlace });
    expect(rooms(book)).toEqual(['room_1', 'room_2', 'room_3']);
    expect(book.hear(aHello({ seq: 3, cards: [aCard({ room: 'room_9' })] }))).toBe('new');
    expect(book.told?.seq).toBe(3);
    expect(rooms(book)).toEqual(['room_9']);
  });

  it('changes cards where they stand', () => {
    const book = told(aChange({ cards: [aCard({ room: 'room_2', attendees: 4 })] }));
    expect(rooms(book)).toEqual(['room_1', 'room_2', 'room_3']);
    expect(book.told?.cards[1]?.attendees).toBe(4);
    expect(book.told?.seq).toBe(13);
  });

  it('takes new cards, gone cards and the order', () => {
    const order = ['room_3', 'room_4', 'room_1'];
    const book = told(aChange({ cards: [aCard({ room: 'room_4' })], gone: ['room_2'], order }));
    expect(rooms(book)).toEqual(order);
  });

  it('without an order keeps the one it has', () => {
    expect(rooms(told(aChange({ gone: ['room_1'] })))).toEqual(['room_2', 'room_3']);
    expect(rooms(told(aChange({ cards: [aCard({ room: 'room_0' })] })))?.at(-1)).toBe('room_0');
  });

  it('shows nothing that the order does not name, and invents nothing that it does', () => {
    expect(rooms(told(aChange({ order: ['room_2', 'room_7', 'room_1'] })))).toEqual(['room_2', 'room_1']);
  });

  it('takes a new name of the place, and keeps the old one where nothing is said', () => {
    const renamed = { ...aPlace, name: 'Foyer' };
    const book = told(aChange({ place: renamed }));
    book.hear(aChange({ after: 13, seq: 14 }));
    expect(book.told?.place).toEqual(renamed);
  });

  it('ignores what it knows', () => {
    const book = told(aChange({ cards: [aCard({ attendees: 2 })] }));
    expect(book.hear(aChange({ cards: [aCard({ attendees: 1 })] }))).toBe('old');
    expect(book.told?.cards[0]?.attendees).toBe(2);
  });

  it('takes a frame that begins before what it knows and ends after it', () => {
    const book = told(aChange({ after: 12, seq: 14 }));
    expect(book.hear(aChange({ after: 13, seq: 15, gone: ['room_1'] }))).toBe('new');
    expect(rooms(book)).toEqual(['room_2', 'room_3']);
  });

  it('finds a gap and takes nothing over it', () => {
    const book = told();
    expect(book.hear(aChange({ after: 13, seq: 14, gone: ['room_1'] }))).toBe('gap');
    expect(rooms(book)).toHaveLength(3);
    book.forget();
    expect(book.hear(aChange({ after: 0, seq: 99 }))).toBe('gap');
  });
});

// What the server says: written by the Worker's side, read by both.
const golden = Object.values(
  import.meta.glob<LobbyFrame[]>('../../../../tests/golden/lobby_frames.json', { eager: true, import: 'default' }),
).flat();
describe.skipIf(golden.length === 0)('the golden frames', () => {
  it('follow on the first hello', () => {
    const book = new LobbyBook();
    const [hello, ...rest] = golden.map((frame) => parseLobbyFrame(frame)!);
    expect(book.hear(hello!)).toBe('new');
    const cards = rest.filter(({ type }) => type === 'cards');
    for (const frame of cards) expect(book.hear(frame), JSON.stringify(frame)).toBe('new');
    expect(book.told?.seq).toBe(cards.at(-1)?.seq);
  });
});
