import { Button, Loader } from '@mantine/core';
import { IconAlertCircle, IconFileImport, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { files } from '../../../api/admin/exports';
import { commitImport, type Import, importQuery } from '../../../api/admin/imports';
import { ApiError } from '../../../api/client';
import { number } from '../../../i18n/format';
import { DownloadButton, useSaid } from '../shell';
import styles from './Imports.module.css';
import { ChooseLink } from './links';
import { targetOf, writes } from './words';

interface Props {
  checked: Import;
  checking: boolean;
  onCheck: () => void;
}

/** What can be done with a file that was checked. */
export function Commit({ checked, checking, onCheck }: Props) {
  const { t, i18n } = useTranslation('imports');
  const { commit, busy, failed } = useCommit(checked, onCheck);
  const { counts, id } = checked;
  const count = writes(counts);
  const words = { count, n: number(i18n.language, count) };
  const sign = busy ? (
    <Loader size={18} color="currentColor" aria-hidden="true" />
  ) : (
    <IconFileImport size={18} stroke={1.75} aria-hidden="true" />
  );
  return (
    <>
      <div className={styles.acts}>
        {count > 0 && (
          <Button leftSection={sign} aria-disabled={busy || undefined} aria-busy={busy || undefined} onClick={commit}>
            {counts.errors > 0 ? t('commit.valid', words) : t('commit.all', words)}
          </Button>
        )}
        {counts.errors > 0 && <DownloadButton path={files.errors(id)}>{t('commit.errors')}</DownloadButton>}
        {counts.errors > 0 && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={18} stroke={1.75} aria-hidden="true" />}
            aria-disabled={checking || undefined}
            onClick={() => !checking && onCheck()}
          >
            {t('commit.again')}
          </Button>
        )}
        <ChooseLink target={targetOf(checked)} filled={count === 0}>
          {t('commit.other')}
        </ChooseLink>
      </div>
      <p role="status" className={styles.busy}>
        {busy && t('commit.writing', words)}
      </p>
      {failed && (
        <p role="alert" className={styles.wrong}>
          <IconAlertCircle size={20} stroke={1.75} aria-hidden="true" />
          <span>{failed}</span>
        </p>
      )}
    </>
  );
}

/** Writes the rows that can be written, once. */
function useCommit({ id, counts }: Import, onCheck: () => void) {
  const { t } = useTranslation('imports');
  const { said } = useSaid();
  const queries = useQueryClient();
  const { queryKey } = importQuery(id);
  const committing = useMutation({
    mutationFn: () => commitImport(id, counts.errors > 0),
    onSuccess: async (done) => {
      // A check that was under way knows of no commit.
      await queries.cancelQueries({ queryKey });
      // Every list may have other rows by now; those on this page are there already.
      void queries.invalidateQueries({ queryKey: ['admin'], refetchType: 'none' });
      queries.setQueryData(queryKey, done);
    },
    onError: (error) => {
      const fresh = freshIn(error);
      if (fresh) queries.setQueryData(queryKey, fresh);
      // Without an answer it may be written or not; if it is gone, that is to be seen: the server knows.
      else onCheck();
    },
  });
  const { error } = committing;
  const unknown = error instanceof ApiError && (error.status === 0 || error.status >= 500);
  const why = freshIn(error) ? t('commit.changed') : unknown ? t('commit.unknown') : said(error);
  return {
    commit: () => !committing.isPending && committing.mutate(),
    busy: committing.isPending,
    failed: error ? why : null,
  };
}

/** The import as it is now, when it has errors that it had not when it was looked at. */
const freshIn = (error: unknown): Import | null =>
  error instanceof ApiError && error.status === 409 ? ((error.problem as { import?: Import }).import ?? null) : null;
