import { Button } from '@mantine/core';
import { IconArrowLeft, IconFileImport } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Target } from '../../../api/admin/exports';
import { useEvent } from '../shell';
import styles from './Imports.module.css';

const searchOf = (target: Target) => (target.kind === 'rooms' ? { feature: target.feature } : {}) as never;

/** Where the rows are once they are written. */
function useHome(target: Target) {
  const params = { event: useEvent().id };
  return target.kind === 'rooms'
    ? ({ to: '/admin/events/$event/rooms', params, search: searchOf(target) } as const)
    : ({ to: '/admin/events/$event/attendees', params } as const);
}

/** Back, over the title. */
export function BackLink({ target }: { target: Target }) {
  const { t } = useTranslation('imports');
  const home = useHome(target);
  return (
    <Link {...home} className={styles.back}>
      <IconArrowLeft className="flip" size={18} stroke={1.75} aria-hidden="true" />
      {t(`back.${target.kind}`)}
    </Link>
  );
}

/** On to what was imported. */
export function HomeLink({ target }: { target: Target }) {
  const { t } = useTranslation('imports');
  const home = useHome(target);
  return <Button renderRoot={(props) => <Link {...home} {...props} />}>{t(`done.see_${target.kind}`)}</Button>;
}

/** To another file. */
export function ChooseLink({
  target,
  filled,
  children,
}: {
  target: Target;
  filled?: boolean;
  children: React.ReactNode;
}) {
  const params = { event: useEvent().id };
  return (
    <Button
      variant={filled ? 'filled' : 'default'}
      leftSection={<IconFileImport size={18} stroke={1.75} aria-hidden="true" />}
      renderRoot={(props) => (
        <Link to="/admin/events/$event/import" params={params} search={searchOf(target)} {...props} />
      )}
    >
      {children}
    </Button>
  );
}

/** The address gets the import's id, so that a reload finds it again. */
export function useBegin(target: Target) {
  const navigate = useNavigate();
  const params = { event: useEvent().id };
  return (id: string) =>
    void navigate({
      to: '/admin/events/$event/import',
      params,
      search: { ...(target.kind === 'rooms' && { feature: target.feature }), import: id } as never,
    });
}
