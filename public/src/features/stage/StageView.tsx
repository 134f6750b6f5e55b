import { useParticipants, useRoomContext, VideoTrack } from '@livekit/components-react';
import { ActionIcon, Button } from '@mantine/core';
import { IconMaximize, IconScreenShare, IconScreenShareOff } from '@tabler/icons-react';
import { Track } from 'livekit-client';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Stage.module.css';
import { stopSharing } from './sharings';

/** The shared screen, with everyone beside it (`children`). */
export default function StageView({ on, children }: { on: string; children: React.ReactNode }) {
  const { t } = useTranslation();
  const room = useRoomContext();
  const stage = useRef<HTMLElement>(null);
  const participant = useParticipants().find(({ identity }) => identity === on);
  const publication = participant?.getTrackPublication(Track.Source.ScreenShare);
  const name = participant?.name ?? '';
  const mine = participant?.isLocal ?? false;
  return (
    <div className={styles.layout}>
      <figure ref={stage} className={styles.stage} aria-label={mine ? t('stage.yours') : t('stage.of', { name })}>
        {mine ? (
          <div className={styles.mine}>
            <IconScreenShare size={44} stroke={1.5} aria-hidden="true" />
            <p>{t('stage.yours')}</p>
            <Button
              color="brick"
              leftSection={<IconScreenShareOff size={20} stroke={1.75} aria-hidden="true" />}
              onClick={() => stopSharing(room)}
            >
              {t('stage.stop')}
            </Button>
          </div>
        ) : (
          participant &&
          publication && (
            <VideoTrack trackRef={{ participant, publication, source: Track.Source.ScreenShare }} data-screen={on} />
          )
        )}
        {!mine && (
          <>
            <figcaption className={styles.name}>
              <IconScreenShare size={18} stroke={1.75} aria-hidden="true" />
              {t('stage.of', { name })}
            </figcaption>
            {document.fullscreenEnabled && (
              <ActionIcon
                className={styles.full}
                aria-label={t('stage.full_screen')}
                onClick={() =>
                  void (document.fullscreenElement ? document.exitFullscreen() : stage.current?.requestFullscreen())
                }
              >
                <IconMaximize size={22} stroke={1.75} aria-hidden="true" />
              </ActionIcon>
            )}
          </>
        )}
      </figure>
      <p className="sr-only" role="status">
        {mine ? t('stage.yours') : t('stage.of', { name })}
      </p>
      <div className={styles.strip}>{children}</div>
    </div>
  );
}
