import { Button } from '@mantine/core';
import {
  IconArmchair,
  IconArrowBackUp,
  IconDoorEnter,
  IconDoorOff,
  IconLock,
  IconShieldCheck,
} from '@tabler/icons-react';
import { memo, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card } from '../../api/types';
import { Cover } from '../../ui/Cover';
import { Seats } from '../../ui/Seats';
import { Tag } from '../../ui/Tag';
import { CardNote } from './CardNote';
import styles from './RoomCard.module.css';

const SIGNS = { join: IconDoorEnter, return: IconArrowBackUp, full: IconArmchair, closed: IconLock, gone: IconDoorOff };

interface Props {
  card: Card;
  /** The room is not here any more: the card only keeps its place. */
  gone: boolean;
  onJoin: (card: Card) => void;
}

/** What a viewer sees of a room, with the one thing they can do about it. Drawn again only where its own card changed. */
export const RoomCard = memo(function RoomCard({ card, gone, onJoin }: Props) {
  const { t } = useTranslation();
  const title = useId();
  const note = useId();
  const action = gone ? 'gone' : card.action;
  const possible = action === 'join' || action === 'return';
  const Sign = SIGNS[action];
  return (
    <article className={styles.card} aria-labelledby={title} data-state={gone ? 'gone' : card.state}>
      <Cover id={card.room} image={card.image} icon={card.icon} dimmed={gone || card.state === 'closed'}>
        {card.moderated_by_me && (
          <Tag icon={IconShieldCheck} tone="mod">
            {t('card.moderated_by_you')}
          </Tag>
        )}
      </Cover>
      <div className={styles.body}>
        <div className={styles.words}>
          <h2 id={title} className={styles.name} dir="auto">
            {card.name}
          </h2>
          <p className={styles.text} dir="auto">
            {card.description}
          </p>
        </div>
        <div className={styles.seats}>
          <Seats taken={card.attendees} limit={card.attendee_limit} />
          <span className={styles.count}>{t('count.of', { taken: card.attendees, limit: card.attendee_limit })}</span>
        </div>
        <CardNote id={note} card={card} gone={gone} />
        {/* aria-disabled and never disabled: a closed door can be reached, and says why it is closed. */}
        <Button
          fullWidth
          className={possible ? undefined : styles.impossible}
          data-state={action}
          aria-disabled={!possible}
          aria-label={t(`card.${action}_room`, { room: card.name })}
          aria-describedby={note}
          leftSection={<Sign className="flip" size={22} stroke={1.75} aria-hidden="true" />}
          onClick={possible ? () => onJoin(card) : undefined}
        >
          {t(`card.${action}`)}
        </Button>
      </div>
    </article>
  );
});
