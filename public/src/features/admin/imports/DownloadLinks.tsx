import { useTranslation } from 'react-i18next';
import { files } from '../../../api/admin/exports';
import { Confirm, useDownload, useEvent } from '../shell';

/** Everybody's personal link in one file: what that means is said first. */
export function DownloadLinks({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('admin');
  const event = useEvent().id;
  const { start } = useDownload();
  return (
    <Confirm
      title={t('files.links_title')}
      text={t('files.links_text')}
      action={t('files.links_do')}
      danger={false}
      onConfirm={() => start(files.links(event))}
      onClose={onClose}
    />
  );
}
