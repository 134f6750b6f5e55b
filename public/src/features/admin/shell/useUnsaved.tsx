import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Confirm } from './Confirm';

/** Asks before a page with unsaved changes is left, by a link or by closing it. Render what it answers. */
export function useUnsaved(dirty: boolean): React.ReactNode {
  const { t } = useTranslation('admin');
  const blocker = useBlocker({
    // A filter or a tab of the same page takes nothing away.
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Confirm
      title={t('unsaved.title')}
      text={t('unsaved.text')}
      action={t('unsaved.discard')}
      cancel={t('unsaved.stay')}
      onConfirm={blocker.proceed}
      onClose={blocker.reset}
    />
  );
}
