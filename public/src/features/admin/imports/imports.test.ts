import { describe, expect, it } from 'vitest';
import type { Cause, CellProblem, Import, PreviewRow } from '../../../api/admin/imports';
import ar from '../../../i18n/admin/imports.ar.json';
import en from '../../../i18n/admin/imports.en.json';
import { MOST_BYTES, troubleOf } from './file';
import {
  ATTENDEE_COLUMNS,
  countsOf,
  fieldsOf,
  grouped,
  hasHint,
  headerOf,
  isColumn,
  nameOf,
  otherLines,
  problemsIn,
  ROOM_COLUMNS,
  targetOf,
  WHY,
  whyOf,
} from './words';

const problem = (code: string, more: Partial<CellProblem> = {}): CellProblem => ({
  severity: 'error',
  code,
  column: null,
  value: null,
  detail: '',
  ...more,
});
const cause = (code: string, more: Partial<Cause> = {}): Cause => ({ ...problem(code), rows: 1, lines: [], ...more });
const row = (line: number, problems: CellProblem[], cells: Record<string, string> = {}): PreviewRow => ({
  line,
  action: problems.some(({ severity }) => severity === 'error') ? 'error' : 'create',
  id: null,
  cells,
  problems,
});

describe('a file', () => {
  it.each([
    ['rooms.csv', 1, null],
    ['rooms.csv', 0, 'empty'],
    ['rooms.csv', MOST_BYTES, null],
    ['rooms.csv', MOST_BYTES + 1, 'too_large'],
    ['Rooms.XLSX', 9000, 'spreadsheet'],
    ['rooms.ods', 0, 'spreadsheet'],
    ['', 12, null],
  ])('%j of %d bytes: %s', (name, size, trouble) => expect(troubleOf({ name, size })).toBe(trouble));
});

describe('what is wrong', () => {
  it.each([
    [problem('required', { column: 'name' }), 'required'],
    [problem('invalid', { column: 'email' }), 'invalid_email'],
    [problem('invalid', { column: 'image' }), 'invalid_image'],
    [problem('invalid', { column: 'colour' }), 'invalid'],
    [problem('invalid', { column: 'description' }), 'too_long'],
    [problem('invalid', { column: 'groups' }), 'too_many'],
    [problem('invalid', { column: 'moderators' }), 'invalid_moderators'],
    [problem('ambiguous', { column: 'name' }), 'ambiguous'],
    [problem('unknown_column', { detail: 'There is no such column.' }), 'unknown_column'],
    [problem('unknown_column', { detail: 'There are two such columns.' }), 'doubled_column'],
    [problem('taken', { detail: 'Line 5 has it already.' }), 'taken_line'],
    [problem('taken', { detail: 'Another room has it.' }), 'taken'],
  ])('has the closest words there are: %j', (one, key) => expect(whyOf(one)?.key).toBe(key));

  it('names the earlier line of two that say the same', () => {
    expect(whyOf(problem('taken', { value: 'Lobby', detail: 'The same as line 12.' }))).toEqual({
      key: 'taken_line',
      value: 'Lobby',
      line: '12',
    });
  });

  it('is left to the server where nobody here knows it', () => {
    expect(whyOf(problem('unheard_of', { column: 'name' }))).toBeNull();
    expect(hasHint(problem('invalid', { detail: 'Longer than 100.', column: 'name' }))).toBe(true);
    expect(hasHint(problem('invalid', { detail: 'Not a valid email.', column: 'email' }))).toBe(false);
    expect(hasHint(problem('required', { detail: 'Needed.' }))).toBe(false);
  });

  it('has words in every language, as every column has', () => {
    for (const texts of [en, ar]) {
      expect(Object.keys(texts.why).sort()).toEqual([...WHY, 'other'].sort());
      expect(Object.keys(texts.help.rooms)).toEqual([...ROOM_COLUMNS]);
      expect(Object.keys(texts.help.attendees)).toEqual([...ATTENDEE_COLUMNS]);
      for (const column of [...ROOM_COLUMNS, ...ATTENDEE_COLUMNS]) expect(texts.column).toHaveProperty(column);
    }
    expect(isColumn('moderators')).toBe(true);
    expect(isColumn('colour')).toBe(false);
    expect(isColumn(null)).toBe(false);
  });
});

describe('a preview', () => {
  const bob = (line: number) => row(line, [problem('unknown_moderator', { column: 'moderators', value: 'bob@x.io' })]);
  const of = {
    causes: [
      cause('required', { column: 'name', rows: 1, lines: [7] }),
      cause('unknown_moderator', { column: 'moderators', value: 'bob@x.io', rows: 30, lines: [3, 5, 9] }),
      cause('unknown_moderator', { column: 'moderators', value: 'eve@x.io', rows: 1, lines: [2] }),
      cause('unknown_column', { severity: 'warning', value: 'Notes', rows: 0 }),
    ],
    preview: [bob(3), bob(5), row(7, [problem('required', { column: 'name', value: '' })]), row(8, [])],
  };

  it('groups by cause, what concerns most rows first, and tells lines that are not shown', () => {
    const groups = grouped(of, 'error');
    expect(groups.map((group) => [group.cause.value, group.rows.map(({ line }) => line)])).toEqual([
      ['bob@x.io', [3, 5]],
      ['eve@x.io', []],
      [null, [7]],
    ]);
    expect(groups.map(otherLines)).toEqual([[9], [2], []]);
  });

  it('keeps warnings apart', () => {
    expect(grouped(of, 'warning').map(({ cause: { code } }) => code)).toEqual(['unknown_column']);
  });

  it('counts in words what there is, and no column of ours as ignored', () => {
    const columns = ['name', null, null].map((field, index) => ({
      header: ['Name', 'Notes', 'Error'][index] ?? '',
      field,
    }));
    const counts = { create: 18, update: 3, unchanged: 0, errors: 2, warnings: 0 };
    expect(countsOf({ counts, columns })).toEqual([
      ['new', 18],
      ['updated', 3],
      ['errors', 2],
      ['ignored', 1],
    ]);
    expect(fieldsOf({ columns })).toEqual(['name']);
  });

  it('calls a row by what it is about', () => {
    expect(nameOf(row(2, [], { name: 'Lobby', id: 'room_1' }))).toBe('Lobby');
    expect(nameOf(row(2, [], { first_name: 'Amara', last_name: 'Okafor', email: 'a@x.io' }))).toBe('Amara Okafor');
    expect(nameOf(row(2, [], { first_name: '', email: 'a@x.io' }))).toBe('a@x.io');
    expect(nameOf(row(2, []))).toBe('');
  });

  it('marks a cell by the worst of its problems', () => {
    const warning = problem('odd', { column: 'icon', severity: 'warning' });
    const error = problem('invalid', { column: 'icon' });
    expect(problemsIn(row(2, [warning, error, problem('required', { column: 'name' })]), 'icon')).toEqual([
      error,
      warning,
    ]);
  });

  it('goes where its rows belong', () => {
    expect(targetOf({ kind: 'rooms', feature: 'fea_1', event: 'evt_1' } as Import)).toEqual({
      kind: 'rooms',
      feature: 'fea_1',
    });
    expect(targetOf({ kind: 'attendees', feature: null, event: 'evt_1' } as Import)).toEqual({
      kind: 'attendees',
      event: 'evt_1',
    });
    expect(headerOf('rooms', 'attendee_limit')).toBe('attendee_limit');
    expect(headerOf('attendees', 'first_name')).toBe('First Name');
  });
});
