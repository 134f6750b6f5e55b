import { createInstance } from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import en from '../../i18n/en.json';
import { aBan } from '../removal/samples';
import { removedNotice } from './notice';

const i18n = createInstance();
beforeAll(() =>
  i18n.init({ lng: 'en', resources: { en: { translation: en } }, interpolation: { escapeValue: false } }),
);

const now = new Date('2026-09-14T12:20:00Z');
const said = (more: Parameters<typeof aBan>[0]) => removedNotice(i18n.t, 'en', aBan(more), now);

it('says from where, until when, by whom and why', () => {
  expect(said({})).toMatch(
    /^You were removed from Lobby until \d\d:30( [AP]M)? by Ingrid Solberg\. Reason: Talking over others$/,
  );
});

it('leaves out what there is not', () => {
  expect(said({ reason: null, ends_at: null })).toBe(
    'You were removed from Lobby by Ingrid Solberg. You may come back.',
  );
});

it('says how far it goes, and no names of keys', () => {
  const by = { id: 'key_1', name: 'Front desk' };
  expect(said({ scope: 'event', room: null, by })).toMatch(
    /^You were removed from all rooms of the event until .* by the organizer\./,
  );
});
