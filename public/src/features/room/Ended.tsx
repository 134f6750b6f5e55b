import { Button } from '@mantine/core';
import { IconArrowBackUp, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../api/client';
import { EndActions, EndScreen, EndText } from '../../ui/EndScreen';
import { PlainTop } from '../account/PlainPage';
import { moveWords, refusalOf, worthRetrying } from '../prejoin/logic';
import { useRefusalText } from '../prejoin/useRefusalText';
import { BackFromRoom } from './BackFromRoom';
import type { Ending } from './logic';
import { Removed } from './Removed';

interface Props {
  roomId: string;
  ending: Ending;
  /** Null when the end came before the room told its name. */
  room: string | null;
  onEnter: (how?: { move?: boolean }) => void;
}

/** The stay is over: what happened, and a way back. */
export default function Ended({ roomId, ending, room, onEnter }: Props) {
  const { t } = useTranslation();
  const name = room ?? t('ended.this_room');
  switch (ending.kind) {
    case 'removed':
      return <Removed roomId={roomId} ban={ending.ban} error={ending.error} room={name} onEnter={() => onEnter()} />;
    case 'refused':
      return ending.error.code === 'banned' ? (
        <Removed roomId={roomId} ban={null} error={ending.error} room={name} onEnter={() => onEnter()} />
      ) : (
        <Refusal error={ending.error} onEnter={() => onEnter()} />
      );
    case 'moved': {
      const words = moveWords(ending.to);
      return (
        <EndScreen door="open" title={t(words.title, { from: ending.to, to: name })} top={<PlainTop />}>
          <EndText>{t(words.text, { from: ending.to })}</EndText>
          <EndActions>
            <Button onClick={() => onEnter({ move: true })}>{t('move.go')}</Button>
            <BackFromRoom variant="default" />
          </EndActions>
        </EndScreen>
      );
    }
    case 'elsewhere':
    case 'superseded':
      return (
        <EndScreen door="open" title={t(`ended.${ending.kind}`)} top={<PlainTop />}>
          <EndText>{t(`ended.${ending.kind}_text`, { room: name })}</EndText>
          <EndActions>
            <Button
              leftSection={<IconArrowBackUp className="flip" size={20} aria-hidden="true" />}
              onClick={() => onEnter()}
            >
              {t('ended.use_here')}
            </Button>
            <BackFromRoom variant="default" />
          </EndActions>
        </EndScreen>
      );
    case 'closed':
    case 'deleted':
    case 'unmoderated':
    case 'not_for_you': {
      const reason = ending.kind === 'closed' && ending.reason;
      const again = ending.kind === 'unmoderated';
      return (
        <EndScreen door="closed" title={t(`ended.${ending.kind}`, { room: name })} top={<PlainTop />}>
          <EndText>{reason ? t('refused.room_closed_reason', { reason }) : t(`ended.${ending.kind}_text`)}</EndText>
          <Ways again={again} onEnter={onEnter} />
        </EndScreen>
      );
    }
    case 'server':
    case 'lost':
      return (
        <EndScreen door="closed" title={t(`ended.${ending.kind}`)} top={<PlainTop />}>
          <EndText>{t(`ended.${ending.kind}_text`)}</EndText>
          <Ways again word="ended.rejoin" network onEnter={onEnter} />
        </EndScreen>
      );
  }
}

function Refusal({ error, onEnter }: { error: ApiError; onEnter: () => void }) {
  const { title, text } = useRefusalText(error);
  const again = worthRetrying(refusalOf(error));
  return (
    <EndScreen door="closed" title={title} top={<PlainTop />}>
      <EndText>{text}</EndText>
      <Ways again={again} onEnter={onEnter} />
    </EndScreen>
  );
}

interface WaysProps {
  again: boolean;
  word?: 'refused.retry' | 'ended.rejoin';
  /** The person's own line may be why. */
  network?: boolean;
  onEnter: () => void;
}

function Ways({ again, word = 'refused.retry', network = false, onEnter }: WaysProps) {
  const { t } = useTranslation();
  return (
    <EndActions>
      {again && (
        <Button leftSection={<IconRefresh size={20} aria-hidden="true" />} onClick={() => onEnter()}>
          {t(word)}
        </Button>
      )}
      {network && (
        <Button variant="default" component="a" href="/network" target="_blank">
          {t('room.check_network')}
        </Button>
      )}
      <BackFromRoom variant={again ? 'default' : 'filled'} />
    </EndActions>
  );
}
