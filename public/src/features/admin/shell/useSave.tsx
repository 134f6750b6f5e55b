import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Changed, isChanged, type Tagged } from '../../../api/admin/http';
import { ConflictDialog } from './ConflictDialog';
import { type ConflictField, partedOf } from './conflict';

interface Saving<T extends object> {
  /** What was read, and is being changed. */
  was: T;
  fields: ConflictField<T>[];
  write: (body: Partial<T>, etag: string) => Promise<Tagged<T>>;
  onSaved: (saved: Tagged<T>) => void;
}

interface Attempt<T> {
  body: Partial<T>;
  etag: string;
  /** What it was made from. */
  was: T;
}

/**
 * Saves changed fields of what was read with a mark. When somebody else was first, both changes hold where they are of
 * different fields; of the same ones it asks, field by field. `dialog` is that question, to be rendered.
 */
export function useSave<T extends object>({ was, fields, write, onSaved }: Saving<T>) {
  const [conflict, setConflict] = useState<{ changed: Changed<T>; open: Partial<T>; clear: Partial<T> } | null>(null);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: ({ body, etag }: Attempt<T>) => write(body, etag),
    onSuccess: (saved) => {
      setConflict(null);
      onSaved(saved);
    },
    onError: (failed, { body, was: base }) => {
      if (!isChanged<T>(failed)) return;
      const { open, clear } = partedOf(body, base, failed.current);
      if (Object.keys(open).length > 0) setConflict({ changed: failed, open, clear });
      else mutate({ body, etag: failed.etag, was: failed.current });
    },
  });
  const failed = error && !isChanged(error) ? error : null;
  const dialog = conflict && (
    <ConflictDialog
      key={conflict.changed.etag}
      changed={conflict.changed}
      mine={conflict.open}
      fields={fields}
      busy={isPending}
      onResolve={(kept, etag, current) => {
        const body = { ...conflict.clear, ...kept };
        if (Object.keys(body).length > 0) mutate({ body, etag, was: current });
        else {
          setConflict(null);
          onSaved({ value: current, etag });
        }
      }}
      onClose={() => {
        setConflict(null);
        reset();
      }}
    />
  );
  return { save: (body: Partial<T>, etag: string) => mutate({ body, etag, was }), busy: isPending, failed, dialog };
}

/** The fields of a form that are not as they were. */
export function changedFields<T extends object>(was: T, is: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(is).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name as keyof T])),
  ) as Partial<T>;
}
