import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Target } from '../../../api/admin/exports';
import { importQuery, makeImport } from '../../../api/admin/imports';
import { DropZone } from './DropZone';
import { type FileTrouble, troubleOf } from './file';
import { Help } from './Help';
import styles from './Imports.module.css';
import { useBegin } from './links';
import { Paste } from './Paste';
import { useRefusedFile } from './useRefusedFile';

type Given = { file: Blob; name: string | null };

/** A file, dropped or chosen, or pasted rows: sent to be checked, which writes nothing. */
export function Choose({ target }: { target: Target }) {
  const { t } = useTranslation('imports');
  const queries = useQueryClient();
  const begin = useBegin(target);
  const refused = useRefusedFile();
  const [trouble, setTrouble] = useState<FileTrouble | null>(null);
  const sending = useMutation({
    mutationFn: ({ file, name }: Given) => makeImport(target, file, name),
    onSuccess: (made) => {
      queries.setQueryData(importQuery(made.id).queryKey, made);
      begin(made.id);
    },
  });
  const send = (given: Given) => {
    if (sending.isPending) return;
    const found = troubleOf({ name: given.name ?? '', size: given.file.size });
    setTrouble(found);
    if (found) sending.reset();
    else sending.mutate(given);
  };
  const what = sending.isPending ? (sending.variables?.name ?? t('pasted')) : null;
  const wrong = trouble ? t(`refused.${trouble}`) : sending.error ? refused(sending.error) : null;
  return (
    <div className={styles.choose}>
      <div className={styles.ways}>
        <DropZone busy={what} wrong={wrong} onFile={(file) => send({ file, name: file.name })} />
        <Paste
          busy={sending.isPending}
          onText={(text) => send({ file: new Blob([text], { type: 'text/csv' }), name: null })}
        />
      </div>
      <Help target={target} />
    </div>
  );
}
