import type { Target } from '../../../api/admin/exports';
import type { Cause, CellProblem, Counts, Import, ImportKind, PreviewRow } from '../../../api/admin/imports';

export const ROOM_COLUMNS = [
  'id',
  'name',
  'enabled',
  'closed_reason',
  'icon',
  'image',
  'description',
  'moderators',
  'links',
  'groups',
  'attendee_limit',
  'moderator_limit',
] as const;
export const ATTENDEE_COLUMNS = [
  'id',
  'first_name',
  'last_name',
  'email',
  'title',
  'company',
  'avatar',
  'groups',
] as const;
export type ColumnName = (typeof ROOM_COLUMNS)[number] | (typeof ATTENDEE_COLUMNS)[number];

const COLUMNS: readonly string[] = [...ROOM_COLUMNS, ...ATTENDEE_COLUMNS];
export const isColumn = (name?: string | null): name is ColumnName => COLUMNS.includes(name ?? '');

/** A column as its file's first line has it. */
export const headerOf = (kind: ImportKind, column: ColumnName) =>
  kind === 'rooms' ? column : column.split('_').map(capital).join(' ');
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** What can be said in words of ours, of a kind of problem; for some columns more closely. */
export const WHY = [
  'required',
  'invalid',
  'invalid_email',
  'invalid_moderators',
  'invalid_attendee_limit',
  'invalid_moderator_limit',
  'invalid_image',
  'invalid_avatar',
  'invalid_icon',
  'type',
  'type_enabled',
  'too_long',
  'not_found',
  'taken',
  'taken_line',
  'ambiguous',
  'unknown_moderator',
  'unknown_group',
  'unknown_item',
  'too_many',
  'doubled_column',
  'unknown_column',
] as const;
export type Why = (typeof WHY)[number];
const isWhy = (key: string): key is Why => (WHY as readonly string[]).includes(key);

/** The sentence of a problem and what stands in it; null: nobody here has heard of it yet, the server says it. */
export function whyOf({ code, column, value, detail }: CellProblem): { key: Why; value: string; line: string } | null {
  const line = code === 'taken' ? (/\bline (\d+)/i.exec(detail)?.[1] ?? '') : '';
  const key = [line && 'taken_line', `${code}_${column}`, meantBy({ code, column, detail }), code].find(isWhy);
  return key ? { key, value: value ?? '', line } : null;
}

const TEXTS = ['name', 'closed_reason', 'description', 'first_name', 'last_name', 'title', 'company'];
const LISTS = ['links', 'groups'];

/** What is wrong where the word for it says less: a text breaks no other rule than its length. */
function meantBy({ code, column, detail }: Pick<CellProblem, 'code' | 'column' | 'detail'>): string {
  if (code === 'unknown_column') return /\btwo\b/.test(detail) ? 'doubled_column' : code;
  if (code !== 'invalid' || !column) return code;
  if (TEXTS.includes(column)) return 'too_long';
  return LISTS.includes(column) ? 'too_many' : code;
}

/** Bounds are in the server's words alone; where ours are close, they say it all. */
export const hasHint = (problem: CellProblem) =>
  problem.detail !== '' && ['invalid', 'too_long', 'too_many'].includes(whyOf(problem)?.key ?? '');

export type CountName = 'new' | 'updated' | 'unchanged' | 'errors' | 'warnings' | 'ignored';

/** "18 new, 3 updated, 2 with errors, 1 ignored column": what there is none of is not told. */
export function countsOf({ counts, columns }: Pick<Import, 'counts' | 'columns'>): [CountName, number][] {
  const all: [CountName, number][] = [
    ['new', counts.create],
    ['updated', counts.update],
    ['unchanged', counts.unchanged],
    ['errors', counts.errors],
    ['warnings', counts.warnings],
    ['ignored', columns.filter(({ field, header }) => !field && header !== '' && header !== OURS).length],
  ];
  return all.filter(([, count]) => count > 0);
}

/** What the file with the rows to correct says beside them. */
const OURS = 'Error';

/** Rows that would write something. */
export const writes = ({ create, update }: Counts) => create + update;

/** Nobody reads a hundred causes: the file with the rows says them all. */
export const MOST_CAUSES = 50;

export interface Group {
  cause: Cause;
  /** Those of its rows that are shown. */
  rows: PreviewRow[];
}

/** Problems of a kind by cause, most rows first, each with the rows that have it. */
export function grouped({ causes, preview }: Pick<Import, 'causes' | 'preview'>, severity: Cause['severity']): Group[] {
  return causes
    .filter((cause) => cause.severity === severity)
    .sort((a, b) => b.rows - a.rows || (a.lines[0] ?? 0) - (b.lines[0] ?? 0))
    .map((cause) => ({ cause, rows: preview.filter((row) => row.problems.some((one) => isOf(one, cause))) }));
}

/** A cause without a value stands for every value. */
export const isOf = (one: CellProblem, cause: CellProblem) =>
  one.severity === cause.severity &&
  one.code === cause.code &&
  one.column === cause.column &&
  one.detail === cause.detail &&
  (!cause.value || one.value === cause.value);

/** Lines of a cause beyond the rows that are shown. */
export const otherLines = ({ cause, rows }: Group) =>
  cause.lines.filter((line) => rows.every((row) => row.line !== line));

/** What a row is about, as people call it. */
export function nameOf({ cells }: Pick<PreviewRow, 'cells'>): string {
  const person = [cells.first_name, cells.last_name].filter(Boolean).join(' ');
  return cells.name || person || cells.email || cells.id || '';
}

/** The columns to show, in the file's order. */
export const fieldsOf = ({ columns }: Pick<Import, 'columns'>): string[] => [
  ...new Set(columns.flatMap(({ field }) => (field ? [field] : []))),
];

/** What is wrong in one cell of a row, worst first. */
export const problemsIn = ({ problems }: PreviewRow, field: string): CellProblem[] =>
  problems.filter(({ column }) => column === field).sort((a, b) => a.severity.localeCompare(b.severity));

/** Where an import's rows go. */
export const targetOf = ({ kind, feature, event }: Import): Target =>
  kind === 'rooms' && feature ? { kind, feature } : { kind: 'attendees', event };
