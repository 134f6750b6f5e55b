import { queryOptions } from '@tanstack/react-query';
import type { Target } from './exports';
import { sent } from './files';
import { at, read, search } from './http';

// Written by hand until openapi.json has them: then these are its schemas.

/** What an import makes and changes. */
export type ImportKind = 'rooms' | 'attendees';
export type Severity = 'error' | 'warning';
export type RowAction = 'create' | 'update' | 'unchanged' | 'error';

/** What is wrong with one cell, or with its whole row or column. */
export interface CellProblem {
  severity: Severity;
  code: string;
  /** The field, as `moderators`; null: no single one. */
  column: string | null;
  value: string | null;
  /** The server's English. */
  detail: string;
}
/** The same problem wherever it stands. */
export interface Cause extends CellProblem {
  /** How many have it. */
  rows: number;
  /** The first lines of them. */
  lines: number[];
}
export interface PreviewRow {
  line: number;
  action: RowAction;
  /** What it changes. */
  id: string | null;
  /** By field. */
  cells: Record<string, string>;
  problems: CellProblem[];
}
export interface Counts {
  create: number;
  update: number;
  unchanged: number;
  errors: number;
  warnings: number;
}
export interface Result {
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
}
/** A file that was read and checked; nothing of it is written before its commit. */
export interface Import {
  id: string;
  event: string;
  feature: string | null;
  kind: ImportKind;
  name: string | null;
  state: 'preview' | 'committed';
  created_at: string;
  expires_at: string;
  committed_at: string | null;
  rows: number;
  counts: Counts;
  columns: { header: string; field: string | null }[];
  causes: Cause[];
  preview: PreviewRow[];
  result: Result | null;
}

const LONGEST_NAME = 200;

/** Has a file read and checked. */
export async function makeImport(target: Target, file: Blob, name: string | null): Promise<Import> {
  const path = target.kind === 'rooms' ? at`/features/${target.feature}/imports` : at`/events/${target.event}/imports`;
  const query = search({ name: name && [...name].slice(0, LONGEST_NAME).join('') });
  return (await sent(`${path}${query}`, file, 'text/csv', null)).json() as Promise<Import>;
}

/** Checked afresh each time: who was missing may have been added meanwhile. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['admin', 'import', id],
    queryFn: () => read<Import>(at`/imports/${id}`),
    staleTime: 10_000,
  });

/** Writes its rows, all of them or none; what was written already is not written again. */
export async function commitImport(id: string, onlyValid: boolean): Promise<Import> {
  const body = JSON.stringify({ only_valid: onlyValid });
  return (await sent(at`/imports/${id}/commit`, body, 'application/json', null)).json() as Promise<Import>;
}
