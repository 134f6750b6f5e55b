import { queryOptions } from '@tanstack/react-query';
import type { components } from '../schema';
import type { Target } from './exports';
import { sent } from './files';
import { at, read, search } from './http';

type Schemas = components['schemas'];

/** A file that was read and checked; nothing of it is written before its commit. */
export type Import = Schemas['ImportView'];
/** What an import makes and changes. */
export type ImportKind = Schemas['ImportKind'];
export type Severity = Schemas['ImportSeverity'];
/** What is wrong with one cell, or with its whole row or column. */
export type CellProblem = Schemas['ImportProblem'];
/** The same problem wherever it stands. */
export type Cause = Schemas['ImportCause'];
export type PreviewRow = Schemas['ImportRow'];
export type Counts = Schemas['ImportCounts'];

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
