import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download } from '../../../api/admin/downloads';
import { saveFile } from '../../../ui/saveFile';
import { toasts } from '../../../ui/toast/toasts';
import { useSaid } from './said';

/** From then on it is told that it goes on. */
const SLOW_MS = 5000;

/** Fetches a file and saves it: one at a time, with a word when it takes long, and one of how it ended. */
export function useDownload(onIncomplete?: (rooms: number) => void) {
  const { t } = useTranslation('admin');
  const { said } = useSaid();
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  const start = async (path: string) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    let waiting: number | null = null;
    const slow = setTimeout(() => {
      waiting = toasts.show({ text: t('download.slow'), lasts: null });
    }, SLOW_MS);
    const end = () => {
      clearTimeout(slow);
      if (waiting !== null) toasts.close(waiting);
    };
    try {
      const { name, blob, incomplete } = await download(path);
      end();
      saveFile(name, blob);
      toasts.show({ text: t('download.saved', { name }) });
      if (incomplete > 0 && onIncomplete && shown.current) onIncomplete(incomplete);
      else if (incomplete > 0) toasts.show({ text: t('download.incomplete', { count: incomplete }), lasts: null });
    } catch (error) {
      end();
      toasts.show({ text: t('download.failed', { why: said(error) }), tone: 'danger' });
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { start, busy };
}
