import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { signIn } from '../../../api/admin/organizer';
import { isSignedOut } from '../../../api/client';
import foyer from '../../../ui/art/door-open.svg';
import { Brand } from '../../../ui/Brand';
import { usePageTitle } from '../../../ui/usePageTitle';
import { TopTools } from '../../account/TopTools';
import { useSaid } from '../shell';
import { keyIn, safeNext } from './link';
import styles from './SignIn.module.css';

/** /admin/signin: a key becomes a session. A link that carries a key signs in by itself. */
export default function SignIn() {
  const { t } = useTranslation('admin');
  const { t: common } = useTranslation();
  usePageTitle(t('signin.title'));
  const { key, setKey, error, busy, submit } = useSignIn();
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <Brand name={common('app.name')} />
        <TopTools />
      </header>
      <main id="content" className={styles.main}>
        <img src={foyer} alt="" className={styles.door} />
        <form className={styles.form} onSubmit={submit} noValidate>
          <h1>{t('signin.title')}</h1>
          <p>{t('signin.text')}</p>
          <PasswordInput
            label={t('signin.key')}
            description={t('signin.key_hint')}
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
            error={error}
            visibilityToggleButtonProps={{ 'aria-label': t('signin.show') }}
            autoComplete="current-password"
            spellCheck={false}
            dir="ltr"
            autoFocus
          />
          <Button type="submit" loading={busy} fullWidth>
            {t('signin.action')}
          </Button>
        </form>
      </main>
    </div>
  );
}

function useSignIn() {
  const { t } = useTranslation('admin');
  const { said } = useSaid();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { next } = useSearch({ from: '/admin/signin' });
  const [brought] = useState(() => keyIn(location.hash));
  const [key, setKey] = useState(brought ?? '');
  const [missing, setMissing] = useState(false);
  const session = useMutation({
    mutationFn: (secret: string) => signIn(secret),
    onSuccess: async ({ organizer }) => {
      queries.clear();
      const to = safeNext(next) ?? (organizer?.event ? `/admin/events/${organizer.event}/rooms` : '/admin/events');
      await navigate({ href: to, replace: true });
    },
  });
  const { mutate } = session;
  const tried = useRef(false);
  useEffect(() => {
    if (!brought || tried.current) return;
    tried.current = true;
    // It is a secret: not in the address bar, not in the history.
    history.replaceState(history.state, '', location.pathname + location.search);
    mutate(brought);
  }, [brought, mutate]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!key.trim());
    if (key.trim() && !session.isPending) session.mutate(key.trim());
  };
  const refused = session.error && (isSignedOut(session.error) ? t('signin.unknown') : said(session.error));
  return { key, setKey, submit, busy: session.isPending, error: missing ? t('signin.missing') : refused };
}
