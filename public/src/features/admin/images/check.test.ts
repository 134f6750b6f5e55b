import { expect, it } from 'vitest';
import { drawnSize, kindOf, LARGEST, lightest, refusal } from './check';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const PNG = '\x89PNG\r\n\x1a\n';
const file = (...parts: BlobPart[]) => new File(parts, 'x.png', { type: 'image/png' });

it('tells a picture by what is in it', () => {
  expect(kindOf(bytes(PNG))).toBe('png');
  expect(kindOf(bytes('\xff\xd8\xff\xe0'))).toBe('jpeg');
  expect(kindOf(bytes('RIFF....WEBPVP8 '))).toBe('webp');
  expect(kindOf(bytes('<?xml version="1.0"?><svg>'))).toBe('svg');
  expect(kindOf(bytes('\n<SVG xmlns=""'))).toBe('svg');
  expect(kindOf(bytes('GIF89a'))).toBeNull();
});

it('refuses SVG whatever it is called, other sorts, and more than 2 MB', async () => {
  expect(await refusal(file('<svg onload="x()">'))).toBe('svg');
  expect(await refusal(file('GIF89a'))).toBe('type');
  expect(await refusal(file(bytes(PNG), new Uint8Array(LARGEST)))).toBe('large');
  expect(await refusal(file(bytes(PNG), new Uint8Array(LARGEST - 8)))).toBeNull();
});

it('draws no larger than needed and never enlarges', () => {
  expect(drawnSize({ x: 0, y: 0, width: 3200, height: 1800 }, 1280)).toEqual({ width: 1280, height: 720 });
  expect(drawnSize({ x: 0, y: 0, width: 320, height: 180 }, 1280)).toEqual({ width: 320, height: 180 });
});

it('tries until one is small enough', async () => {
  const asked: string[] = [];
  const blob = await lightest(async (type, quality) => {
    asked.push(`${type} ${quality}`);
    return new Blob([new Uint8Array(asked.length < 3 ? LARGEST + 1 : 10)], { type });
  });
  expect(asked.at(-1)).toBe('image/jpeg 0.6');
  expect(blob?.size).toBe(10);
});
