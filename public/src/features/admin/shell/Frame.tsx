import { ActionIcon, Drawer } from '@mantine/core';
import { IconMenu2, IconX } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Brand } from '../../../ui/Brand';
import styles from './Frame.module.css';
import { Nav } from './Nav';

/** Navigation beside the page; on a phone under a button. */
export function Frame({ event, children }: { event?: string; children: React.ReactNode }) {
  return (
    <div className={styles.frame}>
      <aside className={styles.side}>
        <Nav {...(event && { event })} />
      </aside>
      <PhoneBar {...(event && { event })} />
      {children}
    </div>
  );
}

function PhoneBar({ event }: { event?: string }) {
  const { t } = useTranslation('admin');
  const { t: common } = useTranslation();
  const [open, setOpen] = useState(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is the reason, not an ingredient
  useEffect(() => setOpen(false), [path]);
  return (
    <header className={styles.bar}>
      <ActionIcon aria-label={t('nav.open')} aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(true)}>
        <IconMenu2 size={22} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
      <Brand name={common('app.name')} />
      <Drawer.Root opened={open} onClose={() => setOpen(false)} size={288} transitionProps={{ duration: 200 }}>
        <Drawer.Overlay color="#04181d" backgroundOpacity={0.55} />
        <Drawer.Content aria-label={t('nav.label')}>
          <div className={styles.drawer}>
            <ActionIcon className={styles.close} aria-label={t('nav.close')} onClick={() => setOpen(false)}>
              <IconX size={22} stroke={1.75} aria-hidden="true" />
            </ActionIcon>
            <Nav {...(event && { event })} />
          </div>
        </Drawer.Content>
      </Drawer.Root>
    </header>
  );
}
