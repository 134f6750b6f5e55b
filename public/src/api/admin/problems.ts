import { ApiError } from '../client';

/** Why one field was refused: the stable word, and the server's English for what has no word of ours. */
export interface FieldProblem {
  code: string;
  detail: string;
}

/**
 * What a refusal says of single fields, by their path as forms write it: `/ban/seconds` is `ban.seconds`.
 * The first word about a field counts; one about the whole body stands under the empty path.
 */
export function problemsOf(error: unknown): Record<string, FieldProblem> {
  const said = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  const byField: Record<string, FieldProblem> = {};
  for (const { pointer, code, detail } of said) byField[pathOf(pointer)] ??= { code, detail };
  return byField;
}

/** A JSON Pointer as a form's path. */
export const pathOf = (pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');

/** The scope a key would need, when that is why it was refused. */
export const neededBy = (error: unknown): string | null =>
  error instanceof ApiError && error.code === 'forbidden'
    ? ((error.problem as { needs?: string }).needs ?? null)
    : null;
