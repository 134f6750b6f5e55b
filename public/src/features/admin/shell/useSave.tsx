import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Changed, isChanged, type Tagged } from '../../../api/admin/http';
import { ConflictDialog } from './ConflictDialog';
import type { ConflictField } from './conflict';

interface Saving<T extends object> {
  fields: ConflictField<T>[];
  write: (body: Partial<T>, etag: string) => Promise<Tagged<T>>;
  onSaved: (saved: Tagged<T>) => void;
}

/**
 * Saves changed fields of what was read with a mark. When somebody else was first, asks field by field; `dialog` is
 * that question, to be rendered.
 */
export function useSave<T extends object>({ fields, write, onSaved }: Saving<T>) {
  const [conflict, setConflict] = useState<{ changed: Changed<T>; mine: Partial<T> } | null>(null);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: ({ body, etag }: { body: Partial<T>; etag: string }) => write(body, etag),
    onSuccess: (saved) => {
      setConflict(null);
      onSaved(saved);
    },
    onError: (failed, { body }) => {
      if (isChanged<T>(failed)) setConflict({ changed: failed, mine: body });
    },
  });
  const failed = error && !isChanged(error) ? error : null;
  const dialog = conflict && (
    <ConflictDialog
      key={conflict.changed.etag}
      changed={conflict.changed}
      mine={conflict.mine}
      fields={fields}
      busy={isPending}
      onResolve={(kept, etag, current) => {
        if (Object.keys(kept).length > 0) mutate({ body: kept, etag });
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
  return { save: (body: Partial<T>, etag: string) => mutate({ body, etag }), busy: isPending, failed, dialog };
}

/** The fields of a form that are not as they were. */
export function changedFields<T extends object>(was: T, is: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(is).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name as keyof T])),
  ) as Partial<T>;
}
