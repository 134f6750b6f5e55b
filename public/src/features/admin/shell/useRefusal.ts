import type { UseFormReturnType } from '@mantine/form';
import { type FormEvent, useEffect } from 'react';
import { useSaid } from './said';

/**
 * Puts what a refusal says of single fields into the form, and answers with what no field can say: null while there is
 * nothing to say.
 */
// biome-ignore lint/suspicious/noExplicitAny: any form will do; only its names are looked at
export function useRefusal(error: unknown, form: UseFormReturnType<any>): string | null {
  const { said, fieldErrors } = useSaid();
  const fields = error ? fieldErrors(error) : {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal is told once, not with every render
  useEffect(() => {
    if (!error) return;
    const shown = Object.entries(fields).map(([path, text]) => [fieldOf(path, form.values), text] as const);
    const known = shown.filter(([path]) => path !== null);
    form.setErrors(Object.fromEntries(known));
    if (known[0]) form.getInputNode(known[0][0] ?? '')?.focus();
  }, [error]);
  if (!error) return null;
  const [unknown] = Object.entries(fields).filter(([path]) => fieldOf(path, form.values) === null);
  return unknown ? unknown[1] : said(error);
}

/** The field of the form a path belongs to: `groups.3` is said at `groups`. */
function fieldOf(path: string, values: object): string | null {
  const [name = ''] = path.split('.');
  return name in values ? name : null;
}

// biome-ignore lint/suspicious/noExplicitAny: as Mantine has it; an interface is no Record of unknown
type Values = Record<string, any>;

/** Sends what a form has found nothing wrong with; else the focus goes to the first field that needs attention. */
export const submitOf = <T extends Values>(
  form: UseFormReturnType<T>,
  send: (values: T) => unknown,
): ((event?: FormEvent<HTMLFormElement>) => void) =>
  form.onSubmit(
    (values) => void send(values),
    (errors) => form.getInputNode(Object.keys(form.values).find((name) => errors[name]) ?? '')?.focus(),
  );
