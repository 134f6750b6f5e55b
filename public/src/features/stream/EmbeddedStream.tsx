import { useTranslation } from 'react-i18next';
import styles from './Stream.module.css';

/** Another provider's player, in a box of its own: it ends with this page, so also when a room is entered. */
export function EmbeddedStream({ name, url }: { name: string; url: string }) {
  const { t } = useTranslation();
  return (
    <iframe
      className={styles.page}
      src={url}
      title={t('stream.title', { name })}
      sandbox="allow-scripts allow-same-origin allow-presentation"
      allow="autoplay; fullscreen; encrypted-media; picture-in-picture"
      referrerPolicy="strict-origin-when-cross-origin"
    />
  );
}
