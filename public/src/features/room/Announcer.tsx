import { useRoomContext } from '@livekit/components-react';
import { type RemoteParticipant, RoomEvent } from 'livekit-client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Says who came and went to those who do not see it. The last one only: ten arrivals are not ten sentences. */
export function Announcer() {
  const { t } = useTranslation();
  const room = useRoomContext();
  const [said, setSaid] = useState('');
  useEffect(() => {
    const came = ({ name = '' }: RemoteParticipant) => setSaid(t('room.came', { name }));
    const went = ({ name = '' }: RemoteParticipant) => setSaid(t('room.went', { name }));
    room.on(RoomEvent.ParticipantConnected, came).on(RoomEvent.ParticipantDisconnected, went);
    return () => {
      room.off(RoomEvent.ParticipantConnected, came).off(RoomEvent.ParticipantDisconnected, went);
    };
  }, [room, t]);
  return (
    <p className="sr-only" role="status">
      {said}
    </p>
  );
}
