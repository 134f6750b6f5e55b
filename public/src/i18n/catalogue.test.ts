import { describe, expect, it } from 'vitest';
import adminAr from './admin/ar.json';
import adminEn from './admin/en.json';
import importsAr from './admin/imports.ar.json';
import importsEn from './admin/imports.en.json';
import reportsAr from './admin/reports.ar.json';
import reportsEn from './admin/reports.en.json';
import roomsAr from './admin/rooms.ar.json';
import roomsEn from './admin/rooms.en.json';
import ar from './ar.json';
import deviceAr from './device/ar.json';
import deviceEn from './device/en.json';
import en from './en.json';
import helpAr from './help/ar.json';
import helpEn from './help/en.json';
import networkAr from './network/ar.json';
import networkEn from './network/en.json';
import insideAr from './room/ar.json';
import insideEn from './room/en.json';

type Tree = { [key: string]: string | string[] | Tree | Tree[] };
const PLURAL = /_(zero|one|two|few|many|other)$/;

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === 'string') return [[at, value]];
    if (Array.isArray(value)) {
      const lines = value.flatMap((one) => (typeof one === 'string' ? [one] : leaves(one).map(([, text]) => text)));
      return [[at, lines.join('\n')]];
    }
    return leaves(value, at);
  });
}

const texts = {
  en: new Map(
    leaves({
      ...en,
      admin: adminEn,
      rooms: roomsEn,
      imports: importsEn,
      reports: reportsEn,
      inside: insideEn,
      network: networkEn,
      help: helpEn,
      device: deviceEn,
    }),
  ),
  ar: new Map(
    leaves({
      ...ar,
      admin: adminAr,
      rooms: roomsAr,
      imports: importsAr,
      reports: reportsAr,
      inside: insideAr,
      network: networkAr,
      help: helpAr,
      device: deviceAr,
    }),
  ),
};
const isPlural = (key: string, all: Map<string, string>) => PLURAL.test(key) && all.has(key.replace(PLURAL, '_other'));
const stems = (all: Map<string, string>) =>
  new Set([...all.keys()].map((key) => (isPlural(key, all) ? key.replace(PLURAL, '') : key)));
const holes = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((hole) => hole[1]).sort();

describe('catalogues', () => {
  it('say the same things', () => {
    expect([...stems(texts.ar)].sort()).toEqual([...stems(texts.en)].sort());
  });

  it('have every plural form their language needs', () => {
    for (const [language, all] of Object.entries(texts)) {
      const plurals = [...all.keys()].filter((key) => isPlural(key, all)).map((key) => key.replace(PLURAL, ''));
      expect(plurals.length).toBeGreaterThan(0);
      for (const stem of new Set(plurals)) {
        // "1st, 2nd, 3rd" has forms of its own.
        const type = stem.endsWith('_ordinal') ? 'ordinal' : 'cardinal';
        const needed = new Intl.PluralRules(language, { type }).resolvedOptions().pluralCategories;
        for (const form of needed) expect(all.has(`${stem}_${form}`), `${language}: ${stem}_${form}`).toBe(true);
      }
    }
  });

  it('fill the same holes', () => {
    for (const [key, text] of texts.ar) {
      // "one person" needs no number in Arabic, so a plural form may leave its count out.
      if (isPlural(key, texts.ar)) {
        const whole = holes(texts.en.get(key.replace(PLURAL, '_other')) ?? '');
        for (const hole of holes(text)) expect(whole, key).toContain(hole);
      } else expect(holes(text), key).toEqual(holes(texts.en.get(key) ?? ''));
    }
  });

  it('are translated', () => {
    const alike = [...texts.ar].filter(
      ([key, text]) => texts.en.get(key) === text && /[a-z]{4}/i.test(text.replace(/{{\w+}}/g, '')),
    );
    expect(alike.map(([key]) => key).sort()).toEqual(
      ['app.name', 'app.title', 'language.ar', 'language.en'].filter((k) => k !== 'language.ar'),
    );
  });
});
