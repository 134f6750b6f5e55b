import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { useTranslation } from 'react-i18next';
import { isSignedOut } from '../../api/client';
import { meQuery } from '../../api/me';
import type { Me } from '../../api/types';
import { EndActions, EndScreen, EndText } from '../../ui/EndScreen';
import { PlainTop } from './PlainPage';
import { SignedOut } from './pages';

const MeContext = createContext<Me | null>(null);

/** Who is here and at which event. Only inside RequireMe. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error('useMe outside RequireMe');
  return me;
}

/** Shows its children to somebody with a session, and says what to do to everybody else. */
export function RequireMe({ loading, children }: { loading: React.ReactNode; children: React.ReactNode }) {
  const me = useQuery(meQuery);
  if (isSignedOut(me.error)) return <SignedOut />;
  if (me.data) return <MeContext value={me.data}>{children}</MeContext>;
  if (me.error) return <Unreachable retry={() => void me.refetch()} />;
  return loading;
}

function Unreachable({ retry }: { retry: () => void }) {
  const { t } = useTranslation();
  return (
    <EndScreen door="closed" title={t('lobby.failed')} top={<PlainTop />}>
      <EndText>{t('lobby.failed_text')}</EndText>
      <EndActions>
        <Button onClick={retry}>{t('lobby.retry')}</Button>
      </EndActions>
    </EndScreen>
  );
}
