import { Button } from '@mantine/core';
import { IconDoorEnter } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../api/client';
import { serverNow } from '../../api/clock';
import { distance, moment } from '../../i18n/format';
import { EndActions, EndScreen, EndText } from '../../ui/EndScreen';
import { BackToRooms, PlainTop } from '../account/PlainPage';

/** Put out by a moderator: by whom, why and until when, as far as we were told. */
export function Removed({ error, room, onEnter }: { error: ApiError; room: string; onEnter: () => void }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const { reason, until } = error.problem;
  const left = until ? (Date.parse(until) - now) / 1000 : Number.POSITIVE_INFINITY;
  const when = until
    ? t('ended.until_when', {
        when: moment(i18n.language, new Date(until), new Date(now)),
        in: distance(i18n.language, left),
      })
    : t('ended.until_end');
  const facts = [
    { term: t('ended.reason'), value: reason },
    { term: t('ended.until'), value: left > 0 ? when : undefined },
  ].filter((fact): fact is { term: string; value: string } => Boolean(fact.value));
  return (
    <EndScreen door="closed" title={t('ended.removed', { room })} facts={facts} top={<PlainTop />}>
      <EndText>{t(left > 0 ? 'ended.removed_text' : 'ended.over')}</EndText>
      <EndActions>
        <BackToRooms variant={left > 0 ? 'filled' : 'default'} />
        {left <= 0 && (
          <Button leftSection={<IconDoorEnter className="flip" size={20} aria-hidden="true" />} onClick={onEnter}>
            {t('ended.rejoin')}
          </Button>
        )}
      </EndActions>
    </EndScreen>
  );
}

function useNow(): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
