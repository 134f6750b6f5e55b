import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../api/types';
import { Brand } from '../../ui/Brand';
import { TopTools } from './TopTools';

/** The head of every page without a wall: brand that leads home, language, appearance. */
export function PlainTop({ person }: { person?: Person }) {
  const { t } = useTranslation();
  return (
    <>
      <Link to="/" style={{ color: 'inherit', textDecoration: 'none' }} aria-label={t('app.home')}>
        <Brand name={t('app.name')} />
      </Link>
      <TopTools {...(person && { person })} />
    </>
  );
}

export function BackToRooms({ variant = 'filled' }: { variant?: 'filled' | 'default' }) {
  const { t } = useTranslation();
  return (
    <Button
      variant={variant}
      leftSection={<IconArrowLeft className="flip" size={18} aria-hidden="true" />}
      renderRoot={(props) => <Link to="/" {...props} />}
    >
      {t('ended.back')}
    </Button>
  );
}
