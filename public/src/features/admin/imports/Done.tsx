import { Button } from '@mantine/core';
import { IconEqual, IconLink, IconPencil, IconPlayerSkipForward, IconPlus } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { files } from '../../../api/admin/exports';
import type { Import } from '../../../api/admin/imports';
import { number } from '../../../i18n/format';
import { Tag } from '../../../ui/Tag';
import { DownloadButton, useEvent, whenIn } from '../shell';
import { DownloadLinks } from './DownloadLinks';
import styles from './Imports.module.css';
import { ChooseLink, HomeLink } from './links';
import { targetOf } from './words';

const SIGNS = [
  ['created', IconPlus, 'ok'],
  ['updated', IconPencil, 'ok'],
  ['unchanged', IconEqual, 'plain'],
  ['skipped', IconPlayerSkipForward, 'warn'],
] as const;

/** What an import has written. It stays so: opened again, it says the same and writes nothing. */
export function Done({ done }: { done: Import }) {
  const { t, i18n } = useTranslation('imports');
  const { time_zone } = useEvent();
  const head = useRef<HTMLHeadingElement>(null);
  const [links, setLinks] = useState(false);
  useEffect(() => head.current?.focus({ preventScroll: true }), []);
  const result = done.result ?? { created: 0, updated: 0, unchanged: 0, skipped: 0 };
  const target = targetOf(done);
  const count = result.created + result.updated;
  const n = (value: number) => number(i18n.language, value);
  return (
    <section className={styles.card} aria-labelledby="import-done">
      <h2 id="import-done" ref={head} tabIndex={-1}>
        {t(`done.title_${target.kind}`, { count, n: n(count) })}
      </h2>
      <ul className={styles.counts} aria-label={t('count.label')}>
        {SIGNS.filter(([name]) => result[name] > 0).map(([name, Sign, tone]) => (
          <li key={name}>
            <Tag icon={Sign} tone={tone}>
              {t(`done.${name}`, { count: result[name], n: n(result[name]) })}
            </Tag>
          </li>
        ))}
      </ul>
      <p className={styles.lead}>
        {done.committed_at && `${t('done.when', { when: whenIn(i18n.language, done.committed_at, time_zone) })} `}
        {t('done.once')}
      </p>
      <div className={styles.acts}>
        <HomeLink target={target} />
        {result.skipped > 0 && <DownloadButton path={files.errors(done.id)}>{t('commit.errors')}</DownloadButton>}
        {target.kind === 'attendees' && (
          <Button
            variant="default"
            leftSection={<IconLink size={18} stroke={1.75} aria-hidden="true" />}
            onClick={() => setLinks(true)}
          >
            {t('done.links')}
          </Button>
        )}
        <ChooseLink target={target}>{t('done.other')}</ChooseLink>
      </div>
      {result.skipped > 0 && <p className={styles.fine}>{t('done.correct')}</p>}
      {links && <DownloadLinks onClose={() => setLinks(false)} />}
    </section>
  );
}
