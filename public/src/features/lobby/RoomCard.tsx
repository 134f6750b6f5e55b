import { Button } from '@mantine/core';
import { IconArmchair, IconArrowBackUp, IconDoorEnter, IconLock, IconShieldCheck } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card } from '../../api/types';
import { Cover } from '../../ui/Cover';
import { Seats } from '../../ui/Seats';
import { Tag } from '../../ui/Tag';
import { CardNote } from './CardNote';
import styles from './RoomCard.module.css';

const SIGNS = { join: IconDoorEnter, return: IconArrowBackUp, full: IconArmchair, closed: IconLock };

/** What a viewer sees of a room, with the one thing they can do about it. */
export function RoomCard({ card, onJoin }: { card: Card; onJoin: () => void }) {
  const { t } = useTranslation();
  const title = useId();
  const note = useId();
  const possible = card.action === 'join' || card.action === 'return';
  const Sign = SIGNS[card.action];
  return (
    <article className={styles.card} aria-labelledby={title} data-state={card.state}>
      <Cover id={card.room} image={card.image} icon={card.icon} dimmed={card.state === 'closed'}>
        {card.moderated_by_me && (
          <Tag icon={IconShieldCheck} tone="mod">
            {t('card.moderated_by_you')}
          </Tag>
        )}
      </Cover>
      <div className={styles.body}>
        <h2 id={title} className={styles.name} dir="auto">
          {card.name}
        </h2>
        <p className={styles.text} dir="auto">
          {card.description}
        </p>
        <div className={styles.seats}>
          <Seats taken={card.attendees} limit={card.attendee_limit} />
          <span className={styles.count}>{t('count.of', { taken: card.attendees, limit: card.attendee_limit })}</span>
        </div>
        <CardNote id={note} card={card} />
        {/* aria-disabled and never disabled: a closed door can be reached, and says why it is closed. */}
        <Button
          fullWidth
          className={possible ? undefined : styles.impossible}
          data-state={card.action}
          aria-disabled={!possible}
          aria-label={t(`card.${card.action}_room`, { room: card.name })}
          aria-describedby={note}
          leftSection={<Sign className="flip" size={22} stroke={1.75} aria-hidden="true" />}
          onClick={possible ? onJoin : undefined}
        >
          {t(`card.${card.action}`)}
        </Button>
      </div>
    </article>
  );
}
