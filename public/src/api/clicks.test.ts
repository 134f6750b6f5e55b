import { expect, it, vi } from 'vitest';
import { click } from './clicks';

const answers = (...statuses: (number | 'down')[]) => {
  const left = [...statuses];
  return vi.fn(async (_url: string, _init: RequestInit) => {
    const status = left.shift();
    if (status === undefined || status === 'down') throw new TypeError('no network');
    return { status } as Response;
  });
};
const press = async (fetch: ReturnType<typeof answers>) => {
  await click({ room: 'room_1' }, { fetch: fetch as never, wait: async () => undefined });
  return fetch.mock.calls.map(([, { body }]) => JSON.parse(String(body)));
};

it('says what was pressed, once, and outlives the page', async () => {
  const fetch = answers(204);
  const [said, ...more] = await press(fetch);
  expect(said).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), room: 'room_1' });
  expect(more).toEqual([]);
  expect(fetch.mock.calls[0]).toMatchObject(['/api/v1/clicks', { method: 'POST', keepalive: true }]);
});

it.each([['down'], [503], [429]] as const)(
  'that may be lost (%s) is said once more, as the same click',
  async (first) => {
    const [one, two, ...more] = await press(answers(first, 'down', 204));
    expect(two).toEqual(one);
    expect(more).toEqual([]);
  },
);

it.each([404, 422, 401])('refused with %d is left at that', async (status) => {
  expect(await press(answers(status, 204))).toHaveLength(1);
});

it('each press is a click of its own', async () => {
  const [one] = await press(answers(204));
  const [two] = await press(answers(204));
  expect(one.id).not.toBe(two.id);
});
