import { describe, expect, it } from 'vitest';
import { cover } from './cover';
import { initials } from './initials';

describe('initials', () => {
  it.each([
    ['Amara Okafor', 'AO'],
    ['  jonas  van den lindqvist ', 'JL'],
    ['Cher', 'C'],
    ['', ''],
    ['سنا فيسر', 'سف'],
  ])('of %j are %j', (name, letters) => expect(initials(name)).toBe(letters));
});

describe('cover', () => {
  it('is the same for the same id', () => expect(cover('room_1')).toEqual(cover('room_1')));

  it('differs between neighbours', () => {
    const walls = Array.from({ length: 32 }, (_, i) => cover(`room_${i}`).wall);
    expect(new Set(walls).size).toBeGreaterThan(4);
  });

  it('keeps the light inside the picture', () => {
    for (let i = 0; i < 64; i++) {
      const { lightX } = cover(`room_${i}`);
      expect(lightX).toBeGreaterThan(0.35);
      expect(lightX).toBeLessThan(0.65);
    }
  });
});
