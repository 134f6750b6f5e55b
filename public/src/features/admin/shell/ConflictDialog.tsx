import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Changed } from '../../../api/admin/http';
import styles from './ConflictDialog.module.css';
import { type ConflictField, differing, keptOf } from './conflict';
import { Dialog } from './Dialog';

interface Props<T extends object> {
  changed: Changed<T>;
  /** What I was about to save: only fields I changed. */
  mine: Partial<T>;
  fields: ConflictField<T>[];
  busy?: boolean;
  failed?: string | null;
  /** Mine that are kept, to be written with this mark; nothing left to write is an empty object. */
  onResolve: (kept: Partial<T>, etag: string, current: T) => void;
  onClose: () => void;
}

/** Somebody else saved first: their change beside mine, field by field. */
export function ConflictDialog<T extends object>({
  changed,
  mine,
  fields,
  busy,
  failed,
  onResolve,
  onClose,
}: Props<T>) {
  const { t } = useTranslation('admin');
  const { current, etag } = changed;
  const open = differing({ ...current, ...mine }, current, fields).filter(({ name }) => name in mine);
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set(open.map(({ name }) => name)));
  const choose = (name: string, keep: boolean) => {
    const next = new Set(kept);
    if (keep) next.add(name);
    else next.delete(name);
    setKept(next);
  };
  return (
    <Dialog
      title={t('conflict.title')}
      lead={open.length > 0 ? t('conflict.text') : t('conflict.same')}
      action={t('conflict.save')}
      {...(busy !== undefined && { busy })}
      failed={failed ?? null}
      onSubmit={() => onResolve(keptOf(mine, kept), etag, current)}
      onClose={onClose}
    >
      {open.map((field) => (
        <Field
          key={field.name}
          label={field.label}
          mine={field.show({ ...current, ...mine })}
          theirs={field.show(current)}
          keep={kept.has(field.name)}
          onKeep={(keep) => choose(field.name, keep)}
        />
      ))}
    </Dialog>
  );
}

interface FieldProps {
  label: string;
  mine: string;
  theirs: string;
  keep: boolean;
  onKeep: (keep: boolean) => void;
}

function Field({ label, mine, theirs, keep, onKeep }: FieldProps) {
  const { t } = useTranslation('admin');
  const group = useId();
  const option = (chosen: boolean, what: string, value: string) => (
    <label className={styles.option}>
      <input type="radio" name={group} checked={keep === chosen} onChange={() => onKeep(chosen)} />
      <span>
        <small>{what}</small>
        <span dir="auto">{value || t('conflict.empty')}</span>
      </span>
    </label>
  );
  return (
    <fieldset className={styles.field}>
      <legend>{label}</legend>
      {option(true, t('conflict.mine'), mine)}
      {option(false, t('conflict.theirs'), theirs)}
    </fieldset>
  );
}
