import { Button } from '@mantine/core';
import { IconDoorEnter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../api/client';
import type { Ban } from '../../api/live';
import { EndActions, EndScreen, EndText } from '../../ui/EndScreen';
import { PlainTop } from '../account/PlainPage';
import { useRemovalFacts } from '../removal/useRemovalFacts';
import { BackFromRoom } from './BackFromRoom';

interface Props {
  roomId: string;
  room: string;
  /** What the stay was told: the record, a refusal, or neither yet. */
  ban: Ban | null;
  error: ApiError | null;
  onEnter: () => void;
}

/** Put out by a moderator: by whom, why and until when, as far as we were told; and the way back once that is over. */
export function Removed({ roomId, room, ban, error, onEnter }: Props) {
  const { t } = useTranslation();
  const { facts, removal, returning } = useRemovalFacts(roomId, { ban, error });
  const { scope, deleted } = removal;
  const messages =
    deleted === null ? '' : deleted > 0 ? t('ended.messages_deleted', { count: deleted }) : t('ended.messages_kept');
  return (
    <EndScreen
      door={returning ? 'open' : 'closed'}
      title={t('ended.removed', { room })}
      facts={facts}
      top={<PlainTop />}
    >
      <EndText>
        {returning ? t('ended.may_return') : t(scope === 'room' ? 'ended.removed_text' : `ended.removed_${scope}`)}{' '}
        {messages}
      </EndText>
      <EndActions>
        {returning && (
          <Button leftSection={<IconDoorEnter className="flip" size={20} aria-hidden="true" />} onClick={onEnter}>
            {t('ended.rejoin')}
          </Button>
        )}
        <BackFromRoom variant={returning ? 'default' : 'filled'} />
      </EndActions>
      {/* The clock above ticks in silence; that it is over is said once. */}
      <p className="sr-only" role="status">
        {returning && t('ended.may_return')}
      </p>
    </EndScreen>
  );
}
