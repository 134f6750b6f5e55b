import { Button, Loader } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/client';
import { openSession } from '../../api/sessions';
import { EndActions, EndScreen, EndText } from '../../ui/EndScreen';
import { usePageTitle } from '../../ui/usePageTitle';
import { PlainTop } from '../account/PlainPage';
import { secretOf } from './logic';

/** /enter#secret: trades the personal link for a session and goes to the rooms. */
export function Enter() {
  const { t } = useTranslation();
  usePageTitle(t('enter.page'));
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [secret, setSecret] = useState(() => secretOf(location.hash));
  const session = useMutation({
    mutationFn: openSession,
    onSuccess: () => {
      queries.clear();
      return navigate({ to: '/', replace: true });
    },
  });
  const open = session.mutate;

  useEffect(() => {
    if (!secret) return;
    // Out of the address bar and the history before anything else: the link is as good as a password.
    history.replaceState(history.state, '', location.pathname);
    open(secret);
  }, [secret, open]);

  // Another link pasted into the same tab only changes the fragment.
  useEffect(() => {
    const onHash = () => setSecret((old) => secretOf(location.hash) ?? old);
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, []);

  const outcome = secret ? outcomeOf(session.error) : 'missing';
  if (outcome === 'working') {
    return (
      <EndScreen door="open" title={t('enter.working')} top={<PlainTop />}>
        <Loader />
      </EndScreen>
    );
  }
  return (
    <EndScreen door="closed" title={t(`enter.${outcome}`)} top={<PlainTop />}>
      <EndText>{t(`enter.${outcome}_text`)}</EndText>
      {outcome === 'failed' && secret && (
        <EndActions>
          <Button onClick={() => open(secret)}>{t('enter.retry')}</Button>
        </EndActions>
      )}
    </EndScreen>
  );
}

/** A refusal is about the link; everything else (offline, 5xx, too fast) leaves the link as good as it was. */
function outcomeOf(error: unknown): 'working' | 'invalid' | 'failed' {
  if (!error) return 'working';
  const refused = error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
  return refused ? 'invalid' : 'failed';
}
