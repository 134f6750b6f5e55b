import { useTranslation } from 'react-i18next';
import { Choice } from './Choice';

interface Props {
  /** One room's name; null: several. */
  name: string | null;
  inside: number;
  onClose: () => void;
  onChoose: (now: boolean) => void;
}

/** Closing with people inside: do they finish, or leave at once? */
export function CloseRooms({ name, inside, onChoose, onClose }: Props) {
  const { t } = useTranslation('rooms');
  return (
    <Choice
      title={t('close.title', { name: name ?? t('close.many'), count: inside })}
      text={t('close.text')}
      action={t('close.action')}
      options={[
        { value: 'finish', label: t('close.finish'), text: t('close.finish_text') },
        { value: 'now', label: t('close.now'), text: t('close.now_text') },
      ]}
      onChoose={(value) => onChoose(value === 'now')}
      onClose={onClose}
    />
  );
}
